package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.ControllerProcess;
import io.plumbline.bench.lab.GuaranteedFlowClient;
import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.lab.SwitchLine;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** How long {@code plumb serve} takes until it listens, and the memory that it holds then and with flows. */
final class StartupBlock {

    private static final String NAME = "startup";
    private static final String PLUMBLINE = "plumbline";
    private static final int STARTS = 5;
    private static final int SWITCHES = 5;
    private static final double TARGET_SECONDS = 2;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final java.time.Duration REST = java.time.Duration.ofSeconds(1);

    private final Plan plan;
    private final Report report;

    StartupBlock(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** Medians of several starts. */
    private record Starts(double milliseconds, double slowestMilliseconds, double mebibytes) {}

    void run() throws LabException, IOException {
        report.heading("startup: plumb serve, command to listening, empty journal, median of " + STARTS);
        Path cache = Files.createDirectories(plan.folder().resolve(NAME).resolve("cache"));
        Map<String, String> warm = Map.of("XDG_CACHE_HOME", cache.toString());
        report.progress("one start fills the class-data cache, not counted");
        start("first", warm);
        Starts later = starts("later", warm);
        Starts bare = starts("bare", Map.of("PLUMB_NO_CACHE", "1"));
        Table table = new Table("plumb serve", "median ms", "slowest ms", "resident MiB");
        say(table, "class-data cache from an earlier run", later);
        say(table, "no cache", bare);
        report.table(table);
        memoryWithFlows(warm);
        report.add(goal("as installed", later));
        report.add(goal("without any cache", bare));
    }

    private static Goal goal(String how, Starts starts) {
        return new Goal(
                NAME,
                "listening in under %.0f s, %s".formatted(TARGET_SECONDS, how),
                "%.2f s".formatted(starts.milliseconds() / 1000),
                starts.milliseconds() < TARGET_SECONDS * 1000);
    }

    private double[] start(String name, Map<String, String> environment) throws LabException {
        Path folder = plan.folder().resolve(NAME).resolve(name);
        try (ControllerProcess controller =
                new ControllerProcess.Start(plan.plumb(), environment, List.of()).in(folder)) {
            controller.rest(REST);
            return new double[] {controller.startNanos() / NANOS_PER_MILLISECOND, controller.residentMebibytes()};
        }
    }

    private Starts starts(String name, Map<String, String> environment) throws LabException {
        report.progress(STARTS + " starts, " + name);
        List<double[]> all = new ArrayList<>();
        for (int number = 0; number < STARTS; number++) {
            all.add(start(name + number, environment));
        }
        return new Starts(
                median(all.stream().mapToDouble(one -> one[0])),
                all.stream().mapToDouble(one -> one[0]).max().orElse(0),
                median(all.stream().mapToDouble(one -> one[1])));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void say(Table table, String instance, Starts starts) {
        table.line(instance, starts.milliseconds(), starts.slowestMilliseconds(), starts.mebibytes());
        report.add(NAME, instance, PLUMBLINE, "start to listening, median", starts.milliseconds(), "ms");
        report.add(NAME, instance, PLUMBLINE, "start to listening, slowest", starts.slowestMilliseconds(), "ms");
        report.add(NAME, instance, PLUMBLINE, "resident after start", starts.mebibytes(), "MiB");
    }

    private void memoryWithFlows(Map<String, String> environment) throws LabException, IOException {
        report.progress("%d flows at once over %d switches".formatted(plan.flows(), SWITCHES));
        Path folder = Files.createDirectories(plan.folder().resolve(NAME).resolve("flows"));
        try (SwitchLine line = SwitchLine.start(folder.resolve("switches"), SWITCHES)) {
            Path network = Files.writeString(folder.resolve("network.yaml"), line.networkYaml());
            var start =
                    new ControllerProcess.Start(plan.plumb(), environment, List.of("--network", network.toString()));
            try (ControllerProcess controller = start.in(folder)) {
                line.connectTo(controller.openFlowPort());
                GuaranteedFlowClient client = new GuaranteedFlowClient(controller.rest());
                client.awaitFeasible(controller);
                double before = controller.residentMebibytes();
                for (int number = 0; number < plan.flows(); number++) {
                    client.acquire(number);
                }
                sayMemory(before, controller.residentMebibytes());
            }
        }
    }

    private void sayMemory(double before, double after) {
        String instance = plan.flows() + " flows";
        report.table(new Table("resident MiB", "5 switches", instance).line("plumb serve", before, after));
        report.add(NAME, "5 switches", PLUMBLINE, "resident", before, "MiB");
        report.add(NAME, instance, PLUMBLINE, "resident", after, "MiB");
    }
}
