package io.plumbline.southbound.simulated.time;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wall-clock time on one daemon thread, for tests of what has threads of its own. Nothing here is reproducible. */
public final class RealTime implements SimulatedTime, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RealTime.class);
    private static final long POLL_NANOS = 200_000;

    private final ScheduledThreadPoolExecutor executor;
    private final Thread thread;

    public RealTime() {
        executor = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform().daemon().name("simulated-network").unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread = CompletableFuture.supplyAsync(Thread::currentThread, executor).join();
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        try {
            Future<?> scheduled = executor.schedule(() -> guarded(task), delayNanos, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failed) {
            LOG.error("a task of the simulated network failed", failed);
            throw failed;
        }
    }

    @Override
    public <T> T call(Supplier<T> task) {
        if (Thread.currentThread() == thread) {
            return task.get();
        }
        try {
            return CompletableFuture.supplyAsync(task, executor).join();
        } catch (RejectedExecutionException closed) {
            return task.get(); // nothing else runs any more
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }

    @Override
    public boolean await(long timeoutNanos, BooleanSupplier condition) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("time cannot pass while its thread waits");
        }
        long startNanos = System.nanoTime();
        while (!call(condition::getAsBoolean)) {
            if (System.nanoTime() - startNanos > timeoutNanos) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** What is due later is forgotten; what runs ends first, unless it is the caller. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (Thread.currentThread() != thread && !executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("a task of the simulated network does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
