package io.plumbline.pce.graph;

import org.jspecify.annotations.Nullable;

/**
 * The loopless paths between two nodes, one after the other, in order of weight ({@link Deviations} says how). Parallel arcs make different
 * paths.
 *
 * <p><b>Equals.</b> Of paths that weigh the same, those come first that were set up first. Which shortest path is the first, and how a
 * deviation goes on where ways are equal, is decided by the hash of a seed.
 *
 * <p><b>Waypoints.</b> The search is then on one copy of the graph for each stage, and what it finds may meet a node in two stages. Such a
 * walk is skipped, which is exact, but in bad cases there are exponentially many (the problem is NP-hard even for one waypoint): after a
 * given number of them it gives up, and says so.
 */
public final class KShortestPaths {
    private static final int MOST_LOOPS = 100_000;

    private final CsrGraph graph;
    private final int mostLoops;
    private final Dijkstra backwards;
    private final Deviations plain;
    private final long[] ownToGo;
    private Deviations current;
    private @Nullable Layers layers;
    private final ArcPath path = new ArcPath();
    private final ArcPath layered = new ArcPath();

    public KShortestPaths(CsrGraph graph) {
        this(graph, MOST_LOOPS);
    }

    /** @param mostLoops how many walks with a loop a search with waypoints may meet before it gives up */
    public KShortestPaths(CsrGraph graph, int mostLoops) {
        this.graph = graph;
        this.mostLoops = mostLoops;
        backwards = Dijkstra.backwards(graph);
        plain = new Deviations(graph, graph.nodeCount());
        current = plain;
        ownToGo = new long[graph.nodeCount()];
    }

    public void start(long[] weights, int source, int target) {
        start(weights, source, target, RouteConstraints.NONE, Spread.NONE);
    }

    public void start(long[] weights, int source, int target, RouteConstraints constraints, long seed) {
        start(weights, source, target, constraints, seed, CsrGraph.UNUSABLE, null);
    }

    /**
     * Begins anew.
     *
     * @param weights by arc; not to be changed before the last {@link #next}
     * @param seed decides between equals; 0: the least number
     * @param limit no path that weighs more
     * @param toGo by node, at most the distance from there to the target, {@link CsrGraph#UNUSABLE} where there is none: what
     *     {@link ShortestPath#distancesTo} has given for these weights, or for lesser ones; null when it is to be found out here, which
     *     takes longer than the first few paths. Of no use, and ignored, when there are waypoints
     */
    public void start(
            long[] weights,
            int source,
            int target,
            RouteConstraints constraints,
            long seed,
            long limit,
            long @Nullable [] toGo) {
        graph.checkLength("weights", weights);
        graph.checkNode("source", source);
        graph.checkNode("target", target);
        path.clear();
        if (constraints.waypointCount() > 0) {
            startThroughWaypoints(weights, source, target, constraints, seed, limit);
            return;
        }
        layers = null;
        current = plain;
        long[] excluded = constraints.excludedArcs();
        long[] known = toGo == null ? distancesTo(backwards, target, weights, excluded, limit, ownToGo) : toGo;
        plain.start(weights, excluded, source, target, known, limit, seed, 0);
    }

    private void startThroughWaypoints(
            long[] weights, int source, int target, RouteConstraints constraints, long seed, long limit) {
        for (int i = 0; i < constraints.waypointCount(); i++) {
            if (constraints.waypoint(i) == source || constraints.waypoint(i) == target) {
                throw new IllegalArgumentException(
                        "waypoint: node " + constraints.waypoint(i) + " given, which is an end of the path");
            }
        }
        Layers stages = new Layers(graph, source, target, constraints);
        CsrGraph staged = stages.graph();
        long[] stagedWeights = stages.weights(weights);
        long[] stagedToGo = distancesTo(
                Dijkstra.backwards(staged),
                stages.last(target),
                stagedWeights,
                null,
                limit,
                new long[staged.nodeCount()]);
        layers = stages;
        current = new Deviations(staged, graph.nodeCount());
        current.start(stagedWeights, null, source, stages.last(target), stagedToGo, limit, seed, mostLoops);
    }

    private static long[] distancesTo(
            Dijkstra search, int target, long[] weights, long @Nullable [] excluded, long limit, long[] distances) {
        search.begin();
        search.seed(target, 0, Dijkstra.NO_ARC, null);
        search.run(weights, excluded, Dijkstra.NO_NODE, null, limit, Dijkstra.Stop.AT_TARGET);
        System.arraycopy(search.distances(), 0, distances, 0, distances.length);
        return distances;
    }

    /** The next path is {@link #path()}. */
    public Outcome next() {
        if (layers == null) {
            return current.next(path);
        }
        Outcome outcome = current.next(layered);
        path.clear();
        for (int i = 0; i < layered.length(); i++) {
            path.add(layers.arc(layered.arc(i)));
        }
        path.weigh(layered.weight());
        return outcome;
    }

    /**
     * Says of the path just found that nothing is of interest that begins with the same arcs, up to and including one of them: because that
     * arc refuses, say, or the bound is broken there already. Paths that come later and do begin like it may still be found where they were
     * set up before.
     *
     * @param index of the arc on the path
     */
    public void skip(int index) {
        current.skip(index);
    }

    public ArcPath path() {
        return path;
    }
}
