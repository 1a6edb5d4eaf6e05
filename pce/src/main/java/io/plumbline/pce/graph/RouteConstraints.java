package io.plumbline.pce.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a path must keep off and what it must pass: excluded nodes, excluded arcs, and waypoints in their order (the include and exclude
 * route objects of RFC 3209 and RFC 5521). The graph is not built again: an exclusion is a bit that searches test.
 *
 * <p>An excluded node is on no path, not even as an end. A path with waypoints is loopless as a whole.
 */
public final class RouteConstraints {
    public static final RouteConstraints NONE = new RouteConstraints(null, new int[0]);

    private final long @Nullable [] excludedArcs;
    private final int[] waypoints;

    private RouteConstraints(long @Nullable [] excludedArcs, int[] waypoints) {
        this.excludedArcs = excludedArcs;
        this.waypoints = waypoints;
    }

    public static Builder on(CsrGraph graph) {
        return new Builder(graph);
    }

    public boolean excludes(int arc) {
        return isExcluded(excludedArcs, arc);
    }

    public int waypointCount() {
        return waypoints.length;
    }

    public int waypoint(int index) {
        return waypoints[index];
    }

    /** The same exclusions alone. */
    RouteConstraints withoutWaypoints() {
        return waypoints.length == 0 ? this : new RouteConstraints(excludedArcs, new int[0]);
    }

    /** The same, and these arcs excluded as well; they become part of the result. */
    RouteConstraints excludingAlso(long[] arcs) {
        if (excludedArcs != null) {
            for (int i = 0; i < arcs.length; i++) {
                arcs[i] |= excludedArcs[i];
            }
        }
        return new RouteConstraints(arcs, waypoints);
    }

    /** One bit an arc; null when none is excluded. */
    long @Nullable [] excludedArcs() {
        return excludedArcs;
    }

    static boolean isExcluded(long @Nullable [] excludedArcs, int arc) {
        return excludedArcs != null && (excludedArcs[arc >> 6] >>> arc & 1) != 0;
    }

    static long[] noArcs(CsrGraph graph) {
        return new long[(graph.arcCount() + 63) >> 6];
    }

    static void exclude(long[] excludedArcs, int arc) {
        excludedArcs[arc >> 6] |= 1L << arc;
    }

    /** Excludes all arcs at a node. */
    static void excludeNode(CsrGraph graph, long[] excludedArcs, int node) {
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            exclude(excludedArcs, graph.outArc(i));
        }
        for (int i = graph.inBegin(node); i < graph.inEnd(node); i++) {
            exclude(excludedArcs, graph.inArc(i));
        }
    }

    /** Collects constraints on the paths of one graph. */
    public static final class Builder {
        private final CsrGraph graph;
        private final long[] excluded;
        private final boolean[] excludedNodes;
        private boolean anyExcluded;
        private int[] waypoints = new int[0];

        private Builder(CsrGraph graph) {
            this.graph = graph;
            excluded = noArcs(graph);
            excludedNodes = new boolean[graph.nodeCount()];
        }

        public Builder excludeArc(int arc) {
            if (arc < 0 || arc >= graph.arcCount()) {
                throw new IllegalArgumentException("excluded arc: " + arc + " given, at least 0 and at most "
                        + (graph.arcCount() - 1) + " allowed");
            }
            exclude(excluded, arc);
            anyExcluded = true;
            return this;
        }

        public Builder excludeNode(int node) {
            graph.checkNode("excluded node", node);
            RouteConstraints.excludeNode(graph, excluded, node);
            excludedNodes[node] = true;
            anyExcluded = true;
            return this;
        }

        /** Adds nodes to pass, after those that were added before. */
        public Builder via(int... nodes) {
            int count = waypoints.length;
            waypoints = Arrays.copyOf(waypoints, count + nodes.length);
            for (int i = 0; i < nodes.length; i++) {
                graph.checkNode("waypoint", nodes[i]);
                for (int j = 0; j < count + i; j++) {
                    if (waypoints[j] == nodes[i]) {
                        throw new IllegalArgumentException("waypoint: node " + nodes[i] + " given twice");
                    }
                }
                waypoints[count + i] = nodes[i];
            }
            return this;
        }

        public RouteConstraints build() {
            for (int waypoint : waypoints) {
                if (excludedNodes[waypoint]) {
                    throw new IllegalArgumentException("waypoint: node " + waypoint + " is excluded too");
                }
            }
            return new RouteConstraints(anyExcluded ? excluded.clone() : null, waypoints.clone());
        }
    }
}
