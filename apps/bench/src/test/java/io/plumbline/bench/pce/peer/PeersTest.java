package io.plumbline.bench.pce.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.race.Engine;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.shortestpath.SuurballeKDisjointShortestPaths;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The peers' graphs are the instance's: their answers agree where they must, and their paths are paths of it. */
class PeersTest {

    private static long cost(Instance instance, int[] path, int from, int to) {
        int at = from;
        long sum = 0;
        for (int arc : path) {
            assertThat(instance.arcs().get(arc).from()).isEqualTo(at);
            at = instance.arcs().get(arc).to();
            sum += instance.arcs().get(arc).delayMicroseconds();
        }
        assertThat(at).isEqualTo(to);
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onosAndJGraphTAgree(long seed) {
        Instance instance = SmallInstances.draw(seed, 12, 22).simple();
        JGraphT jgrapht = new JGraphT(instance, arc -> delay(instance, arc));
        OnosGraph.Weighed onos = new OnosGraph(instance).weighed(arc -> delay(instance, arc));
        var dijkstra = new DijkstraShortestPath<>(jgrapht.graph());
        var yen = new YenKShortestPath<>(jgrapht.graph());
        Random pairs = new Random(seed);
        for (int i = 0; i < 20; i++) {
            int from = pairs.nextInt(12);
            int to = (from + 1 + pairs.nextInt(11)) % 12;
            long least = JGraphT.cost(dijkstra, from, to);
            List<int[]> paths = onos.shortest(from, to);
            if (least == Engine.NONE) {
                assertThat(paths).isEmpty();
                continue;
            }
            assertThat(paths)
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(cost(instance, path, from, to))
                            .as("seed %d, %d to %d", seed, from, to)
                            .isEqualTo(least));
            long[] expected = yen.getPaths(from, to, 4).stream()
                    .map(JGraphT::arcs)
                    .mapToLong(path -> cost(instance, path, from, to))
                    .toArray();
            assertThat(costs(instance, onos.kShortestLazily(from, to, 4), from, to)[0])
                    .isEqualTo(expected[0]);
            assertThat(costs(instance, onos.kShortest(from, to, 4), from, to)[0])
                    .isEqualTo(expected[0]);
            assertThat(expected).isSorted();
        }
    }

    private static long delay(Instance instance, int arc) {
        return instance.arcs().get(arc).delayMicroseconds();
    }

    private static long[] costs(Instance instance, List<int[]> paths, int from, int to) {
        return paths.stream().mapToLong(path -> cost(instance, path, from, to)).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void onosPairs_areNeverCheaperThanTheCheapestTwoWithoutACommonLink(long seed) {
        Instance instance = SmallInstances.draw(seed, 10, 24).simple();
        JGraphT jgrapht = new JGraphT(instance, arc -> delay(instance, arc));
        OnosGraph.Weighed onos = new OnosGraph(instance).weighed(arc -> delay(instance, arc));
        var suurballe = new SuurballeKDisjointShortestPaths<>(jgrapht.graph());
        int found = 0;
        for (int from = 0; from < 10; from++) {
            for (int to = 0; to < 10; to++) {
                long pair = from == to ? Engine.NONE : onos.disjointPair(from, to);
                if (pair != Engine.NONE) {
                    found++;
                    List<GraphPath<Integer, JGraphT.Link>> paths = suurballe.getPaths(from, to, 2);
                    assertThat(paths).as("seed %d, %d to %d", seed, from, to).hasSize(2);
                    assertThat(pair)
                            .isGreaterThanOrEqualTo(Math.round(paths.stream()
                                    .mapToDouble(GraphPath::getWeight)
                                    .sum()));
                }
            }
        }
        assertThat(found).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void closedArcsAreNotUsed(long seed) {
        Instance instance = SmallInstances.draw(seed, 8, 14);
        boolean[] closed = new boolean[instance.arcs().size()];
        for (int arc = 0; arc < closed.length; arc += 3) {
            closed[arc] = true;
        }
        OnosGraph.Weighed onos = new OnosGraph(instance).weighed(arc -> 1, arc -> !closed[arc]);
        for (int to = 1; to < 8; to++) {
            assertThat(onos.shortest(0, to))
                    .allSatisfy(path -> assertThat(IntStream.of(path).noneMatch(arc -> closed[arc]))
                            .isTrue());
        }
    }
}
