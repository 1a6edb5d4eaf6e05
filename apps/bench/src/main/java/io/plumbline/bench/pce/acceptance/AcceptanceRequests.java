package io.plumbline.bench.pce.acceptance;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.batch.Demand;
import io.plumbline.pce.batch.FlowNetwork;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The requests of the acceptance rows. One {@link Random} draws the nodes' masses first, in order of their numbers, where the pairs are by
 * mass; then for each request its source and target (again while they are the same), rate and stretch. The delay bound is the stretch
 * times the pair's least delay, rounded down. Requests come until the sum of rate times least hops has reached the load's part of the sum
 * of all capacities, both directions counted.
 */
public final class AcceptanceRequests {
    private static final long[] RATES = {10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000};

    /** In tenths. */
    private static final int[] STRETCHES = {12, 15, 20, 30};

    /** A pair of nodes and how often it is drawn, as a weight. */
    public record Traffic(int from, int to, double weight) {}

    /** Draws a pair. */
    private interface Pairs {
        void draw(Random random, int[] fromTo);
    }

    private final FlowNetwork network;
    private final Random random;
    private final Pairs pairs;
    private final long[][] leastDelay;
    private final long[][] leastHops;

    private AcceptanceRequests(FlowNetwork network, Random random, Pairs pairs) {
        this.network = network;
        this.random = random;
        this.pairs = pairs;
        leastDelay = new long[network.nodes()][];
        leastHops = new long[network.nodes()][];
    }

    /** Nodes in proportion to masses of {@code -ln(1 - U)}. */
    public static AcceptanceRequests byMass(FlowNetwork network, long seed) {
        Random random = new Random(seed);
        double[] upTo = new double[network.nodes()];
        double sum = 0;
        for (int node = 0; node < upTo.length; node++) {
            sum += -Math.log(1 - random.nextDouble());
            upTo[node] = sum;
        }
        return new AcceptanceRequests(network, random, (draws, fromTo) -> {
            fromTo[0] = pick(upTo, draws);
            fromTo[1] = pick(upTo, draws);
        });
    }

    /** Pairs in proportion to their demand, each both ways. */
    public static AcceptanceRequests byDemand(FlowNetwork network, ImmutableList<Traffic> traffic, long seed) {
        double[] upTo = new double[2 * traffic.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += traffic.get(i / 2).weight();
            upTo[i] = sum;
        }
        return new AcceptanceRequests(network, new Random(seed), (draws, fromTo) -> {
            int drawn = pick(upTo, draws);
            Traffic pair = traffic.get(drawn / 2);
            fromTo[drawn % 2] = pair.from();
            fromTo[1 - drawn % 2] = pair.to();
        });
    }

    /** Some nodes (hosts), all alike. */
    public static AcceptanceRequests uniform(FlowNetwork network, int[] hosts, long seed) {
        int[] ends = hosts.clone();
        return new AcceptanceRequests(network, new Random(seed), (draws, fromTo) -> {
            fromTo[0] = ends[draws.nextInt(ends.length)];
            fromTo[1] = ends[draws.nextInt(ends.length)];
        });
    }

    private static int pick(double[] upTo, Random random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, at);
        return Math.min(upTo.length - 1, found >= 0 ? found + 1 : -found - 1);
    }

    /** Draws until the load is reached. Pairs that are not connected are drawn again. */
    public ImmutableList<Demand> draw(double load) {
        double goal = 0;
        for (int arc = 0; arc < network.arcs(); arc++) {
            goal += load * network.capacityBitsPerSecond(arc);
        }
        ImmutableList.Builder<Demand> requests = ImmutableList.builder();
        double asked = 0;
        int[] fromTo = new int[2];
        while (asked < goal) {
            do {
                pairs.draw(random, fromTo);
            } while (fromTo[0] == fromTo[1] || hops(fromTo[0], fromTo[1]) == Long.MAX_VALUE);
            long rate = RATES[random.nextInt(RATES.length)];
            int stretch = STRETCHES[random.nextInt(STRETCHES.length)];
            requests.add(new Demand(fromTo[0], fromTo[1], rate, delay(fromTo[0], fromTo[1]) * stretch / 10));
            asked += (double) rate * hops(fromTo[0], fromTo[1]);
        }
        return requests.build();
    }

    private long delay(int from, int to) {
        if (leastDelay[from] == null) {
            leastDelay[from] = from(from, false);
        }
        return leastDelay[from][to];
    }

    private long hops(int from, int to) {
        if (leastHops[from] == null) {
            leastHops[from] = from(from, true);
        }
        return leastHops[from][to];
    }

    private record Reached(long distance, int node) {}

    private long[] from(int source, boolean countHops) {
        long[] distances = new long[network.nodes()];
        Arrays.fill(distances, Long.MAX_VALUE);
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Long.compare(a.distance(), b.distance()));
        queue.add(new Reached(0, source));
        for (Reached reached = queue.poll(); reached != null; reached = queue.poll()) {
            if (distances[reached.node()] <= reached.distance()) {
                continue;
            }
            distances[reached.node()] = reached.distance();
            for (int arc = 0; arc < network.arcs(); arc++) {
                if (network.tail(arc) == reached.node()) {
                    long step = countHops ? 1 : network.delayNanos(arc);
                    queue.add(new Reached(reached.distance() + step, network.head(arc)));
                }
            }
        }
        return distances;
    }
}
