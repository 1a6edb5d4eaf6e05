package io.plumbline.pce.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.junit.jupiter.api.Test;

/** All paths in order, against all paths by brute force; the first ones on a large network, against JGraphT's Yen. */
class KShortestPathsTest {

    private static List<int[]> drain(KShortestPaths search) {
        List<int[]> paths = new ArrayList<>();
        while (search.next() == Outcome.FOUND) {
            paths.add(search.path().toArray());
        }
        assertThat(search.next()).isEqualTo(Outcome.NONE);
        return paths;
    }

    private static void assertSame(String what, List<int[]> found, List<int[]> all, long[] weights) {
        assertThat(found.stream().map(path -> Graphs.weight(path, weights)))
                .as(what)
                .isEqualTo(
                        all.stream().map(path -> Graphs.weight(path, weights)).toList());
        assertThat(asSet(found)).as(what).hasSize(found.size()).isEqualTo(asSet(all));
    }

    private static Set<List<Integer>> asSet(List<int[]> paths) {
        Set<List<Integer>> set = new HashSet<>();
        paths.forEach(path -> set.add(Arrays.stream(path).boxed().toList()));
        return set;
    }

    @Test
    void next_givesAllPathsInOrder() {
        int paths = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            CsrGraph graph = Graphs.small(random);
            long[] weights = Graphs.weights(random, graph, true);
            KShortestPaths search = new KShortestPaths(graph);
            ShortestPath shortest = new ShortestPath(graph);
            long[] toGo = new long[graph.nodeCount()];
            for (int i = 0; i < 5; i++) {
                int source = random.nextInt(graph.nodeCount());
                int target = random.nextInt(graph.nodeCount());
                RouteConstraints constraints = Graphs.exclusions(random, graph);
                String what = "seed " + seed + ", query " + i;
                List<int[]> all = Graphs.allPaths(graph, weights, source, target, constraints);
                search.start(weights, source, target, constraints, random.nextInt(2) * random.nextLong());
                assertSame(what, drain(search), all, weights);

                // With distances to go that ignore the exclusions, and a limit.
                shortest.distancesTo(target, weights, RouteConstraints.NONE, toGo);
                long limit = random.nextInt(8);
                search.start(weights, source, target, constraints, 0, limit, toGo);
                List<int[]> within = all.stream()
                        .filter(path -> Graphs.weight(path, weights) <= limit)
                        .toList();
                assertSame(what, drain(search), within, weights);
                paths += all.size();
            }
        }
        assertThat(paths).isGreaterThan(5_000);
    }

    /** What does not begin like something skipped is found, in order, whatever else is left out. */
    @Test
    void skip_leavesOutNothingThatBeginsOtherwise() {
        int left = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            CsrGraph graph = Graphs.small(random);
            long[] weights = Graphs.weights(random, graph, true);
            int target = random.nextInt(graph.nodeCount());
            List<int[]> all = Graphs.allPaths(graph, weights, 0, target, RouteConstraints.NONE);
            List<int[]> wanted = new ArrayList<>(all);
            List<int[]> found = new ArrayList<>();
            KShortestPaths search = new KShortestPaths(graph);
            search.start(weights, 0, target);
            while (search.next() == Outcome.FOUND) {
                int[] path = search.path().toArray();
                found.add(path);
                if (random.nextInt(3) == 0 && path.length > 0) {
                    int index = random.nextInt(path.length);
                    search.skip(index);
                    wanted.removeIf(other -> !Arrays.equals(other, path)
                            && Arrays.mismatch(other, 0, Math.min(other.length, index + 1), path, 0, index + 1) < 0);
                }
            }
            assertThat(asSet(all)).as("seed %d", seed).containsAll(asSet(found));
            assertThat(asSet(found)).as("seed %d", seed).hasSize(found.size()).containsAll(asSet(wanted));
            assertThat(found.stream().map(path -> Graphs.weight(path, weights)).toList())
                    .as("seed %d", seed)
                    .isSortedAccordingTo(Long::compare);
            left += all.size() - found.size();
        }
        assertThat(left).isGreaterThan(100);
    }

    @Test
    void next_givesAllPathsThroughWaypointsInOrder() {
        int paths = 0;
        for (int seed = 0; seed < 800; seed++) {
            Random random = new Random(seed);
            int nodes = 3 + random.nextInt(5);
            CsrGraph graph = Graphs.random(random, nodes, 2 * nodes + random.nextInt(3 * nodes));
            long[] weights = Graphs.weights(random, graph, true);
            List<Integer> order = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                order.add(random.nextInt(order.size() + 1), node);
            }
            int source = order.removeLast();
            int target = order.removeLast();
            RouteConstraints.Builder builder = RouteConstraints.on(graph).excludeArc(random.nextInt(graph.arcCount()));
            for (int i = 1 + random.nextInt(3); i > 0 && !order.isEmpty(); i--) {
                builder.via(order.removeLast());
            }
            RouteConstraints constraints = builder.build();
            List<int[]> all = Graphs.allPaths(graph, weights, source, target, constraints);
            KShortestPaths search = new KShortestPaths(graph);
            search.start(weights, source, target, constraints, random.nextInt(2) * random.nextLong());
            assertSame("seed " + seed, drain(search), all, weights);

            ShortestPath shortest = new ShortestPath(graph);
            assertThat(shortest.find(weights, source, target, constraints, 0))
                    .as("seed %d", seed)
                    .isEqualTo(all.isEmpty() ? Outcome.NONE : Outcome.FOUND);
            assertThat(shortest.path().weight())
                    .as("seed %d", seed)
                    .isEqualTo(all.isEmpty() ? CsrGraph.UNUSABLE : Graphs.weight(all.getFirst(), weights));
            paths += all.size();
        }
        assertThat(paths).isGreaterThan(600);
    }

    /** Ten ways lead to node 1, and from there to the waypoint and on only over node 1 again. */
    @Test
    void next_givesUpAfterTooManyLoops() {
        List<long[]> links = new ArrayList<>(List.of(new long[] {1, 13, 1}, new long[] {1, 2, 1}));
        for (int i = 3; i < 13; i++) {
            links.add(new long[] {0, i, 1});
            links.add(new long[] {i, 1, 1});
        }
        Graphs.Links hub = Graphs.Links.of(14, links);
        RouteConstraints viaLast = RouteConstraints.on(hub.graph()).via(13).build();
        KShortestPaths search = new KShortestPaths(hub.graph(), 5);
        search.start(hub.delays(), 0, 2, viaLast, 0);
        assertThat(search.next()).isEqualTo(Outcome.GAVE_UP);
        assertThat(search.next()).isEqualTo(Outcome.GAVE_UP);
        assertThat(search.path().weight()).isEqualTo(CsrGraph.UNUSABLE);
        search = new KShortestPaths(hub.graph());
        search.start(hub.delays(), 0, 2, viaLast, 0);
        assertThat(search.next()).isEqualTo(Outcome.NONE);
    }

    @Test
    void next_agreesWithYenOnKdl() {
        Graphs.Links kdl = Graphs.norm("Kdl", true);
        Graph<Integer, Integer> copy = Graphs.jgrapht(kdl.graph(), kdl.delays());
        Random random = new Random(43);
        KShortestPaths search = new KShortestPaths(kdl.graph());
        for (int i = 0; i < 8; i++) {
            int source = random.nextInt(kdl.graph().nodeCount());
            int target = random.nextInt(kdl.graph().nodeCount());
            List<Double> expected = new YenKShortestPath<>(copy)
                    .getPaths(source, target, 8).stream()
                            .map(GraphPath::getWeight)
                            .toList();
            search.start(kdl.delays(), source, target, RouteConstraints.NONE, i);
            for (double weight : expected) {
                assertThat(search.next()).isEqualTo(Outcome.FOUND);
                assertThat((double) search.path().weight())
                        .as(source + " to " + target)
                        .isEqualTo(weight);
                assertThat(search.path().weightIn(kdl.delays()))
                        .isEqualTo(search.path().weight());
            }
        }
    }

    /** The sixteen shortest paths of a fat-tree come first, in another order for another seed. */
    @Test
    void next_spreadsEqualPaths() {
        Graphs.Links tree = Graphs.fatTree(8);
        KShortestPaths search = new KShortestPaths(tree.graph());
        int[] first = new int[tree.graph().arcCount()];
        for (int seed = 1; seed <= 400; seed++) {
            search.start(
                    tree.delays(),
                    Graphs.fatTreeEdge(8, 0, 0),
                    Graphs.fatTreeEdge(8, 5, 3),
                    RouteConstraints.NONE,
                    seed);
            Set<List<Integer>> met = new HashSet<>();
            for (int i = 0; i < 16; i++) {
                assertThat(search.next()).isEqualTo(Outcome.FOUND);
                assertThat(search.path().weight()).isEqualTo(4);
                met.add(Arrays.stream(search.path().toArray()).boxed().toList());
                if (i == 0) {
                    first[search.path().arc(1)]++;
                }
            }
            assertThat(met).hasSize(16);
            assertThat(search.next()).isEqualTo(Outcome.FOUND);
            assertThat(search.path().weight()).isEqualTo(6);
        }
        List<Integer> used =
                Arrays.stream(first).filter(count -> count > 0).boxed().toList();
        assertThat(used).hasSize(16).allMatch(count -> count > 8 && count < 50);
    }
}
