package io.plumbline.pce.graph.jgrapht;

import io.plumbline.pce.graph.ConstrainedShortestPath;
import java.util.HashMap;
import java.util.Map;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm;
import org.jgrapht.alg.shortestpath.ListSingleSourcePathsImpl;
import org.jspecify.annotations.Nullable;

/**
 * {@link ConstrainedShortestPath} behind JGraphT's interface: of the paths that keep additive bounds, the shortest. Such paths form no
 * tree, so {@link #getPaths} searches one for each sink. Belongs to one thread.
 */
public final class KernelConstrainedPath implements ShortestPathAlgorithm<Integer, Integer> {
    private final WeightedGraph graph;
    private final long[][] amounts;
    private final long[] bounds;
    private final ConstrainedShortestPath search;

    /**
     * @param amounts by resource, then by arc; not negative
     * @param bounds by resource: the most that a path may use
     */
    public KernelConstrainedPath(WeightedGraph graph, long[][] amounts, long[] bounds) {
        if (amounts.length != bounds.length) {
            throw new IllegalArgumentException(
                    "bounds: " + bounds.length + " given for " + amounts.length + " resources, one for each needed");
        }
        for (long[] amount : amounts) {
            graph.graph().checkWeights("amounts", amount);
        }
        this.graph = graph;
        this.amounts = amounts.clone();
        this.bounds = bounds.clone();
        search = new ConstrainedShortestPath(graph.graph(), bounds.length);
    }

    /** @throws IllegalStateException if the search gave up, which is not to say that there is none */
    @Override
    public @Nullable GraphPath<Integer, Integer> getPath(Integer source, Integer sink) {
        int from = graph.node(source);
        int to = graph.node(sink);
        return switch (search.find(graph.weights(), amounts, bounds, from, to)) {
            case FOUND -> graph.path(from, to, search.path());
            case NONE -> null;
            case GAVE_UP -> throw new IllegalStateException("gave up between " + source + " and " + sink);
        };
    }

    @Override
    public double getPathWeight(Integer source, Integer sink) {
        GraphPath<Integer, Integer> path = getPath(source, sink);
        return path == null ? Double.POSITIVE_INFINITY : path.getWeight();
    }

    @Override
    public SingleSourcePaths<Integer, Integer> getPaths(Integer source) {
        graph.node(source);
        Map<Integer, GraphPath<Integer, Integer>> paths = new HashMap<>();
        for (Integer sink : graph.vertexSet()) {
            GraphPath<Integer, Integer> path = getPath(source, sink);
            if (path != null) {
                paths.put(sink, path);
            }
        }
        return new ListSingleSourcePathsImpl<>(graph, source, paths);
    }
}
