package io.plumbline.simulation;

import io.plumbline.controller.core.Core;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.function.Consumer;

/** The core of one life of a controller, in virtual time. A step that throws is a defect, and is told; the next one runs all the same. */
final class SimulatedCore implements Core {
    private final VirtualTime time;
    private final Consumer<Throwable> defects;
    private int waiting;
    private boolean closed;

    SimulatedCore(VirtualTime time, Consumer<Throwable> defects) {
        this.time = time;
        this.defects = defects;
    }

    @Override
    public long nowNanos() {
        return time.nowNanos();
    }

    @Override
    public void execute(Runnable step) {
        waiting++;
        time.schedule(0, () -> {
            waiting--;
            run(step);
        });
    }

    @Override
    public Timer schedule(long delayNanos, Runnable step) {
        return time.schedule(Math.max(0, delayNanos), () -> run(step))::cancel;
    }

    private void run(Runnable step) {
        if (closed) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException | Error defect) {
            defects.accept(defect);
        }
    }

    @Override
    public int waiting() {
        return waiting;
    }

    /** Also as {@code kill -9}: nothing that waits runs any more. */
    @Override
    public void close() {
        closed = true;
    }
}
