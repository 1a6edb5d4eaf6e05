package io.plumbline.pce.path;

import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.path.SearchGraph.ArcCost;
import java.util.Arrays;

/**
 * Search over (node, class, stage) by setting labels, where the path has to pass waypoints in their order; the stage is how many it has
 * passed. In all but what follows it is {@link LabelSearch}.
 *
 * <p><b>No node twice.</b> A walk may come back to a node in a later stage, where nothing drops it for its own ancestor, so a label is only
 * made at a node that is not on its way yet. And a lesser label does not stand for a greater one by its numbers alone, since its own way
 * may be in the way of what completes the other: it also has to have come over no node that the other has not come over. Then whatever
 * completes the greater one crosses neither way. Behind the last waypoint only the nodes up to there count: if completing the lesser
 * label crosses its own way later, cutting out the loop loses no waypoint and makes it lesser still.
 *
 * <p>That is exact, and in bad cases there are exponentially many labels that none betters (to pass one waypoint without a loop is NP-hard
 * already), so a run gives up after a given number of them. To have fewer, none goes on from which a waypoint that is left can not be passed
 * any more ({@link Passage}). A run that {@linkplain Comparison#NUMBERS compares numbers alone} has few: what
 * it finds is good, but it may miss what there is.
 */
final class WaypointSearch {
    /** By what one label betters another one at the same node and stage. */
    enum Comparison {
        NUMBERS_AND_NODES,
        NUMBERS
    }

    private static final int NONE = LabelSearch.NONE;
    private static final int GAVE_UP = LabelSearch.GAVE_UP;

    private final SearchGraph graph;
    private final PathSearch search;
    private final int[] waypoints;
    private final boolean[] isSpecial;
    private final Passage passage;
    private final Labels labels;
    private final WaitingLine line = new WaitingLine();

    /** By label: its stage; and the last label on its way, itself apart, whose node counts when it is compared. */
    private int[] stages = new int[256];

    private int[] compared = new int[256];

    /** By stage and node: the label settled last, -1 when there is none. */
    private final int[] settled;

    /** By node: which label was marked last that has it on its way. */
    private final int[] marks;

    private int marked;
    private Comparison comparison = Comparison.NUMBERS_AND_NODES;

    /** @param usable {@link SearchGraph#UNREACHABLE} for an arc that cannot be used */
    WaypointSearch(SearchGraph graph, PathSearch search, int[] waypoints, ArcCost usable) {
        this.graph = graph;
        this.search = search;
        this.waypoints = waypoints;
        isSpecial = new boolean[graph.nodeCount()];
        isSpecial[search.ingress()] = true;
        isSpecial[search.egress()] = true;
        for (int waypoint : waypoints) {
            isSpecial[waypoint] = true;
        }
        passage = new Passage(graph, usable);
        labels = new Labels(graph);
        settled = new int[graph.nodeCount() * (waypoints.length + 1)];
        marks = new int[graph.nodeCount()];
    }

    /**
     * By stage and node: the least from there over the waypoints that are left to the egress, loops between the stages ignored.
     *
     * @return {@link SearchGraph#UNREACHABLE} where no path can go on
     */
    long[][] toGo(ArcCost cost) {
        long[][] toGo = new long[waypoints.length + 1][];
        long behind = 0;
        for (int stage = waypoints.length; stage >= 0; stage--) {
            int from = stage == 0 ? search.ingress() : waypoints[stage - 1];
            int to = stage == waypoints.length ? search.egress() : waypoints[stage];
            toGo[stage] = graph.backwards(to, -1, arc -> isOpen(arc, from, to) ? cost.of(arc) : SearchGraph.UNREACHABLE)
                    .distances();
            for (int node = 0; node < toGo[stage].length; node++) {
                toGo[stage][node] = Math.min(SearchGraph.UNREACHABLE, toGo[stage][node] + behind);
            }
            behind = toGo[stage][from];
        }
        return toGo;
    }

    /** Between two waypoints a path passes neither the others nor an end. */
    private boolean isOpen(Arc arc, int from, int to) {
        return (arc.from() == from || !isSpecial[arc.from()]) && (arc.to() == to || !isSpecial[arc.to()]);
    }

    /**
     * @param byCost the cheapest path, or else the quickest
     * @param toGo least cost, or delay, by stage and node
     * @param delayToGo least delay
     * @param mostLabels after how many it gives up
     * @return the label at the egress, {@link LabelSearch#NONE} or {@link LabelSearch#GAVE_UP}
     */
    int run(
            Comparison by,
            boolean byCost,
            long[][] toGo,
            long[][] delayToGo,
            long deadlineNanos,
            boolean countSwitches,
            int mostLabels) {
        comparison = by;
        labels.clear();
        line.clear();
        Arrays.fill(settled, -1);
        int ingress = search.ingress();
        if (toGo[0][ingress] >= SearchGraph.UNREACHABLE
                || search.startNanos() + delayToGo[0][ingress] > deadlineNanos) {
            return NONE;
        }
        int root = labels.add(ingress, -1, -1, -1, 0, search.startNanos(), 0, search.hash());
        place(root, 0, -1);
        line.add(toGo[0][ingress], search.hash(), root);
        int done = 0;
        while (!line.isEmpty()) {
            int label = line.poll();
            int node = labels.nodes[label];
            int stage = stages[label];
            mark(label);
            if (isDominated(node, stage, labels.delays[label], labels.variations[label])) {
                continue;
            }
            if (node == search.egress()) {
                return label;
            }
            if (!canGoOn(node, stage)) {
                continue;
            }
            if (++done > mostLabels) {
                return GAVE_UP;
            }
            int place = stage * graph.nodeCount() + node;
            labels.nextSettled[label] = settled[place];
            settled[place] = label;
            for (Arc arc : graph.out(node)) {
                int to = arc.to();
                int next = stage < waypoints.length && to == waypoints[stage] ? stage + 1 : stage;
                // A waypoint whose turn it is not, and the egress before its turn, can never be gone on from.
                if (toGo[next][to] < SearchGraph.UNREACHABLE
                        && marks[to] != marked
                        && (to == search.egress() || graph.isTransit(to))
                        && search.isUsable(arc)) {
                    extend(
                            label,
                            arc,
                            next,
                            byCost,
                            toGo[next][to],
                            deadlineNanos - delayToGo[next][to],
                            countSwitches);
                }
            }
        }
        return NONE;
    }

    /** Whether each waypoint that is left can be passed on the way from what comes before it to what comes behind it, off the marked way. */
    private boolean canGoOn(int node, int stage) {
        for (int next = stage; next < waypoints.length; next++) {
            int from = next == stage ? node : waypoints[next - 1];
            int to = next + 1 < waypoints.length ? waypoints[next + 1] : search.egress();
            if (!passage.leads(from, waypoints[next], to, at -> isSpecial[at] || marks[at] == marked)) {
                return false;
            }
        }
        return true;
    }

    private void extend(
            int label, Arc arc, int stage, boolean byCost, long toGo, long mostDelay, boolean countSwitches) {
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
            if (burst > admissible[p] || delay > mostDelay || isDominated(arc.to(), stage, delay, variation)) {
                continue;
            }
            long cost = byCost ? labels.costs[label] + search.cost(arc, p) : 0;
            long tie = Hash.mix(labels.ties[label] + 31L * arc.index() + p);
            int next = labels.add(arc.to(), label, arc.index(), p, cost, delay, variation, tie);
            place(next, stage, label);
            line.add((byCost ? cost : delay) + toGo, tie, next);
        }
    }

    private void place(int label, int stage, int parent) {
        if (label == stages.length) {
            stages = Arrays.copyOf(stages, 2 * label);
            compared = Arrays.copyOf(compared, 2 * label);
        }
        stages[label] = stage;
        boolean amongTheLast = parent >= 0 && stages[parent] == waypoints.length;
        compared[label] = amongTheLast ? compared[parent] : parent;
    }

    private void mark(int label) {
        marked++;
        for (int at = label; at >= 0; at = labels.parents[at]) {
            marks[labels.nodes[at]] = marked;
        }
    }

    /** Whether a label there is bettered whose way is the marked one, or leads on from that. Settled ones never cost more. */
    private boolean isDominated(int node, int stage, long delay, long variation) {
        for (int other = settled[stage * graph.nodeCount() + node]; other >= 0; other = labels.nextSettled[other]) {
            if (labels.delays[other] <= delay
                    && labels.variations[other] <= variation
                    && (comparison == Comparison.NUMBERS || isMarked(compared[other]))) {
                return true;
            }
        }
        return false;
    }

    private boolean isMarked(int way) {
        for (int at = way; at >= 0; at = labels.parents[at]) {
            if (marks[labels.nodes[at]] != marked) {
                return false;
            }
        }
        return true;
    }

    /** Those of the last run. */
    Labels labels() {
        return labels;
    }
}
