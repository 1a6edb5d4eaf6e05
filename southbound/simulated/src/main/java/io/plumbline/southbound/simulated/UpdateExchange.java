package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.simulated.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The changes of one update and the barrier behind them. */
final class UpdateExchange extends Exchange {
    /** Open vSwitch takes some 100,000 flow-mods a second. */
    private static final long CHANGE_NANOS = 10_000;

    private final ProgramUpdate update;
    private final CompletableFuture<ApplyOutcome> answer = new CompletableFuture<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private boolean broken;

    UpdateExchange(SimulatedConnection connection, SimulatedSwitch target, ProgramUpdate update) {
        super(connection, target);
        this.update = update;
    }

    CompletableFuture<ApplyOutcome> answer() {
        return answer;
    }

    @Override
    void ask() {
        Faults faults = target().faults();
        for (Change change : faults.reorder().order(update.changes(), faults.random())) {
            connection().toSwitch().send(CHANGE_NANOS, () -> carryOut(change));
        }
        connection().toSwitch().send(this::barrier);
    }

    private void carryOut(Change change) {
        Faults faults = target().faults();
        if (!target().isRunning() || !faults.isProcessing() || faults.losesChange()) {
            broken = true;
            return;
        }
        Optional<Problem> problem = faults.rejection(change).or(() -> distort(change));
        problem.ifPresent(found -> refusals.add(new Refusal(change, found.kind(), found.detail())));
        target().network()
                .log(() -> target().name() + " " + Narration.of(change)
                        + problem.map(found -> " refused: " + found.detail()).orElse(""));
    }

    private Optional<Problem> distort(Change change) {
        Change really = target().faults().distorted(change);
        return really == null ? Optional.empty() : target().dataPlane().carryOut(really);
    }

    private void barrier() {
        if (!broken && target().isRunning() && target().faults().isProcessing()) {
            reply(() -> settle(answer, outcome()));
        }
    }

    private ApplyOutcome outcome() {
        return refusals.isEmpty()
                ? new ApplyOutcome.Applied()
                : new ApplyOutcome.Refused(ImmutableList.copyOf(refusals));
    }

    @Override
    void timedOut(long afterNanos) {
        settle(answer, new ApplyOutcome.TimedOut(afterNanos));
    }

    @Override
    void overloaded(int waiting) {
        settle(answer, new ApplyOutcome.Overloaded(waiting));
    }

    @Override
    void lost(String reason) {
        settle(answer, new ApplyOutcome.Lost(reason));
    }
}
