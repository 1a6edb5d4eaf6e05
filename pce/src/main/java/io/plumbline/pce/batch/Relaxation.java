package io.plumbline.pce.batch;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;

/**
 * What a list of demands comes to when they may be split: a bound on what can be carried whole, and where the linear program puts it.
 *
 * @param solver that chose the prices
 * @param upperBoundBitsPerSecond no placement of whole demands carries more: proven in integers from the prices, whatever the solver did
 * @param flowBitsPerSecond what the split solution carries, as the solver says
 * @param rounds of column generation
 * @param closed whether bound and flow met; otherwise the rounds ran out, and the bound is true but may be loose
 * @param prices by arc, in parts of {@link #PRICE_ONE}: what a bit/s of it is worth
 * @param commodities the demands, those together that are alike but for their rate
 */
public record Relaxation(
        String solver,
        long upperBoundBitsPerSecond,
        long flowBitsPerSecond,
        int rounds,
        boolean closed,
        ImmutableLongArray prices,
        ImmutableList<Commodity> commodities) {

    /** What a unit that is carried is worth, and so the cost from which on a path is not worth taking. */
    public static final long PRICE_ONE = 1L << 32;

    /**
     * Demands that have the same paths to choose from.
     *
     * @param shape its rate is what an arc must have to be of use: 1 for all that fit every arc
     * @param demands their numbers in the list, ascending
     * @param rateBitsPerSecond their sum
     * @param shares what goes where in the split solution; empty when none of it is carried
     */
    public record Commodity(
            Demand shape, ImmutableIntArray demands, long rateBitsPerSecond, ImmutableList<Share> shares) {}

    /** A path, by its arcs, and what goes over it. */
    public record Share(ImmutableIntArray path, double bitsPerSecond) {}
}
