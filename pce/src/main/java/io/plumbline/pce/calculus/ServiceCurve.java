package io.plumbline.pce.calculus;

/**
 * What strict priority leaves to one class: after {@code aheadBits} have gone, {@code rateBitsPerSecond} for ever.
 *
 * @param rateBitsPerSecond R_p = C - sum of the rates of higher classes; positive
 * @param aheadBits L + sum of the bursts of higher classes; the latency T_p is {@code aheadBits / R_p}
 */
public record ServiceCurve(long rateBitsPerSecond, long aheadBits) {

    /** d_p in ns: last bit in to last bit out. Up: never promise too little delay. */
    public long delayBoundNanos(TokenBucket arrivals) {
        return Exact.mulDivCeil(aheadBits + arrivals.burstBits(), Exact.NANOS_PER_SECOND, rateBitsPerSecond);
    }

    /** b_p in bits: what may wait. Up: never promise too small a queue. */
    public long backlogBoundBits(TokenBucket arrivals) {
        return arrivals.burstBits() + Exact.mulDivCeil(arrivals.rateBitsPerSecond(), aheadBits, rateBitsPerSecond);
    }
}
