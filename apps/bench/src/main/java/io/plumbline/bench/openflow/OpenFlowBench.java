package io.plumbline.bench.openflow;

import io.plumbline.bench.Bench;
import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.lab.PrivateNamespaces;
import io.plumbline.bench.lab.Program;
import io.plumbline.bench.report.Machine;
import io.plumbline.bench.report.Report;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumb bench openflow}: the control channel of the shipped controller, beside its peers, in one run. */
@Command(
        name = "openflow",
        description = {
            "Measures set-up over real switches, packet-ins answered per second, start-up and memory.",
            "Needs root, and Debian's openvswitch-switch and openvswitch-testcontroller. Works in private namespaces."
        },
        mixinStandardHelpOptions = true)
public final class OpenFlowBench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", paramLabel = "FILE", description = "Write machine, rows and goals there.")
    private @org.jspecify.annotations.Nullable Path json;

    @Option(names = "--seconds", paramLabel = "N", description = "Of each packet-in measurement (${DEFAULT-VALUE}).")
    private int seconds = 5;

    @Option(names = "--flows", paramLabel = "N", description = "To acquire and release (${DEFAULT-VALUE}).")
    private int flows = 200;

    @Option(
            names = "--only",
            paramLabel = "BLOCK",
            split = ",",
            description = "Only these blocks, of ${COMPLETION-CANDIDATES}.")
    private Set<Block> only = EnumSet.allOf(Block.class);

    @Option(names = "--plumb", paramLabel = "FILE", description = "Start script of what is measured.")
    private Path plumb = besideOurJar();

    private static Path besideOurJar() {
        try {
            Path jar = Path.of(Bench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolve("../../../plumb").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Integer call() {
        try {
            if (PrivateNamespaces.inside()) {
                return inside();
            }
            requireAll();
            List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
            return PrivateNamespaces.run(Bench.class.getName(), arguments);
        } catch (LabException | IOException e) {
            System.err.println("plumb bench: " + e.getMessage());
            return 1;
        }
    }

    private void requireAll() throws LabException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabException("needs root: it makes network namespaces and switches");
        }
        List<String> missing = Program.missing(
                "unshare", "ip", "ovs-vswitchd", "ovsdb-server", "ovsdb-tool", "ovs-vsctl", "ovs-testcontroller");
        if (!missing.isEmpty()) {
            throw new LabException("missing: " + String.join(", ", missing)
                    + "; apt-get install openvswitch-switch openvswitch-testcontroller iproute2 util-linux");
        }
        if (!Files.isExecutable(plumb)) {
            throw new LabException(plumb + " is not there; --plumb names the start script");
        }
    }

    private int inside() throws LabException, IOException {
        PrivateNamespaces.enter();
        Path folder = PrivateNamespaces.folder();
        Report report = new Report(System.out, Machine.here(folder));
        report.machine();
        int failed = 0;
        for (Block block : only) {
            failed += run(block, new Plan(plumb.toAbsolutePath(), folder, seconds, flows), report);
        }
        report.summary();
        if (json != null) {
            report.writeJson(json);
        }
        return failed == 0 ? 0 : 1;
    }

    /** A block that cannot be measured does not keep the others from being measured. */
    private static int run(Block block, Plan plan, Report report) throws IOException {
        try {
            block.run(plan, report);
            return 0;
        } catch (LabException e) {
            report.say("NOT MEASURED: " + e.getMessage());
            return 1;
        }
    }
}
