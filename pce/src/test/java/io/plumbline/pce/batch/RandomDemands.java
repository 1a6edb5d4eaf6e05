package io.plumbline.pce.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded networks and demands in which capacity and delay bounds are scarce. */
final class RandomDemands {
    final FlowNetwork network;
    final List<Demand> demands = new ArrayList<>();

    /** @param capacity of the narrowest arcs; the widest have six times as much, demands have 7 to 28 Mbit/s */
    RandomDemands(Random random, int nodes, int arcs, int count, long capacity) {
        int[] tails = new int[arcs];
        int[] heads = new int[arcs];
        long[] capacities = new long[arcs];
        long[] delays = new long[arcs];
        for (int arc = 0; arc < arcs; arc++) {
            tails[arc] = random.nextInt(nodes);
            heads[arc] = (tails[arc] + 1 + random.nextInt(nodes - 1)) % nodes;
            capacities[arc] = (1 + random.nextInt(6)) * capacity;
            delays[arc] = random.nextInt(20) * 1_000L;
        }
        network = new FlowNetwork(nodes, tails, heads, capacities, delays);
        for (int i = 0; i < count; i++) {
            int source = random.nextInt(nodes);
            int target = (source + 1 + random.nextInt(nodes - 1)) % nodes;
            long rate = (1 + random.nextInt(4)) * 7_000_000L;
            demands.add(new Demand(source, target, rate, random.nextInt(50) * 1_000L));
        }
    }

    /** The most that can be carried, by trying everything. */
    long optimum() {
        return optimum(0, network.capacities());
    }

    private long optimum(int i, long[] room) {
        if (i == demands.size()) {
            return 0;
        }
        long best = optimum(i + 1, room);
        Demand demand = demands.get(i);
        List<int[]> paths = new ArrayList<>();
        paths(demand, demand.source(), demand.delayBoundNanos(), new ArrayList<>(), 1L << demand.source(), paths);
        for (int[] path : paths) {
            boolean fits = true;
            for (int arc : path) {
                fits &= room[arc] >= demand.rateBitsPerSecond();
            }
            if (fits) {
                long[] left = room.clone();
                for (int arc : path) {
                    left[arc] -= demand.rateBitsPerSecond();
                }
                best = Math.max(best, demand.rateBitsPerSecond() + optimum(i + 1, left));
            }
        }
        return best;
    }

    /** All paths of a demand within its bound, loops left out. */
    void paths(Demand demand, int at, long delayLeft, List<Integer> way, long been, List<int[]> found) {
        if (at == demand.target()) {
            found.add(way.stream().mapToInt(arc -> arc).toArray());
            return;
        }
        for (int arc = 0; arc < network.arcs(); arc++) {
            if (network.tail(arc) == at
                    && network.delayNanos(arc) <= delayLeft
                    && (been >> network.head(arc) & 1) == 0) {
                way.add(arc);
                paths(
                        demand,
                        network.head(arc),
                        delayLeft - network.delayNanos(arc),
                        way,
                        been | 1L << network.head(arc),
                        found);
                way.removeLast();
            }
        }
    }
}
