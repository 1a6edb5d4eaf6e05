package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.southbound.simulated.SimulatedHost;
import io.plumbline.southbound.simulated.SimulatedLink;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.Walk;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole controller, and switches that come back to it with rules from another time: slow ones in the middle of a mesh in which there is
 * always another way round. After every single thing that happens no frame circles, and when all is calm everybody reaches everybody.
 *
 * <pre>
 *   s1 - s2 - s3        and the diagonals s1 - s5 - s9, s3 - s5 - s7
 *   |    |    |
 *   s4 - s5 - s6
 *   |    |    |
 *   s7 - s8 - s9
 * </pre>
 */
class BestEffortReconnectTest {
    private static final long MILLI = SimulatedLab.MILLI;
    private static final long SECOND = SimulatedLab.SECOND;
    private static final int WIDTH = 3;
    private static final int SWITCHES = 9;

    private final VirtualTime time = new VirtualTime();
    private final List<SimulatedLink> links = new ArrayList<>();
    private SimulatedNetwork network = new SimulatedNetwork(0, time);

    private void mesh(long seed, Random random) {
        network = new SimulatedNetwork(seed, time);
        for (int i = 1; i <= SWITCHES; i++) {
            if (i % WIDTH != 0) {
                link(i, 3, i + 1, 4);
            }
            if (i + WIDTH <= SWITCHES) {
                link(i, 2, i + WIDTH, 1);
            }
        }
        link(1, 5, 5, 5);
        link(3, 5, 5, 6);
        link(7, 5, 5, 7);
        link(9, 5, 5, 8);
        for (int i = 1; i <= SWITCHES; i++) {
            network.host("h" + i, "00:00:00:00:00:0" + i, "10.0.0." + i, "s" + i + "/100");
            long delay = (random.nextInt(4) == 0 ? 100 + random.nextInt(600) : 1 + random.nextInt(20)) * MILLI;
            network.switchNode("s" + i).faults(faults -> faults.delay(delay, delay / 4));
        }
    }

    private void start(long seed) throws Exception {
        Controller controller = new Controller(
                new VirtualCore(time),
                NetworkYaml.parse("network.yaml", "version: 1\n"),
                DiscoverySettings.DEFAULT,
                new MemoryJournal(),
                List.of(network.southbound()),
                seed,
                new Random(seed));
        controller.start();
    }

    private void link(int one, int port, int other, int otherPort) {
        links.add(network.link("s" + one + "/" + port, "s" + other + "/" + otherPort, 50_000));
    }

    private void settle(int switches) {
        links.forEach(SimulatedLink::up);
        for (int i = 1; i <= switches; i++) {
            network.switchNode("s" + i).reconnect();
        }
        time.advance(20 * SECOND);
        for (int i = 1; i <= switches; i++) {
            SimulatedHost host = network.host("h" + i);
            host.send(host.arpFor(host.ip()));
            time.advance(SECOND);
        }
        time.advance(5 * SECOND);
    }

    private Walk walk(int from, int to) {
        SimulatedHost sender = network.host("h" + from);
        return network.walk(sender.frameTo(network.host("h" + to)).udp(1, 2).build())
                .from(sender.name());
    }

    /**
     * While s1 can reach s4 only by s2 and s3, it and s2 lose the controller. Then s3 - s4 breaks, and s1 has links of its own to s3 and s4
     * again. When both are back, the way from s3 is by s1, which would send to s2, and s2 to s3, until they know better.
     *
     * <pre>
     *   s1 ---- s2
     *   |  \    |
     *   |   \   |
     *   s4 ---- s3
     * </pre>
     */
    @Test
    void twoThatAreBackWithOldRules_areSentNothing_untilTheyHaveNewOnes() throws Exception {
        link(1, 1, 2, 1);
        link(2, 2, 3, 1);
        link(3, 2, 4, 1);
        link(1, 2, 4, 2);
        link(1, 3, 3, 3);
        for (int i = 1; i <= 4; i++) {
            network.host("h" + i, "00:00:00:00:00:0" + i, "10.0.0." + i, "s" + i + "/100");
        }
        start(1);
        settle(4);
        links.get(3).down();
        links.get(4).down();
        time.advance(5 * SECOND);
        assertThat(walk(1, 4).to("h4").path()).containsExactly("s1/1", "s2/2", "s3/2", "s4/100");
        for (String slow : List.of("s1", "s2")) {
            network.switchNode(slow).disconnect();
            network.switchNode(slow).faults(faults -> faults.delay(700 * MILLI, 0));
        }
        time.advance(200 * MILLI);
        links.get(2).down();
        links.get(3).up();
        links.get(4).up();
        time.advance(200 * MILLI);
        network.switchNode("s1").reconnect();
        network.switchNode("s2").reconnect();

        long until = time.nowNanos() + 10 * SECOND;
        while (time.step(until)) {
            Walk walk = walk(3, 4);
            assertThat(walk.looped()).as("%s", walk).isFalse();
            assertThat(walk.path().isEmpty() || walk.destinations().contains("h4"))
                    .as("s3 sends only to where the way goes on%n%s", walk)
                    .isTrue();
        }
        assertThat(walk(3, 4).to("h4").path()).containsExactly("s3/3", "s1/2", "s4/100");
        assertThat(walk(2, 4).to("h4").path()).containsExactly("s2/1", "s1/2", "s4/100");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void oldRules_closeNoLoop(long seed) throws Exception {
        Random random = new Random(seed);
        mesh(seed, random);
        start(seed);
        settle(SWITCHES);
        for (int round = 0; round < 15; round++) {
            disturb(random);
            long until = time.nowNanos() + random.nextInt(3_000) * MILLI;
            int target = 1 + random.nextInt(SWITCHES);
            while (time.step(until)) {
                for (int from = 1; from <= SWITCHES; from++) {
                    if (from != target) {
                        Walk walk = walk(from, target);
                        assertThat(walk.looped())
                                .as("seed %d round %d%n%s", seed, round, walk)
                                .isFalse();
                    }
                }
            }
        }
        settle(SWITCHES);
        for (int from = 1; from <= SWITCHES; from++) {
            for (int to = 1; to <= SWITCHES; to++) {
                if (from != to) {
                    walk(from, to).to("h" + to);
                }
            }
        }
    }

    private void disturb(Random random) {
        SimulatedLink link = links.get(random.nextInt(links.size()));
        String name = "s" + (1 + random.nextInt(SWITCHES));
        switch (random.nextInt(6)) {
            case 0 -> link.down();
            case 1 -> links.forEach(SimulatedLink::up);
            case 2 -> network.switchNode(name).restart(random.nextInt(1_000) * MILLI);
            default -> away(name, link, random);
        }
    }

    /** It is away for a while, long enough to be missed or not, and other things happen in the meantime. */
    private void away(String name, SimulatedLink link, Random random) {
        network.switchNode(name).disconnect(random.nextInt(300) * MILLI);
        time.schedule(random.nextInt(500) * MILLI, random.nextBoolean() ? link::down : link::up);
        time.schedule(random.nextInt(500) * MILLI, links.get(random.nextInt(links.size()))::up);
        time.schedule((500 + random.nextInt(5_000)) * MILLI, network.switchNode(name)::reconnect);
    }
}
