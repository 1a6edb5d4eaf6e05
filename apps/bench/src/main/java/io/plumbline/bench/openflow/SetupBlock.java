package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.ControllerProcess;
import io.plumbline.bench.lab.GuaranteedFlowClient;
import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.lab.OpenVSwitch;
import io.plumbline.bench.lab.SwitchLine;
import io.plumbline.bench.openflow.raw.RawPeer;
import io.plumbline.bench.openflow.raw.Recording;
import io.plumbline.bench.openflow.raw.RecordingRelay;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Latencies;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;

/**
 * From POST to verified ACTIVE over five switches, and beside it what installing alone costs at least.
 *
 * <p>Three phases on the same switches. First the controller is measured as it is. Then a few flows go through a relay, which
 * learns what the controller writes; their time does not count. Then the controller is stopped, and a raw peer sends exactly these
 * messages again, in the same order, again and again.
 */
final class SetupBlock {

    private static final String NAME = "setup";
    private static final String INSTANCE = "five Open vSwitches in a line";
    private static final String PLUMBLINE = "plumbline";
    private static final String RAW = "raw sockets";
    private static final int SWITCHES = 5;
    private static final int WARM_UP = 100;
    private static final int RECORDED = 10;
    private static final double MOST_TIMES_RAW = 3;
    private static final double WHOLE_TARGET_MICROSECONDS = 50_000;
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Plan plan;
    private final Report report;
    private final Latencies raw = new Latencies();
    private final Steps steps = new Steps();

    SetupBlock(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** One histogram a step. */
    private static final class Steps {
        final Latencies admission = new Latencies();
        final Latencies journal = new Latencies();
        final Latencies install = new Latencies();
        final Latencies verify = new Latencies();
        final Latencies inside = new Latencies();
        final Latencies around = new Latencies();
        final Latencies whole = new Latencies();

        void record(GuaranteedFlowClient.Active flow) {
            admission.record(flow.timing().admission() * 1000);
            journal.record(flow.timing().journal() * 1000);
            install.record(flow.timing().install() * 1000);
            verify.record(flow.timing().verify() * 1000);
            inside.record(flow.timing().total() * 1000);
            around.record(flow.nanos() - flow.timing().total() * 1000);
            whole.record(flow.nanos());
        }
    }

    /** What one flow made the controller write: on the way up, and on the way down. */
    private record Cycle(Recording up, Recording down) {}

    void run() throws LabException, IOException {
        report.heading("setup: POST to verified ACTIVE over " + INSTANCE);
        Path folder = Files.createDirectories(plan.folder().resolve(NAME));
        try (SwitchLine line = SwitchLine.start(folder.resolve("switches"), SWITCHES)) {
            if (!OpenVSwitch.realTime()) {
                report.say("switches run without real-time priority: expect 5 to 20 ms of jitter");
            }
            Path network = Files.writeString(folder.resolve("network.yaml"), line.networkYaml());
            List<Cycle> cycles = measureController(line, folder.resolve("controller"), network);
            measureRaw(line, cycles);
        }
        say();
    }

    private List<Cycle> measureController(SwitchLine line, Path folder, Path network) throws LabException, IOException {
        var start = new ControllerProcess.Start(plan.plumb(), Map.of(), List.of("--network", network.toString()));
        try (ControllerProcess controller = start.in(folder)) {
            line.connectTo(controller.openFlowPort());
            GuaranteedFlowClient client = new GuaranteedFlowClient(controller.rest());
            client.awaitFeasible(controller);
            report.progress("%d flows to warm up, not counted".formatted(WARM_UP));
            for (int number = 0; number < WARM_UP; number++) {
                client.release(client.acquire(number).id());
            }
            report.progress("%d flows, one after another".formatted(plan.flows()));
            for (int number = 0; number < plan.flows(); number++) {
                GuaranteedFlowClient.Active flow = client.acquire(number);
                steps.record(flow);
                client.release(flow.id());
            }
            report.progress("%d flows through a relay that records, not counted".formatted(RECORDED));
            return record(line, controller, client);
        }
    }

    private static List<Cycle> record(SwitchLine line, ControllerProcess controller, GuaranteedFlowClient client)
            throws LabException, IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), controller.openFlowPort());
        List<Cycle> cycles = new ArrayList<>();
        try (RecordingRelay relay = RecordingRelay.to(address)) {
            line.connectTo(relay.port());
            relay.awaitSwitches(line.size(), CONNECT);
            client.awaitFeasible(controller);
            client.release(client.acquire(0).id());
            for (int number = 1; number <= RECORDED; number++) {
                relay.take();
                GuaranteedFlowClient.Active flow = client.acquire(number);
                Recording up = relay.take();
                client.release(flow.id());
                cycles.add(new Cycle(up, relay.take()));
            }
            line.disconnect();
        }
        return cycles;
    }

    private void measureRaw(SwitchLine line, List<Cycle> cycles) throws LabException, IOException {
        report.progress(
                "the same messages %d times by raw sockets, after %d to warm up".formatted(plan.flows(), WARM_UP));
        try (RawPeer peer = RawPeer.listen()) {
            line.connectTo(peer.port());
            peer.await(line.size(), CONNECT);
            for (int number = 0; number < WARM_UP + plan.flows(); number++) {
                Cycle cycle = cycles.get(number % cycles.size());
                long nanos = peer.install(RawPeer.prepare(cycle.up(), SwitchLine.FIRST), SwitchLine.FIRST);
                if (number >= WARM_UP) {
                    raw.record(nanos);
                }
                peer.install(RawPeer.prepare(cycle.down(), SwitchLine.FIRST), SwitchLine.FIRST);
            }
            if (!peer.errors().isEmpty()) {
                report.say("switches refused %d of the raw messages (%s): the raw figure is not the same work"
                        .formatted(peer.errors().size(), peer.firstError()));
            }
        }
        sayMessages(cycles);
    }

    private void sayMessages(List<Cycle> cycles) {
        IntSummaryStatistics messages =
                cycles.stream().mapToInt(cycle -> cycle.up().size()).summaryStatistics();
        report.add(NAME, INSTANCE, RAW, "messages per flow", messages.getAverage(), "messages");
        report.say("a flow is %d to %d messages to %d switches"
                .formatted(
                        messages.getMin(),
                        messages.getMax(),
                        cycles.getFirst().up().bytesBySwitch().size()));
    }

    private void say() {
        Table table = new Table("microseconds", "p50", "p99", "max");
        step(table, PLUMBLINE, "admission", steps.admission);
        step(table, PLUMBLINE, "journal", steps.journal);
        step(table, PLUMBLINE, "install", steps.install);
        step(table, RAW, "install", raw);
        step(table, PLUMBLINE, "probe and verify", steps.verify);
        step(table, PLUMBLINE, "inside the controller", steps.inside);
        step(table, PLUMBLINE, "REST and client", steps.around);
        step(table, PLUMBLINE, "whole, seen by the client", steps.whole);
        report.table(table);
        double ratio = steps.install.microsecondsAt(50) / raw.microsecondsAt(50);
        report.add(NAME, INSTANCE, PLUMBLINE, "install p50 against raw p50", ratio, "times");
        report.add(
                Goal.atMost(NAME, "install at most %.0f times raw".formatted(MOST_TIMES_RAW), MOST_TIMES_RAW, ratio));
        double whole = steps.whole.microsecondsAt(99);
        report.add(new Goal(
                NAME,
                "p99 from POST to ACTIVE, target 50 ms",
                "%.1f ms".formatted(whole / 1000),
                whole <= WHOLE_TARGET_MICROSECONDS));
    }

    private void step(Table table, String engine, String step, Latencies took) {
        table.line(engine + ": " + step, took.microsecondsAt(50), took.microsecondsAt(99), took.maximumMicroseconds());
        took.rows(NAME, INSTANCE, engine, step, report::add);
    }
}
