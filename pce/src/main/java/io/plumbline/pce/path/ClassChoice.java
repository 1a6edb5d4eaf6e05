package io.plumbline.pce.path;

import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.path.SearchGraph.Arc;
import java.util.Arrays;

/**
 * The cheapest classes along one path within a deadline. Exact: along one path the delay so far is a constant and the variation so far, so
 * labels of two numbers, (variation, cost), tell everything that is to come; at each hop those remain which no other betters in both.
 *
 * <p>A label per hop and variation that can be reached: few, where budgets are multiples of one unit. Where there would be more than
 * {@link #MOST_LABELS} at a hop it gives up.
 */
final class ClassChoice {
    /** No choice of classes will do, or none that was found. */
    static final long NONE = Long.MAX_VALUE;

    private static final int MOST_LABELS = 1024;

    /** More than anything that is admitted costs, and little enough for a sum over any path. */
    private static final long MOST_GROWTH_COST = 1L << 50;

    private final PathSearch search;
    private final Scratch scratch;
    private Arc[] path = new Arc[0];

    /** Memory that is used again and again. */
    static final class Scratch {
        long[] delayToGo = new long[64];
        long[] costToGo = new long[64];

        /** By hop: its first label; labels of a hop are in order of variation, and of falling cost. */
        int[] firstLabel = new int[65];

        long[] variations = new long[1024];
        long[] costs = new long[1024];
        int[] parents = new int[1024];
        int[] classes = new int[1024];

        /** By label of the hop before: the burst behind it, and what the link admits then, class by class. */
        final long[] bursts = new long[MOST_LABELS];

        long[] admissible = new long[0];

        /** By class of the link: which label of the hop before is next to be moved by its budget. */
        int[] next = new int[0];

        /** By hop and class: what it costs. */
        long[] prices = new long[0];

        private int width;

        void reserveHops(Arc[] path) {
            int hops = path.length;
            if (delayToGo.length <= hops) {
                delayToGo = new long[2 * hops];
                costToGo = new long[2 * hops];
                firstLabel = new int[2 * hops + 1];
            }
            for (Arc arc : path) {
                width = Math.max(width, arc.calculus().classes());
            }
            if (prices.length < width * hops) {
                prices = new long[2 * width * hops];
            }
            if (next.length < width) {
                next = new int[width];
                admissible = new long[MOST_LABELS * width];
            }
        }

        void reserveLabels(int labels) {
            if (variations.length < labels) {
                variations = Arrays.copyOf(variations, 2 * labels);
                costs = Arrays.copyOf(costs, 2 * labels);
                parents = Arrays.copyOf(parents, 2 * labels);
                classes = Arrays.copyOf(classes, 2 * labels);
            }
        }

        int price(int hop, int classIndex) {
            return hop * width + classIndex;
        }
    }

    ClassChoice(PathSearch search, Scratch scratch) {
        this.search = search;
        this.scratch = scratch;
    }

    /**
     * @param spareNanos most delay behind the ingress
     * @param limit only what costs less is of interest
     * @param chosen filled with the classes, by hop
     * @return the cost, or {@link #NONE}
     */
    long cheapest(Arc[] along, long spareNanos, long limit, int[] chosen) {
        path = along;
        scratch.reserveHops(path);
        if (!prepare(spareNanos, limit, chosen)) {
            return NONE;
        }
        return cheapestEverywhereFit(spareNanos, chosen) ? scratch.costToGo[0] : byLabels(spareNanos, limit, chosen);
    }

    /** Prices, what is left to go, and the class that is cheapest by itself at each hop; false when no classes will do. */
    private boolean prepare(long spareNanos, long limit, int[] chosen) {
        scratch.delayToGo[path.length] = 0;
        scratch.costToGo[path.length] = 0;
        long behind = 0;
        for (int i = path.length - 1; i >= 0; i--) {
            Arc arc = path[i];
            long least = NONE;
            for (int p = arc.calculus().firstGuaranteedClass();
                    p < arc.calculus().classes();
                    p++) {
                long price = search.cost(arc, p) + growthCost(arc, p, behind);
                scratch.prices[scratch.price(i, p)] = price;
                if (price <= least) {
                    least = price;
                    chosen[i] = p;
                }
            }
            scratch.delayToGo[i] = scratch.delayToGo[i + 1] + arc.leastDelayNanos();
            scratch.costToGo[i] = scratch.costToGo[i + 1] + least;
            if (scratch.delayToGo[i] > spareNanos || scratch.costToGo[i] >= limit) {
                return false;
            }
            behind += search.leastCost(arc);
        }
        return true;
    }

    /** What the burst of the flow grows by in a class, as part of the burst, at what the links behind cost. */
    private long growthCost(Arc arc, int p, long behind) {
        long burst = search.burstAfter(arc, 0);
        long cost = Exact.mulDivFloor(behind, search.burstAfter(arc, arc.variationNanos(p)) - burst, burst);
        return Math.min(cost, MOST_GROWTH_COST);
    }

    /** Whether the classes that are cheapest by themselves will do together: then no others are cheaper. */
    private boolean cheapestEverywhereFit(long spareNanos, int[] chosen) {
        long most = 0;
        for (int i = 0; i < path.length; i++) {
            most += path[i].delayNanos(chosen[i]);
        }
        if (most > spareNanos) {
            return false;
        }
        long constant = 0;
        long variation = 0;
        for (int i = 0; i < path.length; i++) {
            Arc arc = path[i];
            long burst = search.burstAfter(arc, variation);
            long until = search.until(arc, search.startNanos() + constant + variation, burst);
            if (burst > search.admissibleBursts(arc, until)[chosen[i]] || !search.switchAdmits(arc, until)) {
                return false;
            }
            constant += arc.constantNanos();
            variation += arc.variationNanos(chosen[i]);
        }
        return true;
    }

    private long byLabels(long spareNanos, long limit, int[] chosen) {
        scratch.firstLabel[0] = 0;
        scratch.variations[0] = 0;
        scratch.costs[0] = 0;
        int end = 1;
        long constant = 0;
        for (int i = 0; i < path.length; i++) {
            scratch.firstLabel[i + 1] = end;
            scratch.reserveLabels(end + MOST_LABELS + 1);
            end = extend(i, constant, spareNanos, limit, end);
            constant += path[i].constantNanos();
            int made = end - scratch.firstLabel[i + 1];
            if (made == 0 || made > MOST_LABELS) {
                return NONE;
            }
        }
        int label = end - 1;
        long cost = scratch.costs[label];
        for (int i = path.length - 1; i >= 0; i--) {
            chosen[i] = scratch.classes[label];
            label = scratch.parents[label];
        }
        return cost;
    }

    /**
     * The labels behind a hop: those before it, moved by the budget of each class, are as many rows in order of variation, which are merged.
     */
    private int extend(int hop, long constant, long spareNanos, long limit, int start) {
        Arc arc = path[hop];
        int first = arc.calculus().firstGuaranteedClass();
        int classes = arc.calculus().classes();
        int before = scratch.firstLabel[hop];
        int count = start - before;
        for (int i = 0; i < count; i++) {
            long variation = scratch.variations[before + i];
            long burst = search.burstAfter(arc, variation);
            long until = search.until(arc, search.startNanos() + constant + variation, burst);
            scratch.bursts[i] = burst;
            if (search.switchAdmits(arc, until)) {
                System.arraycopy(search.admissibleBursts(arc, until), 0, scratch.admissible, i * classes, classes);
            } else {
                Arrays.fill(scratch.admissible, i * classes, (i + 1) * classes, LinkCalculus.NONE);
            }
        }
        for (int q = first; q < classes; q++) {
            scratch.next[q] = before;
        }
        long mostVariation = spareNanos - constant - arc.constantNanos() - scratch.delayToGo[hop + 1];
        int end = start;
        while (end - start <= MOST_LABELS) {
            int p = -1;
            long variation = Long.MAX_VALUE;
            long cost = Long.MAX_VALUE;
            for (int q = first; q < classes; q++) {
                int label = scratch.next[q];
                if (label == start) {
                    continue;
                }
                long itsVariation = scratch.variations[label] + arc.variationNanos(q);
                long itsCost = scratch.costs[label] + scratch.prices[scratch.price(hop, q)];
                if (itsVariation < variation || itsVariation == variation && itsCost < cost) {
                    p = q;
                    variation = itsVariation;
                    cost = itsCost;
                }
            }
            if (p < 0 || variation > mostVariation) {
                break;
            }
            int parent = scratch.next[p]++;
            int row = parent - before;
            boolean betters = end == start || cost < scratch.costs[end - 1];
            if (betters
                    && cost + scratch.costToGo[hop + 1] < limit
                    && scratch.bursts[row] <= scratch.admissible[row * classes + p]) {
                scratch.variations[end] = variation;
                scratch.costs[end] = cost;
                scratch.parents[end] = parent;
                scratch.classes[end] = p;
                end++;
            }
        }
        return end;
    }
}
