package io.plumbline.pce.graph;

import io.plumbline.pce.graph.Dijkstra.Stop;
import org.jspecify.annotations.Nullable;

/**
 * Shortest paths by Dijkstra's algorithm: between two nodes, with a potential (A*) where there is one, and distances from or to one node.
 *
 * <p><b>Equals.</b> With a seed, a path is drawn from all shortest ones: backwards from the target, at each node the arc with the least hash
 * among those that lie on a shortest path. The same seed gives the same path; over many seeds all are used. Arcs of weight 0 are drawn only
 * where the search itself took them, because otherwise the way back could go round.
 *
 * <p>A path with waypoints is the first that {@link KShortestPaths} finds.
 */
public final class ShortestPath {
    private final CsrGraph graph;
    private final Dijkstra forwards;
    private final Dijkstra backwards;
    private final ArcPath path = new ArcPath();
    private @Nullable KShortestPaths throughWaypoints;

    public ShortestPath(CsrGraph graph) {
        this.graph = graph;
        forwards = Dijkstra.forwards(graph);
        backwards = Dijkstra.backwards(graph);
    }

    /** {@link #path()} is a shortest path from source to target. */
    public Outcome find(long[] weights, int source, int target) {
        return find(weights, source, target, RouteConstraints.NONE, Spread.NONE);
    }

    /**
     * @param seed decides between equals; 0: the least number
     */
    public Outcome find(long[] weights, int source, int target, RouteConstraints constraints, long seed) {
        return find(weights, source, target, constraints, seed, null);
    }

    /**
     * @param toGo by node, at most the distance from there to the target, {@link CsrGraph#UNUSABLE} where there is none. The nearer to the
     *     truth, the less is searched
     */
    public Outcome find(
            long[] weights, int source, int target, RouteConstraints constraints, long seed, long @Nullable [] toGo) {
        graph.checkLength("weights", weights);
        graph.checkNode("source", source);
        graph.checkNode("target", target);
        if (constraints.waypointCount() > 0) {
            return findThroughWaypoints(weights, source, target, constraints, seed);
        }
        long[] excluded = constraints.excludedArcs();
        forwards.begin();
        forwards.seed(source, 0, Dijkstra.NO_ARC, toGo);
        Stop stop = seed == Spread.NONE ? Stop.AT_TARGET : Stop.AFTER_EQUALS;
        forwards.run(weights, excluded, target, toGo, CsrGraph.UNUSABLE, stop);
        path.clear();
        if (forwards.distance(target) >= CsrGraph.UNUSABLE) {
            return Outcome.NONE;
        }
        path.weigh(forwards.distance(target));
        for (int node = target; node != source; ) {
            int arc = seed == Spread.NONE ? forwards.parent(node) : drawn(weights, excluded, node, seed);
            path.add(arc);
            node = graph.tail(arc);
        }
        path.reverse(0);
        return Outcome.FOUND;
    }

    /** Of the arcs that end a shortest path to a node, the one with the least rank. */
    private int drawn(long[] weights, long @Nullable [] excluded, int node, long seed) {
        int best = forwards.parent(node);
        long rank = Spread.rank(seed, best);
        long distance = forwards.distance(node);
        for (int i = graph.inBegin(node); i < graph.inEnd(node); i++) {
            int arc = graph.inArc(i);
            long weight = weights[arc];
            if (weight > 0
                    && weight <= distance
                    && forwards.distance(graph.tail(arc)) == distance - weight
                    && !RouteConstraints.isExcluded(excluded, arc)
                    && Spread.rank(seed, arc) < rank) {
                best = arc;
                rank = Spread.rank(seed, arc);
            }
        }
        return best;
    }

    private Outcome findThroughWaypoints(
            long[] weights, int source, int target, RouteConstraints constraints, long seed) {
        if (throughWaypoints == null) {
            throughWaypoints = new KShortestPaths(graph);
        }
        throughWaypoints.start(weights, source, target, constraints, seed);
        Outcome outcome = throughWaypoints.next();
        path.set(throughWaypoints.path());
        return outcome;
    }

    public ArcPath path() {
        return path;
    }

    /**
     * The distances from one node to all.
     *
     * @param distances by node, written; {@link CsrGraph#UNUSABLE} where no path leads
     */
    public void distancesFrom(int source, long[] weights, RouteConstraints constraints, long[] distances) {
        distances(forwards, source, weights, constraints, distances);
    }

    /** The distances from all nodes to one: what A*, {@link KShortestPaths} and {@link ConstrainedShortestPath} call to go. */
    public void distancesTo(int target, long[] weights, RouteConstraints constraints, long[] distances) {
        distances(backwards, target, weights, constraints, distances);
    }

    private void distances(Dijkstra search, int root, long[] weights, RouteConstraints constraints, long[] distances) {
        graph.checkLength("weights", weights);
        graph.checkNode("root", root);
        search.begin();
        search.seed(root, 0, Dijkstra.NO_ARC, null);
        search.run(weights, constraints.excludedArcs(), Dijkstra.NO_NODE, null, CsrGraph.UNUSABLE, Stop.AT_TARGET);
        System.arraycopy(search.distances(), 0, distances, 0, graph.nodeCount());
    }

    /** The next arc from a node towards the root of the last {@link #distancesTo}; the node is not the root, and a path leads from it. */
    public int arcTowardsRoot(int node) {
        return backwards.parent(node);
    }

    /** The last arc on the way from the root of the last {@link #distancesFrom} to a node. */
    public int arcFromRoot(int node) {
        return forwards.parent(node);
    }
}
