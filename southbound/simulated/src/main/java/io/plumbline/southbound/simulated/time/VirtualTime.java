package io.plumbline.southbound.simulated.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when it is told to, on the caller's thread. Equal instants keep the order of scheduling, so that one seed gives
 * one history. Scheduling is safe from any thread; running is for one.
 */
public final class VirtualTime implements SimulatedTime {
    /** 2026-01-01T00:00:00Z. */
    public static final long START_NANOS = 1_767_225_600_000_000_000L;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.<Task>comparingLong(task -> task.atNanos).thenComparingLong(task -> task.sequence));
    private long nowNanos;
    private long sequence;

    public VirtualTime() {
        this(START_NANOS);
    }

    public VirtualTime(long startNanos) {
        this.nowNanos = startNanos;
    }

    @Override
    public synchronized long nowNanos() {
        return nowNanos;
    }

    @Override
    public synchronized Timer schedule(long delayNanos, Runnable task) {
        if (delayNanos < 0) {
            throw new IllegalArgumentException("delay " + delayNanos + " ns");
        }
        Task scheduled = new Task(Math.addExact(nowNanos, delayNanos), sequence++, task);
        tasks.add(scheduled);
        return scheduled;
    }

    @Override
    public <T> T call(Supplier<T> task) {
        return task.get();
    }

    /** Runs everything due within the next {@code nanos}, and ends at exactly that instant. */
    public void advance(long nanos) {
        runUntil(Math.addExact(nowNanos(), nanos));
    }

    /** Runs everything due until {@code atNanos}, that instant included, and ends there. */
    public void runUntil(long atNanos) {
        while (step(atNanos)) {
            // the step was the work
        }
        synchronized (this) {
            nowNanos = Math.max(nowNanos, atNanos);
        }
    }

    /**
     * Runs the next task, if one is due until {@code limitNanos}.
     *
     * @return whether there was one
     */
    public boolean step(long limitNanos) {
        Task next;
        synchronized (this) {
            next = nextTask();
            if (next == null || next.atNanos > limitNanos) {
                return false;
            }
            tasks.poll();
            nowNanos = next.atNanos;
        }
        next.run();
        return true;
    }

    private @Nullable Task nextTask() {
        while (!tasks.isEmpty() && tasks.peek().cancelled()) {
            tasks.poll();
        }
        return tasks.peek();
    }

    @Override
    public boolean await(long timeoutNanos, BooleanSupplier condition) {
        long limitNanos = Math.addExact(nowNanos(), timeoutNanos);
        while (!condition.getAsBoolean()) {
            if (!step(limitNanos)) {
                synchronized (this) {
                    nowNanos = Math.max(nowNanos, limitNanos);
                }
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** How many tasks wait. */
    public synchronized int pending() {
        return (int) tasks.stream().filter(task -> !task.cancelled()).count();
    }

    /** When the next task is due; {@link Long#MAX_VALUE} when none waits. */
    public synchronized long nextNanos() {
        Task next = nextTask();
        return next == null ? Long.MAX_VALUE : next.atNanos;
    }

    /** This time for whoever wants a {@link Clock}. */
    public Clock clock() {
        return new VirtualClock(ZoneOffset.UTC);
    }

    /** Cancelled ones stay in the queue, empty, until their turn: taking them out would cost a search. */
    private static final class Task implements Timer {
        private final long atNanos;
        private final long sequence;
        private volatile @Nullable Runnable work;

        Task(long atNanos, long sequence, Runnable work) {
            this.atNanos = atNanos;
            this.sequence = sequence;
            this.work = work;
        }

        boolean cancelled() {
            return work == null;
        }

        @Override
        public void cancel() {
            work = null;
        }

        void run() {
            Runnable now = work;
            if (now != null) {
                now.run();
            }
        }
    }

    private final class VirtualClock extends Clock {
        private final ZoneId zone;

        VirtualClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new VirtualClock(other);
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, nowNanos());
        }
    }
}
