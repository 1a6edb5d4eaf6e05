package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.southbound.api.ApplyOutcome.Applied;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.time.RealTime;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onosproject.net.PortNumber;

/** The same network by the wall clock, used from threads of its caller. */
class RealTimeTest {
    private final RealTime time = new RealTime();
    private final SimulatedNetwork network = new SimulatedNetwork(1, time);
    private final BlockingQueue<SwitchEvent> events = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        time.close();
    }

    private SwitchEvent next() throws InterruptedException {
        SwitchEvent event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing happened");
        }
        return event;
    }

    @Test
    void worksFromAnyThread() throws Exception {
        SimulatedHost h1 = network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/1");
        SimulatedHost h2 = network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s1/2");
        try (SimulatedSouthbound southbound = network.southbound()) {
            southbound.start(events::add);
            Switch s1 = ((SwitchEvent.Connected) next()).target();
            var rule = rule(
                    "s1",
                    0,
                    1,
                    match -> {},
                    actions -> actions.setOutput(PortNumber.FLOOD).punt());
            assertThat(s1.apply(Lab.update(put(rule))).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(new Applied());

            Frame frame = h1.frameTo(h2).udp(1, 2).build();
            network.delivers(frame).from("h1").to("h2");
            assertThat(next()).isInstanceOf(SwitchEvent.PacketArrived.class);
            assertThat(s1.packetOut(PortNumber.portNumber(1), frame.bytes())).isTrue();
            assertThat(time.await(10_000_000_000L, () -> h1.received().size() == 1))
                    .isTrue();

            var state = (ReadOutcome.State)
                    s1.read(ReadScope.ALL).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(state.rules().get(0).packets()).isEqualTo(1);
        }
    }

    @Test
    void canBeClosedInAnyOrder() throws Exception {
        network.switchNode("s1").port(1);
        SimulatedSouthbound southbound = network.southbound();
        southbound.start(events::add);
        time.close();
        southbound.close();
    }

    @Test
    void itsOwnThreadCannotWait() {
        assertThatThrownBy(() -> time.run(() -> time.await(1, () -> false))).isInstanceOf(IllegalStateException.class);
    }
}
