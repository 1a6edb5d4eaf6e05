package io.plumbline.pce.topology;

/**
 * The largest numbers that the engine calculates with. They are far beyond any network and keep every sum of them within a long;
 * products are taken in 128 bits (calculus).
 */
public final class Limits {
    /** 100 Tbit/s. */
    public static final long MAX_CAPACITY_BITS_PER_SECOND = 100_000_000_000_000L;

    /** 1000 s: the largest budget, propagation, allowance or deadline. */
    public static final long MAX_NANOS = 1_000_000_000_000L;

    /** 1 TB. */
    public static final long MAX_BUFFER_BYTES = 1_000_000_000_000L;

    /** 1 MB: the largest MTU and the largest packet. */
    public static final int MAX_FRAME_BYTES = 1_000_000;

    /** The most a link adds to a frame. */
    public static final int MAX_OVERHEAD_BYTES = 1_000;

    private Limits() {}

    /** @throws IllegalArgumentException with field, value and limits, when the value is not within them */
    public static void check(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + ": " + value + " given, at least " + least + " and at most " + most + " allowed");
        }
    }
}
