package io.plumbline.rest;

import io.plumbline.controller.view.ControllerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The controller's events for those who watch: the newest are kept for a client that comes back, and each watcher has a bounded
 * queue. A watcher that does not keep up loses its stream, never the controller its time.
 */
final class EventFeed implements AutoCloseable {
    private static final int KEPT = 1_024;
    private static final int QUEUED = 2_048;

    private final int mostWatchers;
    private final ArrayDeque<ControllerEvent> kept = new ArrayDeque<>();
    private final Set<Watcher> watchers = new HashSet<>();
    private boolean closed;

    EventFeed(int mostWatchers) {
        this.mostWatchers = mostWatchers;
    }

    /** One stream; ends by itself when it does not keep up, or with the feed. */
    final class Watcher implements AutoCloseable {
        private final BlockingQueue<Optional<ControllerEvent>> queue = new ArrayBlockingQueue<>(QUEUED);
        private volatile boolean ended;

        /** The next event; empty after that time without one, or when the stream ended. */
        Optional<ControllerEvent> next(Duration longest) throws InterruptedException {
            Optional<ControllerEvent> next = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            return next == null ? Optional.empty() : next;
        }

        /** Whether nothing more will come, though what is queued may still be taken. */
        boolean ended() {
            return ended && queue.isEmpty();
        }

        private void offer(ControllerEvent event) {
            if (!ended && !queue.offer(Optional.of(event))) {
                end();
            }
        }

        /** Wakes who waits in {@link #next}, unless there is something to take anyway. */
        private void end() {
            ended = true;
            boolean woken = queue.offer(Optional.empty());
            assert woken || !queue.isEmpty();
        }

        @Override
        public void close() {
            remove(this);
        }
    }

    /** An event of the controller. */
    synchronized void publish(ControllerEvent event) {
        kept.addLast(event);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        watchers.forEach(watcher -> watcher.offer(event));
        watchers.removeIf(watcher -> watcher.ended);
    }

    /**
     * Begins a stream with what is kept after that sequence number.
     *
     * @return empty when there are too many already
     */
    synchronized Optional<Watcher> watch(long after) {
        if (closed || watchers.size() >= mostWatchers) {
            return Optional.empty();
        }
        Watcher watcher = new Watcher();
        List<ControllerEvent> missed = new ArrayList<>(kept);
        missed.removeIf(event -> event.sequence() <= after);
        missed.forEach(watcher::offer);
        watchers.add(watcher);
        return Optional.of(watcher);
    }

    private synchronized void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends every stream. */
    @Override
    public synchronized void close() {
        closed = true;
        watchers.forEach(Watcher::end);
        watchers.clear();
    }
}
