package io.plumbline.controller.core;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core as one platform thread. A step that throws is our bug: it is logged, and the next step runs. */
public final class CoreThread implements Core {
    private static final Logger log = LoggerFactory.getLogger(CoreThread.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int CLOSE_SECONDS = 5;

    private final Clock clock;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
    private final ScheduledThreadPoolExecutor thread;

    public CoreThread(Clock clock) {
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("core").daemon(false).factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nowNanos() {
        Instant now = clock.instant();
        long nanos = Math.addExact(Math.multiplyExact(now.getEpochSecond(), NANOS_PER_SECOND), now.getNano());
        return latest.accumulateAndGet(nanos, Math::max);
    }

    @Override
    public void execute(Runnable step) {
        if (!thread.isShutdown()) {
            thread.execute(() -> run(step));
        }
    }

    @Override
    public Timer schedule(long delayNanos, Runnable step) {
        if (thread.isShutdown()) {
            return () -> {};
        }
        ScheduledFuture<?> later = thread.schedule(() -> run(step), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private static void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error bug) {
            log.error("a step of the core failed; this is a defect of Plumbline", bug);
        }
    }

    @Override
    public int waiting() {
        return thread.getQueue().size();
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
