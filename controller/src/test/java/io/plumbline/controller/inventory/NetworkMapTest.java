package io.plumbline.controller.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.NetworkMap.Cable;
import io.plumbline.controller.inventory.NetworkMap.Site;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of topologies, good and bad. What is bad is told with file, line, field, value and limit; nothing is ever half read. */
class NetworkMapTest {
    private static final String GRAPH = """
            <?xml version="1.0" encoding="utf-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key attr.name="label" attr.type="string" for="node" id="d0"/>
              <key attr.name="Latitude" attr.type="double" for="node" id="d1"/>
              <key attr.name="Longitude" attr.type="double" for="node" id="d2"/>
              <key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="d3"/>
              <graph edgedefault="undirected">
                <data key="d0">a test</data>
                <node id="a"><data key="d0">Town</data><data key="d1">50.0</data><data key="d2">8.0</data></node>
                <node id="b"><data key="d0">Town</data><data key="d1">50.0</data><data key="d2">9.0</data></node>
                <node id="c"/>
                <edge source="a" target="b"><data key="d3">2.5E9</data></edge>
                <edge source="a" target="b"/>
                <edge source="b" target="c" directed="true"/>
                <edge source="d" target="e"/>
                <node id="d"/>
                <node id="e"/>
              </graph>
            </graphml>
            """;

    private static final String NORM = """
            # a comment
            N 0 50.0 8.0 A town
            N 1 50.0 9.0

            L 0 0 1 2500 430 71.5 0
            L 1 0 1 10000 430 71.5 1
            """;

    private static NetworkMap graphMl(String text) throws InventoryException {
        return GraphMl.parse("g.graphml", text.getBytes(UTF_8), Assumptions.USUAL);
    }

    private static NetworkMap norm(String text) throws InventoryException {
        return NormTopology.parse("n.topo", text, Assumptions.USUAL);
    }

    @Test
    void graphMl_keepsParallelEdges_fillsInWhatIsMissing_andSaysSo() throws Exception {
        NetworkMap map = graphMl(GRAPH);
        assertThat(map.name()).isEqualTo("g");
        assertThat(map.sites().stream().map(Site::id)).containsExactly("a", "b", "c", "d", "e");
        assertThat(map.sites().stream().map(Site::label)).containsExactly("Town", "Town", "c", "d", "e");
        // One degree of longitude at 50 degrees north: 71.5 km, times six.
        assertThat(map.cables())
                .containsExactly(
                        new Cable("0", "a", "b", false, 2_500_000_000L, false, 429_000, false),
                        new Cable("1", "a", "b", false, 10_000_000_000L, true, 429_000, false),
                        // c is put where its only neighbour is.
                        new Cable("2", "b", "c", true, 10_000_000_000L, true, 5_000, false),
                        // Nobody knows where d and e are.
                        new Cable("3", "d", "e", false, 10_000_000_000L, true, 5_000, true));
        LinkTemplate links = LinkTemplate.ethernet(ImmutableList.of(new ServiceClass("gold", 100_000, 1_000_000)));
        TeTopology topology = TeTopology.EMPTY.with(map.changes(new NodeTemplate(0, 0, 100, 100), links));
        assertThat(topology.links().keySet())
                .containsExactly("0:a->b", "0:b->a", "1:a->b", "1:b->a", "2:b->c", "3:d->e", "3:e->d");
    }

    @Test
    void norm_isRead() throws Exception {
        NetworkMap map = norm(NORM);
        assertThat(map.sites())
                .containsExactly(
                        new Site("0", "A town", Optional.of(new Position(50, 8))),
                        new Site("1", "1", Optional.of(new Position(50, 9))));
        assertThat(map.cables())
                .containsExactly(
                        new Cable("0", "0", "1", false, 2_500_000_000L, false, 430_000, false),
                        new Cable("1", "0", "1", false, 10_000_000_000L, true, 430_000, false));
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> graphMl(text))
                .isInstanceOf(InventoryException.class)
                .hasMessageStartingWith("g.graphml:")
                .hasMessageContaining(message);
    }

    @Test
    void malformedGraphMl_isRefused_withLineFieldValueAndLimit() {
        refused("", "g.graphml:1: not XML: ");
        refused("<graphml><graph", "g.graphml:1: not XML: ");
        refused(GRAPH.replace("</graphml>", ""), "not XML: ");
        refused(GRAPH.replace("</graphml>", "</graphml><more/>"), "not XML: ");
        refused("<html/>", "g.graphml:1: root element: not GraphML; allowed: graphml; found: html");
        refused("<graphml/>", "graph: no graph; allowed: one graph a file; found: nothing");
        refused(
                GRAPH.replace("</graph>", "</graph><graph edgedefault='directed'/>"),
                "g.graphml:18: graph: a second graph; allowed: one graph a file");
        refused(
                GRAPH.replace(" edgedefault=\"undirected\"", ""),
                "g.graphml:7: graph: the attribute edgedefault is missing");
        refused(
                GRAPH.replace("\"undirected\"", "\"both\""),
                "g.graphml:7: edgedefault: neither directed nor undirected; allowed: directed or undirected; found: both");
        refused(
                GRAPH.replace("<node id=\"b\"", "<node id=\"a\""),
                "g.graphml:10: node id: a node with this id stands above; allowed: each id once; found: a");
        refused(GRAPH.replace("<node id=\"c\"/>", "<node/>"), "g.graphml:11: node: the attribute id is missing");
        refused(GRAPH.replace("<node id=\"c\"/>", "<node id=\" \"/>"), "g.graphml:11: node id: not an id");
        refused(
                GRAPH.replace("target=\"c\"", "target=\"z\""),
                "g.graphml:14: edge: no node has this id; allowed: ids of nodes of this file; found: z");
        refused(
                GRAPH.replace("source=\"b\" target=\"c\"", "source=\"c\" target=\"c\""),
                "g.graphml:14: edge: a cable from a node to itself; allowed: two different ends; found: c");
        refused(
                GRAPH.replace("<data key=\"d1\">50.0</data><data key=\"d2\">9.0", "<data key=\"d2\">9.0"),
                "g.graphml:10: node b: Latitude is missing; allowed: both or neither");
        refused(
                GRAPH.replace(
                        "<data key=\"d1\">50.0</data><data key=\"d2\">9.0",
                        "<data key=\"d1\">90.1</data><data key=\"d2\">9.0"),
                "g.graphml:10: Latitude: out of range; allowed: a number from -90 to 90; found: 90.1");
        for (String number : List.of("NaN", "Infinity", "1e9999", "", "0x10", "1,5")) {
            refused(GRAPH.replace(">8.0<", ">" + number + "<"), "g.graphml:9: Longitude: not a number");
        }
        refused(
                GRAPH.replace("2.5E9", "1e999"),
                "g.graphml:12: LinkSpeedRaw: out of range; allowed: a number from 0 to 100000000000000; found: 1e999");
        refused(GRAPH.replace("2.5E9", "-1"), "g.graphml:12: LinkSpeedRaw: out of range");
        refused(
                GRAPH.replace("2.5E9", "0.3"),
                "g.graphml:12: LinkSpeedRaw: a cable that carries nothing; allowed: more than 0; found: 0.3");
        refused(GRAPH.replace("<data key=\"d3\">", "<data key=\"d9\">"), "g.graphml:12: data key: no key with this id");
        refused(GRAPH.replace("id=\"d2\"", "id=\"d1\""), "g.graphml:5: key id: a key with this id stands above");
        refused(GRAPH.replace("<node id=\"c\"/>", "<hyperedge/>"), "graph: an element that is not understood here");
        refused(
                GRAPH.replace("<node id=\"c\"/>", "<node id=\"c\"><graph edgedefault='directed'/></node>"),
                "g.graphml:11: node: an element that is not understood here; allowed: data, desc; found: <graph");
        refused(GRAPH.replace("<graphml ", "<graphml a='1' a='2' "), "g.graphml:2: not XML: ");
    }

    /** Nothing outside the file is read, nothing grows: a document type is refused before its first declaration counts. */
    @Test
    void entitiesAndDepth_areRefused(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "50.0");
        String external = "<!DOCTYPE graphml [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>\n<graphml ";
        refused(
                GRAPH.replace("<graphml ", external).replace(">50.0<", ">&x;<"),
                "a document type; allowed: none; found: <!DOCTYPE");
        StringBuilder bomb = new StringBuilder("<!DOCTYPE graphml [<!ENTITY x0 \"xxxxxxxxxx\">");
        for (int i = 1; i < 12; i++) {
            bomb.append(
                    "<!ENTITY x%d \"%s\">".formatted(i, "&x%d;".formatted(i - 1).repeat(10)));
        }
        refused(GRAPH.replace("<graphml ", bomb + "]>\n<graphml ").replace("Town", "&x11;"), "a document type");
        refused(GRAPH.replace("Town", "&x;"), "not XML: ");
        refused(
                GRAPH.replace("Town", "<x>".repeat(100_000) + "</x>".repeat(100_000)),
                "x: nested too deep; allowed: at most 32; found: deeper");
    }

    @Test
    void dataOfOtherTools_isPassedOver() throws Exception {
        NetworkMap map = graphMl(GRAPH.replace("<node id=\"c\"/>", """
                <node id="c"><desc>text</desc><data key="d0">C<y:Shape xmlns:y="urn:y"><y:deep>no</y:deep></y:Shape></data></node>
                """));
        assertThat(map.sites().get(2).label()).isEqualTo("C");
    }

    @Test
    void malformedNorm_isRefused_withLineFieldValueAndLimit() {
        record Case(UnaryOperator<String> spoil, String message) {}
        for (Case each : List.of(
                new Case(text -> "", "n.topo: no node; allowed: at least one"),
                new Case(
                        text -> text.replace("N 1", "M 1"),
                        "n.topo:3: line: unknown kind; allowed: N, L or #; found: M"),
                new Case(text -> text.replace("N 1", "N 0"), "n.topo:3: node id: a node with this id stands above"),
                new Case(text -> text.replace("N 1 50.0 9.0", "N 1 50.0"), "n.topo:3: line: 3 words; allowed: N id"),
                new Case(text -> text.replace("9.0", "180.5"), "n.topo:3: Longitude: out of range"),
                new Case(text -> text.replace("L 1 0 1", "L 0 0 1"), "n.topo:6: link id: not the number"),
                new Case(text -> text.replace("L 1 0 1", "L 1 0 2"), "n.topo:6: edge: no node has this id"),
                new Case(text -> text.replace("L 1 0 1", "L 1 0 0"), "n.topo:6: edge: a cable from a node to itself"),
                new Case(
                        text -> text.replace("10000 430", "0 430"),
                        "n.topo:6: capacity_mbps: a cable that carries nothing"),
                new Case(
                        text -> text.replace("10000 430", "99999999999999999999 430"),
                        "n.topo:6: capacity_mbps: out of range; allowed: a number from 0 to 100000000; found: 9999"),
                new Case(text -> text.replace("10000 430", "10000 -1"), "n.topo:6: delay_us: out of range"),
                new Case(text -> text.replace("10000 430", "10000 0.5"), "n.topo:6: delay_us: not a whole number"),
                new Case(text -> text.replace("71.5 1", "71.5 2"), "n.topo:6: capacity_assumed: out of range"),
                new Case(text -> text.replace("71.5 1", "71.5"), "n.topo:6: line: 7 words"))) {
            assertThatThrownBy(() -> norm(each.spoil.apply(NORM)))
                    .as(each.message)
                    .isInstanceOf(InventoryException.class)
                    .hasMessageStartingWith(each.message);
        }
    }

    @Test
    void malformedDemands_areRefused() throws Exception {
        NetworkMap map = norm(NORM);
        assertThat(NormDemands.parse("d.dem", "# x\nD 0 1 5\nD 1 0 0\n", map)).hasSize(2);
        record Case(String text, String message) {}
        for (Case each : List.of(
                new Case("E 0 1 5", "d.dem:1: line: unknown kind; allowed: D or #; found: E"),
                new Case("D 0 1", "d.dem:1: line: 3 words"),
                new Case("#\nD 0 2 5", "d.dem:2: demand: no node has this id; allowed: ids of nodes of n; found: 2"),
                new Case("D 1 1 5", "d.dem:1: demand: from a node to itself"),
                new Case("D 0 1 5\nD 0 1 6", "d.dem:2: demand: this pair stands above"),
                new Case("D 0 1 -5", "d.dem:1: value: not a number that is allowed"),
                new Case("D 0 1 1.5", "d.dem:1: value: not a number that is allowed"),
                new Case("D 0 1 9999999999999", "d.dem:1: value: not a number that is allowed"))) {
            assertThatThrownBy(() -> NormDemands.parse("d.dem", each.text, map))
                    .as(each.text)
                    .isInstanceOf(InventoryException.class)
                    .hasMessageStartingWith(each.message);
        }
    }

    @Test
    void filesThatCannotBeRead_areErrors(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> GraphMl.load(folder.resolve("none.graphml"), Assumptions.USUAL))
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining("cannot be read");
        Path latin = Files.write(folder.resolve("latin.topo"), new byte[] {'N', ' ', (byte) 0xe9});
        assertThatThrownBy(() -> NormTopology.load(latin, Assumptions.USUAL))
                .hasMessage("latin.topo: the file is not UTF-8");
        Path graph = Files.write(folder.resolve("latin.graphml"), new byte[] {'<', 'g', (byte) 0xe9, '/', '>'});
        assertThatThrownBy(() -> GraphMl.load(graph, Assumptions.USUAL))
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining("not XML");
    }

    /** Whatever is done to a file: a map that is whole, or an error that names the file. */
    @Test
    void mutatedFiles_giveAMapOrAnError() {
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            boolean xml = random.nextInt(3) > 0;
            byte[] bytes = mutated((xml ? GRAPH : NORM).getBytes(UTF_8), random);
            try {
                NetworkMap map = xml
                        ? GraphMl.parse("m", bytes, Assumptions.USUAL)
                        : NormTopology.parse("m", new TextFile("m", bytes).utf8(), Assumptions.USUAL);
                List<String> ids = map.sites().stream().map(Site::id).toList();
                assertThat(map.cables())
                        .as("seed " + seed)
                        .allMatch(cable -> ids.contains(cable.a())
                                && ids.contains(cable.b())
                                && cable.capacityBitsPerSecond() > 0
                                && cable.propagationNanos() >= 0);
                read++;
            } catch (InventoryException e) {
                assertThat(e.getMessage())
                        .as("seed " + seed)
                        .matches("(?s)m(:[0-9]+)?: .+")
                        .hasSizeLessThan(600);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).isGreaterThan(200);
        assertThat(refused).isGreaterThan(1_000);
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "0123456789.-eE<>&\"'/ \n".charAt(random.nextInt(22));
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    // A piece of the file stands somewhere else.
                    int length = Math.min(1 + random.nextInt(60), bytes.length - at);
                    int from = random.nextInt(bytes.length - length + 1);
                    System.arraycopy(original, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }
}
