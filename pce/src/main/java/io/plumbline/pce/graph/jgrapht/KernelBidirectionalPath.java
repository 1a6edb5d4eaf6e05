package io.plumbline.pce.graph.jgrapht;

import io.plumbline.pce.graph.BidirectionalSearch;
import io.plumbline.pce.graph.Outcome;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm;
import org.jspecify.annotations.Nullable;

/** {@link BidirectionalSearch} behind JGraphT's interface; paths to all vertices are those of {@link KernelShortestPath}. Belongs to one thread. */
public final class KernelBidirectionalPath implements ShortestPathAlgorithm<Integer, Integer> {
    private final WeightedGraph graph;
    private final BidirectionalSearch search;

    public KernelBidirectionalPath(WeightedGraph graph) {
        this.graph = graph;
        search = new BidirectionalSearch(graph.graph());
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
        return new KernelShortestPath(graph).getPaths(source);
    }
}
