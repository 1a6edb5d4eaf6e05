package io.plumbline.pce.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.pce.graph.DisjointPaths.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pairs without a common risk group, within bounds, through waypoints: against all pairs of paths of small multigraphs. */
class ConstrainedDisjointPathsTest {

    private static int[][] groups(Random random, CsrGraph graph) {
        int[][] groups = new int[random.nextInt(6)][];
        for (int group = 0; group < groups.length; group++) {
            groups[group] =
                    random.ints(1 + random.nextInt(3), 0, graph.arcCount()).toArray();
        }
        return groups;
    }

    private static boolean isDisjoint(CsrGraph graph, Kind kind, int[][] groups, int[] one, int[] other) {
        Set<Object> shared = risks(graph, kind, groups, one);
        shared.retainAll(risks(graph, kind, groups, other));
        return shared.isEmpty();
    }

    private static Set<Object> risks(CsrGraph graph, Kind kind, int[][] groups, int[] path) {
        Set<Object> risks = new HashSet<>();
        for (int i = 0; i < path.length; i++) {
            int arc = path[i];
            risks.add("arc " + arc);
            for (int group = 0; group < groups.length; group++) {
                if (Arrays.stream(groups[group]).anyMatch(member -> member == arc)) {
                    risks.add("group " + group);
                }
            }
            if (kind == Kind.NODES && i > 0) {
                risks.add("node " + graph.tail(arc));
            }
        }
        return risks;
    }

    private static boolean keeps(int[] path, long[] delays, long bound) {
        return Arrays.stream(path).noneMatch(arc -> delays[arc] >= CsrGraph.UNUSABLE)
                && Graphs.weight(path, delays) <= bound;
    }

    @Test
    void find_isTheLightestOfAllPairs() {
        int found = 0;
        int heavier = 0;
        int none = 0;
        for (int seed = 0; seed < 4000; seed++) {
            Random random = new Random(seed);
            int nodes = 2 + random.nextInt(6);
            CsrGraph graph = Graphs.random(random, nodes, 2 * nodes + random.nextInt(12));
            long[] weights = Graphs.weights(random, graph, seed % 2 == 0);
            int[][] groups = groups(random, graph);
            int source = random.nextInt(nodes);
            int target = (source + 1 + random.nextInt(nodes - 1)) % nodes;
            RouteConstraints constraints = Graphs.exclusions(random, graph);
            int waypoint = random.nextInt(nodes);
            if (random.nextInt(4) == 0 && waypoint != source && waypoint != target) {
                constraints =
                        RouteConstraints.on(graph).via(waypoint).excludeArc(0).build();
            }
            boolean bounded = random.nextInt(3) > 0;
            long[] delays = Graphs.weights(random, graph, true);
            long firstBound = random.nextInt(bounded ? 1500 : 1);
            long secondBound = random.nextBoolean() ? firstBound : random.nextInt(1500);
            for (Kind kind : Kind.values()) {
                long least = CsrGraph.UNUSABLE;
                List<int[]> firsts = Graphs.allPaths(graph, weights, source, target, constraints);
                List<int[]> seconds = Graphs.allPaths(graph, weights, source, target, constraints.withoutWaypoints());
                for (int[] one : firsts) {
                    for (int[] other : seconds) {
                        if ((!bounded || keeps(one, delays, firstBound) && keeps(other, delays, secondBound))
                                && isDisjoint(graph, kind, groups, one, other)) {
                            least = Math.min(least, Graphs.weight(one, weights) + Graphs.weight(other, weights));
                        }
                    }
                }
                ConstrainedDisjointPaths search = new ConstrainedDisjointPaths(graph, new RiskGroups(graph, groups));
                Outcome outcome = bounded
                        ? search.find(kind, weights, delays, firstBound, secondBound, source, target, constraints)
                        : search.find(kind, weights, source, target, constraints);
                String what = "seed " + seed + ", " + kind;
                assertThat(outcome).as(what).isEqualTo(least < CsrGraph.UNUSABLE ? Outcome.FOUND : Outcome.NONE);
                assertThat(search.totalWeight()).as(what).isEqualTo(least);
                DisjointPaths lightest = new DisjointPaths(graph);
                Outcome anyPair = lightest.find(kind, weights, source, target, constraints.withoutWaypoints());
                if (outcome == Outcome.FOUND) {
                    int[] one = search.first().toArray();
                    int[] other = search.second().toArray();
                    assertThat(firsts).as(what).anyMatch(path -> Arrays.equals(path, one));
                    assertThat(seconds).as(what).anyMatch(path -> Arrays.equals(path, other));
                    assertThat(isDisjoint(graph, kind, groups, one, other))
                            .as(what)
                            .isTrue();
                    assertThat(!bounded || keeps(one, delays, firstBound) && keeps(other, delays, secondBound))
                            .as(what)
                            .isTrue();
                    found++;
                    heavier += least > lightest.totalWeight() ? 1 : 0;
                } else if (anyPair == Outcome.FOUND) {
                    none++;
                }
            }
        }
        assertThat(found).isGreaterThan(1000);
        assertThat(heavier).isGreaterThan(50);
        assertThat(none).isGreaterThan(300);
    }

    /** All ways into the target are in one duct: one branch proves that there is no pair, whatever the number of ways. */
    @Test
    void find_provesThatThereIsNone_whereAllEndInOneDuct() {
        Graphs.Links grid = grid(7);
        int corner = grid.graph().nodeCount() - 1;
        int[] duct = {
            grid.graph().inArc(grid.graph().inBegin(corner)),
            grid.graph().inArc(grid.graph().inEnd(corner) - 1)
        };
        RiskGroups groups = new RiskGroups(grid.graph(), new int[][] {duct});
        for (Kind kind : Kind.values()) {
            ConstrainedDisjointPaths search = new ConstrainedDisjointPaths(grid.graph(), groups, 1);
            assertThat(search.find(kind, grid.delays(), 0, corner, RouteConstraints.NONE))
                    .isEqualTo(Outcome.NONE);
        }
    }

    /** In a grid with ducts at random many branches are needed now and then; with too few it says so, and what it has is a pair. */
    @Test
    void find_givesUpWithTheBestSoFar() {
        Graphs.Links grid = grid(7);
        CsrGraph graph = grid.graph();
        int gaveUp = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int[][] ducts = new int[30][];
            Arrays.setAll(ducts, i -> random.ints(4, 0, graph.arcCount()).toArray());
            long[] weights = random.longs(graph.arcCount(), 1, 20).toArray();
            RiskGroups groups = new RiskGroups(graph, ducts);
            ConstrainedDisjointPaths few = new ConstrainedDisjointPaths(graph, groups, 2);
            ConstrainedDisjointPaths many = new ConstrainedDisjointPaths(graph, groups);
            Outcome outcome = few.find(Kind.ARCS, weights, 0, graph.nodeCount() - 1, RouteConstraints.NONE);
            assertThat(many.find(Kind.ARCS, weights, 0, graph.nodeCount() - 1, RouteConstraints.NONE))
                    .as("seed %d", seed)
                    .isNotEqualTo(Outcome.GAVE_UP);
            assertThat(few.totalWeight()).as("seed %d", seed).isGreaterThanOrEqualTo(many.totalWeight());
            if (outcome == Outcome.GAVE_UP) {
                gaveUp++;
            } else {
                assertThat(few.totalWeight()).as("seed %d", seed).isEqualTo(many.totalWeight());
            }
        }
        assertThat(gaveUp).isBetween(1, 39);
    }

    private static Graphs.Links grid(int side) {
        List<long[]> links = new ArrayList<>();
        for (int node = 0; node < side * side; node++) {
            if (node % side + 1 < side) {
                links.add(new long[] {node, node + 1, 1});
            }
            if (node + side < side * side) {
                links.add(new long[] {node, node + side, 1});
            }
        }
        return Graphs.Links.of(side * side, links);
    }

    @Test
    void badInput_isRefusedByName() {
        CsrGraph line = new CsrGraph(2, new int[] {0, 0}, new int[] {1, 1});
        assertThatThrownBy(() -> new RiskGroups(line, new int[][] {{0}, {2}}))
                .hasMessageContaining("arc of risk group 1: 2 given, at least 0 and at most 1 allowed");
        ConstrainedDisjointPaths search = new ConstrainedDisjointPaths(line, RiskGroups.none(line));
        long[] one = {1, 1};
        assertThatThrownBy(() -> search.find(Kind.ARCS, one, one, -1, 0, 0, 1, RouteConstraints.NONE))
                .hasMessageContaining("firstBound: -1");
        assertThatThrownBy(() -> search.find(Kind.ARCS, one, one, 0, -1, 0, 1, RouteConstraints.NONE))
                .hasMessageContaining("secondBound: -1");
        assertThatThrownBy(() -> search.find(Kind.ARCS, one, new long[1], 0, 0, 0, 1, RouteConstraints.NONE))
                .hasMessageContaining("delays: 1 given for 2 arcs");
        assertThat(search.find(Kind.ARCS, one, one, 1, 1, 0, 1, RouteConstraints.NONE))
                .isEqualTo(Outcome.FOUND);
        assertThat(search.totalWeight()).isEqualTo(2);
    }
}
