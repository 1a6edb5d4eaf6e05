package io.plumbline.pce.topology.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DirectedWeightedMultigraph;
import org.junit.jupiter.api.Test;

/** The shapes are what their papers say; JGraphT measures them. */
class GeneratorTest {
    private static final LinkTemplate LINK =
            LinkTemplate.ethernet(ImmutableList.of(new ServiceClass("gold", 100_000, 1_000_000)));

    private static final Blueprint BLUEPRINT = blueprint(TeNode.Kind.TERMINATION_POINT);

    private static Blueprint blueprint(TeNode.Kind hosts) {
        return new Blueprint(new NodeTemplate(0, 0, 1000, 1000), LINK, LINK.access(), 10_000_000_000L, 1_000, hosts);
    }

    private static Graph<String, TeLink> graph(TeTopology topology) {
        Graph<String, TeLink> graph = new DirectedWeightedMultigraph<>(TeLink.class);
        topology.nodes().keySet().forEach(graph::addVertex);
        topology.links().values().forEach(link -> graph.addEdge(link.from(), link.to(), link));
        return graph;
    }

    /** Links that leave, by node. */
    private static List<Integer> degrees(TeTopology topology, String prefix) {
        Graph<String, TeLink> graph = graph(topology);
        return topology.nodes().keySet().stream()
                .filter(id -> id.startsWith(prefix) && !id.contains("host"))
                .map(graph::outDegreeOf)
                .toList();
    }

    private static int hops(TeTopology topology, String from, String to) {
        return new BFSShortestPath<>(graph(topology)).getPath(from, to).getLength();
    }

    private static int diameter(TeTopology topology, Function<String, Boolean> counts) {
        Graph<String, TeLink> graph = graph(topology);
        BFSShortestPath<String, TeLink> paths = new BFSShortestPath<>(graph);
        return graph.vertexSet().stream()
                .filter(counts::apply)
                .mapToInt(from -> {
                    var reached = paths.getPaths(from);
                    return graph.vertexSet().stream()
                            .filter(counts::apply)
                            .mapToInt(to -> (int) reached.getWeight(to))
                            .max()
                            .orElse(0);
                })
                .max()
                .orElse(0);
    }

    private static boolean isConnected(TeTopology topology) {
        return new ConnectivityInspector<>(graph(topology)).isConnected();
    }

    /** Each link between switches has one the other way, of the same constants. */
    private static void assertBothWays(TeTopology topology) {
        List<String> there = topology.links().values().stream()
                .filter(link -> link.tagBytes() > 0)
                .map(link -> link.from() + " " + link.to() + " " + link.propagationNanos())
                .sorted()
                .toList();
        List<String> back = topology.links().values().stream()
                .filter(link -> link.tagBytes() > 0)
                .map(link -> link.to() + " " + link.from() + " " + link.propagationNanos())
                .sorted()
                .toList();
        assertThat(there).isEqualTo(back);
    }

    @Test
    void fatTree_isThatOfAlFares() {
        for (int k : new int[] {2, 4, 6, 8}) {
            TeTopology topology = new FatTree(k).topology(BLUEPRINT);
            int hosts = k * k * k / 4;
            assertThat(topology.nodes()).as("k " + k).hasSize(5 * k * k / 4 + hosts);
            // k^3/4 cables in each of the two upper tiers, two links a cable; one link to each host.
            assertThat(topology.links()).as("k " + k).hasSize(2 * 2 * hosts + hosts);
            assertThat(degrees(topology, "core")).hasSize(k * k / 4).containsOnly(k);
            assertThat(degrees(topology, "pod")).hasSize(k * k).containsOnly(k);
            assertBothWays(topology);
            assertThat(isConnected(topology)).isTrue();
            TeTopology forwarding = new FatTree(k).topology(blueprint(TeNode.Kind.SWITCH));
            assertThat(diameter(forwarding, id -> id.contains("host"))).isEqualTo(6);
        }
    }

    /** The hosts of the first half of the pods can all send at once to those of the second half: as many links as hosts in the cut. */
    @Test
    void fatTree_hasFullBisection() {
        for (int k : new int[] {4, 8}) {
            TeTopology topology = new FatTree(k).topology(blueprint(TeNode.Kind.SWITCH));
            Graph<String, TeLink> graph = graph(topology);
            graph.addVertex("source");
            graph.addVertex("sink");
            graph.edgeSet().forEach(link -> graph.setEdgeWeight(link, 1));
            topology.nodes().keySet().stream().filter(id -> id.contains("host")).forEach(host -> {
                boolean sends = Integer.parseInt(host.split("-", -1)[1]) < k / 2;
                TeLink link = sends
                        ? LINK.link("source-" + host, "source", host, 1, 0)
                        : LINK.link(host + "-sink", host, "sink", 1, 0);
                graph.addEdge(link.from(), link.to(), link);
                graph.setEdgeWeight(link, 1);
            });
            assertThat(new PushRelabelMFImpl<>(graph).calculateMaximumFlow("source", "sink"))
                    .isEqualTo(k * k * k / 8.0);
        }
    }

    @Test
    void leafSpine_linksEveryLeafToEverySpine() {
        TeTopology topology = new LeafSpine(12, 3, 5, 2).topology(BLUEPRINT);
        assertThat(topology.nodes()).hasSize(12 + 3 + 60);
        assertThat(topology.links()).hasSize(2 * 12 * 3 * 2 + 60).containsKey("leaf-07->spine-1#2");
        assertThat(degrees(topology, "leaf")).hasSize(12).containsOnly(3 * 2 + 5);
        assertThat(degrees(topology, "spine")).hasSize(3).containsOnly(12 * 2);
        assertBothWays(topology);
        assertThat(isConnected(topology)).isTrue();
        assertThat(diameter(topology, id -> !id.contains("host"))).isEqualTo(2);
        assertThat(hops(topology, "leaf-00", "leaf-11-host-4")).isEqualTo(3);
    }

    @Test
    void railOptimised_keepsARailOfAUnitAtOneSwitch() {
        TeTopology topology = new RailOptimised(3, 16, 8, 4).topology(blueprint(TeNode.Kind.SWITCH));
        assertThat(topology.nodes()).hasSize(4 + 3 * 8 + 3 * 16 * 8);
        assertThat(topology.links()).hasSize(2 * (3 * 8 * 4 + 3 * 16 * 8));
        assertThat(degrees(topology, "unit")).hasSize(24).containsOnly(4 + 16);
        assertThat(degrees(topology, "spine")).hasSize(4).containsOnly(24);
        assertBothWays(topology);
        assertThat(isConnected(topology)).isTrue();
        assertThat(hops(topology, "server-00-card-3", "server-15-card-3")).isEqualTo(2);
        assertThat(hops(topology, "server-00-card-3", "server-15-card-4")).isEqualTo(4);
        assertThat(hops(topology, "server-00-card-3", "server-16-card-3")).isEqualTo(4);
    }

    @Test
    void dragonfly_isThatOfKim() {
        record Shape(int a, int g, int h) {}
        // Balanced (g = a h + 1), fewer groups with and without ports left over, a single router a group.
        for (Shape shape : List.of(
                new Shape(4, 9, 2), new Shape(8, 33, 4), new Shape(4, 5, 2), new Shape(4, 4, 2), new Shape(1, 4, 3))) {
            TeTopology topology = new Dragonfly(shape.a, shape.g, shape.h, 2).topology(BLUEPRINT);
            String what = shape.toString();
            int routers = shape.a * shape.g;
            int ofAPair = shape.a * shape.h / (shape.g - 1);
            assertThat(topology.nodes()).as(what).hasSize(routers * 3);
            int cables = shape.g * shape.a * (shape.a - 1) / 2 + ofAPair * shape.g * (shape.g - 1) / 2;
            assertThat(topology.links()).as(what).hasSize(2 * cables + 2 * routers);
            assertThat(degrees(topology, "group")).as(what).allMatch(degree -> degree <= shape.a - 1 + shape.h + 2);
            if (shape.a * shape.h % (shape.g - 1) == 0) {
                assertThat(degrees(topology, "group")).as(what).containsOnly(shape.a - 1 + shape.h + 2);
            }
            var pairs = topology.links().values().stream()
                    .filter(link -> link.tagBytes() > 0)
                    .filter(link -> !group(link.from()).equals(group(link.to())))
                    .collect(Collectors.groupingBy(
                            link -> group(link.from()) + " " + group(link.to()), Collectors.counting()));
            assertThat(pairs.values()).as(what).hasSize(shape.g * (shape.g - 1)).containsOnly((long) ofAPair);
            assertBothWays(topology);
            assertThat(isConnected(topology)).as(what).isTrue();
            assertThat(diameter(topology, id -> !id.contains("host"))).as(what).isLessThanOrEqualTo(3);
        }
    }

    private static String group(String router) {
        return router.split("-", -1)[1];
    }

    @Test
    void geometricRandom_isConnectedAtAnyDensity_andNearIsLinked() {
        for (long seed = 0; seed < 8; seed++) {
            for (int degree : new int[] {0, 2, 6, 30}) {
                int nodes = 1 + (int) new SplitMix64(seed).below(150);
                TeTopology topology = new GeometricRandom(nodes, degree, 1000, seed).topology(BLUEPRINT);
                String what = "seed " + seed + " degree " + degree + " nodes " + nodes;
                assertThat(topology.nodes()).as(what).hasSize(nodes);
                assertThat(isConnected(topology)).as(what).isTrue();
                assertThat(topology.links()).as(what).hasSizeGreaterThanOrEqualTo(2 * (nodes - 1));
                assertThat(topology.links().keySet()).as(what).noneMatch(id -> id.contains("#"));
                if (degree == 0) {
                    assertThat(topology.links()).as(what).hasSize(2 * (nodes - 1));
                }
                assertBothWays(topology);
            }
        }
    }

    /** With a border all around, the mean degree is somewhat less than asked for. */
    @Test
    void geometricRandom_hasAboutTheDegreeAskedFor() {
        TeTopology topology = new GeometricRandom(2000, 8, 1000, 42).topology(BLUEPRINT);
        assertThat(topology.links().size() / 2000.0).isBetween(7.0, 8.2);
        assertThat(topology.links().values())
                .allMatch(link -> link.propagationNanos() >= 5_000 && link.propagationNanos() % 1_000 == 0);
    }

    @Test
    void tenThousandNodes_areBuilt_andTheSameAgain() {
        Generator shape = new GeometricRandom(10_000, 6, 4000, 7);
        TeTopology topology = shape.topology(BLUEPRINT);
        assertThat(topology.nodes()).hasSize(10_000);
        assertThat(topology.links()).hasSizeBetween(50_000, 62_000);
        assertThat(shape.topology(BLUEPRINT)).isEqualTo(topology);
        assertThat(new GeometricRandom(100, 6, 4000, 8).topology(BLUEPRINT).links())
                .isNotEqualTo(
                        new GeometricRandom(100, 6, 4000, 7).topology(BLUEPRINT).links());
    }

    /** Known answers, so that a seed means the same topology in every version: the reference implementation's, from seed 1234567. */
    @Test
    void splitMix64_givesTheReferenceNumbers() {
        SplitMix64 random = new SplitMix64(1_234_567);
        assertThat(List.of(random.next(), random.next(), random.next()))
                .containsExactly(
                        6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"));
        assertThatIllegalArgumentException().isThrownBy(() -> random.below(0));
    }

    @Test
    void impossibleShapes_areRefused_withFieldValueAndLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FatTree(5))
                .withMessage("k: 5 given, an even number needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FatTree(0))
                .withMessage("k: 0 given, at least 2 and at most 128 allowed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dragonfly(4, 10, 2, 0))
                .withMessage("g: 10 given, at least 2 and at most 9 allowed");
        assertThatIllegalArgumentException().isThrownBy(() -> new LeafSpine(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RailOptimised(1, 1, 65, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeometricRandom(0, 6, 1, 1));
    }
}
