package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.ControllerProcess;
import io.plumbline.bench.lab.GuaranteedFlowClient;
import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.lab.OpenVSwitch;
import io.plumbline.bench.lab.SwitchLine;
import io.plumbline.bench.openflow.raw.RawPeer;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Latencies;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;

/**
 * From POST to verified ACTIVE over five switches, and beside it what installing alone costs at least.
 *
 * <p>First a few flows go through a relay, which learns what the controller writes. Then the controller and a raw peer, which sends
 * exactly these messages again, take turns with the same switches: so both see the same hours of the machine. Both let as much time
 * pass between two flows, for a switch that was just busy answers sooner than one that slept.
 */
final class SetupBlock {

    private static final String NAME = "setup";
    private static final String INSTANCE = "five Open vSwitches in a line";
    private static final String PLUMBLINE = "plumbline";
    private static final String RAW = "raw sockets";
    private static final int SWITCHES = 5;
    private static final int WARM_UP = 100;
    private static final int WARM_UP_EACH_ROUND = 5;
    private static final int ROUNDS = 4;
    private static final int RECORDED = 10;
    private static final double MOST_TIMES_RAW = 3;
    private static final double WHOLE_TARGET_MICROSECONDS = 50_000;
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration BETWEEN_RAW_FLOWS = Duration.ofMillis(200);

    private final Plan plan;
    private final Report report;
    private final Latencies raw = new Latencies();
    private final SetupSteps steps = new SetupSteps();

    SetupBlock(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    void run() throws LabException, IOException {
        report.heading("setup: POST to verified ACTIVE over " + INSTANCE);
        Path folder = Files.createDirectories(plan.folder().resolve(NAME));
        try (SwitchLine line = SwitchLine.start(folder.resolve("switches"), SWITCHES)) {
            if (!OpenVSwitch.realTime()) {
                report.say("switches run without real-time priority: expect 5 to 20 ms of jitter");
            }
            Path network = Files.writeString(folder.resolve("network.yaml"), line.networkYaml());
            var start = new ControllerProcess.Start(plan.plumb(), Map.of(), List.of("--network", network.toString()));
            try (ControllerProcess controller = start.in(folder.resolve("controller"));
                    RawPeer peer = RawPeer.listen()) {
                measure(line, controller, peer);
            }
        }
        say();
    }

    private void measure(SwitchLine line, ControllerProcess controller, RawPeer peer) throws LabException, IOException {
        GuaranteedFlowClient client = new GuaranteedFlowClient(controller.rest());
        report.progress("%d flows to warm up and %d to record; not counted".formatted(WARM_UP, RECORDED));
        controllersTurn(line, controller, client, WARM_UP, 0);
        List<SetupCycle> cycles = SetupCycle.record(RECORDED, line, controller, client);
        say(cycles);
        rawPeersTurn(line, peer, cycles, WARM_UP, 0);
        for (int round = 1; round <= ROUNDS; round++) {
            int flows = Math.ceilDiv(plan.flows(), ROUNDS);
            report.progress("round %d of %d: %d flows each, after %d to warm up"
                    .formatted(round, ROUNDS, flows, WARM_UP_EACH_ROUND));
            controllersTurn(line, controller, client, WARM_UP_EACH_ROUND, flows);
            rawPeersTurn(line, peer, cycles, WARM_UP_EACH_ROUND, flows);
        }
        if (!peer.firstError().isEmpty()) {
            report.say("switches refused raw messages (%s): the raw figure is not the same work"
                    .formatted(peer.firstError()));
        }
    }

    private void controllersTurn(
            SwitchLine line, ControllerProcess controller, GuaranteedFlowClient client, int warmUp, int counted)
            throws LabException {
        line.connectTo(controller.openFlowPort());
        client.awaitFeasible(controller);
        for (int number = 0; number < warmUp + counted; number++) {
            GuaranteedFlowClient.Active flow = client.acquire(number);
            if (number >= warmUp) {
                steps.record(flow);
            }
            client.release(flow.id());
        }
    }

    private void rawPeersTurn(SwitchLine line, RawPeer peer, List<SetupCycle> cycles, int warmUp, int counted)
            throws LabException, IOException {
        line.connectTo(peer.port());
        peer.await(line.size(), CONNECT);
        for (int number = 0; number < warmUp + counted; number++) {
            SetupCycle cycle = cycles.get(number % cycles.size());
            long nanos = peer.install(RawPeer.prepare(cycle.up(), SwitchLine.FIRST), SwitchLine.FIRST);
            if (number >= warmUp) {
                raw.record(nanos);
            }
            peer.install(RawPeer.prepare(cycle.down(), SwitchLine.FIRST), SwitchLine.FIRST);
            if (counted > 0) {
                line.rest(BETWEEN_RAW_FLOWS);
            }
        }
    }

    private void say(List<SetupCycle> cycles) {
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
