package io.plumbline.bench.pce.peer;

import io.plumbline.pce.graph.CsrGraph;
import org.jspecify.annotations.Nullable;

/**
 * LARAC (Juttner, Szviatovszki, Mecs, Rajko: "Lagrange relaxation based method for the QoS routing problem", INFOCOM 2001): the price of
 * delay is raised until the cheapest path by cost plus price times delay keeps the bound. Each step is one plain shortest path search;
 * what comes out keeps the bound, but is the cheapest only where the optimum lies on the convex hull.
 *
 * <p>The price is the fraction {@code (cost gained) / (delay lost)} of two paths that are known; weights are multiplied by its
 * denominator, so that everything stays in whole numbers and "no better than before" is exact. Cost and delay of a path must stay below
 * 2^31 each.
 */
public final class Larac {
    private final Router router;
    private final long[] cost;
    private final long[] delay;
    private final long[] weights;

    public Larac(Router router, long[] cost, long[] delay) {
        this.router = router;
        this.cost = cost.clone();
        this.delay = delay.clone();
        weights = new long[cost.length];
    }

    /** The arcs of a path whose delay is at most {@code bound}; null when there is none. Arcs that are closed are not used. */
    public int @Nullable [] path(int from, int to, long bound, boolean[] closed) {
        int[] cheap = search(from, to, closed, 1, 0);
        if (cheap == null || sum(delay, cheap) <= bound) {
            return cheap;
        }
        int[] quick = search(from, to, closed, 0, 1);
        if (quick == null || sum(delay, quick) > bound) {
            return null;
        }
        while (true) {
            long forDelay = sum(cost, quick) - sum(cost, cheap);
            long forCost = sum(delay, cheap) - sum(delay, quick);
            int[] next = search(from, to, closed, forCost, forDelay);
            if (next == null || sum(weights, next) == sum(weights, cheap)) {
                return quick;
            }
            if (sum(delay, next) <= bound) {
                quick = next;
            } else {
                cheap = next;
            }
        }
    }

    private int @Nullable [] search(int from, int to, boolean[] closed, long forCost, long forDelay) {
        for (int arc = 0; arc < weights.length; arc++) {
            weights[arc] = closed[arc]
                    ? CsrGraph.UNUSABLE
                    : Math.addExact(Math.multiplyExact(forCost, cost[arc]), Math.multiplyExact(forDelay, delay[arc]));
        }
        return router.shortest(weights, from, to);
    }

    private static long sum(long[] of, int[] arcs) {
        long sum = 0;
        for (int arc : arcs) {
            sum += of[arc];
        }
        return sum;
    }
}
