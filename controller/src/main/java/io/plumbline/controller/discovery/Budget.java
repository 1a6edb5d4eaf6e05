package io.plumbline.controller.discovery;

import io.plumbline.controller.discovery.DiscoverySettings.Allowance;

/** How often something may still happen: a token bucket counted in nanoseconds, so that nothing is rounded. */
final class Budget {
    private static final long SECOND = 1_000_000_000L;

    private final long nanosPerUse;
    private final long mostNanos;
    private long savedNanos;
    private long atNanos = Long.MIN_VALUE;

    Budget(Allowance allowance) {
        nanosPerUse = SECOND / allowance.perSecond();
        mostNanos = nanosPerUse * allowance.burst();
        savedNanos = mostNanos;
    }

    /** Takes one use, if there is one. A time that runs backwards earns nothing. */
    boolean take(long nowNanos) {
        return take(nowNanos, 1);
    }

    /** Takes so many uses, or none. */
    boolean take(long nowNanos, int uses) {
        if (atNanos != Long.MIN_VALUE && nowNanos > atNanos) {
            savedNanos = Math.min(mostNanos, savedNanos + Math.min(mostNanos, nowNanos - atNanos));
        }
        atNanos = Math.max(atNanos, nowNanos);
        long wanted = nanosPerUse * uses;
        if (savedNanos < wanted) {
            return false;
        }
        savedNanos -= wanted;
        return true;
    }
}
