package io.plumbline.pce.graph.jgrapht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.pce.graph.CsrGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.connectivity.GabowStrongConnectivityInspector;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.alg.flow.EdmondsKarpMFImpl;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.alg.scoring.BetweennessCentrality;
import org.jgrapht.alg.shortestpath.BellmanFordShortestPath;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.alg.shortestpath.FloydWarshallShortestPaths;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.junit.jupiter.api.Test;

/** The view says of a graph what JGraphT's own copy says, and JGraphT's algorithms find the same on both. */
class WeightedGraphTest {
    private static final int GRAPHS = 60;

    private static WeightedGraph random(Random random, boolean simple) {
        int nodes = 2 + random.nextInt(9);
        return Copies.random(random, nodes, nodes + random.nextInt(4 * nodes), simple);
    }

    @Test
    void view_isTheSameGraphAsItsCopy() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            WeightedGraph view = random(new Random(seed), false);
            Graph<Integer, Integer> copy = Copies.of(view);
            String what = "seed " + seed;
            assertThat(view.vertexSet()).as(what).isEqualTo(copy.vertexSet());
            assertThat(view.edgeSet()).as(what).isEqualTo(copy.edgeSet());
            assertThat(view)
                    .as(what)
                    .hasSameHashCodeAs(copy)
                    .isEqualTo(new WeightedGraph(view.graph(), view.weights()));
            for (Integer node : copy.vertexSet()) {
                assertThat(view.outgoingEdgesOf(node)).as(what).isEqualTo(copy.outgoingEdgesOf(node));
                assertThat(view.incomingEdgesOf(node)).as(what).isEqualTo(copy.incomingEdgesOf(node));
                assertThat(view.edgesOf(node)).as(what).isEqualTo(copy.edgesOf(node));
                assertThat(view.degreeOf(node)).as(what).isEqualTo(copy.degreeOf(node));
                assertThat(view.inDegreeOf(node)).as(what).isEqualTo(copy.inDegreeOf(node));
                assertThat(view.outDegreeOf(node)).as(what).isEqualTo(copy.outDegreeOf(node));
                for (Integer other : copy.vertexSet()) {
                    assertThat(view.getAllEdges(node, other)).as(what).isEqualTo(copy.getAllEdges(node, other));
                    assertThat(view.containsEdge(node, other)).as(what).isEqualTo(copy.containsEdge(node, other));
                    assertThat(view.getEdge(node, other) == null).as(what).isEqualTo(copy.getEdge(node, other) == null);
                }
            }
        }
    }

    @Test
    void whatIsNotInTheGraph_isNoVertexAndNoEdge() {
        WeightedGraph graph = new WeightedGraph(
                new CsrGraph(3, new int[] {0, 1, 1}, new int[] {1, 2, 1}), new long[] {5, CsrGraph.UNUSABLE, 7});
        assertThat(graph.edgeSet()).containsExactly(0, 2);
        assertThat(graph.containsEdge(1)).isFalse();
        assertThat(graph.containsEdge(3)).isFalse();
        assertThat(graph.containsVertex(3)).isFalse();
        assertThat(graph.containsVertex(-1)).isFalse();
        assertThat(graph.containsVertex(null)).isFalse();
        assertThat(graph.containsEdge((Integer) null)).isFalse();
        assertThat(graph.getAllEdges(0, 3)).isNull();
        assertThat(graph.getEdge(3, 0)).isNull();
        assertThat(graph.getEdge(1, 2)).isNull();
        assertThat(graph.getAllEdges(1, 2)).isEmpty();
        assertThat(graph.degreeOf(1)).as("a loop counts twice").isEqualTo(3);
        assertThat(graph.edgesOf(1)).containsExactly(0, 2);
        assertThat(graph.getVertexSupplier().get()).as("new").isEqualTo(3);
        assertThat(graph.getEdgeSupplier().get()).as("new").isEqualTo(3);
        for (ThrowingCallable foreign : List.<ThrowingCallable>of(
                () -> graph.outgoingEdgesOf(3),
                () -> graph.incomingEdgesOf(-1),
                () -> graph.edgesOf(3),
                () -> graph.degreeOf(3),
                () -> graph.getEdgeSource(1),
                () -> graph.getEdgeTarget(3),
                () -> graph.getEdgeWeight(-1))) {
            assertThatThrownBy(foreign).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new WeightedGraph(new CsrGraph(2, new int[] {0}, new int[] {1}), new long[] {-1}))
                .hasMessageContaining("weight of arc 0: -1 given");
    }

    @Test
    void nobodyCanModifyIt() {
        long[] weights = {5, 7};
        WeightedGraph graph = new WeightedGraph(new CsrGraph(2, new int[] {0, 1}, new int[] {1, 0}), weights);
        weights[0] = 1;
        assertThat(graph.getEdgeWeight(0)).isEqualTo(5);
        assertThat(graph.getType().isModifiable()).isFalse();
        assertThat(graph.getType().isDirected()).isTrue();
        assertThat(graph.getType().isWeighted()).isTrue();
        assertThat(graph.getType().isAllowingMultipleEdges()).isTrue();
        assertThat(graph.getType().isAllowingSelfLoops()).isTrue();
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> graph.addVertex(),
                () -> graph.addVertex(2),
                () -> graph.addEdge(0, 1),
                () -> graph.addEdge(0, 1, 2),
                () -> graph.removeVertex(0),
                () -> graph.removeEdge(0),
                () -> graph.removeEdge(0, 1),
                () -> graph.removeAllEdges(0, 1),
                () -> graph.removeAllEdges(Set.of(0)),
                () -> graph.removeAllVertices(Set.of(0)),
                () -> graph.setEdgeWeight(0, 1.0),
                () -> graph.setEdgeWeight(0, 1, 1.0),
                () -> graph.vertexSet().remove(0),
                () -> graph.edgeSet().clear(),
                () -> graph.outgoingEdgesOf(0).clear())) {
            assertThatThrownBy(change).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(graph.edgeSet()).containsExactly(0, 1);
    }

    /** Strong components, cycles, shortest paths of negative weights too, all pairs, flows, centrality, traversal. */
    @Test
    void algorithmsOfJgrapht_findTheSameOnViewAndCopy() {
        int flows = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            Random random = new Random(1000 + seed);
            WeightedGraph view = random(random, false);
            Graph<Integer, Integer> copy = Copies.of(view);
            String what = "seed " + seed;
            assertThat(new HashSet<>(new GabowStrongConnectivityInspector<>(view).stronglyConnectedSets()))
                    .as(what)
                    .isEqualTo(new HashSet<>(new KosarajuStrongConnectivityInspector<>(copy).stronglyConnectedSets()));
            assertThat(new CycleDetector<>(view).findCycles())
                    .as(what)
                    .isEqualTo(new CycleDetector<>(copy).findCycles());
            assertThat(new BetweennessCentrality<>(view).getScores())
                    .as(what)
                    .isEqualTo(new BetweennessCentrality<>(copy).getScores());
            FloydWarshallShortestPaths<Integer, Integer> allPairs = new FloydWarshallShortestPaths<>(copy);
            for (Integer from : view.vertexSet()) {
                Set<Integer> reached = new HashSet<>();
                new BreadthFirstIterator<>(view, from).forEachRemaining(reached::add);
                var bellmanFord = new BellmanFordShortestPath<>(view).getPaths(from);
                for (Integer to : view.vertexSet()) {
                    double expected = allPairs.getPathWeight(from, to);
                    assertThat(bellmanFord.getWeight(to)).as(what).isEqualTo(expected);
                    assertThat(new BidirectionalDijkstraShortestPath<>(view).getPathWeight(from, to))
                            .as(what)
                            .isEqualTo(expected);
                    assertThat(reached.contains(to)).as(what).isEqualTo(expected < Double.POSITIVE_INFINITY);
                    if (!from.equals(to)) {
                        double flow = new EdmondsKarpMFImpl<>(copy).getMaximumFlowValue(from, to);
                        assertThat(new PushRelabelMFImpl<>(view).getMaximumFlowValue(from, to))
                                .as(what)
                                .isEqualTo(flow);
                        flows += flow > 0 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(flows).isGreaterThan(500);
    }

    @Test
    void yenOfJgrapht_findsTheSameOnViewAndCopy_ofSimpleGraphs() {
        int several = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            WeightedGraph view = random(new Random(2000 + seed), true);
            Graph<Integer, Integer> copy = Copies.of(view);
            for (Integer to : view.vertexSet()) {
                List<Double> expected = weights(new YenKShortestPath<>(copy).getPaths(0, to, 6));
                assertThat(weights(new YenKShortestPath<>(view).getPaths(0, to, 6)))
                        .as("seed " + seed)
                        .isEqualTo(expected);
                several += expected.size() > 2 ? 1 : 0;
            }
        }
        assertThat(several).isGreaterThan(50);
    }

    static List<Double> weights(List<GraphPath<Integer, Integer>> paths) {
        return paths.stream().map(GraphPath::getWeight).toList();
    }
}
