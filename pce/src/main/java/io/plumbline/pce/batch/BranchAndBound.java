package io.plumbline.pce.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The best placement of few demands, exactly: every demand on each of its paths or on none, depth first, unless what is still to be had is
 * no more than the best known. What is to be had is bounded by the rates themselves and, at the prices of the relaxation, by weak duality
 * over the room that is left.
 */
final class BranchAndBound {
    private static final double ROUNDING = 1e-9;

    private final FlowNetwork network;
    private final List<Demand> demands;
    private final long[] prices;
    private final long[] room;
    private final int[] order;

    /** By place in the order: what the demands from there on bring at most, by their rates and by the prices. */
    private final double[] restByRate;

    private final double[] restByPrice;
    private final List<List<int[]>> ways = new ArrayList<>();
    private final int[] @Nullable [] chosen;
    private final int[] @Nullable [] best;
    private double worthOfRoom;
    private long carried;
    private long most;
    private int stepsLeft;

    /** @param known paths of a placement that is to be beaten, by demand; replaced by better ones */
    BranchAndBound(FlowNetwork network, List<Demand> demands, long[] prices, int[] @Nullable [] known, int mostSteps) {
        this.network = network;
        this.demands = demands;
        this.prices = prices;
        room = network.capacities();
        best = known;
        chosen = new int[demands.size()][];
        stepsLeft = mostSteps;
        order = IntStream.range(0, demands.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> -demands.get(i).rateBitsPerSecond()))
                .mapToInt(i -> i)
                .toArray();
        restByRate = new double[order.length + 1];
        restByPrice = new double[order.length + 1];
        for (int i = 0; i < known.length; i++) {
            most += known[i] == null ? 0 : demands.get(i).rateBitsPerSecond();
        }
        for (int arc = 0; arc < prices.length; arc++) {
            worthOfRoom += worth(arc, room[arc]);
        }
    }

    /** Whether it came to an end, so that {@code known} is now the best there is. */
    boolean run() {
        BoundedPaths cheapest = new BoundedPaths(network, prices, network.capacities());
        for (int place = order.length - 1; place >= 0; place--) {
            Demand demand = demands.get(order[place]);
            boolean any = cheapest.cheapest(demand, Relaxation.PRICE_ONE) != null;
            double gain = any ? (double) (Relaxation.PRICE_ONE - cheapest.foundCost()) / Relaxation.PRICE_ONE : 0;
            restByRate[place] = restByRate[place + 1] + demand.rateBitsPerSecond();
            restByPrice[place] = restByPrice[place + 1] + gain * demand.rateBitsPerSecond();
        }
        for (int i : order) {
            List<int[]> found = new ArrayList<>();
            List<Integer> way = new ArrayList<>();
            collect(demands.get(i), demands.get(i).source(), 0, new boolean[network.nodes()], way, found);
            ways.add(found);
        }
        return stepsLeft > 0 && branch(0);
    }

    private double worth(int arc, long rate) {
        return (double) rate * prices[arc] / Relaxation.PRICE_ONE;
    }

    /** Every path without a loop that keeps the bound and could ever have room. */
    private void collect(Demand demand, int at, long delay, boolean[] been, List<Integer> way, List<int[]> found) {
        if (--stepsLeft <= 0) {
            return;
        }
        if (at == demand.target()) {
            found.add(way.stream().mapToInt(arc -> arc).toArray());
            return;
        }
        been[at] = true;
        for (int i = network.leavingFrom[at]; i < network.leavingFrom[at + 1]; i++) {
            int arc = network.leaving[i];
            long then = delay + network.delayNanos(arc);
            if (!been[network.head(arc)]
                    && then <= demand.delayBoundNanos()
                    && room[arc] >= demand.rateBitsPerSecond()) {
                way.add(arc);
                collect(demand, network.head(arc), then, been, way, found);
                way.removeLast();
            }
        }
        been[at] = false;
    }

    /** False when the steps ran out. */
    private boolean branch(int place) {
        if (--stepsLeft <= 0) {
            return false;
        }
        if (place == order.length) {
            if (carried > most) {
                most = carried;
                System.arraycopy(chosen, 0, best, 0, best.length);
            }
            return true;
        }
        double rest = Math.min(restByRate[place], restByPrice[place] + worthOfRoom);
        if (Math.floor(carried + rest * (1 + ROUNDING)) <= most) {
            return true;
        }
        int demand = order[place];
        long rate = demands.get(demand).rateBitsPerSecond();
        for (int[] way : ways.get(place)) {
            if (take(way, rate)) {
                chosen[demand] = way;
                boolean complete = branch(place + 1);
                chosen[demand] = null;
                giveBack(way, rate);
                if (!complete) {
                    return false;
                }
            }
        }
        return branch(place + 1);
    }

    private boolean take(int[] way, long rate) {
        for (int arc : way) {
            if (room[arc] < rate) {
                return false;
            }
        }
        for (int arc : way) {
            room[arc] -= rate;
            worthOfRoom -= worth(arc, rate);
        }
        carried += rate;
        return true;
    }

    private void giveBack(int[] way, long rate) {
        for (int arc : way) {
            room[arc] += rate;
            worthOfRoom += worth(arc, rate);
        }
        carried -= rate;
    }
}
