package io.plumbline.pce.graph;

import org.jspecify.annotations.Nullable;

/**
 * A graph once for each stage of a path that has to pass waypoints: an arc into the waypoint of a stage leads to the next stage. Arcs are
 * left out that no loopless path through the waypoints in their order takes: those into a waypoint whose turn it is not, into the source,
 * and into the target before the last stage. So a path from the source in the first stage to the target in the last one passes all
 * waypoints, in order; it is loopless when it meets no node twice, whatever the stage.
 */
final class Layers {
    private final int nodes;
    private final int stages;
    private final int[] arcs;
    private final CsrGraph graph;

    Layers(CsrGraph base, int source, int target, RouteConstraints constraints) {
        nodes = base.nodeCount();
        stages = constraints.waypointCount() + 1;
        boolean[] isWaypoint = new boolean[nodes];
        for (int i = 0; i < constraints.waypointCount(); i++) {
            isWaypoint[constraints.waypoint(i)] = true;
        }
        long @Nullable [] excluded = constraints.excludedArcs();
        IntPool kept = new IntPool();
        IntPool tails = new IntPool();
        IntPool heads = new IntPool();
        for (int stage = 0; stage < stages; stage++) {
            int next = stage < stages - 1 ? constraints.waypoint(stage) : Dijkstra.NO_NODE;
            for (int arc = 0; arc < base.arcCount(); arc++) {
                int head = base.head(arc);
                if (RouteConstraints.isExcluded(excluded, arc)
                        || head == source
                        || head == target && stage < stages - 1
                        || isWaypoint[head] && head != next) {
                    continue;
                }
                kept.add(arc);
                tails.add(base.tail(arc) + stage * nodes);
                heads.add(head + (head == next ? stage + 1 : stage) * nodes);
            }
        }
        arcs = kept.toArray();
        graph = new CsrGraph(nodes * stages, tails.toArray(), heads.toArray());
    }

    CsrGraph graph() {
        return graph;
    }

    /** Where a path has to end that starts at the source as it is. */
    int last(int target) {
        return target + (stages - 1) * nodes;
    }

    /** The arc that an arc of a layer stands for. */
    int arc(int layered) {
        return arcs[layered];
    }

    long[] weights(long[] weights) {
        long[] layered = new long[arcs.length];
        for (int arc = 0; arc < arcs.length; arc++) {
            layered[arc] = weights[arcs[arc]];
        }
        return layered;
    }
}
