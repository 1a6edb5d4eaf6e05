package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.ClassMarks;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.program.LinkEnds;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.controller.verify.PathProbe;
import io.plumbline.controller.verify.ReadBack;
import io.plumbline.controller.verify.Statement;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.onosproject.net.ConnectPoint;

/**
 * Asks the data plane whether a guaranteed flow is what it should be: rules and meters read back from every switch of its path, and a
 * probe over the labelled path of each direction. Core thread only.
 */
final class Verification {
    private static final int PROBE_TRIES = 4;

    private record Pending(long tag, ConnectPoint expectedAt, long sentNanos, CompletableFuture<Long> arrived) {}

    private final Core core;
    private final NetworkInventory inventory;
    private final ClassMarks marks;
    private final Switches switches;
    private final RandomGenerator random;
    private final Map<Long, Pending> pending = new HashMap<>();

    Verification(Core core, NetworkInventory inventory, ClassMarks marks, Switches switches, RandomGenerator random) {
        this.core = core;
        this.inventory = inventory;
        this.marks = marks;
        this.switches = switches;
        this.random = random;
    }

    /** What the data plane says now; completes on the core thread. */
    CompletableFuture<ImmutableList<Statement>> verify(LiveFlow flow) {
        List<CompletableFuture<ImmutableList<Statement>>> parts = new ArrayList<>();
        for (int i = 0; i < flow.programs.size(); i++) {
            BookedDirection direction = flow.directions.get(i);
            for (FlowProgram.Part part : flow.programs.get(i).parts()) {
                parts.add(read(part, flow.cookie(direction.index())));
            }
            parts.add(probe(flow, direction));
        }
        CompletableFuture<ImmutableList<Statement>> all = new CompletableFuture<>();
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenRun(() -> core.execute(() -> {
                    ImmutableList.Builder<Statement> statements = ImmutableList.builder();
                    parts.forEach(part -> statements.addAll(part.join()));
                    statements.add(declaredQueues(flow));
                    all.complete(statements.build());
                }));
        return all;
    }

    private CompletableFuture<ImmutableList<Statement>> read(FlowProgram.Part part, long cookie) {
        String name = inventory.switchName(part.device());
        Switch target = switches.book(part.device()).connected();
        if (target == null) {
            return CompletableFuture.completedFuture(
                    ReadBack.compare(name, part, new ReadOutcome.Failed("not connected"), now()));
        }
        ReadScope scope = new ReadScope(true, !part.meters().isEmpty(), false, cookie, -1L);
        return target.read(scope)
                .thenApply(outcome -> ReadBack.compare(name, part, outcome, now()))
                .toCompletableFuture();
    }

    private Instant now() {
        return LiveFlow.instant(core.nowNanos());
    }

    private Statement declaredQueues(LiveFlow flow) {
        String classes = flow.directions.stream()
                .flatMap(direction -> direction.reservation().hops().stream())
                .map(BookedHop::className)
                .distinct()
                .toList()
                .toString();
        return new Statement(
                Statement.Kind.DECLARED,
                "queues of classes " + classes,
                "strict priority, budgets and buffers as in network.yaml",
                "not readable over this southbound",
                true,
                now());
    }

    /** What a probe over the labelled path of a direction says, installed or not yet changed over to. */
    CompletableFuture<ImmutableList<Statement>> probe(LiveFlow flow, BookedDirection direction) {
        Optional<BookedHop> labelled = ProgramCompiler.firstLabelled(direction);
        List<BookedHop> hops = direction.reservation().hops();
        if (labelled.isEmpty()) {
            return CompletableFuture.completedFuture(ImmutableList.of(new Statement(
                    Statement.Kind.DECLARED,
                    "path probe",
                    "no link between switches on the path",
                    "nothing to probe",
                    true,
                    now())));
        }
        ConnectPoint egress =
                LinkEnds.of(hops.get(hops.size() - 2).linkId()).to().orElseThrow();
        CompletableFuture<Long> arrived = new CompletableFuture<>();
        long tag = Cookies.tag(flow.number, direction.index());
        send(tag, labelled.get(), egress, arrived, 0);
        return arrived.thenApply(nanos -> ImmutableList.of(new Statement(
                Statement.Kind.MEASURED,
                "path probe with label " + labelled.get().label(),
                "arrives at " + inventory.portName(egress) + " within "
                        + microseconds(direction.certificate().totalNanos()),
                nanos < 0
                        ? "none of " + PROBE_TRIES + " arrived"
                        : "arrived after " + microseconds(nanos) + ", both control channels included",
                nanos >= 0,
                now())));
    }

    private static String microseconds(long nanos) {
        return Math.ceilDiv(nanos, 1000) + " us";
    }

    /** Sends one after the other, each given twice as long as the one before: a control channel may be slow. Late ones count too. */
    private void send(long tag, BookedHop first, ConnectPoint egress, CompletableFuture<Long> arrived, int sent) {
        if (arrived.isDone()) {
            return;
        }
        if (sent == PROBE_TRIES) {
            arrived.complete(-1L);
            return;
        }
        long nonce = random.nextLong();
        pending.put(nonce, new Pending(tag, egress, System.nanoTime(), arrived));
        arrived.thenRun(() -> pending.remove(nonce));
        ConnectPoint out = LinkEnds.of(first.linkId()).from();
        Switch ingress = switches.book(out.deviceId()).connected();
        if (ingress != null) {
            byte[] frame = new PathProbe(tag, nonce)
                    .frame(first.label(), marks.of(first.className()).pcp());
            ingress.packetOut(out.port(), frame);
        }
        core.schedule(PathProbe.SPACING_NANOS << sent, () -> send(tag, first, egress, arrived, sent + 1));
    }

    /** A frame with a guaranteed flow's cookie was punted. */
    void punted(ConnectPoint at, long cookie, byte[] frame, long receivedNanos) {
        Optional<PathProbe> probe = PathProbe.parse(frame);
        if (probe.isEmpty()) {
            return;
        }
        Pending sent = pending.get(probe.get().nonce());
        if (sent != null
                && sent.tag == probe.get().tag()
                && sent.expectedAt.equals(at)
                && (cookie & 0xFFFF_FFFFL) == sent.tag) {
            sent.arrived.complete(Math.max(0, receivedNanos - sent.sentNanos));
        }
    }
}
