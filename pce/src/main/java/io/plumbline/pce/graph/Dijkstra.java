package io.plumbline.pce.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Dijkstra's algorithm along the arcs or against them, from any number of seeds, with a potential when there is one (A*). What a search
 * has touched is put back when the next begins, so that a search costs what it touches.
 *
 * <p>There is no closed set: a node that is found to be nearer than before is pushed again, so the result is right for every potential
 * that is not more than the distance to go, consistent or not.
 */
final class Dijkstra {
    static final int NO_NODE = -1;
    static final int NO_ARC = -1;

    /** When a search for a target ends. */
    enum Stop {
        /** At the target. */
        AT_TARGET,
        /** When all that is as near as the target is settled, so that every shortest path to it is known. */
        AFTER_EQUALS,
        /** At the target, leaving everything ready to go on from there. */
        RESUMABLE
    }

    /** Less than any distance: nothing improves on it. */
    private static final long BLOCKED = -1;

    private final int[] offsets;
    private final int[] arcs;
    private final int[] ends;
    private final long[] distances;

    /** By node: the arc over which it was reached; {@link #NO_ARC} at a seed. Holds for nodes that have a distance. */
    private final int[] parents;

    private final int[] touched;
    private int touchedCount;
    private final KeyHeap heap = new KeyHeap();

    private Dijkstra(int nodes, CsrGraph.Rows rows) {
        offsets = rows.offsets();
        arcs = rows.arcs();
        ends = rows.ends();
        distances = new long[nodes];
        parents = new int[nodes];
        touched = new int[nodes];
        Arrays.fill(distances, CsrGraph.UNUSABLE);
    }

    static Dijkstra forwards(CsrGraph graph) {
        return new Dijkstra(graph.nodeCount(), graph.out());
    }

    static Dijkstra backwards(CsrGraph graph) {
        return new Dijkstra(graph.nodeCount(), graph.in());
    }

    /** Forgets the search before. */
    void begin() {
        long[] all = distances;
        int[] nodes = touched;
        for (int i = 0; i < touchedCount; i++) {
            all[nodes[i]] = CsrGraph.UNUSABLE;
        }
        touchedCount = 0;
        heap.clear();
    }

    /** Keeps a node out of the search that has begun. */
    void block(int node) {
        if (distances[node] == CsrGraph.UNUSABLE) {
            touched[touchedCount++] = node;
        }
        distances[node] = BLOCKED;
    }

    /** Lets the search start at a node with a distance, unless it is blocked or has a lesser one. */
    void seed(int node, long distance, int arc, long @Nullable [] toGo) {
        long key = toGo == null ? distance : distance + toGo[node];
        if (distance < distances[node] && key < CsrGraph.UNUSABLE) {
            if (distances[node] == CsrGraph.UNUSABLE) {
                touched[touchedCount++] = node;
            }
            distances[node] = distance;
            parents[node] = arc;
            heap.push(key, node);
        }
    }

    /**
     * Settles nodes in order of distance (plus potential) until the target is settled, or all that are within the limit. After a
     * resumable run the next one goes on; no way through the target of before is known then.
     *
     * @param target where to stop, or {@link #NO_NODE}
     * @param toGo potential: by node, at most what is left to the target; null for none
     * @param limit distances (plus potential) above it are of no interest
     */
    void run(long[] weights, long @Nullable [] excluded, int target, long @Nullable [] toGo, long limit, Stop stop) {
        long most = Math.min(limit, CsrGraph.UNUSABLE - 1);
        while (!heap.isEmpty()) {
            long key = heap.minKey();
            if (key > most) {
                return;
            }
            int node = heap.pop();
            long distance = distances[node];
            if (key > (toGo == null ? distance : distance + toGo[node])) {
                continue;
            }
            if (node == target) {
                if (stop != Stop.AFTER_EQUALS) {
                    return;
                }
                continue;
            }
            int end = offsets[node + 1];
            for (int i = offsets[node]; i < end; i++) {
                int arc = arcs[i];
                long weight = weights[arc];
                // As unsigned, a negative weight is a large one.
                if (Long.compareUnsigned(weight, CsrGraph.UNUSABLE) >= 0) {
                    if (CsrGraph.isUnusable(arc, weight)) {
                        continue;
                    }
                }
                int next = ends[arc];
                long there = distance + weight;
                if (there >= distances[next] || RouteConstraints.isExcluded(excluded, arc)) {
                    continue;
                }
                long nextKey = toGo == null ? there : there + toGo[next];
                if (nextKey > most) {
                    continue;
                }
                if (distances[next] == CsrGraph.UNUSABLE) {
                    touched[touchedCount++] = next;
                }
                distances[next] = there;
                parents[next] = arc;
                heap.push(nextKey, next);
                if (next == target && stop != Stop.RESUMABLE) {
                    most = nextKey;
                }
            }
        }
    }

    /** The least key that is still to be settled; {@link CsrGraph#UNUSABLE} when there is none. */
    long radius() {
        return heap.isEmpty() ? CsrGraph.UNUSABLE : heap.minKey();
    }

    /**
     * Settles one node on behalf of a search from both ends.
     *
     * @param other the search from the other end
     * @param meeting where both have met so far, or {@link #NO_NODE}
     * @return where they meet with the least sum now
     */
    int settleOne(long[] weights, long @Nullable [] excluded, Dijkstra other, int meeting) {
        int best = meeting;
        long sum = sum(other, meeting);
        long key = heap.minKey();
        int node = heap.pop();
        long distance = distances[node];
        if (key > distance) {
            return best;
        }
        int end = offsets[node + 1];
        for (int i = offsets[node]; i < end; i++) {
            int arc = arcs[i];
            long weight = weights[arc];
            if (Long.compareUnsigned(weight, CsrGraph.UNUSABLE) >= 0) {
                if (CsrGraph.isUnusable(arc, weight)) {
                    continue;
                }
            }
            int next = ends[arc];
            long there = distance + weight;
            if (there >= distances[next] || there >= sum || RouteConstraints.isExcluded(excluded, arc)) {
                continue;
            }
            if (distances[next] == CsrGraph.UNUSABLE) {
                touched[touchedCount++] = next;
            }
            distances[next] = there;
            parents[next] = arc;
            heap.push(there, next);
            long here = there + other.distances[next];
            if (here < sum) {
                sum = here;
                best = next;
            }
        }
        return best;
    }

    /** What the way over a meeting point weighs. */
    long sum(Dijkstra other, int meeting) {
        return meeting == NO_NODE
                ? CsrGraph.UNUSABLE
                : Math.min(distances[meeting] + other.distances[meeting], CsrGraph.UNUSABLE);
    }

    /** {@link CsrGraph#UNUSABLE} where the search did not come. */
    long distance(int node) {
        return distances[node];
    }

    /** The arc over which a node was reached. */
    int parent(int node) {
        return parents[node];
    }

    /** By node, valid until the next search begins. */
    long[] distances() {
        return distances;
    }
}
