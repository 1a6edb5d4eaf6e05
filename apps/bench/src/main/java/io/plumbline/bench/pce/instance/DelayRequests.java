package io.plumbline.bench.pce.instance;

import io.plumbline.bench.pce.race.Engine;
import io.plumbline.pce.graph.ShortestPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Requests for a cheap path within a delay bound, on a network that is in use. Each arc has a utilisation, uniform; it costs {@code
 * (100^u - 1) / 99} as in admission, in ten-thousandths, and has what is not used left for new traffic. A request has a rate, uniform
 * over 10 to 200 Mbit/s, and a bound, uniform over 1.2 to 3 times the pair's least delay; unless a file says them.
 */
public final class DelayRequests {
    private static final long[] RATES = {10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000};
    private static final double[] STRETCHES = {1.2, 1.5, 2, 3};
    private static final double COST_UNITS = 10_000;

    private final Instance instance;
    private final Pairs pairs;
    private final long[] cost;
    private final long[] delay;
    private final long[] left;
    private final List<Long> bounds = new ArrayList<>();
    private final List<Long> rates = new ArrayList<>();
    private final List<boolean[]> closed = new ArrayList<>();

    public static DelayRequests of(Instance instance, Pairs pairs, Optional<RequestFile> file, long seed) {
        return new DelayRequests(instance, pairs, file, new Random(seed));
    }

    private DelayRequests(Instance instance, Pairs pairs, Optional<RequestFile> file, Random random) {
        this.instance = instance;
        this.pairs = pairs;
        int arcs = instance.arcs().size();
        cost = new long[arcs];
        delay = instance.delays();
        left = new long[arcs];
        for (int arc = 0; arc < arcs; arc++) {
            double utilisation = random.nextDouble();
            cost[arc] = 1 + Math.round((Math.pow(100, utilisation) - 1) / 99 * COST_UNITS);
            left[arc] = (long) ((1 - utilisation) * instance.arcs().get(arc).capacityBitsPerSecond());
        }
        ShortestPath least = new ShortestPath(instance.csr());
        Map<Long, boolean[]> sets = new HashMap<>();
        for (int query = 0; query < pairs.count(); query++) {
            long rate = RATES[random.nextInt(RATES.length)];
            double stretch = STRETCHES[random.nextInt(STRETCHES.length)];
            least.find(delay, pairs.from(query), pairs.to(query));
            long bound = (long) (stretch * least.path().weight());
            if (file.isPresent()) {
                RequestFile.Line line = file.get().line(query);
                rate = line.rateBitsPerSecond().orElse(rate);
                bound = line.deadlineMicroseconds().orElse(bound);
            }
            bounds.add(bound);
            rates.add(rate);
            closed.add(sets.computeIfAbsent(rate, this::closedTo));
        }
    }

    private boolean[] closedTo(long rate) {
        boolean[] set = new boolean[left.length];
        for (int arc = 0; arc < set.length; arc++) {
            set[arc] = left[arc] < rate;
        }
        return set;
    }

    public int count() {
        return pairs.count();
    }

    public int from(int query) {
        return pairs.from(query);
    }

    public int to(int query) {
        return pairs.to(query);
    }

    /** Most delay of the path of that query, in microseconds. */
    public long bound(int query) {
        return bounds.get(query);
    }

    /** What that query asks for. */
    public long rateBitsPerSecond(int query) {
        return rates.get(query);
    }

    /** What an arc has left for new traffic. */
    public long leftBitsPerSecond(int arc) {
        return left[arc];
    }

    /** The arcs that have too little left for that query; the same object for queries of the same rate. */
    public boolean[] closed(int query) {
        return closed.get(query);
    }

    public long[] cost() {
        return cost.clone();
    }

    public long[] delay() {
        return delay.clone();
    }

    /** Whether a path's arcs keep the bound. */
    public boolean inTime(int query, int[] arcs) {
        long sum = 0;
        for (int arc : arcs) {
            sum += delay[arc];
        }
        return sum <= bound(query);
    }

    /** What a path costs, once it is seen to be an answer to the query. An engine that gives a wrong one must not be measured. */
    public long answer(int query, int @Nullable [] arcs) {
        if (arcs == null) {
            return Engine.NONE;
        }
        int at = pairs.from(query);
        long sum = 0;
        for (int arc : arcs) {
            if (instance.arcs().get(arc).from() != at || closed(query)[arc]) {
                throw new IllegalStateException("query " + query + ": no path, or over a full arc");
            }
            at = instance.arcs().get(arc).to();
            sum += cost[arc];
        }
        if (at != pairs.to(query) || !inTime(query, arcs)) {
            throw new IllegalStateException("query " + query + ": does not end where it should, or too late");
        }
        return sum;
    }
}
