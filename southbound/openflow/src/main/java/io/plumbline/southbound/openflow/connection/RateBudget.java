package io.plumbline.southbound.openflow.connection;

/**
 * A token bucket for what one switch may say. It is asked before anything is decoded, so that the flood of one switch costs the others no
 * more than the reading of its bytes. One thread.
 */
final class RateBudget {
    private static final long NANOS = 1_000_000_000L;

    private final long perSecond;
    private final long capacity;
    private long billionths;
    private long lastNanos;
    private long dropped;

    RateBudget(int perSecond, int burst, long nowNanos) {
        this.perSecond = perSecond;
        this.capacity = burst * NANOS;
        this.billionths = capacity;
        this.lastNanos = nowNanos;
    }

    boolean take(long nowNanos) {
        long elapsed = Math.min(nowNanos - lastNanos, capacity / perSecond + 1);
        lastNanos = nowNanos;
        billionths = Math.min(capacity, billionths + elapsed * perSecond);
        if (billionths < NANOS) {
            dropped++;
            return false;
        }
        billionths -= NANOS;
        return true;
    }

    long dropped() {
        return dropped;
    }
}
