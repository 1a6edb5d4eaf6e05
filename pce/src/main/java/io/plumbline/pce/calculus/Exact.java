package io.plumbline.pce.calculus;

import java.math.BigInteger;

/**
 * {@code a * b / d} with a 128-bit product, rounded the way that is asked for. Budgets times capacities (nanoseconds x bits a second)
 * overflow a long: 1 ms x 10 Tbit/s already does. Arguments are never negative, {@code d} is positive. A result beyond a long is
 * {@link Long#MAX_VALUE}: as a limit (floor) that is less than the truth, as a need (ceil) it is refused by every limit.
 */
public final class Exact {
    public static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Exact() {}

    /** Rounded down: for what is available. */
    public static long mulDivFloor(long a, long b, long d) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == 0) {
            return low >= 0 ? low / d : capped(Long.divideUnsigned(low, d));
        }
        return wide(a, b, d, false);
    }

    /** Rounded up: for what is needed. */
    public static long mulDivCeil(long a, long b, long d) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == 0 && low >= 0) {
            long quotient = low / d;
            return quotient * d == low ? quotient : quotient + 1;
        }
        return wide(a, b, d, true);
    }

    /** Whether {@code a * b <= c * d}. */
    public static boolean isAtMost(long a, long b, long c, long d) {
        long high = Math.multiplyHigh(a, b);
        long otherHigh = Math.multiplyHigh(c, d);
        return high != otherHigh ? high < otherHigh : Long.compareUnsigned(a * b, c * d) <= 0;
    }

    /** {@code a + b}, or {@link Long#MAX_VALUE} when that is too large; neither is negative. */
    public static long addCapped(long a, long b) {
        return capped(a + b);
    }

    /** What a number that left the range of a long on the positive side is taken for. */
    private static long capped(long value) {
        return value < 0 ? Long.MAX_VALUE : value;
    }

    private static long wide(long a, long b, long d, boolean up) {
        BigInteger[] quotientAndRest =
                BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divideAndRemainder(BigInteger.valueOf(d));
        BigInteger quotient =
                up && quotientAndRest[1].signum() > 0 ? quotientAndRest[0].add(BigInteger.ONE) : quotientAndRest[0];
        return quotient.bitLength() < Long.SIZE ? quotient.longValue() : Long.MAX_VALUE;
    }
}
