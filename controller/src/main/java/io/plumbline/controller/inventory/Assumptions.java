package io.plumbline.controller.inventory;

import io.plumbline.pce.topology.Limits;

/**
 * What holds of a cable where its file says nothing. A promise over such a cable is worth what the assumption is worth, so each cable says
 * what was assumed of it.
 *
 * @param capacityBitsPerSecond each way
 * @param propagationNanos where neither end has a position
 */
public record Assumptions(long capacityBitsPerSecond, long propagationNanos) {
    /** 10 Gbit/s, as in the norm files; 5 us. */
    public static final Assumptions USUAL = new Assumptions(10_000_000_000L, 5_000);

    public Assumptions {
        Limits.check("assumed capacityBitsPerSecond", capacityBitsPerSecond, 1, Limits.MAX_CAPACITY_BITS_PER_SECOND);
        Limits.check("assumed propagationNanos", propagationNanos, 0, Limits.MAX_NANOS);
    }
}
