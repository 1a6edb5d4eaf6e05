package io.plumbline.pce.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cheapest path within a bound against all paths. */
class BoundedPathsTest {
    private static final int NETWORKS = 500;

    @Test
    void findsTheCheapest_orThatThereIsNone() {
        int found = 0;
        for (int seed = 0; seed < NETWORKS; seed++) {
            Random random = new Random(seed);
            RandomDemands instance =
                    new RandomDemands(random, 2 + random.nextInt(6), 2 + random.nextInt(16), 12, 10_000_000);
            long[] costs = random.longs(instance.network.arcs(), 0, 9).toArray();
            long[] room = instance.network.capacities();
            BoundedPaths search = new BoundedPaths(instance.network, costs, room);
            for (Demand demand : instance.demands) {
                long limit = 1 + random.nextInt(30);
                long least = least(instance, demand, costs, room);
                int[] path = search.cheapest(demand, limit);
                String what = "seed " + seed + ", " + demand + ", limit " + limit;
                assertThat(path != null).as(what).isEqualTo(least < limit);
                if (path != null) {
                    found++;
                    assertThat(search.foundCost()).as(what).isEqualTo(least);
                    assertThat(cost(path, costs)).as(what).isEqualTo(least);
                    assertThat(instance.network.delayNanos(path))
                            .as(what)
                            .isLessThanOrEqualTo(demand.delayBoundNanos());
                }
                // Costs that have grown need no notice, such as have shrunk do.
                costs[random.nextInt(costs.length)] += random.nextInt(4);
                if (random.nextInt(4) == 0) {
                    costs[random.nextInt(costs.length)] = 0;
                    search.costsChanged();
                }
            }
        }
        assertThat(found).isGreaterThan(NETWORKS);
    }

    private static long least(RandomDemands instance, Demand demand, long[] costs, long[] room) {
        List<int[]> paths = new ArrayList<>();
        instance.paths(
                demand, demand.source(), demand.delayBoundNanos(), new ArrayList<>(), 1L << demand.source(), paths);
        long least = Long.MAX_VALUE;
        for (int[] path : paths) {
            boolean fits = true;
            for (int arc : path) {
                fits &= room[arc] >= demand.rateBitsPerSecond();
            }
            least = fits ? Math.min(least, cost(path, costs)) : least;
        }
        return least;
    }

    private static long cost(int[] path, long[] costs) {
        long sum = 0;
        for (int arc : path) {
            sum += costs[arc];
        }
        return sum;
    }
}
