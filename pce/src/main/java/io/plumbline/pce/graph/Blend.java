package io.plumbline.pce.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Searches by a blend of two weights, {@code x * cost + y * amount}, from the source, with what is known to go as the potential (A*).
 * Weights and potentials are worked out for the arcs and nodes that are come across, so another blend costs no more than what its search
 * touches; and with potentials that are good it touches little beside the ways themselves.
 *
 * <p>What is known to go is the blend of what is known of each weight by itself. With a search back from the target, of the nodes that lie
 * on ways up to a limit alone, that becomes the truth for one blend, and little less than the truth for those like it: with d to go in the
 * blend {@code (x, y)}, it is at least {@code d + (z - y) amount} in {@code (x, z)} for a greater z, and {@code t d + (1 - t) x cost} for a
 * lesser {@code z = t y}.
 */
final class Blend {
    private static final int PART_BITS = 20;

    private final CsrGraph graph;
    private final Side forwards;
    private Side backwards;
    private Side spare;
    private long[] costs = {};
    private long[] amounts = {};
    private long @Nullable [] excluded;
    private ToGo costToGo = new ToGo();
    private ToGo amountToGo = new ToGo();
    private int source;
    private int target;
    private long x;
    private long y;
    private long mostCost;
    private long mostAmount;

    /** A search back by the blend of x and that y; null when there was none. */
    private @Nullable Side near;

    private long nearY;

    Blend(CsrGraph graph) {
        this.graph = graph;
        forwards = new Side(graph.nodeCount(), graph.out());
        backwards = new Side(graph.nodeCount(), graph.in());
        spare = new Side(graph.nodeCount(), graph.in());
    }

    /** What is searched from now on, and what is known to go in it. */
    void begin(
            long[] newCosts,
            long[] newAmounts,
            long @Nullable [] newExcluded,
            int newSource,
            int newTarget,
            ToGo newCostToGo,
            ToGo newAmountToGo) {
        costs = newCosts;
        amounts = newAmounts;
        excluded = newExcluded;
        source = newSource;
        target = newTarget;
        costToGo = newCostToGo;
        amountToGo = newAmountToGo;
        near = null;
    }

    /**
     * The least blend between the ends, if it is at most a limit; {@link CsrGraph#UNUSABLE} if not. After {@link #confine} only ways
     * within its limit are found, and x is that of before.
     *
     * @param limit less than {@link CsrGraph#UNUSABLE}
     */
    long least(long newX, long newY, long limit) {
        x = newX;
        y = newY;
        setMost(limit);
        forwards.begin(source, forwardPotential(source));
        forwards.run(target, limit, false);
        return forwards.distances[target];
    }

    /** Adds the arcs of the path of the last search. */
    void addPath(ArcPath path) {
        int from = path.length();
        for (int node = target; node != source; node = graph.tail(forwards.parents[node])) {
            path.add(forwards.parents[node]);
        }
        path.reverse(from);
    }

    /**
     * Finds {@link #toGo} in the blend of the last search, of all nodes on ways that come to at most a limit, which is not more than that of
     * the search.
     */
    void searchBack(long limit) {
        setMost(limit);
        forwards.run(Dijkstra.NO_NODE, limit, false);
        backwards.begin(target, forwards.distances[target]);
        backwards.run(Dijkstra.NO_NODE, limit, true);
    }

    /** The least blend from a node to the target; {@link CsrGraph#UNUSABLE} where it is on no way within the limit. */
    long toGo(int node) {
        return backwards.distances[node];
    }

    /** Lets the searches that follow look only at nodes on ways that come to at most a limit in the blend of the last one. */
    void confine(long limit) {
        searchBack(limit);
        Side found = backwards;
        backwards = spare;
        spare = found;
        near = found;
        nearY = y;
    }

    /** What weighs more in one of the two is on no way within the limit; and what is worked out fits a long. */
    private void setMost(long limit) {
        mostCost = x == 0 ? CsrGraph.UNUSABLE - 1 : limit / x;
        mostAmount = y == 0 ? CsrGraph.UNUSABLE - 1 : limit / y;
    }

    private long forwardPotential(int node) {
        long cost = costToGo.at(node);
        long amount = amountToGo.at(node);
        if (cost > mostCost || amount > mostAmount) {
            return CsrGraph.UNUSABLE;
        }
        long apart = x * cost + y * amount;
        if (near == null) {
            return apart;
        }
        long nearby = near.distances[node];
        if (nearby >= CsrGraph.UNUSABLE) {
            return CsrGraph.UNUSABLE;
        }
        if (y >= nearY) {
            return Math.max(apart, nearby + (y - nearY) * amount);
        }
        long part = y / ((nearY >> PART_BITS) + 1);
        long rest = (1L << PART_BITS) - part;
        return Math.max(apart, (nearby >> PART_BITS) * part + (x * cost >> PART_BITS) * rest);
    }

    private void checkNotNegative(int arc) {
        long least = Math.min(costs[arc], amounts[arc]);
        if (least < 0) {
            throw CsrGraph.negative(arc, least);
        }
    }

    /** The search from one end. */
    private final class Side {
        private final int[] offsets;
        private final int[] arcs;
        private final int[] ends;
        private final long[] distances;
        private final long[] potentials;
        private final int[] parents;
        private final int[] touched;
        private int touchedCount;
        private final KeyHeap heap = new KeyHeap();

        Side(int nodes, CsrGraph.Rows rows) {
            offsets = rows.offsets();
            arcs = rows.arcs();
            ends = rows.ends();
            distances = new long[nodes];
            potentials = new long[nodes];
            parents = new int[nodes];
            touched = new int[nodes];
            Arrays.fill(distances, CsrGraph.UNUSABLE);
        }

        void begin(int start, long potential) {
            for (int i = 0; i < touchedCount; i++) {
                distances[touched[i]] = CsrGraph.UNUSABLE;
            }
            touched[0] = start;
            touchedCount = 1;
            distances[start] = 0;
            potentials[start] = potential;
            heap.clear();
            heap.push(potential, start);
        }

        /**
         * Settles nodes in order of blend and potential, up to a limit, or until the end is next, which stays in the queue. There is no
         * closed set, so potentials need not be consistent.
         */
        void run(int end, long limit, boolean back) {
            long[] cost = costs;
            long[] amount = amounts;
            long perCost = x;
            long perAmount = y;
            while (!heap.isEmpty() && heap.minKey() <= limit) {
                long key = heap.minKey();
                int node = heap.pop();
                long distance = distances[node];
                if (key > distance + potentials[node]) {
                    continue;
                }
                if (node == end) {
                    heap.push(key, node);
                    return;
                }
                int last = offsets[node + 1];
                for (int i = offsets[node]; i < last; i++) {
                    int arc = arcs[i];
                    // As unsigned, a negative weight is a large one.
                    if (Long.compareUnsigned(cost[arc], mostCost) > 0
                            || Long.compareUnsigned(amount[arc], mostAmount) > 0) {
                        checkNotNegative(arc);
                        continue;
                    }
                    int next = ends[arc];
                    long there = distance + perCost * cost[arc] + perAmount * amount[arc];
                    long before = distances[next];
                    if (there >= before || RouteConstraints.isExcluded(excluded, arc)) {
                        continue;
                    }
                    boolean isNew = before == CsrGraph.UNUSABLE;
                    long potential = isNew ? potential(next, back) : potentials[next];
                    if (there + potential > limit) {
                        continue;
                    }
                    if (isNew) {
                        touched[touchedCount++] = next;
                        potentials[next] = potential;
                    }
                    distances[next] = there;
                    parents[next] = arc;
                    heap.push(there + potential, next);
                }
            }
        }

        private long potential(int node, boolean back) {
            return back ? forwards.distances[node] : forwardPotential(node);
        }
    }
}
