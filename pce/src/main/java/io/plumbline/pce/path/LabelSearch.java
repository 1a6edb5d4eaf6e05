package io.plumbline.pce.path;

import io.plumbline.pce.path.SearchGraph.Arc;

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

    private final Labels labels;

    /** By node, valid where {@link #settledIn} says so: the label settled last, which leads to those before it. */
    private final int[] settled;

    private final long[] settledIn;
    private long runs;

    LabelSearch(SearchGraph graph) {
        this.graph = graph;
        labels = new Labels(graph);
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
        labels.clear();
        line.clear();
        int ingress = search.ingress();
        int egress = search.egress();
        if (toGo[ingress] >= SearchGraph.UNREACHABLE || search.startNanos() + delayToGo[ingress] > deadlineNanos) {
            return NONE;
        }
        int root = labels.add(ingress, -1, -1, -1, 0, search.startNanos(), 0, search.hash());
        line.add(toGo[ingress], search.hash(), root);
        int done = 0;
        while (!line.isEmpty()) {
            int label = line.poll();
            int node = labels.nodes[label];
            if (isDominated(node, labels.delays[label], labels.variations[label])) {
                continue;
            }
            if (node == egress) {
                return label;
            }
            if (++done > mostLabels) {
                return GAVE_UP;
            }
            labels.nextSettled[label] = settledIn[node] == runs ? settled[node] : -1;
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
        long burst = search.burstAfter(arc, labels.variations[label]);
        long until = search.until(arc, labels.delays[label], burst);
        long[] admissible = search.admissibleBursts(arc, until);
        int count = arc.calculus().classes();
        if (burst > admissible[count] || countSwitches && !search.switchAdmits(arc, until)) {
            return;
        }
        for (int p = arc.calculus().firstGuaranteedClass(); p < count; p++) {
            long delay = labels.delays[label] + arc.delayNanos(p);
            long variation = labels.variations[label] + arc.variationNanos(p);
            if (burst > admissible[p] || delay > mostDelay || isDominated(arc.to(), delay, variation)) {
                continue;
            }
            long cost = byCost ? labels.costs[label] + search.cost(arc, p) : 0;
            long tie = Hash.mix(labels.ties[label] + 31L * arc.index() + p);
            int next = labels.add(arc.to(), label, arc.index(), p, cost, delay, variation, tie);
            line.add((byCost ? cost : delay) + toGo, tie, next);
        }
    }

    /** Settled labels of a node never come later in the order, so only the other numbers are compared. */
    private boolean isDominated(int node, long delay, long variation) {
        if (settledIn[node] != runs) {
            return false;
        }
        for (int other = settled[node]; other >= 0; other = labels.nextSettled[other]) {
            if (labels.delays[other] <= delay && labels.variations[other] <= variation) {
                return true;
            }
        }
        return false;
    }

    /** Those of the last run. */
    Labels labels() {
        return labels;
    }
}
