package io.plumbline.controller.forwarding;

import static io.plumbline.controller.forwarding.SimulatedBestEffort.MILLI;
import static io.plumbline.controller.forwarding.SimulatedBestEffort.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.simulated.SimulatedHost;
import io.plumbline.southbound.simulated.SimulatedLink;
import io.plumbline.southbound.simulated.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A grid of slow switches in which links and connections come and go and a host moves between two opposite corners: after every single
 * thing that happens no frame circles, and when all is calm everybody reaches everybody.
 *
 * <pre>
 *   mover-here - s1 - s2 - s3
 *                |    |    |
 *                s4 - s5 - s6
 *                |    |    |
 *                s7 - s8 - s9 - mover-there
 * </pre>
 */
class LoopFreeTest {
    private static final int WIDTH = 3;
    private static final int SWITCHES = 9;
    private static final String MOVER = "00:00:00:00:00:aa";
    private static final String HERE = "mover-here";
    private static final String THERE = "mover-there";

    private final List<SimulatedLink> links = new ArrayList<>();
    private boolean here = true;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noFrameEverCircles(long seed) {
        Random random = new Random(seed);
        SimulatedBestEffort controller = network(seed, random).start();
        settle(controller);
        for (int round = 0; round < 12; round++) {
            disturb(controller, random);
            long until = controller.time.nowNanos() + random.nextInt(2_500) * MILLI;
            while (controller.time.step(until)) {
                nothingCircles(controller, "seed " + seed + " round " + round);
            }
        }
        settle(controller);
        everybodyIsServed(controller, "seed " + seed);
    }

    private SimulatedBestEffort network(long seed, Random random) {
        SimulatedBestEffort controller = new SimulatedBestEffort(seed, "version: 1\n");
        for (int i = 1; i <= SWITCHES; i++) {
            if (i % WIDTH != 0) {
                links.add(controller.network.link("s" + i + "/3", "s" + (i + 1) + "/4", 50_000));
            }
            if (i + WIDTH <= SWITCHES) {
                links.add(controller.network.link("s" + i + "/2", "s" + (i + WIDTH) + "/1", 50_000));
            }
        }
        for (int i = 1; i <= SWITCHES; i++) {
            controller.network.host("h" + i, "00:00:00:00:00:0" + i, "10.0.0." + i, "s" + i + "/100");
            boolean slow = i % WIDTH == 2; // the middle column: what changes beside it at once would circle through it
            long delay = (slow ? 20 + random.nextInt(20) : 1 + random.nextInt(4)) * MILLI;
            controller.network.switchNode("s" + i).faults(faults -> faults.delay(delay, delay / 2));
        }
        controller.network.host(HERE, MOVER, "10.0.0.100", "s1/101");
        controller.network.host(THERE, MOVER, "10.0.0.100", "s9/101");
        controller.network.host(THERE).answers(false);
        return controller;
    }

    private void disturb(SimulatedBestEffort controller, Random random) {
        String name = "s" + (1 + random.nextInt(SWITCHES));
        switch (random.nextInt(9)) {
            case 0, 1 -> links.get(random.nextInt(links.size())).down();
            case 2 -> links.forEach(SimulatedLink::up);
            case 3 -> controller.network.switchNode(name).disconnect(random.nextInt(500) * MILLI);
            case 4 -> controller.network.switchNode(name).reconnect();
            case 5 -> controller.network.switchNode(name).restart(random.nextInt(1_000) * MILLI);
            default -> move(controller);
        }
    }

    /** It speaks from the other corner, and from its old one no longer: after a while it is believed. */
    private void move(SimulatedBestEffort controller) {
        here = !here;
        controller.network.host(HERE).answers(here);
        controller.network.host(THERE).answers(!here);
        announce(controller);
        controller.time.schedule(2_100 * MILLI, () -> announce(controller));
    }

    private void announce(SimulatedBestEffort controller) {
        SimulatedHost mover = controller.network.host(here ? HERE : THERE);
        mover.send(mover.arpFor(mover.ip()));
    }

    private void nothingCircles(SimulatedBestEffort controller, String what) {
        SimulatedHost mover = controller.network.host(HERE);
        for (int i = 1; i <= SWITCHES; i++) {
            SimulatedHost sender = controller.network.host("h" + i);
            Walk walk = controller
                    .network
                    .walk(sender.frameTo(mover).udp(1, 2).build())
                    .from(sender.name());
            assertThat(walk.looped()).as("%s%n%s", what, walk).isFalse();
        }
    }

    private void settle(SimulatedBestEffort controller) {
        links.forEach(SimulatedLink::up);
        for (int i = 1; i <= SWITCHES; i++) {
            controller.network.switchNode("s" + i).reconnect();
        }
        controller.run(20 * SECOND);
        for (int i = 1; i <= SWITCHES; i++) {
            controller.introduce("h" + i);
        }
        for (int i = 0; i < 3; i++) {
            announce(controller);
            controller.run(3 * SECOND);
        }
    }

    private void everybodyIsServed(SimulatedBestEffort controller, String what) {
        for (int from = 1; from <= SWITCHES; from++) {
            SimulatedHost sender = controller.network.host("h" + from);
            for (String to : List.of("h1", "h5", "h9", here ? HERE : THERE)) {
                if (!sender.name().equals(to)) {
                    Walk walk = controller
                            .network
                            .walk(sender.frameTo(controller.network.host(to))
                                    .udp(1, 2)
                                    .build())
                            .from(sender.name());
                    assertThat(walk.destinations()).as("%s%n%s", what, walk).containsExactly(to);
                }
            }
        }
    }
}
