package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.time.SimulatedTime;

/** One direction of a connection: messages take their time and never overtake one another. */
final class Pipe {
    private final SimulatedTime time;
    private final Faults faults;
    private long lastNanos;
    private boolean cut;

    Pipe(SimulatedTime time, Faults faults) {
        this.time = time;
        this.faults = faults;
        this.lastNanos = time.nowNanos();
    }

    void send(Runnable message) {
        send(0, message);
    }

    /** Sends a message that needs {@code workNanos} after the one before it. */
    void send(long workNanos, Runnable message) {
        long nowNanos = time.nowNanos();
        lastNanos = Math.max(lastNanos, nowNanos + faults.delayNanos()) + workNanos;
        time.schedule(lastNanos - nowNanos, () -> {
            if (!cut) {
                message.run();
            }
        });
    }

    /** Loses everything that is under way. */
    void cut() {
        cut = true;
    }
}
