package io.plumbline.pce.graph.jgrapht;

import io.plumbline.pce.graph.CsrGraph;
import io.plumbline.pce.graph.Outcome;
import io.plumbline.pce.graph.RouteConstraints;
import io.plumbline.pce.graph.ShortestPath;
import java.util.HashMap;
import java.util.Map;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm;
import org.jgrapht.alg.shortestpath.TreeSingleSourcePathsImpl;
import org.jgrapht.alg.util.Pair;
import org.jspecify.annotations.Nullable;

/** {@link ShortestPath} behind JGraphT's interface. Belongs to one thread. */
public final class KernelShortestPath implements ShortestPathAlgorithm<Integer, Integer> {
    private final WeightedGraph graph;
    private final ShortestPath search;

    public KernelShortestPath(WeightedGraph graph) {
        this.graph = graph;
        search = new ShortestPath(graph.graph());
    }

    @Override
    public @Nullable GraphPath<Integer, Integer> getPath(Integer source, Integer sink) {
        int from = graph.node(source);
        int to = graph.node(sink);
        return search.find(graph.weights(), from, to) == Outcome.FOUND ? graph.path(from, to, search.path()) : null;
    }

    @Override
    public double getPathWeight(Integer source, Integer sink) {
        GraphPath<Integer, Integer> path = getPath(source, sink);
        return path == null ? Double.POSITIVE_INFINITY : path.getWeight();
    }

    @Override
    public SingleSourcePaths<Integer, Integer> getPaths(Integer source) {
        int from = graph.node(source);
        long[] distances = new long[graph.graph().nodeCount()];
        search.distancesFrom(from, graph.weights(), RouteConstraints.NONE, distances);
        Map<Integer, Pair<Double, @Nullable Integer>> tree = new HashMap<>();
        for (int node = 0; node < distances.length; node++) {
            if (distances[node] < CsrGraph.UNUSABLE) {
                tree.put(node, Pair.of((double) distances[node], node == from ? null : search.arcFromRoot(node)));
            }
        }
        return new TreeSingleSourcePathsImpl<>(graph, source, tree);
    }
}
