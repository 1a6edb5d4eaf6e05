package io.plumbline.pce.path;

import io.plumbline.pce.calculus.Exact;

/**
 * The price of a limit that is used to some part: {@code (100^u - 1) / 99}, 0 when free, 1 when full; steep, so that load spreads (the
 * competitive routing of Awerbuch, Azar and Plotkin, 1993). In fixed point; {@link StrictMath} gives the same table on every machine.
 */
public final class LoadCost {
    public static final long FULL = 1L << 40;

    private static final int STEPS = 4096;
    private static final int PART_BITS = 8;
    private static final long[] TABLE = new long[STEPS + 2];

    static {
        for (int i = 0; i <= STEPS + 1; i++) {
            TABLE[i] = Math.min(FULL, StrictMath.round((StrictMath.pow(100, (double) i / STEPS) - 1) / 99 * FULL));
        }
    }

    private LoadCost() {}

    /** Linear between the steps of the table; full when nothing is available or more is used. */
    public static long of(long used, long available) {
        if (available <= 0 || used >= available) {
            return FULL;
        }
        long part = Exact.mulDivFloor(used, (long) STEPS << PART_BITS, available);
        int step = (int) (part >> PART_BITS);
        long rest = part & ((1 << PART_BITS) - 1);
        return TABLE[step] + ((TABLE[step + 1] - TABLE[step]) * rest >> PART_BITS);
    }
}
