package io.plumbline.pce.batch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least-cost path within a delay bound over arcs that have room: exact, by setting labels in order of cost so far + least cost to go
 * (A*; Joksch 1966 for the labels). At one node labels come in order of cost, so one number a node, the least delay settled there, says
 * whether a label is dominated. Costs to go are those without bound and room; where that way meets both, it is the answer at once.
 *
 * <p>Costs and room belong to the caller, who says when costs have changed.
 */
final class BoundedPaths {
    static final long FAR = Long.MAX_VALUE / 4;

    /** Least cost to one target from every node, least delay among equals, and the arc that leads there. */
    private record ToGo(long[] cost, long[] delay, int[] next) {}

    private final FlowNetwork network;
    private final long[] costs;
    private final long[] room;
    private final @Nullable ToGo[] byCost;
    private final @Nullable ToGo[] byDelay;
    private final long[] leastDelay;

    private int labels;
    private int[] node = new int[256];
    private int[] parent = new int[256];
    private int[] byArc = new int[256];
    private long[] cost = new long[256];
    private long[] delay = new long[256];
    private long[] key = new long[256];
    private int[] tie = new int[256];
    private int salt;
    private int[] heap = new int[256];
    private int heapSize;
    private long foundCost;

    /**
     * @param costs by arc, not negative, below {@link #FAR} in any sum
     * @param room by arc: a path for a rate keeps off arcs that have less
     */
    BoundedPaths(FlowNetwork network, long[] costs, long[] room) {
        this.network = network;
        this.costs = costs;
        this.room = room;
        byCost = new ToGo[network.nodes()];
        byDelay = new ToGo[network.nodes()];
        leastDelay = new long[network.nodes()];
    }

    /** Some cost is less than it was. (One that is more leaves what is remembered a lower bound.) */
    void costsChanged() {
        Arrays.fill(byCost, null);
    }

    /** Least delay from one node to another; {@link #FAR} or more when there is no way. */
    long leastDelay(int source, int target) {
        return delayTo(target).cost()[source];
    }

    /** Least cost from one node to another, bound and room ignored. */
    long leastCost(int source, int target) {
        return costTo(target).cost()[source];
    }

    /** Cost of the path that {@link #cheapest} found last. */
    long foundCost() {
        return foundCost;
    }

    /** The arcs of the cheapest path that costs less than a limit; null when there is none. */
    int @Nullable [] cheapest(Demand demand, long limit) {
        ToGo toGo = costTo(demand.target());
        if (toGo.cost()[demand.source()] >= Math.min(limit, FAR)
                || leastDelay(demand.source(), demand.target()) > demand.delayBoundNanos()) {
            return null;
        }
        int[] unbounded = straight(toGo, demand);
        return unbounded != null ? unbounded : search(demand, limit, toGo);
    }

    /** The way that the costs to go take, if it keeps bound and room. */
    private int @Nullable [] straight(ToGo toGo, Demand demand) {
        if (toGo.delay()[demand.source()] > demand.delayBoundNanos()) {
            return null;
        }
        int hops = 0;
        foundCost = 0;
        for (int at = demand.source(); at != demand.target(); at = network.head(toGo.next()[at])) {
            int arc = toGo.next()[at];
            if (room[arc] < demand.rateBitsPerSecond()) {
                return null;
            }
            foundCost += costs[arc];
            hops++;
        }
        if (foundCost > toGo.cost()[demand.source()]) {
            return null; // costs have grown since
        }
        int[] path = new int[hops];
        int at = demand.source();
        for (int hop = 0; hop < hops; hop++) {
            path[hop] = toGo.next()[at];
            at = network.head(path[hop]);
        }
        return path;
    }

    private int @Nullable [] search(Demand demand, long limit, ToGo toGo) {
        long[] delayToGo = delayTo(demand.target()).cost();
        Arrays.fill(leastDelay, Long.MAX_VALUE);
        clear(31 * demand.source() + demand.target());
        push(demand.source(), -1, -1, 0, 0, toGo.cost()[demand.source()]);
        while (heapSize > 0) {
            int label = pop();
            int at = node[label];
            if (delay[label] >= leastDelay[at]) {
                continue;
            }
            leastDelay[at] = delay[label];
            if (at == demand.target()) {
                foundCost = cost[label];
                return pathTo(label);
            }
            for (int i = network.leavingFrom[at]; i < network.leavingFrom[at + 1]; i++) {
                int arc = network.leaving[i];
                int to = network.head(arc);
                long newDelay = delay[label] + network.delayNanos(arc);
                long newCost = cost[label] + costs[arc];
                if (room[arc] >= demand.rateBitsPerSecond()
                        && newDelay + delayToGo[to] <= demand.delayBoundNanos()
                        && newDelay < leastDelay[to]
                        && newCost + toGo.cost()[to] < limit) {
                    push(to, label, arc, newCost, newDelay, newCost + toGo.cost()[to]);
                }
            }
        }
        return null;
    }

    private int[] pathTo(int last) {
        int hops = 0;
        for (int label = last; parent[label] >= 0; label = parent[label]) {
            hops++;
        }
        int[] path = new int[hops];
        for (int label = last; parent[label] >= 0; label = parent[label]) {
            path[--hops] = byArc[label];
        }
        return path;
    }

    private ToGo costTo(int target) {
        ToGo known = byCost[target];
        if (known == null) {
            known = backwards(target, costs);
            byCost[target] = known;
        }
        return known;
    }

    private ToGo delayTo(int target) {
        ToGo known = byDelay[target];
        if (known == null) {
            known = backwards(target, null);
            byDelay[target] = known;
        }
        return known;
    }

    /** Dijkstra's algorithm against the arcs, by weight, then delay; weights are the delays when none are given. */
    private ToGo backwards(int target, long @Nullable [] weights) {
        ToGo toGo = new ToGo(new long[network.nodes()], new long[network.nodes()], new int[network.nodes()]);
        Arrays.fill(toGo.cost(), FAR);
        Arrays.fill(toGo.delay(), FAR);
        clear(target);
        push(target, -1, -1, 0, 0, 0);
        while (heapSize > 0) {
            int label = pop();
            int at = node[label];
            if (toGo.cost()[at] < FAR) {
                continue;
            }
            toGo.cost()[at] = cost[label];
            toGo.delay()[at] = delay[label];
            toGo.next()[at] = byArc[label];
            for (int i = network.enteringFrom[at]; i < network.enteringFrom[at + 1]; i++) {
                int arc = network.entering[i];
                int from = network.tail(arc);
                if (toGo.cost()[from] >= FAR) {
                    long newCost = cost[label] + (weights == null ? network.delayNanos(arc) : weights[arc]);
                    push(from, label, arc, newCost, delay[label] + network.delayNanos(arc), newCost);
                }
            }
        }
        return toGo;
    }

    private void clear(int newSalt) {
        salt = newSalt * 0x85ebca77;
        labels = 0;
        heapSize = 0;
    }

    private void push(int atNode, int from, int arc, long newCost, long newDelay, long newKey) {
        if (labels == node.length) {
            int longer = 2 * labels;
            node = Arrays.copyOf(node, longer);
            parent = Arrays.copyOf(parent, longer);
            byArc = Arrays.copyOf(byArc, longer);
            cost = Arrays.copyOf(cost, longer);
            delay = Arrays.copyOf(delay, longer);
            key = Arrays.copyOf(key, longer);
            tie = Arrays.copyOf(tie, longer);
            heap = Arrays.copyOf(heap, longer);
        }
        int label = labels++;
        node[label] = atNode;
        parent[label] = from;
        byArc[label] = arc;
        cost[label] = newCost;
        delay[label] = newDelay;
        key[label] = newKey;
        tie[label] = (arc + 1) * 0x9e3779b1 ^ salt;
        int hole = heapSize++;
        while (hole > 0 && comesBefore(label, heap[(hole - 1) / 2])) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = label;
    }

    private int pop() {
        int first = heap[0];
        int last = heap[--heapSize];
        int hole = 0;
        for (int child = 1; child < heapSize; child = 2 * hole + 1) {
            if (child + 1 < heapSize && comesBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!comesBefore(heap[child], last)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
        return first;
    }

    private boolean comesBefore(int a, int b) {
        return key[a] != key[b]
                ? key[a] < key[b]
                : delay[a] != delay[b] ? delay[a] < delay[b] : tie[a] != tie[b] ? tie[a] < tie[b] : a < b;
    }
}
