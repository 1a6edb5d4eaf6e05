package io.plumbline.southbound.openflow;

import static org.assertj.core.api.Assertions.fail;

import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a southbound reported, in order; waits for what a test expects. */
final class EventLog implements Consumer<SwitchEvent> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<SwitchEvent> events = new ArrayList<>();

    @Override
    public synchronized void accept(SwitchEvent event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<SwitchEvent> all() {
        return List.copyOf(events);
    }

    synchronized <E extends SwitchEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends SwitchEvent> E await(Class<E> kind) {
        return await(kind, event -> true);
    }

    Switch awaitSwitch() {
        return await(SwitchEvent.Connected.class).target();
    }

    synchronized <E extends SwitchEvent> E await(Class<E> kind, Predicate<E> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < events.size(); seen++) {
                SwitchEvent event = events.get(seen);
                if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
                    return kind.cast(event);
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return fail("no " + kind.getSimpleName() + " in " + events);
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return fail("interrupted");
            }
        }
    }

    synchronized void clear() {
        events.clear();
    }
}
