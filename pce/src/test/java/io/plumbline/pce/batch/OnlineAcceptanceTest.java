package io.plumbline.pce.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Demands one by one: what is carried fits, what fits is carried, and foresight pays. */
class OnlineAcceptanceTest {
    private static final int SEEDS = 40;

    @Test
    void refuses_ifAndOnlyIfNoPathWithinTheBoundHasRoom() {
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomDemands instance = new RandomDemands(new Random(seed), 6, 16, 40, 10_000_000);
            OnlineAcceptance online = new OnlineAcceptance(instance.network, seed);
            long[] room = instance.network.capacities();
            for (Demand demand : instance.demands) {
                String what = "seed " + seed + ", " + demand;
                List<int[]> paths = new ArrayList<>();
                instance.paths(
                        demand,
                        demand.source(),
                        demand.delayBoundNanos(),
                        new ArrayList<>(),
                        1L << demand.source(),
                        paths);
                boolean fits = paths.stream().anyMatch(path -> hasRoom(path, demand, room));
                Optional<ImmutableIntArray> answer = online.offer(demand);
                assertThat(answer.isPresent()).as(what).isEqualTo(fits);
                answer.ifPresent(path -> {
                    assertThat(paths)
                            .as(what)
                            .anyMatch(p -> ImmutableIntArray.copyOf(p).equals(path));
                    assertThat(hasRoom(path.toArray(), demand, room)).isTrue();
                    path.forEach(arc -> room[arc] -= demand.rateBitsPerSecond());
                });
                refused += fits ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(SEEDS);
    }

    @Test
    void bidPrices_carryMoreThanTakingWhatComes_andNeverMoreThanTheBound() {
        long taken = 0;
        long chosen = 0;
        for (int seed = 0; seed < 4; seed++) {
            RandomDemands instance = new RandomDemands(new Random(seed), 15, 50, 1_500, 50_000_000);
            long expected = instance.demands.stream()
                    .mapToLong(Demand::rateBitsPerSecond)
                    .sum();
            OnlineAcceptance takes = new OnlineAcceptance(instance.network, seed);
            OnlineAcceptance bids = new OnlineAcceptance(instance.network, seed, GubSimplex.SOLVER, expected);
            OnlineAcceptance again = new OnlineAcceptance(instance.network, seed, GubSimplex.SOLVER, expected);
            for (Demand demand : instance.demands) {
                takes.offer(demand);
                assertThat(again.offer(demand)).as("seed " + seed).isEqualTo(bids.offer(demand));
            }
            long bound = ColumnGeneration.solve(instance.network, instance.demands, GubSimplex.SOLVER, 100)
                    .upperBoundBitsPerSecond();
            assertThat(bids.carriedBitsPerSecond()).as("seed " + seed).isLessThanOrEqualTo(bound);
            assertThat(takes.carriedBitsPerSecond()).as("seed " + seed).isLessThanOrEqualTo(bound);
            taken += takes.carriedBitsPerSecond();
            chosen += bids.carriedBitsPerSecond();
        }
        assertThat(chosen).isGreaterThan(taken);
    }

    private static boolean hasRoom(int[] path, Demand demand, long[] room) {
        for (int arc : path) {
            if (room[arc] < demand.rateBitsPerSecond()) {
                return false;
            }
        }
        return true;
    }
}
