package io.plumbline.pce.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.pce.graph.DisjointPaths.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.SuurballeKDisjointShortestPaths;
import org.junit.jupiter.api.Test;

/** Disjoint pairs against all pairs of paths of small multigraphs, and against JGraphT's Suurballe on a large network. */
class DisjointPathsTest {

    /** How much two paths share: arcs, and inner nodes when those count. */
    private static int shared(CsrGraph graph, Kind kind, int[] one, int[] other) {
        Set<Integer> arcs = new HashSet<>(Arrays.stream(one).boxed().toList());
        arcs.retainAll(Arrays.stream(other).boxed().toList());
        if (kind == Kind.ARCS) {
            return arcs.size();
        }
        Set<Integer> nodes = innerNodes(graph, one);
        nodes.retainAll(innerNodes(graph, other));
        return arcs.size() + nodes.size();
    }

    private static Set<Integer> innerNodes(CsrGraph graph, int[] path) {
        Set<Integer> nodes = new HashSet<>();
        for (int i = 1; i < path.length; i++) {
            nodes.add(graph.tail(path[i]));
        }
        return nodes;
    }

    @Test
    void find_isTheLightestOfAllPairs() {
        int found = 0;
        int trapped = 0;
        int none = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            boolean trap = seed % 3 == 0;
            CsrGraph graph =
                    trap ? chain(random) : Graphs.random(random, 2 + random.nextInt(6), 5 + random.nextInt(16));
            long[] weights = Graphs.weights(random, graph, seed % 2 == 0);
            for (int arc = 0; trap && arc < graph.nodeCount() - 1; arc++) {
                weights[arc] = 1;
            }
            DisjointPaths search = new DisjointPaths(graph);
            for (int i = 0; i < 3; i++) {
                int source = random.nextInt(graph.nodeCount());
                int target = (source + 1 + random.nextInt(graph.nodeCount() - 1)) % graph.nodeCount();
                RouteConstraints constraints = Graphs.exclusions(random, graph);
                List<int[]> all = Graphs.allPaths(graph, weights, source, target, constraints);
                for (Kind kind : Kind.values()) {
                    String what = "seed " + seed + ", query " + i + ", " + kind;
                    long least = CsrGraph.UNUSABLE;
                    int leastShared = Integer.MAX_VALUE;
                    long leastOfShared = CsrGraph.UNUSABLE;
                    for (int[] one : all) {
                        for (int[] other : all) {
                            int shared = shared(graph, kind, one, other);
                            long both = Graphs.weight(one, weights) + Graphs.weight(other, weights);
                            least = shared == 0 ? Math.min(least, both) : least;
                            if (shared < leastShared || shared == leastShared && both < leastOfShared) {
                                leastShared = shared;
                                leastOfShared = both;
                            }
                        }
                    }
                    Outcome outcome = search.find(kind, weights, source, target, constraints);
                    assertThat(outcome).as(what).isEqualTo(least < CsrGraph.UNUSABLE ? Outcome.FOUND : Outcome.NONE);
                    if (outcome == Outcome.FOUND) {
                        assertPair(what, search, graph, kind, weights, all, 0, least);
                        found++;
                        trapped += search.first().weight() > Graphs.weight(all.getFirst(), weights) ? 1 : 0;
                    }
                    none += outcome == Outcome.NONE && !all.isEmpty() ? 1 : 0;

                    outcome = search.findLeastShared(kind, weights, source, target, constraints);
                    assertThat(outcome).as(what).isEqualTo(all.isEmpty() ? Outcome.NONE : Outcome.FOUND);
                    if (outcome == Outcome.FOUND) {
                        assertPair(what, search, graph, kind, weights, all, leastShared, leastOfShared);
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(500);
        assertThat(trapped).isGreaterThan(10);
        assertThat(none).isGreaterThan(200);
    }

    /** A light chain, and arcs that leave parts of it out: the shortest path is often on no lightest pair. */
    private static CsrGraph chain(Random random) {
        int nodes = 5 + random.nextInt(3);
        int[] tails = new int[2 * nodes + 2];
        int[] heads = new int[2 * nodes + 2];
        for (int arc = 0; arc < tails.length; arc++) {
            tails[arc] = arc < nodes - 1 ? arc : random.nextInt(nodes - 1);
            heads[arc] = arc < nodes - 1 ? arc + 1 : Math.min(nodes - 1, tails[arc] + 1 + random.nextInt(3));
        }
        return new CsrGraph(nodes, tails, heads);
    }

    private static void assertPair(
            String what,
            DisjointPaths search,
            CsrGraph graph,
            Kind kind,
            long[] weights,
            List<int[]> all,
            int shared,
            long least) {
        int[] one = search.first().toArray();
        int[] other = search.second().toArray();
        assertThat(all)
                .as(what)
                .anyMatch(path -> Arrays.equals(path, one))
                .anyMatch(path -> Arrays.equals(path, other));
        assertThat(search.first().weight()).as(what).isEqualTo(Graphs.weight(one, weights));
        assertThat(search.second().weight())
                .as(what)
                .isEqualTo(Graphs.weight(other, weights))
                .isGreaterThanOrEqualTo(search.first().weight());
        assertThat(search.totalWeight()).as(what).isEqualTo(least);
        assertThat(shared(graph, kind, one, other)).as(what).isEqualTo(shared);
        for (int arc : one) {
            for (int opposite : other) {
                assertThat(graph.tail(arc) == graph.head(opposite) && graph.head(arc) == graph.tail(opposite))
                        .as(what + ", a link both ways")
                        .isFalse();
            }
        }
    }

    @Test
    void find_agreesWithSuurballeOnKdl() {
        Graphs.Links kdl = Graphs.norm("Kdl", true);
        Graph<Integer, Integer> copy = Graphs.jgrapht(kdl.graph(), kdl.delays());
        DisjointPaths search = new DisjointPaths(kdl.graph());
        Random random = new Random(44);
        int pairs = 0;
        for (int i = 0; i < 30; i++) {
            int source = random.nextInt(kdl.graph().nodeCount());
            int target = random.nextInt(kdl.graph().nodeCount());
            List<GraphPath<Integer, Integer>> expected =
                    new SuurballeKDisjointShortestPaths<>(copy).getPaths(source, target, 2);
            Outcome outcome = search.find(Kind.ARCS, kdl.delays(), source, target);
            assertThat(outcome).isEqualTo(expected.size() == 2 ? Outcome.FOUND : Outcome.NONE);
            if (outcome == Outcome.FOUND) {
                double weight = expected.get(0).getWeight() + expected.get(1).getWeight();
                assertThat((double) search.totalWeight())
                        .as(source + " to " + target)
                        .isEqualTo(weight);
                pairs++;
            }
        }
        assertThat(pairs).isGreaterThan(5);
    }

    @Test
    void badInput_isRefusedByName() {
        CsrGraph line = new CsrGraph(3, new int[] {0, 0, 1, 0}, new int[] {1, 1, 2, 2});
        DisjointPaths search = new DisjointPaths(line);
        long[] one = {1, 1, 1, 1};
        assertThatThrownBy(() -> search.find(Kind.ARCS, one, 1, 1))
                .hasMessageContaining("target: node 1 given, which is the source");
        assertThatThrownBy(() -> search.find(
                        Kind.ARCS, one, 0, 2, RouteConstraints.on(line).via(1).build()))
                .hasMessageContaining("waypoints: 1 given");
        assertThatThrownBy(() ->
                        search.findLeastShared(Kind.ARCS, new long[] {1, 1, 1, 1L << 60}, 0, 2, RouteConstraints.NONE))
                .hasMessageContaining("weights: " + (1L << 60) + " given, at most ");
        assertThatThrownBy(() -> search.find(Kind.ARCS, new long[] {1, 1, 9, -1}, 0, 2))
                .hasMessageContaining("weight of arc 3: -1");
        assertThat(search.find(Kind.NODES, one, 0, 2)).isEqualTo(Outcome.FOUND);
        assertThat(search.totalWeight()).isEqualTo(3);
    }
}
