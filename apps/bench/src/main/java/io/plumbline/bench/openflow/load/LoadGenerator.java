package io.plumbline.bench.openflow.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Emulated switches that ask a controller, all on the calling thread. Closed loop: a switch has at most a window of questions open,
 * so that no queue grows in the controller and latency means something; a question without an answer within a second is lost.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOOK_FOR_LOST_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofMillis(20);
    private static final int ANNOUNCED_AT_ONCE = 8;

    private final Selector selector;
    private final List<EmulatedSwitch> switches = new ArrayList<>();

    private LoadGenerator(Selector selector) {
        this.selector = selector;
    }

    /**
     * Whom to be.
     *
     * @param hosts behind each switch, spread over its ports
     */
    public record Shape(int switches, int ports, int hosts) {}

    /** Connects all switches; they then wait to be asked who they are. */
    public static LoadGenerator connect(InetSocketAddress controller, Shape shape) throws IOException {
        LoadGenerator made = new LoadGenerator(Selector.open());
        try {
            for (int number = 0; number < shape.switches(); number++) {
                Hosts hosts = new Hosts(number * shape.hosts(), shape.hosts(), shape.ports());
                made.switches.add(EmulatedSwitch.connect(controller, made.selector, number + 1L, shape.ports(), hosts));
            }
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** Answers the controller until it has left all switches alone for {@code quiet}; false when it has not {@code atMost} later. */
    public boolean settle(Duration quiet, Duration atMost) throws IOException {
        long quietNanos = quiet.toNanos();
        BooleanSupplier settled = () -> switches.stream().allMatch(each -> each.settled(quietNanos));
        serve(atMost, settled, 0);
        return settled.getAsBoolean();
    }

    /** Lets every host announce itself, a few at a time. */
    public void announce() throws IOException {
        int hosts = switches.getFirst().hosts().count();
        for (int host = 0; host < hosts; host++) {
            for (EmulatedSwitch each : switches) {
                each.announce(host);
                each.flush();
            }
            if (host % ANNOUNCED_AT_ONCE == ANNOUNCED_AT_ONCE - 1) {
                serve(BETWEEN_ANNOUNCEMENTS, () -> false, 0);
            }
        }
    }

    /**
     * Asks until every host has had an answer, which is when the controller knows them all; nothing is counted.
     *
     * @return whether that came to pass
     */
    public boolean askUntilAllAnswered(int window, Duration atMost) throws IOException {
        BooleanSupplier done =
                () -> switches.stream().allMatch(each -> each.hosts().allAnswered());
        serve(atMost, done, window);
        return done.getAsBoolean();
    }

    /** Asks for {@code time}, with at most {@code window} questions open at each switch, and counts. */
    public LoadFigures ask(int window, Duration time) throws IOException {
        switches.forEach(EmulatedSwitch::startCounting);
        long start = System.nanoTime();
        serve(time, () -> false, window);
        LoadFigures figures = new LoadFigures();
        figures.lasted(System.nanoTime() - start);
        switches.forEach(each -> each.addTo(figures));
        return figures;
    }

    /** Rules that the controller left in the switches. */
    public int rulesHeld() {
        return switches.stream().mapToInt(each -> each.agent().rulesHeld()).sum();
    }

    private void serve(Duration time, BooleanSupplier done, int window) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        long look = System.nanoTime() + LOOK_FOR_LOST_NANOS;
        for (long now = System.nanoTime(); now - end < 0 && !done.getAsBoolean(); now = System.nanoTime()) {
            if (now - look > 0) {
                switches.forEach(each -> each.hosts().giveUp(PATIENCE_NANOS));
                look = now + LOOK_FOR_LOST_NANOS;
            }
            if (window > 0) {
                fill(window);
            }
            selector.select(1);
            take();
        }
    }

    private void fill(int window) throws IOException {
        for (EmulatedSwitch each : switches) {
            each.ask(window);
            each.flush();
        }
    }

    private void take() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            EmulatedSwitch each = (EmulatedSwitch) key.attachment();
            if (key.isReadable()) {
                each.receive();
            }
            each.flush();
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (EmulatedSwitch each : switches) {
            each.close();
        }
        selector.close();
    }
}
