package io.plumbline.rest.wire;

import org.jspecify.annotations.Nullable;

/** Nanoseconds as the microseconds of the wire. A bound is rounded up, what is left or asked is rounded down: never optimistic. */
final class Micros {
    private static final long NANOS = 1_000;

    private Micros() {}

    static long up(long nanos) {
        return Math.ceilDiv(nanos, NANOS);
    }

    static long down(long nanos) {
        return Math.floorDiv(nanos, NANOS);
    }

    /** For a clock's readings, where neither side is the pessimistic one. */
    static @Nullable Long measured(java.time.Duration duration) {
        return duration.isZero() ? null : duration.toNanos() / NANOS;
    }
}
