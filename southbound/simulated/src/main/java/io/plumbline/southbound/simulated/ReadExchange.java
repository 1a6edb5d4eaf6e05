package io.plumbline.southbound.simulated;

import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import java.util.concurrent.CompletableFuture;

/** A read-back: what the switch holds at the instant at which the question reaches it. */
final class ReadExchange extends Exchange {
    private final ReadScope scope;
    private final CompletableFuture<ReadOutcome> answer = new CompletableFuture<>();

    ReadExchange(SimulatedConnection connection, SimulatedSwitch target, ReadScope scope) {
        super(connection, target);
        this.scope = scope;
    }

    CompletableFuture<ReadOutcome> answer() {
        return answer;
    }

    @Override
    void ask() {
        connection().toSwitch().send(() -> {
            if (target().isRunning() && target().faults().isProcessing()) {
                ReadOutcome state = target().dataPlane().read(scope);
                reply(() -> settle(answer, state));
            }
        });
    }

    @Override
    void timedOut(long afterNanos) {
        fail("no answer within " + afterNanos / 1_000_000 + " ms");
    }

    @Override
    void overloaded(int waiting) {
        fail(waiting + " questions are waiting already");
    }

    @Override
    void lost(String reason) {
        fail(reason);
    }

    private void fail(String reason) {
        settle(answer, new ReadOutcome.Failed(reason));
    }
}
