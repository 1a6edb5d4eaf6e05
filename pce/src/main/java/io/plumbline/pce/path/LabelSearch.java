package io.plumbline.pce.path;

import io.plumbline.pce.path.SearchGraph.Arc;
import java.util.Arrays;

/**
 * Search over (node, class) by setting labels.
 *
 * <p><b>Why labels of three numbers are exact.</b> Whether a link admits the request depends on how the path came there, in two ways:
 * the burst has grown by the variation so far, and the entry lasts longer by the delay so far. Both only get worse with more. So of two
 * labels at one node, (cost, delay, variation) each no greater, the greater one can be dropped: whatever completes it completes the
 * other, at no more cost. A walk that comes back to a node has grown in all three and is dropped for its own ancestor, so what is found
 * has no loop; and if completing the lesser label would cross its own way, cutting out the loop makes it lesser still.
 *
 * <p>Labels are set in order of cost so far + least cost to go (A*), ties broken by a hash of the request's id so that equal ways are
 * used evenly but reproducibly; the first one to reach the egress is the cheapest admissible. A label that cannot meet the deadline even
 * with the least budgets that are admissible to the burst as it was at the ingress is not made.
 */
final class LabelSearch {
    /** No path. */
    static final int NONE = -1;

    /** More labels than allowed. */
    static final int GAVE_UP = -2;

    private final SearchGraph graph;
    private final WaitingLine line = new WaitingLine();

    private int[] nodes = new int[256];
    private int[] parents = new int[256];
    private int[] arcs = new int[256];
    private int[] classes = new int[256];
    private long[] costs = new long[256];
    private long[] delays = new long[256];
    private long[] variations = new long[256];
    private long[] ties = new long[256];
    private int[] nextSettled = new int[256];
    private int size;

    /** By node, valid where {@link #settledIn} says so: the label settled last, which leads to those before it. */
    private final int[] settled;

    private final long[] settledIn;
    private long runs;

    LabelSearch(SearchGraph graph) {
        this.graph = graph;
        settled = new int[graph.nodeCount()];
        settledIn = new long[graph.nodeCount()];
    }

    /**
     * @param byCost the cheapest path, or else the quickest
     * @param toGo least cost, or delay, from every node to the egress
     * @param delayToGo least delay
     * @param mostLabels after how many it gives up
     * @return the label at the egress, {@link #NONE} or {@link #GAVE_UP}
     */
    int run(
            PathSearch search,
            boolean byCost,
            long[] toGo,
            long[] delayToGo,
            long deadlineNanos,
            boolean countSwitches,
            int mostLabels) {
        runs++;
        size = 0;
        line.clear();
        int ingress = search.ingress();
        int egress = search.egress();
        if (toGo[ingress] >= SearchGraph.UNREACHABLE || search.startNanos() + delayToGo[ingress] > deadlineNanos) {
            return NONE;
        }
        add(ingress, -1, -1, -1, 0, search.startNanos(), 0, search.hash());
        line.add(toGo[ingress], search.hash(), 0);
        int done = 0;
        while (!line.isEmpty()) {
            int label = line.poll();
            int node = nodes[label];
            if (isDominated(node, delays[label], variations[label])) {
                continue;
            }
            if (node == egress) {
                return label;
            }
            if (++done > mostLabels) {
                return GAVE_UP;
            }
            nextSettled[label] = settledIn[node] == runs ? settled[node] : -1;
            settled[node] = label;
            settledIn[node] = runs;
            for (Arc arc : graph.out(node)) {
                int to = arc.to();
                if (toGo[to] < SearchGraph.UNREACHABLE
                        && (to == egress || graph.isTransit(to))
                        && search.isUsable(arc)) {
                    extend(search, label, arc, byCost, toGo[to], deadlineNanos - delayToGo[to], countSwitches);
                }
            }
        }
        return NONE;
    }

    private void extend(
            PathSearch search, int label, Arc arc, boolean byCost, long toGo, long mostDelay, boolean countSwitches) {
        long burst = search.burstAfter(arc, variations[label]);
        long until = search.until(arc, delays[label], burst);
        long[] admissible = search.admissibleBursts(arc, until);
        int count = arc.calculus().classes();
        if (burst > admissible[count] || countSwitches && !search.switchAdmits(arc, until)) {
            return;
        }
        for (int p = arc.calculus().firstGuaranteedClass(); p < count; p++) {
            long delay = delays[label] + arc.delayNanos(p);
            long variation = variations[label] + arc.variationNanos(p);
            if (burst > admissible[p] || delay > mostDelay || isDominated(arc.to(), delay, variation)) {
                continue;
            }
            long cost = byCost ? costs[label] + search.cost(arc, p) : 0;
            long tie = Hash.mix(ties[label] + 31L * arc.index() + p);
            add(arc.to(), label, arc.index(), p, cost, delay, variation, tie);
            line.add((byCost ? cost : delay) + toGo, tie, size - 1);
        }
    }

    /** Settled labels of a node never come later in the order, so only the other numbers are compared. */
    private boolean isDominated(int node, long delay, long variation) {
        if (settledIn[node] != runs) {
            return false;
        }
        for (int other = settled[node]; other >= 0; other = nextSettled[other]) {
            if (delays[other] <= delay && variations[other] <= variation) {
                return true;
            }
        }
        return false;
    }

    private void add(int node, int parent, int arc, int classIndex, long cost, long delay, long variation, long tie) {
        if (size == nodes.length) {
            grow();
        }
        nodes[size] = node;
        parents[size] = parent;
        arcs[size] = arc;
        classes[size] = classIndex;
        costs[size] = cost;
        delays[size] = delay;
        variations[size] = variation;
        ties[size] = tie;
        size++;
    }

    private void grow() {
        nodes = Arrays.copyOf(nodes, 2 * size);
        parents = Arrays.copyOf(parents, 2 * size);
        arcs = Arrays.copyOf(arcs, 2 * size);
        classes = Arrays.copyOf(classes, 2 * size);
        costs = Arrays.copyOf(costs, 2 * size);
        delays = Arrays.copyOf(delays, 2 * size);
        variations = Arrays.copyOf(variations, 2 * size);
        ties = Arrays.copyOf(ties, 2 * size);
        nextSettled = Arrays.copyOf(nextSettled, 2 * size);
    }

    /** Arcs of the way to a label of the last run. */
    Arc[] way(int label) {
        int hops = hops(label);
        Arc[] way = new Arc[hops];
        for (int at = label; hops > 0; at = parents[at]) {
            way[--hops] = graph.arc(arcs[at]);
        }
        return way;
    }

    /** Classes on that way. */
    int[] classes(int label) {
        int hops = hops(label);
        int[] chosen = new int[hops];
        for (int at = label; hops > 0; at = parents[at]) {
            chosen[--hops] = classes[at];
        }
        return chosen;
    }

    private int hops(int label) {
        int hops = 0;
        for (int at = label; parents[at] >= 0; at = parents[at]) {
            hops++;
        }
        return hops;
    }
}
