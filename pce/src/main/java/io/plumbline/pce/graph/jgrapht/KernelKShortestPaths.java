package io.plumbline.pce.graph.jgrapht;

import io.plumbline.pce.graph.KShortestPaths;
import io.plumbline.pce.graph.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.KShortestPathAlgorithm;

/** {@link KShortestPaths} behind JGraphT's interface: loopless paths in order of weight. Belongs to one thread. */
public final class KernelKShortestPaths implements KShortestPathAlgorithm<Integer, Integer> {
    private final WeightedGraph graph;
    private final KShortestPaths search;

    public KernelKShortestPaths(WeightedGraph graph) {
        this.graph = graph;
        search = new KShortestPaths(graph.graph());
    }

    /** @throws IllegalArgumentException if k is negative, too */
    @Override
    public List<GraphPath<Integer, Integer>> getPaths(Integer source, Integer sink, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k: " + k + " given, at least 0 allowed");
        }
        int from = graph.node(source);
        int to = graph.node(sink);
        List<GraphPath<Integer, Integer>> paths = new ArrayList<>();
        search.start(graph.weights(), from, to);
        while (paths.size() < k && search.next() == Outcome.FOUND) {
            paths.add(graph.path(from, to, search.path()));
        }
        return paths;
    }
}
