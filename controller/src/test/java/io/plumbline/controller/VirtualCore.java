package io.plumbline.controller;

import io.plumbline.controller.core.Core;
import io.plumbline.southbound.simulated.time.VirtualTime;

/** The core in virtual time: no thread, the same steps in the same order for the same seed. */
public final class VirtualCore implements Core {
    private final VirtualTime time;
    private boolean closed;

    public VirtualCore(VirtualTime time) {
        this.time = time;
    }

    @Override
    public long nowNanos() {
        return time.nowNanos();
    }

    @Override
    public void execute(Runnable step) {
        schedule(0, step);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable step) {
        var timer = time.schedule(Math.max(0, delayNanos), () -> {
            if (!closed) {
                step.run();
            }
        });
        return timer::cancel;
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
