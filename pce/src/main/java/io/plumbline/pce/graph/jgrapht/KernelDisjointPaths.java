package io.plumbline.pce.graph.jgrapht;

import io.plumbline.pce.graph.DisjointPaths;
import io.plumbline.pce.graph.Outcome;
import java.util.List;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.KShortestPathAlgorithm;

/**
 * {@link DisjointPaths} behind the interface that JGraphT's own disjoint paths have: up to two paths that share no edge, or no vertex but
 * the ends, of least total weight; the shortest one alone where there are no two. Parallel edges count as different. Belongs to one thread.
 */
public final class KernelDisjointPaths implements KShortestPathAlgorithm<Integer, Integer> {
    private static final int MOST = 2;

    private final WeightedGraph graph;
    private final DisjointPaths.Kind kind;
    private final DisjointPaths search;
    private final KernelShortestPath single;

    public KernelDisjointPaths(WeightedGraph graph, DisjointPaths.Kind kind) {
        this.graph = graph;
        this.kind = kind;
        search = new DisjointPaths(graph.graph());
        single = new KernelShortestPath(graph);
    }

    /**
     * @param k 1 or 2
     * @throws IllegalArgumentException if k is another, or both ends are one, too
     */
    @Override
    public List<GraphPath<Integer, Integer>> getPaths(Integer source, Integer sink, int k) {
        if (k < 1 || k > MOST) {
            throw new IllegalArgumentException("k: " + k + " given, at least 1 and at most " + MOST + " allowed");
        }
        int from = graph.node(source);
        int to = graph.node(sink);
        if (from == to) {
            throw new IllegalArgumentException("sink: " + to + " given, which is the source");
        }
        if (k == MOST && search.find(kind, graph.weights(), from, to) == Outcome.FOUND) {
            return List.of(graph.path(from, to, search.first()), graph.path(from, to, search.second()));
        }
        GraphPath<Integer, Integer> only = single.getPath(source, sink);
        return only == null ? List.of() : List.of(only);
    }
}
