package io.plumbline.pce.topology;

/** How long light takes where only the straight line between the ends is known. */
public final class Fibre {
    /** A fibre is 1.2 times as long as the straight line, and light takes 5 us a km in it. */
    private static final double MICROS_PER_KM = 1.2 * 5;

    private static final long LEAST_MICROS = 5;

    private Fibre() {}

    /** Whole microseconds, rounded up, at least 5: the rule of the norm files. */
    public static long propagationNanos(double straightKm) {
        return 1_000 * Math.max(LEAST_MICROS, (long) StrictMath.ceil(MICROS_PER_KM * straightKm));
    }
}
