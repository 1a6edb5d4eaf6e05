package io.plumbline.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.VirtualCore;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.Notice;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.List;

/** Best effort on a simulated network in virtual time. */
final class SimulatedBestEffort {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    final VirtualTime time = new VirtualTime();
    final SimulatedNetwork network;
    final Discovery discovery;
    final List<Notice> notices;
    final LittleController controller;

    SimulatedBestEffort(long seed, String yaml) {
        network = new SimulatedNetwork(seed, time);
        controller = new LittleController(yaml, new VirtualCore(time));
        discovery = controller.discovery;
        notices = controller.notices;
    }

    SimulatedBestEffort start() {
        try {
            network.southbound().start(controller::on);
        } catch (SouthboundException e) {
            throw new AssertionError(e);
        }
        tick();
        return run(3 * SECOND);
    }

    SimulatedBestEffort run(long nanos) {
        time.advance(nanos);
        return this;
    }

    private void tick() {
        controller.tick();
        time.schedule(50 * MILLI, this::tick);
    }

    /** Each of these hosts says who it is. */
    SimulatedBestEffort introduce(String... hosts) {
        for (String one : hosts) {
            network.host(one).send(network.host(one).arpFor(network.host(one).ip()));
            run(50 * MILLI);
        }
        run(500 * MILLI);
        assertThat(discovery.hosts()).hasSizeGreaterThanOrEqualTo(hosts.length);
        return this;
    }
}
