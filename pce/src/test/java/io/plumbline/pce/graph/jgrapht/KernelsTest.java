package io.plumbline.pce.graph.jgrapht;

import static io.plumbline.pce.graph.jgrapht.WeightedGraphTest.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.pce.graph.CsrGraph;
import io.plumbline.pce.graph.DisjointPaths.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.KShortestPathAlgorithm;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm.SingleSourcePaths;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.shortestpath.SuurballeKDisjointShortestPaths;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jgrapht.graph.GraphWalk;
import org.junit.jupiter.api.Test;

/** Our searches behind JGraphT's interfaces keep their contracts, and find what JGraphT's own algorithms find. */
class KernelsTest {
    private static final int GRAPHS = 80;

    private static WeightedGraph random(Random random, boolean simple) {
        int nodes = 2 + random.nextInt(6);
        return Copies.random(random, nodes, nodes + random.nextInt(3 * nodes), simple);
    }

    private static List<ShortestPathAlgorithm<Integer, Integer>> shortest(WeightedGraph graph) {
        return List.of(new KernelShortestPath(graph), new KernelBidirectionalPath(graph));
    }

    /** A walk of the graph from end to end that weighs what it says. */
    private static void isSound(WeightedGraph graph, GraphPath<Integer, Integer> path, Integer from, Integer to) {
        assertThat(path.getGraph()).isSameAs(graph);
        assertThat(path.getStartVertex()).isEqualTo(from);
        assertThat(path.getEndVertex()).isEqualTo(to);
        ((GraphWalk<Integer, Integer>) path).verify();
        assertThat(path.getVertexList()).doesNotHaveDuplicates().hasSize(path.getLength() + 1);
        assertThat(path.getEdgeList().stream().mapToDouble(graph::getEdgeWeight).sum())
                .isEqualTo(path.getWeight());
    }

    @Test
    void shortestPaths_areThoseOfDijkstra() {
        int none = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            WeightedGraph graph = random(new Random(seed), seed % 2 == 0);
            DijkstraShortestPath<Integer, Integer> oracle = new DijkstraShortestPath<>(Copies.of(graph));
            for (ShortestPathAlgorithm<Integer, Integer> search : shortest(graph)) {
                for (Integer from : graph.vertexSet()) {
                    SingleSourcePaths<Integer, Integer> tree = search.getPaths(from);
                    assertThat(tree.getGraph()).isSameAs(graph);
                    assertThat(tree.getSourceVertex()).isEqualTo(from);
                    for (Integer to : graph.vertexSet()) {
                        String what = "seed " + seed + ", " + from + " to " + to;
                        double expected = oracle.getPathWeight(from, to);
                        assertThat(search.getPathWeight(from, to)).as(what).isEqualTo(expected);
                        assertThat(tree.getWeight(to)).as(what).isEqualTo(expected);
                        GraphPath<Integer, Integer> path = search.getPath(from, to);
                        GraphPath<Integer, Integer> inTree = tree.getPath(to);
                        if (expected == Double.POSITIVE_INFINITY) {
                            assertThat(path).as(what).isNull();
                            assertThat(inTree).as(what).isNull();
                            none++;
                        } else {
                            assertThat(path.getWeight()).as(what).isEqualTo(expected);
                            isSound(graph, path, from, to);
                            assertThat(inTree.getWeight()).as(what).isEqualTo(expected);
                            isSound(graph, inTree, from, to);
                        }
                    }
                }
            }
        }
        assertThat(none).isGreaterThan(100);
    }

    /** On simple graphs against Yen's algorithm, on multigraphs against all paths. */
    @Test
    void kShortestPaths_areThoseOfYen_andOfAllPaths() {
        int several = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            boolean simple = seed % 2 == 0;
            WeightedGraph graph = random(new Random(seed), simple);
            Graph<Integer, Integer> copy = Copies.of(graph);
            KernelKShortestPaths search = new KernelKShortestPaths(graph);
            for (Integer to : graph.vertexSet()) {
                String what = "seed " + seed + ", 0 to " + to;
                List<Double> expected = simple
                        ? weights(new YenKShortestPath<>(copy).getPaths(0, to, 7))
                        : allPaths(copy, 0, to).stream()
                                .map(GraphPath::getWeight)
                                .sorted()
                                .limit(7)
                                .toList();
                List<GraphPath<Integer, Integer>> paths = search.getPaths(0, to, 7);
                assertThat(weights(paths)).as(what).isEqualTo(expected);
                assertThat(paths.stream().map(GraphPath::getEdgeList)).as(what).doesNotHaveDuplicates();
                paths.forEach(path -> isSound(graph, path, 0, to));
                assertThat(search.getPaths(0, to, 0)).as(what).isEmpty();
                several += paths.size() > 2 ? 1 : 0;
            }
        }
        assertThat(several).isGreaterThan(30);
    }

    private static List<GraphPath<Integer, Integer>> allPaths(Graph<Integer, Integer> copy, Integer from, Integer to) {
        // It takes loops at the source for part of simple paths.
        return new AllDirectedPaths<>(copy)
                .getAllPaths(from, to, true, null).stream()
                        .filter(path -> new HashSet<>(path.getVertexList()).size() == path.getLength() + 1)
                        .toList();
    }

    @Test
    void disjointPaths_areTheLightestPair_andThoseOfSuurballe() {
        int pairs = 0;
        int alone = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            WeightedGraph graph = random(new Random(seed), false);
            Graph<Integer, Integer> copy = Copies.of(graph);
            for (Kind kind : Kind.values()) {
                KernelDisjointPaths search = new KernelDisjointPaths(graph, kind);
                for (Integer to : graph.vertexSet()) {
                    if (to == 0) {
                        continue;
                    }
                    String what = "seed " + seed + ", 0 to " + to + ", " + kind;
                    List<GraphPath<Integer, Integer>> all = allPaths(copy, 0, to);
                    double lightest = Double.POSITIVE_INFINITY;
                    for (GraphPath<Integer, Integer> one : all) {
                        for (GraphPath<Integer, Integer> other : all) {
                            if (areDisjoint(one, other, kind)) {
                                lightest = Math.min(lightest, one.getWeight() + other.getWeight());
                            }
                        }
                    }
                    List<GraphPath<Integer, Integer>> found = search.getPaths(0, to, 2);
                    found.forEach(path -> isSound(graph, path, 0, to));
                    if (lightest < Double.POSITIVE_INFINITY) {
                        assertThat(found).as(what).hasSize(2);
                        assertThat(areDisjoint(found.get(0), found.get(1), kind))
                                .as(what)
                                .isTrue();
                        assertThat(found.get(0).getWeight())
                                .as(what)
                                .isLessThanOrEqualTo(found.get(1).getWeight());
                        assertThat(found.get(0).getWeight() + found.get(1).getWeight())
                                .as(what)
                                .isEqualTo(lightest);
                        pairs++;
                    } else {
                        List<Double> shortest = all.isEmpty() ? List.of() : List.of(Collections.min(weights(all)));
                        assertThat(weights(found)).as(what).isEqualTo(shortest);
                        alone += found.size();
                    }
                    assertThat(search.getPaths(0, to, 1)).as(what).hasSize(all.isEmpty() ? 0 : 1);
                }
            }
        }
        assertThat(pairs).isGreaterThan(100);
        assertThat(alone).isGreaterThan(50);
    }

    private static boolean areDisjoint(GraphPath<Integer, Integer> one, GraphPath<Integer, Integer> other, Kind kind) {
        boolean inner = kind == Kind.NODES && one.getLength() > 1 && other.getLength() > 1;
        return Collections.disjoint(one.getEdgeList(), other.getEdgeList())
                && (!inner || Collections.disjoint(inner(one), inner(other)));
    }

    private static List<Integer> inner(GraphPath<Integer, Integer> path) {
        return path.getVertexList().subList(1, path.getLength());
    }

    /** JGraphT's wants simple graphs without arcs in opposite directions. */
    @Test
    void disjointPaths_areThoseOfSuurballe_whereThatMayBeAsked() {
        int pairs = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            Random random = new Random(seed);
            int nodes = 10;
            Set<List<Integer>> ends = new HashSet<>();
            while (ends.size() < 25) {
                int a = random.nextInt(nodes);
                int b = random.nextInt(nodes);
                if (a < b) {
                    ends.add(List.of(a, b));
                }
            }
            WeightedGraph graph = new WeightedGraph(
                    new CsrGraph(
                            nodes,
                            ends.stream().mapToInt(List::getFirst).toArray(),
                            ends.stream().mapToInt(List::getLast).toArray()),
                    random.longs(ends.size(), 1, 50).toArray());
            KShortestPathAlgorithm<Integer, Integer> oracle = new SuurballeKDisjointShortestPaths<>(Copies.of(graph));
            KShortestPathAlgorithm<Integer, Integer> onView = new SuurballeKDisjointShortestPaths<>(graph);
            for (int to = 1; to < nodes; to++) {
                List<Double> expected = weights(oracle.getPaths(0, to, 2));
                assertThat(weights(onView.getPaths(0, to, 2))).isEqualTo(expected);
                List<Double> found = weights(new KernelDisjointPaths(graph, Kind.ARCS).getPaths(0, to, 2));
                assertThat(found).as("seed %d, to %d", seed, to).hasSameSizeAs(expected);
                assertThat(found.stream().mapToDouble(w -> w).sum())
                        .as("seed %d, to %d", seed, to)
                        .isEqualTo(expected.stream().mapToDouble(w -> w).sum());
                pairs += expected.size() == 2 ? 1 : 0;
            }
        }
        assertThat(pairs).isGreaterThan(100);
    }

    @Test
    void constrainedPaths_areTheShortestOfAllThatKeepTheBounds() {
        int bound = 0;
        int none = 0;
        for (int seed = 0; seed < 3 * GRAPHS; seed++) {
            Random random = new Random(seed);
            WeightedGraph graph = random(random, false);
            long[][] amounts = {amounts(random, graph), amounts(random, graph)};
            long[] bounds = {20 + random.nextInt(60), 20 + random.nextInt(60)};
            KernelConstrainedPath search = new KernelConstrainedPath(graph, amounts, bounds);
            Graph<Integer, Integer> copy = Copies.of(graph);
            SingleSourcePaths<Integer, Integer> all = search.getPaths(0);
            for (Integer to : graph.vertexSet()) {
                String what = "seed " + seed + ", 0 to " + to;
                double expected = allPaths(copy, 0, to).stream()
                        .filter(path -> uses(path, amounts[0]) <= bounds[0] && uses(path, amounts[1]) <= bounds[1])
                        .mapToDouble(GraphPath::getWeight)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
                assertThat(search.getPathWeight(0, to)).as(what).isEqualTo(expected);
                assertThat(all.getWeight(to)).as(what).isEqualTo(expected);
                GraphPath<Integer, Integer> path = search.getPath(0, to);
                if (path == null) {
                    none++;
                } else {
                    isSound(graph, path, 0, to);
                    assertThat(uses(path, amounts[0])).as(what).isLessThanOrEqualTo(bounds[0]);
                    assertThat(uses(path, amounts[1])).as(what).isLessThanOrEqualTo(bounds[1]);
                    bound += expected > new DijkstraShortestPath<>(copy).getPathWeight(0, to) ? 1 : 0;
                }
            }
        }
        assertThat(bound).isGreaterThan(20);
        assertThat(none).isGreaterThan(50);
    }

    private static long[] amounts(Random random, WeightedGraph graph) {
        return random.longs(graph.graph().arcCount(), 0, 40).toArray();
    }

    private static long uses(GraphPath<Integer, Integer> path, long[] amounts) {
        return path.getEdgeList().stream().mapToLong(arc -> amounts[arc]).sum();
    }

    @Test
    void foreignVertices_andBadNumbers_areRefused() {
        WeightedGraph graph = new WeightedGraph(new CsrGraph(2, new int[] {0}, new int[] {1}), new long[] {5});
        KernelConstrainedPath constrained = new KernelConstrainedPath(graph, new long[][] {{1}}, new long[] {1});
        KernelKShortestPaths several = new KernelKShortestPaths(graph);
        KernelDisjointPaths disjoint = new KernelDisjointPaths(graph, Kind.ARCS);
        List<ThrowingCallable> refused = new ArrayList<>(List.of(
                () -> several.getPaths(0, 2, 1),
                () -> several.getPaths(2, 0, 1),
                () -> several.getPaths(0, 1, -1),
                () -> disjoint.getPaths(0, 2, 2),
                () -> disjoint.getPaths(0, 0, 2),
                () -> disjoint.getPaths(0, 1, 0),
                () -> disjoint.getPaths(0, 1, 3),
                () -> new KernelConstrainedPath(graph, new long[][] {{1}}, new long[] {1, 2}),
                () -> new KernelConstrainedPath(graph, new long[][] {{-1}}, new long[] {1})));
        for (ShortestPathAlgorithm<Integer, Integer> search :
                List.of(new KernelShortestPath(graph), new KernelBidirectionalPath(graph), constrained)) {
            refused.add(() -> search.getPath(0, 2));
            refused.add(() -> search.getPath(-1, 0));
            refused.add(() -> search.getPathWeight(2, 0));
            refused.add(() -> search.getPaths(2));
        }
        assertThat(refused).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class));
        assertThat(disjoint.getPaths(1, 0, 2)).isEmpty();
        assertThat(several.getPaths(1, 0, 3)).isEmpty();
        assertThat(several.getPaths(1, 1, 3)).hasSize(1);
    }
}
