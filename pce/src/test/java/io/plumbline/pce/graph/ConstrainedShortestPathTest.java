package io.plumbline.pce.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The cheapest path within one to three bounds, against all paths of small multigraphs; on a large network, against paths in order; and
 * with a price from the start against without one.
 */
class ConstrainedShortestPathTest {

    private static final int PLENTY = 2_000_000;

    private static boolean keeps(int[] path, long[][] amounts, long[] bounds) {
        for (int r = 0; r < bounds.length; r++) {
            long[] amount = amounts[r];
            if (Arrays.stream(path).anyMatch(arc -> amount[arc] >= CsrGraph.UNUSABLE)
                    || Graphs.weight(path, amount) > bounds[r]) {
                return false;
            }
        }
        return true;
    }

    private record Query(
            CsrGraph graph,
            long[] costs,
            long[][] amounts,
            long[] bounds,
            int source,
            int target,
            RouteConstraints constraints) {

        static Query of(Random random, CsrGraph graph, int resources, RouteConstraints constraints) {
            long[][] amounts = new long[resources][];
            long[] bounds = new long[resources];
            for (int r = 0; r < resources; r++) {
                amounts[r] = Graphs.weights(random, graph, true);
                long most = Arrays.stream(amounts[r])
                        .filter(a -> a < CsrGraph.UNUSABLE)
                        .max()
                        .orElse(0);
                bounds[r] = random.nextLong(most + most / 2 + 1);
            }
            return new Query(
                    graph,
                    Graphs.weights(random, graph, true),
                    amounts,
                    bounds,
                    random.nextInt(graph.nodeCount()),
                    random.nextInt(graph.nodeCount()),
                    constraints);
        }

        List<int[]> all() {
            return Graphs.allPaths(graph, costs, source, target, constraints);
        }

        OptionalLong least() {
            return all().stream()
                    .filter(path -> keeps(path, amounts, bounds))
                    .mapToLong(path -> Graphs.weight(path, costs))
                    .min();
        }
    }

    private static void assertRight(String what, ConstrainedShortestPath search, Outcome outcome, Query query) {
        OptionalLong least = query.least();
        assertThat(outcome).as(what).isEqualTo(least.isPresent() ? Outcome.FOUND : Outcome.NONE);
        int[] path = search.path().toArray();
        assertThat(search.path().weight()).as(what).isEqualTo(least.orElse(CsrGraph.UNUSABLE));
        if (least.isPresent()) {
            assertThat(query.all()).as(what).anyMatch(one -> Arrays.equals(one, path));
            assertThat(keeps(path, query.amounts, query.bounds)).as(what).isTrue();
            for (int r = 0; r < query.bounds.length; r++) {
                assertThat(search.used(r)).as(what).isEqualTo(Graphs.weight(path, query.amounts[r]));
            }
        }
    }

    @Test
    void find_isTheCheapestOfAllPathsThatKeepTheBounds() {
        int dearer = 0;
        int none = 0;
        int binding = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            CsrGraph graph = Graphs.small(random);
            int resources = 1 + random.nextInt(3);
            ConstrainedShortestPath search = new ConstrainedShortestPath(graph, resources);
            ConstrainedShortestPath pricing = new ConstrainedShortestPath(graph, resources, 0, PLENTY);
            ShortestPath shortest = new ShortestPath(graph);
            for (int i = 0; i < 4; i++) {
                String what = "seed " + seed + ", query " + i;
                Query q = Query.of(random, graph, resources, Graphs.exclusions(random, graph));
                Outcome outcome = search.find(q.costs, q.amounts, q.bounds, q.source, q.target, q.constraints, null);
                assertRight(what, search, outcome, q);
                assertRight(
                        what + ", with a price",
                        pricing,
                        pricing.find(q.costs, q.amounts, q.bounds, q.source, q.target, q.constraints, null),
                        q);
                if (outcome == Outcome.NONE && search.binding() != ConstrainedShortestPath.NO_RESOURCE) {
                    int r = search.binding();
                    long least = Graphs.allPaths(graph, q.amounts[r], q.source, q.target, q.constraints).stream()
                            .mapToLong(path -> Graphs.weight(path, q.amounts[r]))
                            .min()
                            .orElse(CsrGraph.UNUSABLE);
                    assertThat(search.leastOfBinding())
                            .as(what)
                            .isEqualTo(least)
                            .isGreaterThan(q.bounds[r]);
                    binding++;
                }
                List<int[]> all = q.all();
                dearer += outcome == Outcome.FOUND && search.path().weight() > Graphs.weight(all.getFirst(), q.costs)
                        ? 1
                        : 0;
                none += outcome == Outcome.NONE && !all.isEmpty() ? 1 : 0;

                // With distances to go that are known, and ignore the exclusions.
                long[][] toGo = new long[resources][graph.nodeCount()];
                for (int r = 0; r < resources; r++) {
                    shortest.distancesTo(q.target, q.amounts[r], RouteConstraints.NONE, toGo[r]);
                }
                outcome = search.find(q.costs, q.amounts, q.bounds, q.source, q.target, q.constraints, toGo);
                assertRight(what, search, outcome, q);
                outcome = pricing.find(q.costs, q.amounts, q.bounds, q.source, q.target, q.constraints, toGo);
                assertRight(what + ", with a price", pricing, outcome, q);
            }
        }
        assertThat(dearer).isGreaterThan(100);
        assertThat(none).isGreaterThan(100);
        assertThat(binding).isGreaterThan(100);
    }

    @Test
    void find_keepsBoundsAndWaypoints() {
        int found = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            int nodes = 3 + random.nextInt(5);
            CsrGraph graph = Graphs.random(random, nodes, 2 * nodes + random.nextInt(3 * nodes));
            int waypoint = random.nextInt(nodes);
            RouteConstraints via = RouteConstraints.on(graph).via(waypoint).build();
            Query q = Query.of(random, graph, 1 + random.nextInt(2), via);
            if (q.source == waypoint || q.target == waypoint) {
                continue;
            }
            ConstrainedShortestPath search = new ConstrainedShortestPath(graph, q.bounds.length);
            Outcome outcome = search.find(q.costs, q.amounts, q.bounds, q.source, q.target, via, null);
            assertRight("seed " + seed, search, outcome, q);
            found += outcome == Outcome.FOUND ? 1 : 0;
        }
        assertThat(found).isGreaterThan(30);
    }

    /** Each with another bound: the paths in order of cost, up to the first that keeps it. */
    @Test
    void find_agreesWithPathsInOrderOnKdl() {
        Graphs.Links kdl = Graphs.norm("Kdl", false);
        Random random = new Random(42);
        long[] costs = new long[kdl.graph().arcCount()];
        Arrays.setAll(costs, arc -> 1 + random.nextInt(1000));
        long[][] amounts = {kdl.delays()};
        KShortestPaths inOrder = new KShortestPaths(kdl.graph());
        ShortestPath shortest = new ShortestPath(kdl.graph());
        ConstrainedShortestPath search = new ConstrainedShortestPath(kdl.graph(), 1);
        int labelled = 0;
        for (int i = 0; i < 200; i++) {
            int source = random.nextInt(kdl.graph().nodeCount());
            int target = random.nextInt(kdl.graph().nodeCount());
            shortest.find(kdl.delays(), source, target);
            long[] bounds = {shortest.path().weight() * (100 + random.nextInt(60)) / 100};
            assertThat(search.find(costs, amounts, bounds, source, target)).isEqualTo(Outcome.FOUND);
            assertThat(search.path().weightIn(kdl.delays()))
                    .isEqualTo(search.used(0))
                    .isLessThanOrEqualTo(bounds[0]);
            inOrder.start(costs, source, target);
            int before = 0;
            while (inOrder.next() == Outcome.FOUND && before < 3000) {
                before++;
                if (inOrder.path().weightIn(kdl.delays()) <= bounds[0]) {
                    assertThat(search.path().weight())
                            .as(source + " to " + target)
                            .isEqualTo(inOrder.path().weight());
                    labelled += before > 1 ? 1 : 0;
                    break;
                }
                assertThat(search.path().weight())
                        .as(source + " to " + target)
                        .isGreaterThanOrEqualTo(inOrder.path().weight());
            }
        }
        assertThat(labelled).isGreaterThan(30);
    }

    /** Weights from a few bits to nearly as many as fit; a bound between what the quickest and the cheapest path need. */
    @Test
    void aPrice_changesNothingButTheTime() {
        int found = 0;
        int fewer = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            CsrGraph graph = random.nextBoolean()
                    ? grid(10 + random.nextInt(10))
                    : Graphs.random(random, 100 + random.nextInt(200), 1000);
            int nodes = graph.nodeCount();
            int resources = 1 + random.nextInt(2);
            long[] costs = weights(random, graph);
            long[][] amounts = new long[resources][];
            long[] bounds = new long[resources];
            int source = random.nextInt(nodes);
            int target = random.nextInt(nodes);
            ShortestPath shortest = new ShortestPath(graph);
            if (shortest.find(costs, source, target) == Outcome.NONE) {
                continue;
            }
            for (int r = 0; r < resources; r++) {
                amounts[r] = weights(random, graph);
                shortest.find(costs, source, target);
                long most = shortest.path().weightIn(amounts[r]);
                shortest.find(amounts[r], source, target);
                long least = shortest.path().weight();
                bounds[r] = least + (long) ((most - least) * random.nextDouble());
            }
            ConstrainedShortestPath labels = new ConstrainedShortestPath(graph, resources, PLENTY, PLENTY);
            ConstrainedShortestPath pricing = new ConstrainedShortestPath(graph, resources, 0, PLENTY);
            Outcome outcome = labels.find(costs, amounts, bounds, source, target);
            String what = "seed " + seed;
            assertThat(pricing.find(costs, amounts, bounds, source, target))
                    .as(what)
                    .isEqualTo(outcome);
            assertThat(pricing.path().weight()).as(what).isEqualTo(labels.path().weight());
            if (outcome == Outcome.FOUND) {
                assertThat(pricing.lowerBound())
                        .as(what)
                        .isEqualTo(pricing.path().weight());
                assertThat(keeps(pricing.path().toArray(), amounts, bounds))
                        .as(what)
                        .isTrue();
                found++;
            }
            // With hardly any labels: only what the price alone proves and finds.
            ConstrainedShortestPath hasty = new ConstrainedShortestPath(graph, resources, 0, 1);
            Outcome hastily = hasty.find(costs, amounts, bounds, source, target);
            assertThat(hastily).as(what).isIn(outcome, Outcome.GAVE_UP);
            assertThat(hasty.lowerBound())
                    .as(what)
                    .isLessThanOrEqualTo(labels.path().weight());
            assertThat(hasty.path().weight())
                    .as(what)
                    .isGreaterThanOrEqualTo(labels.path().weight());
            fewer += hastily == outcome ? 1 : 0;
        }
        assertThat(found).isGreaterThan(200);
        assertThat(fewer).isBetween(20, 380);
    }

    /** Arcs both ways between neighbours of a square: many ways that hardly differ. */
    private static CsrGraph grid(int side) {
        List<long[]> links = new ArrayList<>();
        for (int node = 0; node < side * side; node++) {
            if (node % side > 0) {
                links.add(new long[] {node - 1, node, 1});
            }
            if (node >= side) {
                links.add(new long[] {node - side, node, 1});
            }
        }
        return Graphs.Links.of(side * side, links).graph();
    }

    private static long[] weights(Random random, CsrGraph graph) {
        long[] weights = new long[graph.arcCount()];
        long most = 1L << 3 + random.nextInt(50);
        Arrays.setAll(weights, arc -> random.nextLong(most));
        return weights;
    }

    /** A ladder on which every rung trades cost for delay: with too few labels it gives up, with what it has. */
    @Test
    void find_givesUpWithTheBestSoFar() {
        int rungs = 16;
        List<Integer> tails = new ArrayList<>();
        List<Integer> heads = new ArrayList<>();
        long[] costs = new long[2 * rungs];
        long[] delays = new long[2 * rungs];
        for (int i = 0; i < rungs; i++) {
            for (int way = 0; way < 2; way++) {
                costs[tails.size()] = way == 0 ? 0 : 1L << i;
                delays[tails.size()] = way == 0 ? 1L << i : 0;
                tails.add(i);
                heads.add(i + 1);
            }
        }
        CsrGraph ladder = new CsrGraph(
                rungs + 1,
                tails.stream().mapToInt(node -> node).toArray(),
                heads.stream().mapToInt(node -> node).toArray());
        long bound = 12_345;
        ConstrainedShortestPath search = new ConstrainedShortestPath(ladder, 1, 100);
        assertThat(search.find(costs, new long[][] {delays}, new long[] {bound}, 0, rungs))
                .isEqualTo(Outcome.GAVE_UP);
        long dearest = (1L << rungs) - 1;
        assertThat(search.path().weight()).isEqualTo(dearest);
        assertThat(search.used(0)).isZero();
        assertThat(search.lowerBound()).isLessThanOrEqualTo(dearest - bound);
        search = new ConstrainedShortestPath(ladder, 1);
        assertThat(search.find(costs, new long[][] {delays}, new long[] {bound}, 0, rungs))
                .isEqualTo(Outcome.FOUND);
        assertThat(search.path().weight()).isEqualTo(dearest - bound);
        assertThat(search.used(0)).isEqualTo(bound);
        assertThat(search.lowerBound()).isEqualTo(dearest - bound);
    }

    @Test
    void badInput_isRefusedByName() {
        CsrGraph line = new CsrGraph(2, new int[] {0}, new int[] {1});
        ConstrainedShortestPath search = new ConstrainedShortestPath(line, 1);
        long[] one = {1};
        assertThatThrownBy(() -> search.find(one, new long[][] {one, one}, one, 0, 1))
                .hasMessageContaining("2 amounts");
        assertThatThrownBy(() -> search.find(one, new long[][] {{}}, one, 0, 1))
                .hasMessageContaining("amounts of resource 0: 0 given for 1 arcs");
        assertThatThrownBy(() -> search.find(one, new long[][] {one}, new long[] {-1}, 0, 1))
                .hasMessageContaining("bound of resource 0: -1 given, at least 0 allowed");
        assertThatThrownBy(() -> search.find(one, new long[][] {{-3}}, one, 0, 1))
                .hasMessageContaining("weight of arc 0: -3");
    }
}
