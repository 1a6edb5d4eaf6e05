package io.plumbline.pce.calculus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactTest {

    @Test
    void agreesWithUnboundedIntegers_whateverTheSizes() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            long a = random.nextLong() >>> 1 + random.nextInt(62);
            long b = random.nextLong() >>> 1 + random.nextInt(62);
            long d = Math.max(1, random.nextLong() >>> 1 + random.nextInt(62));
            BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            BigInteger[] divided = product.divideAndRemainder(BigInteger.valueOf(d));
            BigInteger up = divided[1].signum() > 0 ? divided[0].add(BigInteger.ONE) : divided[0];
            if (Exact.mulDivFloor(a, b, d) != capped(divided[0]) || Exact.mulDivCeil(a, b, d) != capped(up)) {
                fail(a + " * " + b + " / " + d);
            }
        }
    }

    @Test
    void comparesProductsLikeUnboundedIntegers_whateverTheSizes() {
        Random random = new Random(8);
        int equal = 0;
        for (int i = 0; i < 200_000; i++) {
            long a = random.nextLong() >>> 1 + random.nextInt(62);
            long b = random.nextLong() >>> 1 + random.nextInt(62);
            // Often the same product in another way, or one beside it.
            boolean near = random.nextBoolean();
            long c = near ? b : random.nextLong() >>> 1 + random.nextInt(62);
            long d = near ? Math.max(0, Math.addExact(a / 2 * 2, random.nextInt(3) - 1)) : random.nextLong() >>> 1;
            int compared = BigInteger.valueOf(a)
                    .multiply(BigInteger.valueOf(b))
                    .compareTo(BigInteger.valueOf(c).multiply(BigInteger.valueOf(d)));
            equal += compared == 0 ? 1 : 0;
            if (Exact.isAtMost(a, b, c, d) != compared <= 0) {
                fail(a + " * " + b + " <= " + c + " * " + d);
            }
        }
        assertThat(equal).isGreaterThan(10_000);
        // Low halves that are negative as longs, and the largest product of all.
        assertThat(Exact.isAtMost(1L << 62, 2, Long.MAX_VALUE, 1)).isFalse();
        assertThat(Exact.isAtMost(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
                .isTrue();
    }

    @Test
    void capsAtTheLargestLong() {
        assertThat(Exact.mulDivFloor(Long.MAX_VALUE, 3, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(Exact.mulDivCeil(Long.MAX_VALUE, Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Exact.addCapped(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        // 2^63 exactly: one more than a long holds.
        assertThat(Exact.mulDivCeil(1L << 62, 2, 1)).isEqualTo(Long.MAX_VALUE);
    }

    private static long capped(BigInteger value) {
        return value.bitLength() < 64 ? value.longValue() : Long.MAX_VALUE;
    }
}
