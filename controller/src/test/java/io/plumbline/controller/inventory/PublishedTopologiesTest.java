package io.plumbline.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.NetworkMap.Cable;
import io.plumbline.controller.inventory.NetworkMap.Site;
import io.plumbline.controller.inventory.NormDemands.Demand;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.southbound.testing.RequiresData;
import io.plumbline.southbound.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real files. The Topology Zoo's GraphML and its normalised form were made by other hands: they have to agree in everything. */
@RequiresData
class PublishedTopologiesTest {
    private static List<Path> files(String folder, String ending) throws Exception {
        try (Stream<Path> files = Files.list(TestData.folder().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void graphMlAndNorm_agreeInNodesCablesCapacitiesAndDelays() throws Exception {
        List<Path> graphs = files("topozoo", ".graphml");
        assertThat(graphs).hasSize(10);
        for (Path graph : graphs) {
            NetworkMap zoo = GraphMl.load(graph, Assumptions.USUAL);
            Path same = TestData.folder().resolve("norm").resolve(zoo.name() + ".topo");
            NetworkMap norm = NormTopology.load(same, Assumptions.USUAL);
            assertThat(zoo.cables()).as(zoo.name()).isEqualTo(norm.cables());
            assertThat(zoo.sites().stream().map(Site::id))
                    .as(zoo.name())
                    .containsExactlyElementsOf(
                            norm.sites().stream().map(Site::id).toList());
            for (int i = 0; i < zoo.sites().size(); i++) {
                Position here = zoo.sites().get(i).position().orElseThrow();
                Position there = norm.sites().get(i).position().orElseThrow();
                // The norm files have four decimals: 16 m at most.
                assertThat(here.kmTo(there)).as(zoo.name() + " node " + i).isLessThan(0.016);
            }
        }
    }

    @Test
    void knownNetworks_haveTheirNumbers() throws Exception {
        NetworkMap geant = GraphMl.load(TestData.folder().resolve("topozoo/Geant2012.graphml"), Assumptions.USUAL);
        assertThat(geant.sites()).hasSize(40);
        assertThat(geant.cables()).hasSize(61);
        assertThat(geant.sites().getFirst().label()).isEqualTo("NL");
        assertThat(geant.cables().stream().filter(cable -> !cable.capacityAssumed()))
                .hasSize(39)
                .extracting(Cable::capacityBitsPerSecond)
                .containsOnly(10_000_000_000L, 2_500_000_000L, 1_000_000_000L, 155_000_000L);
        NetworkMap kdl = NormTopology.load(TestData.folder().resolve("norm/Kdl.topo"), Assumptions.USUAL);
        assertThat(kdl.sites()).hasSize(754);
        assertThat(kdl.cables()).hasSize(899);
    }

    @Test
    void everyNormFile_becomesATopology_withParallelCablesApart() throws Exception {
        List<Path> files = files("norm", ".topo");
        assertThat(files).hasSize(14);
        LinkTemplate links = LinkTemplate.ethernet(ImmutableList.of(new ServiceClass("gold", 100_000, 1_000_000)));
        for (Path file : files) {
            NetworkMap map = NormTopology.load(file, Assumptions.USUAL);
            TeTopology topology = TeTopology.EMPTY.with(map.changes(new NodeTemplate(0, 0, 100, 100), links));
            assertThat(topology.nodes()).as(map.name()).hasSize(map.sites().size());
            assertThat(topology.links()).as(map.name()).hasSize(2 * map.cables().size());
            Cable first = map.cables().getFirst();
            assertThat(topology.links().get("0:" + first.b() + "->" + first.a()))
                    .isEqualTo(links.link(
                            "0:" + first.b() + "->" + first.a(),
                            first.b(),
                            first.a(),
                            first.capacityBitsPerSecond(),
                            first.propagationNanos()));
        }
    }

    @Test
    void demands_areThoseOfTheFile() throws Exception {
        List<Path> files = files("norm", ".dem");
        assertThat(files).hasSize(4);
        for (Path file : files) {
            String name = String.valueOf(file.getFileName()).replace(".dem", "");
            NetworkMap map = NormTopology.load(file.resolveSibling(name + ".topo"), Assumptions.USUAL);
            List<Demand> demands = NormDemands.load(file, map);
            long lines = Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("D"))
                    .count();
            assertThat(demands).as(name).hasSize((int) lines);
        }
        NetworkMap abilene = NormTopology.load(TestData.folder().resolve("norm/snd-abilene.topo"), Assumptions.USUAL);
        assertThat(NormDemands.load(TestData.folder().resolve("norm/snd-abilene.dem"), abilene)
                        .getFirst())
                .isEqualTo(new Demand("5", "10", 3580));
    }
}
