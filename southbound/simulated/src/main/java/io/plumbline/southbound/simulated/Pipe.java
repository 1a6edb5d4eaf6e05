package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.time.SimulatedTime;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One direction of a connection: messages take their time and never overtake one another. By the wall clock, timers may fire out of order
 * when their thread is kept waiting between two of them: whichever fires delivers the oldest message, which is due by then.
 */
final class Pipe {
    private final SimulatedTime time;
    private final Faults faults;
    private final Queue<Runnable> underWay = new ArrayDeque<>();
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
        underWay.add(message);
        time.schedule(lastNanos - nowNanos, this::deliverOldest);
    }

    private void deliverOldest() {
        Runnable oldest = underWay.remove();
        if (!cut) {
            oldest.run();
        }
    }

    /** Loses everything that is under way. */
    void cut() {
        cut = true;
    }
}
