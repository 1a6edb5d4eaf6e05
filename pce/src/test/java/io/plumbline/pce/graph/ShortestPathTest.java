package io.plumbline.pce.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jgrapht.Graph;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.junit.jupiter.api.Test;

/** Every way to a shortest path against all paths of small multigraphs, and against JGraphT on a large network. */
class ShortestPathTest {

    @Test
    void find_isTheShortestOfAllPaths() {
        int paths = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            CsrGraph graph = Graphs.small(random);
            long[] weights = Graphs.weights(random, graph, true);
            ShortestPath search = new ShortestPath(graph);
            BidirectionalSearch fromBothEnds = new BidirectionalSearch(graph);
            long[] toGo = new long[graph.nodeCount()];
            long[] fromSource = new long[graph.nodeCount()];
            for (int i = 0; i < 10; i++) {
                int source = random.nextInt(graph.nodeCount());
                int target = random.nextInt(graph.nodeCount());
                RouteConstraints constraints = Graphs.exclusions(random, graph);
                List<int[]> all = Graphs.allPaths(graph, weights, source, target, constraints);
                long least = all.isEmpty() ? CsrGraph.UNUSABLE : Graphs.weight(all.getFirst(), weights);
                String what = "seed " + seed + ", query " + i;
                search.distancesTo(target, weights, constraints, toGo);
                search.distancesFrom(source, weights, constraints, fromSource);
                assertThat(toGo[source]).as(what).isEqualTo(least);
                assertThat(fromSource[target]).as(what).isEqualTo(least);
                long spread = random.nextLong();
                Outcome expected = all.isEmpty() ? Outcome.NONE : Outcome.FOUND;
                assertThat(search.find(weights, source, target, constraints, 0))
                        .as(what)
                        .isEqualTo(expected);
                assertShortest(what, search.path(), weights, all, least);
                assertThat(search.find(weights, source, target, constraints, spread))
                        .as(what)
                        .isEqualTo(expected);
                assertShortest(what, search.path(), weights, all, least);
                assertThat(search.find(weights, source, target, constraints, spread, toGo))
                        .as(what)
                        .isEqualTo(expected);
                assertShortest(what, search.path(), weights, all, least);
                // Half the truth is a potential too, and where it was rounded up not even a consistent one.
                long[] less = Arrays.stream(toGo)
                        .map(d -> d >= CsrGraph.UNUSABLE ? d : (d + 1) / 2)
                        .toArray();
                assertThat(search.find(weights, source, target, constraints, spread, less))
                        .as(what)
                        .isEqualTo(expected);
                assertShortest(what, search.path(), weights, all, least);
                assertThat(fromBothEnds.find(weights, source, target, constraints))
                        .as(what)
                        .isEqualTo(expected);
                assertShortest(what, fromBothEnds.path(), weights, all, least);
                paths += all.size();
            }
        }
        assertThat(paths).isGreaterThan(5_000);
    }

    private static void assertShortest(String what, ArcPath path, long[] weights, List<int[]> all, long least) {
        assertThat(path.weight()).as(what).isEqualTo(least);
        if (least < CsrGraph.UNUSABLE) {
            assertThat(path.weightIn(weights)).as(what).isEqualTo(least);
            assertThat(all).as(what).anyMatch(one -> Arrays.equals(one, path.toArray()));
        }
    }

    @Test
    void find_agreesWithJGraphTOnKdl() {
        Graphs.Links kdl = Graphs.norm("Kdl", true);
        Graph<Integer, Integer> copy = Graphs.jgrapht(kdl.graph(), kdl.delays());
        Random random = new Random(42);
        ShortestPath search = new ShortestPath(kdl.graph());
        BidirectionalSearch fromBothEnds = new BidirectionalSearch(kdl.graph());
        List<String> mismatches = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int source = random.nextInt(kdl.graph().nodeCount());
            var oracle = new DijkstraShortestPath<>(copy).getPaths(source);
            for (int j = 0; j < 100; j++) {
                int target = random.nextInt(kdl.graph().nodeCount());
                search.find(kdl.delays(), source, target);
                fromBothEnds.find(kdl.delays(), source, target);
                if (search.path().weight() != oracle.getWeight(target)
                        || search.path().weightIn(kdl.delays()) != search.path().weight()
                        || fromBothEnds.path().weight() != search.path().weight()
                        || fromBothEnds.path().weightIn(kdl.delays())
                                != search.path().weight()) {
                    mismatches.add(source + " to " + target);
                }
            }
        }
        assertThat(mismatches).isEmpty();
    }

    /** In a fat-tree all 16 ways between two pods are equal, and so is how often they are drawn; with and without a potential. */
    @Test
    void find_drawsEvenlyFromEqualPaths() {
        int k = 8;
        Graphs.Links tree = Graphs.fatTree(k);
        ShortestPath search = new ShortestPath(tree.graph());
        int source = Graphs.fatTreeEdge(k, 0, 0);
        int target = Graphs.fatTreeEdge(k, 5, 3);
        long[] toGo = new long[tree.graph().nodeCount()];
        search.distancesTo(target, tree.delays(), RouteConstraints.NONE, toGo);
        for (long[] potential : new long[][] {null, toGo}) {
            Map<List<Integer>, Integer> drawn = new HashMap<>();
            for (int seed = 1; seed <= 1600; seed++) {
                search.find(tree.delays(), source, target, RouteConstraints.NONE, seed, potential);
                int[] path = search.path().toArray();
                drawn.merge(Arrays.stream(path).boxed().toList(), 1, Integer::sum);
                search.find(tree.delays(), source, target, RouteConstraints.NONE, seed, potential);
                assertThat(search.path().toArray()).as("seed %d again", seed).isEqualTo(path);
            }
            assertThat(drawn).hasSize(16);
            assertThat(drawn.values()).allMatch(count -> count > 60 && count < 140);
        }
    }

    @Test
    void weights_thatAddUpToUnusableAreNoPath() {
        CsrGraph line = new CsrGraph(3, new int[] {0, 1}, new int[] {1, 2});
        ShortestPath search = new ShortestPath(line);
        long[] weights = {CsrGraph.UNUSABLE - 1, 1};
        assertThat(search.find(weights, 0, 1)).isEqualTo(Outcome.FOUND);
        assertThat(search.find(weights, 0, 2)).isEqualTo(Outcome.NONE);
        assertThat(new BidirectionalSearch(line).find(weights, 0, 2)).isEqualTo(Outcome.NONE);
        assertThat(search.path().weight()).isEqualTo(CsrGraph.UNUSABLE);
        assertThat(search.path().length()).isZero();
    }

    @Test
    void badInput_isRefusedByName() {
        assertThatThrownBy(() -> new CsrGraph(-1, new int[0], new int[0])).hasMessageContaining("nodes: -1");
        assertThatThrownBy(() -> new CsrGraph(2, new int[1], new int[2])).hasMessageContaining("1 tails and 2 heads");
        assertThatThrownBy(() -> new CsrGraph(2, new int[] {2}, new int[] {0}))
                .hasMessageContaining("tail of arc 0: 2 given, at least 0 and at most 1");
        assertThatThrownBy(() -> new CsrGraph(2, new int[] {0}, new int[] {-1}))
                .hasMessageContaining("head of arc 0: -1");
        CsrGraph line = new CsrGraph(3, new int[] {0, 1}, new int[] {1, 2});
        ShortestPath search = new ShortestPath(line);
        assertThatThrownBy(() -> search.find(new long[1], 0, 2)).hasMessageContaining("weights: 1 given for 2 arcs");
        assertThatThrownBy(() -> search.find(new long[2], 0, 3)).hasMessageContaining("target: node 3");
        assertThatThrownBy(() -> search.find(new long[2], -1, 0)).hasMessageContaining("source: node -1");
        assertThatThrownBy(() -> search.find(new long[] {1, -7}, 0, 2)).hasMessageContaining("weight of arc 1: -7");
        assertThatThrownBy(() -> line.checkWeights("costs", new long[] {1, -7}))
                .hasMessageContaining("weight of arc 1: -7");
        assertThatThrownBy(() -> RouteConstraints.on(line).excludeArc(2)).hasMessageContaining("excluded arc: 2");
        assertThatThrownBy(() -> RouteConstraints.on(line).excludeNode(3))
                .hasMessageContaining("excluded node: node 3");
        assertThatThrownBy(() -> RouteConstraints.on(line).via(1, 1))
                .hasMessageContaining("waypoint: node 1 given twice");
        assertThatThrownBy(() -> RouteConstraints.on(line).via(1).excludeNode(1).build())
                .hasMessageContaining("waypoint: node 1 is excluded");
        RouteConstraints viaEnd = RouteConstraints.on(line).via(2).build();
        assertThatThrownBy(() -> search.find(new long[2], 0, 2, viaEnd, 0)).hasMessageContaining("waypoint: node 2");
        assertThatThrownBy(() -> new BidirectionalSearch(line).find(new long[2], 0, 2, viaEnd))
                .hasMessageContaining("waypoints: 1 given");
        // A search that threw leaves nothing behind.
        assertThat(search.find(new long[] {1, 7}, 0, 2)).isEqualTo(Outcome.FOUND);
        assertThat(search.path().weight()).isEqualTo(8);
    }
}
