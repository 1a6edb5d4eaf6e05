package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.onosproject.net.DeviceId;

/**
 * Puts the programs of guaranteed flows into switches and takes them out: what is beyond the ingress and the ingress itself are separate
 * steps, whose order {@link FlowRunner} decides. Core thread only; what follows a step runs on the core, with one sentence for each
 * switch that did not carry it out.
 */
final class FlowInstaller {
    /** The longest hard timeout that OpenFlow can carry. */
    static final int LONGEST_TIMEOUT_SECONDS = 65_535;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Core core;
    private final Switches switches;
    private final ProgramCompiler compiler;
    private final Notices notices;

    FlowInstaller(Core core, Switches switches, ProgramCompiler compiler, Notices notices) {
        this.core = core;
        this.switches = switches;
        this.compiler = compiler;
        this.notices = notices;
    }

    /** Makes the flow's programs anew, with time-outs that count from now. */
    void compile(LiveFlow flow) {
        ImmutableList.Builder<FlowProgram> programs = ImmutableList.builder();
        boolean endsByItself = flow.directions.stream().allMatch(this::endsByItself);
        int timeout = endsByItself ? timeoutSeconds(flow.endNanos, core.nowNanos()) : 0;
        for (BookedDirection direction : flow.directions) {
            programs.add(compiler.compile(flow.number, direction, timeout));
        }
        flow.programs = programs.build();
        long ends = core.nowNanos() + timeout * NANOS_PER_SECOND;
        flow.ingressMayEndNanos = endsByItself ? ends : LiveFlow.NEVER;
        flow.ingressEndsNanos = endsByItself ? ends + Planner.END_MARGIN_NANOS : LiveFlow.NEVER;
    }

    /** The program of one direction on a way that it is to take: its ingress ends by itself when those of the flow do. */
    FlowProgram compile(LiveFlow flow, BookedDirection direction) {
        if (flow.ingressEndsNanos == LiveFlow.NEVER) {
            return compiler.compile(flow.number, direction, 0);
        }
        long now = core.nowNanos();
        long left = flow.ingressEndsNanos - Planner.END_MARGIN_NANOS;
        int timeout = Math.min(timeoutSeconds(flow.endNanos, now), timeoutSeconds(left, now));
        return compiler.compile(flow.number, direction, timeout);
    }

    private boolean endsByItself(BookedDirection direction) {
        Switch ingress = switches.book(direction.device()).connected();
        return ingress == null || ingress.limits().hardTimeouts();
    }

    /** Whole seconds to the end of a reservation, up; as far ahead as 16 bits reach. */
    static int timeoutSeconds(long endNanos, long nowNanos) {
        if (endNanos == LiveFlow.NEVER) {
            return LONGEST_TIMEOUT_SECONDS;
        }
        long seconds = Math.ceilDiv(Math.max(1, endNanos - nowNanos), NANOS_PER_SECOND);
        return (int) Math.min(LONGEST_TIMEOUT_SECONDS, seconds);
    }

    /** Everything but the ingress, the egress first. */
    void addBeyond(LiveFlow flow, Consumer<List<String>> then) {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        for (int i = 0; i < flow.programs.size(); i++) {
            for (FlowProgram.Part part : flow.programs.get(i).beyondIngress()) {
                sent.add(add(flow, i, part));
            }
        }
        whenAll(sent, then);
    }

    /** The ingress of every direction. */
    void addIngress(LiveFlow flow, Consumer<List<String>> then) {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        for (int i = 0; i < flow.programs.size(); i++) {
            sent.add(add(flow, i, flow.programs.get(i).ingress()));
        }
        whenAll(sent, then);
    }

    /** The ingress of one direction; completes, on any thread, with what went wrong, empty when nothing did. */
    CompletableFuture<String> removeIngress(LiveFlow flow, int direction) {
        return remove(flow, direction, flow.programs.get(direction).ingress());
    }

    /** Everything but the ingress, which must have stopped. */
    void removeBeyond(LiveFlow flow, Consumer<List<String>> then) {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        for (int i = 0; i < flow.programs.size(); i++) {
            for (FlowProgram.Part part : flow.programs.get(i).beyondIngress().reverse()) {
                sent.add(remove(flow, i, part));
            }
        }
        whenAll(sent, then);
    }

    /** Everything of a way that no packet meets yet. */
    void addPrepared(LiveFlow flow, int direction, FlowProgram program, Consumer<List<String>> then) {
        whenAll(
                program.prepared().stream()
                        .map(part -> add(flow, direction, part))
                        .toList(),
                then);
    }

    /** Has the ingress send on that way from now on, in one step; what follows runs on the core. */
    void changeOver(LiveFlow flow, int direction, FlowProgram program, Consumer<ApplyOutcome> then) {
        FlowProgram.Part part = program.changeOver();
        SwitchBook book = switches.book(part.device());
        switches.send(part.device(), book.add(part, flow.cookie(direction)))
                .thenAccept(outcome -> core.execute(() -> then.accept(outcome)));
    }

    /** Parts of one direction. */
    void remove(LiveFlow flow, int direction, List<FlowProgram.Part> parts, Consumer<List<String>> then) {
        whenAll(parts.stream().map(part -> remove(flow, direction, part)).toList(), then);
    }

    private CompletableFuture<String> add(LiveFlow flow, int direction, FlowProgram.Part part) {
        SwitchBook book = switches.book(part.device());
        return switches.send(part.device(), book.add(part, flow.cookie(direction)))
                .thenApply(outcome -> problem(part.device(), outcome));
    }

    /** A switch that does not confirm is read again and corrected: until then it may hold, or do, what nobody wants any more. */
    private CompletableFuture<String> remove(LiveFlow flow, int direction, FlowProgram.Part part) {
        SwitchBook book = switches.book(part.device());
        return switches.send(part.device(), book.remove(part, flow.cookie(direction)))
                .thenApply(outcome -> {
                    String problem = problem(part.device(), outcome);
                    if (!problem.isEmpty()) {
                        core.execute(() -> switches.recheck(part.device()));
                    }
                    return problem;
                });
    }

    private String problem(DeviceId device, ApplyOutcome outcome) {
        return outcome instanceof ApplyOutcome.Applied
                ? ""
                : notices.switchName(device) + ": " + Switches.describe(outcome);
    }

    private void whenAll(List<CompletableFuture<String>> sent, Consumer<List<String>> then) {
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .thenRun(() -> core.execute(() -> then.accept(sent.stream()
                        .map(CompletableFuture::join)
                        .filter(problem -> !problem.isEmpty())
                        .toList())));
    }
}
