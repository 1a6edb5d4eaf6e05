package io.plumbline.bench.pce;

import io.plumbline.bench.pce.instance.RequestFile;
import io.plumbline.bench.pce.instance.Topologies;
import io.plumbline.bench.pce.race.Pace;
import io.plumbline.bench.report.Machine;
import io.plumbline.bench.report.Report;
import io.plumbline.controller.inventory.InventoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code plumb bench pce}: the path computation engine, block by block beside its peers, in one run. */
@Command(
        name = "pce",
        description = {
            "Measures the path computation engine beside its peers. Goals are said to be REACHED or SHORT and never change",
            "the exit code: 0 when everything was measured, 1 when a file is bad, 2 when the command line is."
        },
        mixinStandardHelpOptions = true)
public final class PceBench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--topologies",
            paramLabel = "DIR",
            description =
                    "Every GraphML and norm file of this folder, in each block that takes topologies. Without it each block"
                            + " takes those of its bars from the folder norm of -Dplumbline.data, or of ../shared/data.")
    private @Nullable Path topologies;

    @Option(
            names = "--requests",
            paramLabel = "FILE",
            description = "From where to where, instead of drawn ones: lines of SNDlib's 'D source target value', or of"
                    + " 'source,target[,rate in Mbit/s[,deadline in us]]'. Blocks that cannot use it say so.")
    private @Nullable Path requests;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything that is drawn (${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(names = "--only", paramLabel = "BLOCK", split = ",", description = "Only these blocks; --list names them.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--pairs", paramLabel = "N", description = "Most queries of a block (${DEFAULT-VALUE}).")
    private int pairs = 10_000;

    @Option(names = "--json", paramLabel = "FILE", description = "Write machine, rows and goals there.")
    private @Nullable Path json;

    @Option(names = "--list", description = "Name the blocks and stop.")
    private boolean list;

    @Override
    public Integer call() {
        if (list) {
            Blocks.ALL.forEach(block -> System.out.printf("%-22s %s%n", block.name(), block.what()));
            return 0;
        }
        List<PceBlock> asked = asked();
        if (pairs < 1) {
            throw new ParameterException(spec.commandLine(), "--pairs: " + pairs + " given, at least 1 needed");
        }
        try {
            run(asked);
            return 0;
        } catch (InventoryException | IOException e) {
            System.err.println("plumb bench: " + (e instanceof IOException ? e.toString() : e.getMessage()));
            return 1;
        }
    }

    private List<PceBlock> asked() {
        for (String name : only) {
            if (Blocks.ALL.stream().noneMatch(block -> block.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only: no block " + name + "; there are "
                                + String.join(
                                        ", ",
                                        Blocks.ALL.stream().map(PceBlock::name).toList()));
            }
        }
        return Blocks.ALL.stream()
                .filter(block -> only.isEmpty() || only.contains(block.name()))
                .toList();
    }

    private void run(List<PceBlock> blocks) throws InventoryException, IOException {
        Topologies folder = topologies == null ? Topologies.ofTheBars() : Topologies.in(topologies);
        Optional<RequestFile> file = requests == null ? Optional.empty() : Optional.of(RequestFile.read(requests));
        PcePlan plan = new PcePlan(seed, folder, file, Pace.STEADY, pairs);
        Report report = new Report(System.out, Machine.here(Path.of("").toAbsolutePath()));
        report.machine();
        for (PceBlock block : blocks) {
            report.heading(block.name() + ": " + block.what());
            block.run(plan, report);
        }
        report.summary();
        if (json != null) {
            report.writeJson(json.toAbsolutePath());
        }
    }
}
