package io.plumbline.pce.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Our simplex against OR-Tools' on the same programs. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "OR-Tools' library is there for this platform alone")
class GubSimplexTest {
    private static final int PROGRAMS = 60;

    @Test
    void sameOptimum_andPricesThatProveIt_asPathsAreAdded() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Random random = new Random(seed);
            int arcs = 1 + random.nextInt(30);
            int commodities = 1 + random.nextInt(60);
            double[] capacities =
                    random.ints(arcs, 0, 10).asDoubleStream().map(c -> 100 * c).toArray();
            double[] demands = random.ints(commodities, 1, 20)
                    .asDoubleStream()
                    .map(d -> 10 * d)
                    .toArray();
            RestrictedMaster ours = GubSimplex.SOLVER.master(capacities, demands);
            RestrictedMaster theirs = Glop.SOLVER.master(capacities, demands);
            int paths = 0;
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < commodities; i++) {
                    int commodity = random.nextInt(commodities);
                    int[] path = random.ints(0, arcs)
                            .distinct()
                            .limit(1 + random.nextInt(Math.min(arcs, 6)))
                            .toArray();
                    assertThat(ours.addPath(commodity, path)).isEqualTo(theirs.addPath(commodity, path));
                    paths++;
                }
                ours.solve();
                theirs.solve();
                String what = "seed " + seed + ", round " + round;
                double optimum = flow(theirs, paths);
                assertThat(flow(ours, paths)).as(what).isCloseTo(optimum, within(1e-5 * (1 + optimum)));
                double dual = 0;
                for (int arc = 0; arc < arcs; arc++) {
                    assertThat(ours.price(arc)).as(what).isGreaterThan(-1e-7);
                    dual += capacities[arc] * ours.price(arc);
                }
                for (int k = 0; k < commodities; k++) {
                    assertThat(ours.profit(k)).as(what).isGreaterThan(-1e-7);
                    dual += demands[k] * ours.profit(k);
                }
                assertThat(dual).as(what).isCloseTo(optimum, within(1e-5 * (1 + optimum)));
            }
        }
    }

    @Test
    void columnGeneration_comesToTheSameBoundWithEither() {
        for (int seed = 0; seed < 5; seed++) {
            RandomDemands instance = new RandomDemands(new Random(seed), 12, 48, 300, 50_000_000);
            Relaxation ours = ColumnGeneration.solve(instance.network, instance.demands, GubSimplex.SOLVER, 100);
            Relaxation theirs = ColumnGeneration.solve(instance.network, instance.demands, Glop.SOLVER, 100);
            assertThat(ours.closed() && theirs.closed()).as("seed " + seed).isTrue();
            assertThat((double) ours.upperBoundBitsPerSecond())
                    .as("seed " + seed)
                    .isCloseTo(theirs.upperBoundBitsPerSecond(), within(1e-4 * theirs.upperBoundBitsPerSecond()));
        }
    }

    private static double flow(RestrictedMaster master, int paths) {
        double sum = 0;
        for (int path = 0; path < paths; path++) {
            sum += master.flow(path);
        }
        return sum;
    }
}
