package io.plumbline.southbound.simulated.time;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one thread and the one clock of a simulated network. Everything that changes the network runs here, one task after another. */
public interface SimulatedTime {
    /** Now, in nanoseconds of this time's own clock: since the epoch in virtual time, {@link System#nanoTime()} in real time. */
    long nowNanos();

    /** Runs the task after the delay; tasks of one instant run in the order in which they were scheduled. Callable from any thread. */
    Timer schedule(long delayNanos, Runnable task);

    /** Runs on the thread of this time and returns what came of it; at once when that is the caller's thread or time is virtual. */
    <T> T call(Supplier<T> task);

    /** As {@link #call} without an answer. */
    default void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    /**
     * Lets time pass until the condition holds, which is looked at after every task.
     *
     * @return whether it held before the time-out
     */
    boolean await(long timeoutNanos, BooleanSupplier condition);

    /** A task that waits for its instant. */
    interface Timer {
        /** Forgets the task if it has not begun. */
        void cancel();
    }
}
