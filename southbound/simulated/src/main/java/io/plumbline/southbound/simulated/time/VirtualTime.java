package io.plumbline.southbound.simulated.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Time that passes only when it is told to, on the caller's thread. Equal instants keep the order of scheduling, so that one seed gives
 * one history. Scheduling is safe from any thread; running is for one.
 */
public final class VirtualTime implements SimulatedTime {
    /** 2026-01-01T00:00:00Z. */
    public static final long START_NANOS = 1_767_225_600_000_000_000L;

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::sequence));
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
        return () -> forget(scheduled);
    }

    private synchronized void forget(Task task) {
        tasks.remove(task);
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
            next = tasks.peek();
            if (next == null || next.atNanos > limitNanos) {
                return false;
            }
            tasks.poll();
            nowNanos = next.atNanos;
        }
        next.work.run();
        return true;
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
        return tasks.size();
    }

    /** This time for whoever wants a {@link Clock}. */
    public Clock clock() {
        return new VirtualClock(ZoneOffset.UTC);
    }

    private record Task(long atNanos, long sequence, Runnable work) {}

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
