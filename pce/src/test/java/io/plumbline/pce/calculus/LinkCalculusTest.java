package io.plumbline.pce.calculus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.plumbline.pce.Networks;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkCalculusTest {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(Exact.NANOS_PER_SECOND);

    private long capacity;
    private long floor;
    private long frame;
    private long[] budgets = {};
    private long[] buffers = {};
    private final LinkLoad load = new LinkLoad(4);

    @Test
    void admissibleBurst_isTheLargestThatKeepsEveryInequality() {
        int refused = 0;
        int admitted = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            LinkCalculus calculus = draw(random);
            for (int p = 0; p < budgets.length; p++) {
                long rate = random.nextLong(Math.max(1, capacity / (1 + random.nextInt(20))));
                long burst = calculus.admissibleBurstBits(p, rate, load);
                String what = "seed " + seed + ", class " + p + ", rate " + rate + ", burst " + burst;
                if (burst >= 0 && !holds(p, rate, burst) || holds(p, rate, burst + 1)) {
                    fail(what);
                }
                refused += burst < 0 ? 1 : 0;
                admitted += burst < 0 ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(2_000);
        assertThat(admitted).isGreaterThan(2_000);
    }

    /** A link of 1 kbit/s to 10 Tbit/s with two to four classes, and a load that often is near what it holds. */
    private LinkCalculus draw(Random random) {
        capacity = 1_000 + (random.nextLong(10_000_000_000_000L) >>> random.nextInt(34));
        floor = random.nextBoolean() ? 0 : capacity / 10;
        int classes = 2 + random.nextInt(3);
        budgets = new long[classes];
        buffers = new long[classes];
        long budget = 0;
        for (int j = 0; j < classes; j++) {
            budget += 1 + (random.nextLong(10 * Networks.SECOND) >>> random.nextInt(24));
            budgets[j] = budget;
            buffers[j] = 1 + (random.nextLong(1L << 34) >>> random.nextInt(30));
        }
        TeLink link = Networks.link("e", "a", "b")
                .capacity(capacity)
                .floor(floor)
                .classes(IntStream.range(0, classes)
                        .mapToObj(j -> new ServiceClass("c" + j, budgets[j], buffers[j]))
                        .toArray(ServiceClass[]::new))
                .build();
        frame = link.lowerFrameBits();
        load.clear();
        for (int j = 0; j < classes; j++) {
            if (random.nextInt(3) > 0) {
                load.add(
                        j,
                        capacity / classes / (1 + random.nextInt(10)),
                        random.nextLong(8 * buffers[j]) >>> random.nextInt(8));
            }
        }
        return new LinkCalculus(link);
    }

    /** The inequalities as they are in the documentation, in whole numbers without bounds. */
    private boolean holds(int p, long rate, long burst) {
        BigInteger left = BigInteger.valueOf(capacity);
        BigInteger ahead = BigInteger.valueOf(frame);
        if (load.totalRate() + rate > Math.min(capacity - floor, capacity - 1)) {
            return false;
        }
        for (int j = 0; j < budgets.length; j++) {
            BigInteger rho = BigInteger.valueOf(load.rate(j) + (j == p ? rate : 0));
            BigInteger sigma = BigInteger.valueOf(load.burst(j) + (j == p ? burst : 0));
            BigInteger all = ahead.add(sigma);
            if (j >= p) {
                BigInteger inTime = BigInteger.valueOf(budgets[j]).multiply(left);
                BigInteger buffer = BigInteger.valueOf(8 * buffers[j]);
                if (all.multiply(NANOS_PER_SECOND).compareTo(inTime) > 0
                        || sigma.multiply(left).add(rho.multiply(ahead)).compareTo(buffer.multiply(left)) > 0) {
                    return false;
                }
            }
            left = left.subtract(rho);
            ahead = all;
        }
        return true;
    }
}
