package io.plumbline.bench.pce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.bench.pce.admission.BusyNetwork.Times;
import io.plumbline.bench.pce.instance.RequestFile;
import io.plumbline.bench.pce.instance.Topologies;
import io.plumbline.bench.pce.race.Pace;
import io.plumbline.bench.report.Machine;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Row;
import io.plumbline.controller.inventory.InventoryException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every race block on a network of five nodes, hastily: that it measures, what it says, and what it refuses. */
class PceBenchTest {

    private static final String RING_WITH_CHORD = """
            # five nodes
            N a 50.0 8.0 a
            N b 50.5 8.5 b
            N c 51.0 9.0 c
            N d 50.5 9.5 d
            N e 50.0 9.0 e
            L 0 a b 10000 300 50.0 1
            L 1 b c 10000 300 50.0 1
            L 2 c d 10000 300 50.0 1
            L 3 d e 10000 300 50.0 1
            L 4 e a 10000 300 50.0 1
            L 5 a c 10000 700 110.0 1
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void topology() throws Exception {
        Files.writeString(folder.resolve("ring.topo"), RING_WITH_CHORD);
    }

    private Report report() {
        return new Report(new PrintStream(said, true, StandardCharsets.UTF_8), Machine.here(folder));
    }

    private PcePlan plan(Optional<RequestFile> requests) throws Exception {
        return new PcePlan(42, Topologies.in(folder), requests, Pace.HASTY, 20);
    }

    private static PceBlock block(String name) {
        return Blocks.ALL.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int execute(String... arguments) {
        return new CommandLine(new PceBench()).execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shortest-path", "k-shortest", "disjoint-pair", "delay-constrained"})
    void blockMeasuresEveryEngine_andWritesRows(String name) throws Exception {
        Report report = report();
        block(name).run(plan(Optional.empty()), report);
        Path json = folder.resolve("rows.json");
        report.writeJson(json);
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(row.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("block", "instance", "engine", "metric", "value", "unit");
            assertThat(row.get("block").asText()).isEqualTo(name);
            assertThat(row.get("value").isNumber()).isTrue();
        });
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.get("engine").asText()).startsWith("plumbline");
            assertThat(row.get("metric").asText()).isEqualTo("CPU time");
            assertThat(row.get("value").asDouble()).isPositive();
        });
        assertThat(new ObjectMapper().readTree(json.toFile()).get("goals")).isNotEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("ring", "plumbline", "round 2 of 2");
    }

    @Test
    void growthMeasuresEverySize_withFlowsAtAnyTimes() throws Exception {
        Report report = report();
        new GrowthBlock().run(plan(Optional.empty()), report, new int[] {20, 40}, new int[] {50, 100}, 20);
        assertThat(report.rows())
                .filteredOn(row -> row.metric().equals("CPU time of an admission"))
                .hasSize(2 * Times.values().length)
                .allSatisfy(row -> assertThat(row.value()).isPositive());
        assertThat(report.rows())
                .filteredOn(row -> row.metric().equals("admitted"))
                .filteredOn(row -> row.instance().contains("flows"))
                .extracting(Row::value)
                .contains(50.0, 100.0);
        assertThat(report.rows())
                .filteredOn(row -> row.metric().equals("CPU time"))
                .filteredOn(row -> row.engine().startsWith("plumbline"))
                .extracting(Row::instance)
                .contains("geometric 20, shortest path", "geometric 40, delay-constrained");
    }

    @Test
    void memoryIsThatOfReservations_protectedOnesTakeMore() {
        Report report = report();
        new MemoryBlock().run(42, report, 5_000);
        List<Row> rows = report.rows().stream()
                .filter(row -> row.metric().equals("heap of a reservation"))
                .toList();
        assertThat(rows)
                .hasSize(Times.values().length + 2)
                .allSatisfy(row -> assertThat(row.value()).isBetween(500.0, 50_000.0));
        assertThat(rows.getLast().value()).isGreaterThan(rows.getFirst().value());
    }

    @Test
    void requestsComeFromTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("asked"), "a,d,10,2000\n");
        Report report = report();
        block("delay-constrained").run(plan(Optional.of(RequestFile.read(file))), report);
        assertThat(report.rows())
                .filteredOn(row -> row.metric().equals("found of the feasible")
                        && row.engine().equals("LARAC"))
                .singleElement()
                .satisfies(row -> assertThat(row.value()).isEqualTo(100));
    }

    @Test
    void requestsThatDoNotFitTheOnlyTopology_areRefusedWithTheirLine() throws Exception {
        Path file = Files.writeString(folder.resolve("asked"), "a,d\na,nowhere\n");
        PcePlan plan = plan(Optional.of(RequestFile.read(file)));
        assertThatThrownBy(() -> block("shortest-path").run(plan, report()))
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining(file + ":2: ")
                .hasMessageContaining("nowhere");
    }

    @Test
    void everyBlockIsListedOnce() {
        assertThat(Blocks.ALL.stream().map(PceBlock::name)).doesNotHaveDuplicates();
        assertThat(execute("--list")).isZero();
    }

    @Test
    void unknownBlock_orNoPairs_isUsage() {
        assertThat(execute("--only", "longest-path")).isEqualTo(2);
        assertThat(execute("--pairs", "0")).isEqualTo(2);
    }

    @Test
    void badFile_orEmptyFolder_isSaidBeforeAnythingIsMeasured() throws Exception {
        Files.writeString(folder.resolve("bad.topo"), "N a 1 2 a\nL 0 a b ten 5 1.0 1\n");
        assertThat(execute("--only", "shortest-path", "--topologies", folder.toString()))
                .isEqualTo(1);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(execute("--only", "shortest-path", "--topologies", empty.toString()))
                .isEqualTo(1);
        assertThatThrownBy(() -> Topologies.in(folder))
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining("bad.topo:2");
    }
}
