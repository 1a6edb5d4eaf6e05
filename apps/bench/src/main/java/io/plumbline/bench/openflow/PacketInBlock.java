package io.plumbline.bench.openflow;

import io.plumbline.bench.lab.ControllerProcess;
import io.plumbline.bench.lab.LabException;
import io.plumbline.bench.lab.OwnedProcess;
import io.plumbline.bench.lab.Program;
import io.plumbline.bench.openflow.load.LoadFigures;
import io.plumbline.bench.openflow.load.LoadGenerator;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Latencies;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * ARP packet-ins answered by packet-outs per second, beside ovs-testcontroller.
 *
 * <p>Both get the same questions: broadcast requests of hosts that announced themselves, for hosts that did too. Plumbline answers
 * in the name of the host asked for; the peer, a learning switch in C, floods the request. Each is one packet-out.
 */
final class PacketInBlock {

    private static final String NAME = "packetin";
    private static final String PLUMBLINE = "plumbline";
    private static final String PEER = "ovs-testcontroller";
    private static final int PORTS = 48;
    private static final int HOSTS = 96;
    private static final int OPEN_QUESTIONS = 64;
    private static final int ROUNDS = 3;
    private static final int PEER_PORT = 6700;
    private static final Duration QUIET = Duration.ofMillis(1500);
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration LEARN = Duration.ofMinutes(2);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Plan plan;
    private final Report report;
    private final Table table = new Table(
            "packet-ins",
            "answered/s",
            "p50 us",
            "p99 us",
            "alone p50 us",
            "alone p99 us",
            "unanswered",
            "flow-mods/s");

    PacketInBlock(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** The median round of the rate, and the latency of a single question at a time. */
    private record Outcome(LoadFigures loaded, Latencies alone) {}

    void run() throws LabException, IOException {
        report.heading("packetin: ARP packet-ins answered by packet-outs");
        report.say(
                "%d ports and %d hosts a switch; at most %d questions open, then one at a time; median of %d rounds of %d s"
                        .formatted(PORTS, HOSTS, OPEN_QUESTIONS, ROUNDS, plan.seconds()));
        report.say("%d s of warm-up before each are not counted".formatted(WARM_UP.toSeconds()));
        List<Goal> goals = new ArrayList<>();
        try {
            for (int switches : List.of(1, 8)) {
                goals.add(compare(switches));
            }
        } finally {
            report.table(table);
            goals.forEach(report::add);
        }
    }

    private Goal compare(int switches) throws LabException, IOException {
        String instance = instance(switches);
        Outcome peers = peer(switches);
        say(instance, PEER, peers);
        Outcome ours = plumbline(switches);
        say(instance, PLUMBLINE, ours);
        return Goal.atLeast(
                NAME,
                instance + ": at least as many answers per second as " + PEER,
                1,
                ours.loaded().answersPerSecond() / peers.loaded().answersPerSecond());
    }

    private Outcome plumbline(int switches) throws LabException, IOException {
        Path folder = plan.folder().resolve(NAME).resolve("plumbline-" + switches);
        try (ControllerProcess controller = new ControllerProcess.Start(plan.plumb(), Map.of(), List.of()).in(folder)) {
            return measure(PLUMBLINE, switches, controller.openFlowPort());
        }
    }

    private Outcome peer(int switches) throws LabException, IOException {
        Path folder = Files.createDirectories(plan.folder().resolve(NAME).resolve("peer-" + switches));
        Program program = new Program(Map.of("OVS_RUNDIR", folder.toString(), "OVS_LOGDIR", folder.toString()));
        List<String> command = List.of("ovs-testcontroller", "ptcp:" + PEER_PORT + ":127.0.0.1");
        try (OwnedProcess process = program.start(PEER, folder.resolve("log"), command)) {
            process.await("listening", Duration.ofSeconds(5), PacketInBlock::peerListens);
            return measure(PEER, switches, PEER_PORT);
        }
    }

    private static boolean peerListens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PEER_PORT)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Outcome measure(String engine, int switches, int port) throws LabException, IOException {
        report.progress("%s, %d emulated".formatted(engine, switches));
        int window = OPEN_QUESTIONS / switches;
        var shape = new LoadGenerator.Shape(switches, PORTS, HOSTS);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (LoadGenerator load = LoadGenerator.connect(address, shape)) {
            settle(engine, load);
            learn(engine, switches, load, window);
            requireAnswers(engine, load.ask(window, WARM_UP));
            List<LoadFigures> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                rounds.add(load.ask(window, plan.measured()));
            }
            rounds.sort(Comparator.comparingDouble(LoadFigures::answersPerSecond));
            return new Outcome(rounds.get(ROUNDS / 2), load.ask(1, CALM).latencies());
        }
    }

    /** Lets the controller get to know all hosts, however long it takes, and says how long it took. */
    private void learn(String engine, int switches, LoadGenerator load, int window) throws LabException, IOException {
        long start = System.nanoTime();
        load.announce();
        boolean all = load.askUntilAllAnswered(window, LEARN);
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        if (!all) {
            throw new LabException(
                    "%s does not answer for all of %d hosts after %.0f s".formatted(engine, switches * HOSTS, seconds));
        }
        report.progress("%s answers for all of %d hosts %.1f s after the first announced itself"
                .formatted(engine, switches * HOSTS, seconds));
        report.add(NAME, instance(switches), engine, "until all hosts are known", seconds, "s");
    }

    private static String instance(int switches) {
        return switches == 1 ? "1 switch" : switches + " switches";
    }

    private static void settle(String engine, LoadGenerator load) throws LabException, IOException {
        if (!load.settle(QUIET, SETTLE)) {
            throw new LabException(engine + " has not come to rest within " + SETTLE.toSeconds() + " s");
        }
    }

    private static void requireAnswers(String engine, LoadFigures figures) throws LabException {
        if (figures.answered() == 0) {
            throw new LabException(
                    "%s answered none of %d packet-ins (%d packet-outs of its own, %d LLDP, %d flow-mods)"
                            .formatted(
                                    engine,
                                    figures.asked(),
                                    figures.unasked(),
                                    figures.discovery(),
                                    figures.flowMods()));
        }
    }

    private void say(String instance, String engine, Outcome outcome) {
        LoadFigures loaded = outcome.loaded();
        double unanswered = 100.0 * loaded.lost() / Math.max(1, loaded.asked());
        table.line(
                instance + ", " + engine,
                loaded.answersPerSecond(),
                loaded.latencies().microsecondsAt(50),
                loaded.latencies().microsecondsAt(99),
                outcome.alone().microsecondsAt(50),
                outcome.alone().microsecondsAt(99),
                "%.2f %%".formatted(unanswered),
                loaded.flowModsPerSecond());
        report.add(NAME, instance, engine, "answered", loaded.answersPerSecond(), "1/s");
        report.count(NAME, instance, engine, "ARP replies", loaded.replies());
        report.count(NAME, instance, engine, "forwarded requests", loaded.forwards());
        report.count(NAME, instance, engine, "unasked packet-outs", loaded.unasked());
        report.count(NAME, instance, engine, "flow-mods", loaded.flowMods());
        report.add(NAME, instance, engine, "unanswered", unanswered, "percent");
        loaded.latencies().rows(NAME, instance, engine, "loaded", report::add);
        outcome.alone().rows(NAME, instance, engine, "alone", report::add);
        warn(engine, loaded);
    }

    private void warn(String engine, LoadFigures loaded) {
        if (loaded.wrong() > 0) {
            report.say("%s: %d replies were wrong (port or address)".formatted(engine, loaded.wrong()));
        }
        if (loaded.errors() > 0) {
            report.say("%s: sent %d errors".formatted(engine, loaded.errors()));
        }
    }
}
