package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.time.SimulatedTime;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A question to a switch that waits for its answer: it ends exactly once, with the answer, by its time-out or with the connection. */
abstract sealed class Exchange permits UpdateExchange, ReadExchange {
    private final SimulatedConnection connection;
    private final SimulatedSwitch target;
    private SimulatedTime.@Nullable Timer timer;

    Exchange(SimulatedConnection connection, SimulatedSwitch target) {
        this.connection = connection;
        this.target = target;
    }

    SimulatedConnection connection() {
        return connection;
    }

    SimulatedSwitch target() {
        return target;
    }

    /** Sends the question, unless the connection has ended or has too much to do. */
    final void begin() {
        int waiting = connection.waiting();
        if (!connection.isOpen()) {
            lost("not connected");
        } else if (waiting >= target.network().mostWaiting()) {
            overloaded(waiting);
        } else {
            connection.expect(this);
            long timeoutNanos = target.network().answerTimeoutNanos();
            timer = target.network().time().schedule(timeoutNanos, () -> timedOut(timeoutNanos));
            ask();
        }
    }

    abstract void ask();

    abstract void timedOut(long afterNanos);

    abstract void overloaded(int waiting);

    abstract void lost(String reason);

    /** Sends the answer back, if the switch answers. */
    final void reply(Runnable arrival) {
        if (!target.faults().losesAnswer()) {
            connection.toController().send(arrival);
        }
    }

    /** Nobody waits for the answer any more. */
    final void forget() {
        SimulatedTime.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }

    final <T> void settle(CompletableFuture<T> answer, T value) {
        connection.settled(this);
        forget();
        if (!answer.isDone()) {
            target.network().log(() -> connection + " " + value.getClass().getSimpleName());
            answer.complete(value);
        }
    }
}
