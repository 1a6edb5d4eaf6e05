package io.plumbline.pce.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * What capacity is worth to those who are still to come: the prices of the linear program over them (bid prices; Talluri and van Ryzin,
 * "The Theory and Practice of Revenue Management", 2004, chapter 3). Who is still to come is taken to be like who came so far, so the
 * prices are learned again and again, over all that was asked for and the room that is left, scaled to the part that is expected.
 */
final class BidPrices {
    private static final int LESSONS = 24;
    private static final int MOST_ROUNDS = 40;

    private final FlowNetwork network;
    private final MasterSolver solver;
    private final long expectedBitsPerSecond;
    private final List<Demand> asked = new ArrayList<>();
    private final long[] prices;
    private double askedBitsPerSecond;
    private double nextLesson;

    /** @param expectedBitsPerSecond the volume that will have been asked for in the end */
    BidPrices(FlowNetwork network, MasterSolver solver, long expectedBitsPerSecond) {
        this.network = network;
        this.solver = solver;
        this.expectedBitsPerSecond = expectedBitsPerSecond;
        prices = new long[network.arcs()];
        nextLesson = (double) expectedBitsPerSecond / LESSONS;
    }

    /** Of an arc, in parts of {@link Relaxation#PRICE_ONE}; zero until the first lesson. */
    long price(int arc) {
        return prices[arc];
    }

    /** Of a path. */
    long price(int[] path) {
        long sum = 0;
        for (int arc : path) {
            sum += prices[arc];
        }
        return sum;
    }

    /** Takes note of what is asked for. */
    void note(Demand demand, long[] room) {
        if (askedBitsPerSecond >= nextLesson && askedBitsPerSecond < expectedBitsPerSecond) {
            learn(room);
            nextLesson += (double) expectedBitsPerSecond / LESSONS;
        }
        asked.add(demand);
        askedBitsPerSecond += demand.rateBitsPerSecond();
    }

    private void learn(long[] room) {
        double scale = askedBitsPerSecond / (expectedBitsPerSecond - askedBitsPerSecond);
        int arcs = network.arcs();
        int[] tails = new int[arcs];
        int[] heads = new int[arcs];
        long[] capacities = new long[arcs];
        long[] delays = new long[arcs];
        for (int arc = 0; arc < arcs; arc++) {
            tails[arc] = network.tail(arc);
            heads[arc] = network.head(arc);
            capacities[arc] = (long) Math.min(BoundedPaths.FAR, room[arc] * scale);
            delays[arc] = network.delayNanos(arc);
        }
        Relaxation relaxation = ColumnGeneration.solve(
                new FlowNetwork(network.nodes(), tails, heads, capacities, delays), asked, solver, MOST_ROUNDS);
        for (int arc = 0; arc < arcs; arc++) {
            prices[arc] = relaxation.prices().get(arc);
        }
    }
}
