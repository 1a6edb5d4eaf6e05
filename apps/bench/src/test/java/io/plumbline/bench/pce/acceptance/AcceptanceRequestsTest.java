package io.plumbline.bench.pce.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.pce.acceptance.AcceptanceRequests.Traffic;
import io.plumbline.pce.batch.Demand;
import io.plumbline.pce.batch.FlowNetwork;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AcceptanceRequestsTest {
    private static final long SEED = 42;

    /** 0 - 1 - 2 in a row, both ways; 10 Gbit/s and 100 us each. */
    private static final FlowNetwork ROW = new FlowNetwork(
            3,
            new int[] {0, 1, 1, 2},
            new int[] {1, 0, 2, 1},
            new long[] {10_000_000_000L, 10_000_000_000L, 10_000_000_000L, 10_000_000_000L},
            new long[] {100_000, 100_000, 100_000, 100_000});

    @Test
    void drawsMassesThenSourceTargetRateAndStretch_inThatOrder() {
        Random random = new Random(SEED);
        double[] masses = new double[3];
        for (int node = 0; node < 3; node++) {
            masses[node] = -Math.log(1 - random.nextDouble());
        }
        ImmutableList<Demand> drawn = AcceptanceRequests.byMass(ROW, SEED).draw(0.1);
        long[] rates = {10, 20, 50, 100, 200};
        double[] stretches = {1.2, 1.5, 2, 3};
        double asked = 0;
        for (int i = 0; i < drawn.size(); i++) {
            int source;
            int target;
            do {
                source = pick(masses, random);
                target = pick(masses, random);
            } while (source == target);
            long rate = rates[random.nextInt(5)] * 1_000_000;
            long hops = Math.abs(source - target);
            long bound = Math.round(stretches[random.nextInt(4)] * hops * 100_000);
            assertThat(drawn.get(i)).as("request " + i).isEqualTo(new Demand(source, target, rate, bound));
            assertThat(asked).as("before request " + i).isLessThan(4e9);
            asked += (double) rate * hops;
        }
        assertThat(asked).isGreaterThanOrEqualTo(4e9);
    }

    private static int pick(double[] masses, Random random) {
        double at = random.nextDouble() * (masses[0] + masses[1] + masses[2]);
        return at < masses[0] ? 0 : at < masses[0] + masses[1] ? 1 : 2;
    }

    @Test
    void pairsByDemand_areDrawnBothWaysAndInProportion() {
        ImmutableList<Demand> drawn = AcceptanceRequests.byDemand(
                        ROW, ImmutableList.of(new Traffic(0, 1, 1), new Traffic(2, 0, 3)), SEED)
                .draw(10);
        double ofThree = 3 * drawn.size() / 4.0;
        assertThat((double)
                        drawn.stream().filter(d -> d.source() + d.target() == 2).count())
                .as("seed " + SEED)
                .isBetween(0.95 * ofThree, 1.05 * ofThree);
        for (int from = 0; from < 3; from++) {
            int source = from;
            assertThat(drawn).as("seed " + SEED).anyMatch(d -> d.source() == source);
        }
        assertThat(drawn).noneMatch(d -> d.source() + d.target() == 3);
    }

    @Test
    void uniformPairs_areAmongTheHosts() {
        assertThat(AcceptanceRequests.uniform(ROW, new int[] {0, 2}, SEED).draw(1))
                .allMatch(d -> d.source() != 1 && d.target() != 1)
                .anyMatch(d -> d.source() == 0)
                .anyMatch(d -> d.source() == 2);
    }
}
