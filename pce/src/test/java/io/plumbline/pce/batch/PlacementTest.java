package io.plumbline.pce.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bounds and placements against trying everything, and against each other on instances that are too large for that. */
class PlacementTest {
    private static final int TINY = 400;
    private static final int LARGE = 6;
    private static final long NARROW = 10_000_000;

    @Test
    void bound_isNeverBelowTheOptimum_andFewDemandsArePlacedOptimally() {
        int split = 0;
        int refusedSome = 0;
        for (int seed = 0; seed < TINY; seed++) {
            Random random = new Random(seed);
            RandomDemands tiny = new RandomDemands(
                    random, 2 + random.nextInt(4), 3 + random.nextInt(8), 1 + random.nextInt(6), NARROW);
            long optimum = tiny.optimum();
            Placement placement = Placement.of(tiny.network, tiny.demands, GubSimplex.SOLVER);
            String what = "seed " + seed + ": " + placement;
            assertThat(placement.relaxation().upperBoundBitsPerSecond())
                    .as(what)
                    .isGreaterThanOrEqualTo(optimum);
            assertThat(placement.carriedBitsPerSecond()).as(what).isEqualTo(optimum);
            assertThat(placement.optimal()).as(what).isTrue();
            check(what, tiny, placement);
            split += placement.relaxation().upperBoundBitsPerSecond() > optimum ? 1 : 0;
            refusedSome += placement.paths().contains(Optional.empty()) ? 1 : 0;
        }
        // The instances are of every kind: bounds that cannot be reached, and demands that do not fit.
        assertThat(split).isGreaterThan(TINY / 50);
        assertThat(refusedSome).isGreaterThan(TINY / 4);
    }

    @Test
    void bound_isTrue_whenTheRoundsRunOut() {
        for (int seed = 0; seed < TINY; seed++) {
            Random random = new Random(seed);
            RandomDemands tiny = new RandomDemands(random, 4, 8, 5, NARROW);
            Relaxation hasty = ColumnGeneration.solve(tiny.network, tiny.demands, GubSimplex.SOLVER, 1);
            assertThat(hasty.upperBoundBitsPerSecond()).as("seed " + seed).isGreaterThanOrEqualTo(tiny.optimum());
        }
    }

    @Test
    void boundAndSplitSolutionMeet_andThePlacementIsNear() {
        for (int seed = 0; seed < LARGE; seed++) {
            RandomDemands large = new RandomDemands(new Random(seed), 20, 80, 1_000, 10 * NARROW);
            Placement placement = Placement.of(large.network, large.demands, GubSimplex.SOLVER);
            Relaxation relaxation = placement.relaxation();
            String what = "seed " + seed + ": " + relaxation.solver() + ", " + relaxation.rounds() + " rounds";
            assertThat(relaxation.closed()).as(what).isTrue();
            assertThat((double) relaxation.flowBitsPerSecond())
                    .as(what)
                    .isGreaterThan(0.9999 * relaxation.upperBoundBitsPerSecond());
            assertThat(relaxation.flowBitsPerSecond())
                    .as(what)
                    .isLessThanOrEqualTo(relaxation.upperBoundBitsPerSecond());
            assertThat(placement.partOfBound()).as(what).isGreaterThan(0.98);
            check(what, large, placement);
        }
    }

    @Test
    void sameDemands_samePlacement() {
        RandomDemands demands = new RandomDemands(new Random(7), 15, 60, 300, NARROW);
        Placement first = Placement.of(demands.network, demands.demands, GubSimplex.SOLVER);
        assertThat(Placement.of(demands.network, demands.demands, GubSimplex.SOLVER))
                .isEqualTo(first);
    }

    @Test
    void nothingToPlace_andNowhereToPlaceIt() {
        FlowNetwork apart = new FlowNetwork(2, new int[0], new int[0], new long[0], new long[0]);
        assertThat(Placement.of(apart, List.of(), GubSimplex.SOLVER).partOfBound())
                .isEqualTo(1);
        Placement nowhere = Placement.of(apart, List.of(new Demand(0, 1, 5, 5)), GubSimplex.SOLVER);
        assertThat(nowhere.paths()).containsExactly(Optional.empty());
        assertThat(nowhere.relaxation().upperBoundBitsPerSecond()).isZero();
        assertThat(nowhere.optimal()).isTrue();
    }

    @Test
    void demandOfAnUnknownNode_isNamed() {
        FlowNetwork apart = new FlowNetwork(2, new int[0], new int[0], new long[0], new long[0]);
        assertThatThrownBy(() -> Placement.of(apart, List.of(new Demand(0, 7, 5, 5)), GubSimplex.SOLVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("demand from 0 to 7: nodes are 0 to 1");
        assertThatThrownBy(() -> new OnlineAcceptance(apart, 1).offer(new Demand(2, 1, 5, 5)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Every path leads from its source to its target within its bound, and no arc is over capacity. */
    private static void check(String what, RandomDemands instance, Placement placement) {
        long[] room = instance.network.capacities();
        long carried = 0;
        for (int i = 0; i < instance.demands.size(); i++) {
            Optional<ImmutableIntArray> path = placement.paths().get(i);
            if (path.isEmpty()) {
                continue;
            }
            Demand demand = instance.demands.get(i);
            int at = demand.source();
            for (int arc : path.get().toArray()) {
                assertThat(instance.network.tail(arc)).as(what).isEqualTo(at);
                at = instance.network.head(arc);
                room[arc] -= demand.rateBitsPerSecond();
                assertThat(room[arc]).as(what).isNotNegative();
            }
            assertThat(at).as(what).isEqualTo(demand.target());
            assertThat(instance.network.delayNanos(path.get().toArray()))
                    .as(what)
                    .isLessThanOrEqualTo(demand.delayBoundNanos());
            carried += demand.rateBitsPerSecond();
        }
        assertThat(placement.carriedBitsPerSecond()).as(what).isEqualTo(carried);
    }
}
