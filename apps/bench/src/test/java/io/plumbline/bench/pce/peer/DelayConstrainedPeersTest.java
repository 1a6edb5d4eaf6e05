package io.plumbline.bench.pce.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.instance.Pairs;
import io.plumbline.bench.pce.race.Engine;
import io.plumbline.pce.graph.CsrGraph;
import io.plumbline.pce.graph.Outcome;
import io.plumbline.pce.graph.ShortestPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayConstrainedPeersTest {

    /** The cheapest of all loopless paths within the bound, by trying each. */
    private static final class Exhaustive {
        private final Instance instance;
        private final DelayRequests requests;
        private final int query;
        private final long[] cost;
        private final long[] delay;
        private long best = Engine.NONE;

        private Exhaustive(Instance instance, DelayRequests requests, int query) {
            this.instance = instance;
            this.requests = requests;
            this.query = query;
            cost = requests.cost();
            delay = requests.delay();
        }

        long best() {
            go(requests.from(query), 0, 0, 1L << requests.from(query));
            return best;
        }

        private void go(int node, long paid, long late, long met) {
            if (late > requests.bound(query)) {
                return;
            }
            if (node == requests.to(query)) {
                best = best == Engine.NONE ? paid : Math.min(best, paid);
                return;
            }
            for (int arc = 0; arc < instance.arcs().size(); arc++) {
                int next = instance.arcs().get(arc).to();
                if (instance.arcs().get(arc).from() == node
                        && !requests.closed(query)[arc]
                        && (met & 1L << next) == 0) {
                    go(next, paid + cost[arc], late + delay[arc], met | 1L << next);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void oursIsTheCheapest_andNobodyIsCheaper(long seed) {
        Instance instance = SmallInstances.draw(seed, 7, 16).simple();
        DelayRequests requests = DelayRequests.of(instance, Pairs.draw(instance, 30, seed), Optional.empty(), seed);
        List<Engine> engines = DelayConstrainedPeers.all(instance, requests);
        assertThat(engines.getFirst().name()).isEqualTo(DelayConstrainedPeers.EXACT);
        int found = 0;
        int told = 0;
        for (int query = 0; query < requests.count(); query++) {
            long best = new Exhaustive(instance, requests, query).best();
            for (Engine engine : engines) {
                long answer = engine.answers().applyAsLong(query);
                String who = "seed %d, query %d, %s".formatted(seed, query, engine.name());
                if (engine == engines.getFirst()) {
                    assertThat(answer).as(who).isEqualTo(best);
                } else if (answer != Engine.NONE) {
                    assertThat(best).as(who).isNotEqualTo(Engine.NONE);
                    assertThat(answer).as(who).isGreaterThanOrEqualTo(best);
                    if (engine.name().equals(DelayConstrainedPeers.SAMCRA_TOLD)) {
                        assertThat(answer).as(who).isEqualTo(best);
                        told++;
                    }
                }
            }
            assertFindsWhenThereIsOne(engines, DelayConstrainedPeers.LARAC, query, best);
            assertFindsWhenThereIsOne(engines, DelayConstrainedPeers.SAMCRA, query, best);
            assertFindsWhenThereIsOne(engines, "ONOS, latency first", query, best);
            found += best == Engine.NONE ? 0 : 1;
        }
        assertThat(found).as("feasible, seed " + seed).isPositive();
        assertThat(told).as("found by who was told the optimum, seed " + seed).isGreaterThan(found / 2);
    }

    private static void assertFindsWhenThereIsOne(List<Engine> engines, String name, int query, long best) {
        Engine engine = engines.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(engine.answers().applyAsLong(query) == Engine.NONE)
                .as(name + ", query " + query)
                .isEqualTo(best == Engine.NONE);
    }

    private static Larac larac(Instance instance, long[] cost) {
        CsrGraph graph = instance.csr();
        ShortestPath search = new ShortestPath(graph);
        return new Larac(
                (weights, from, to) -> search.find(weights, from, to) == Outcome.FOUND
                        ? search.path().toArray()
                        : null,
                cost,
                instance.delays());
    }

    /** Three ways from 0 to 1: cheap and slow, between (above the line that joins the others), dear and quick. */
    private static final Instance THREE_WAYS = new Instance(
            "three ways",
            List.of("a", "b"),
            List.of(new Instance.Arc(0, 1, 100, 1), new Instance.Arc(0, 1, 50, 1), new Instance.Arc(0, 1, 10, 1)));

    @Test
    void laracTakesTheCheapest_whenItIsInTime() {
        int[] path = larac(THREE_WAYS, new long[] {1, 90, 100}).path(0, 1, 100, new boolean[3]);
        assertThat(path).containsExactly(0);
    }

    @Test
    void laracMissesWhatIsNotOnTheConvexHull() {
        int[] path = larac(THREE_WAYS, new long[] {1, 90, 100}).path(0, 1, 60, new boolean[3]);
        assertThat(path).containsExactly(2);
    }

    @Test
    void laracFindsWhatIsOnTheConvexHull() {
        int[] path = larac(THREE_WAYS, new long[] {1, 5, 100}).path(0, 1, 60, new boolean[3]);
        assertThat(path).containsExactly(1);
    }

    @Test
    void laracKeepsOffClosedArcs_andSaysWhenThereIsNoWay() {
        Larac larac = larac(THREE_WAYS, new long[] {1, 5, 100});
        assertThat(larac.path(0, 1, 60, new boolean[] {false, true, false})).containsExactly(2);
        assertThat(larac.path(0, 1, 60, new boolean[] {false, true, true})).isNull();
        assertThat(larac.path(0, 1, 9, new boolean[3])).isNull();
    }
}
