package io.plumbline.pce.graph;

import org.jspecify.annotations.Nullable;

/**
 * A shortest path by Dijkstra's algorithm from both ends at once (Pohl, 1971), in turns by the lesser radius. It is over when the two radii
 * add up to the best meeting. For single queries on large graphs, where nothing is known about what is left to go.
 */
public final class BidirectionalSearch {
    private final CsrGraph graph;
    private final Dijkstra forwards;
    private final Dijkstra backwards;
    private final ArcPath path = new ArcPath();

    public BidirectionalSearch(CsrGraph graph) {
        this.graph = graph;
        forwards = Dijkstra.forwards(graph);
        backwards = Dijkstra.backwards(graph);
    }

    /** {@link #path()} is a shortest path from source to target. */
    public Outcome find(long[] weights, int source, int target) {
        return find(weights, source, target, RouteConstraints.NONE);
    }

    /** @param constraints without waypoints */
    public Outcome find(long[] weights, int source, int target, RouteConstraints constraints) {
        graph.checkLength("weights", weights);
        graph.checkNode("source", source);
        graph.checkNode("target", target);
        if (constraints.waypointCount() > 0) {
            throw new IllegalArgumentException("waypoints: " + constraints.waypointCount()
                    + " given, a search from both ends takes none; KShortestPaths does");
        }
        return find(weights, constraints.excludedArcs(), source, target) < CsrGraph.UNUSABLE
                ? Outcome.FOUND
                : Outcome.NONE;
    }

    /** What the path weighs; {@link CsrGraph#UNUSABLE} when there is none. */
    long find(long[] weights, long @Nullable [] excluded, int source, int target) {
        forwards.begin();
        backwards.begin();
        forwards.seed(source, 0, Dijkstra.NO_ARC, null);
        backwards.seed(target, 0, Dijkstra.NO_ARC, null);
        int meeting = source == target ? source : Dijkstra.NO_NODE;
        long forwardRadius = forwards.radius();
        long backwardRadius = backwards.radius();
        while (forwardRadius + backwardRadius < forwards.sum(backwards, meeting)) {
            if (forwardRadius <= backwardRadius) {
                meeting = forwards.settleOne(weights, excluded, backwards, meeting);
                forwardRadius = forwards.radius();
            } else {
                meeting = backwards.settleOne(weights, excluded, forwards, meeting);
                backwardRadius = backwards.radius();
            }
        }
        path.clear();
        if (meeting == Dijkstra.NO_NODE) {
            return CsrGraph.UNUSABLE;
        }
        path.weigh(forwards.sum(backwards, meeting));
        for (int node = meeting; node != source; node = graph.tail(forwards.parent(node))) {
            path.add(forwards.parent(node));
        }
        path.reverse(0);
        for (int node = meeting; node != target; node = graph.head(backwards.parent(node))) {
            path.add(backwards.parent(node));
        }
        return path.weight();
    }

    /** The search from the source: complete up to its radius, where that is less than what the path weighs. */
    Dijkstra forwards() {
        return forwards;
    }

    /** The search from the target, likewise. */
    Dijkstra backwards() {
        return backwards;
    }

    public ArcPath path() {
        return path;
    }
}
