package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.MILLI;
import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.plumbline.southbound.api.SwitchEvent.PortChanged;
import io.plumbline.southbound.simulated.Walk.Lost;
import io.plumbline.southbound.simulated.frame.Frame;
import org.junit.jupiter.api.Test;
import org.onosproject.net.PortNumber;

/** h1 - 10 s1 1 -- 1 s2 10 - h2, everything forwarded straight through; s1 and s2 also have a link 2 -- 2. */
class LinkFaultsTest {
    private final Lab lab = new Lab(3);
    private final SimulatedNetwork network = lab.network;
    private final SimulatedLink link = network.link("s1/1", "s2/1", MILLI);
    private final SimulatedHost h1;
    private final SimulatedHost h2;

    LinkFaultsTest() {
        network.link("s1/2", "s2/2", MILLI);
        h1 = network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
        h2 = network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s2/10");
        lab.connect();
        for (String name : new String[] {"s1", "s2"}) {
            through(name, 10, 1);
            through(name, 1, 10);
        }
    }

    private void through(String name, long in, long out) {
        lab.install(
                name,
                put(rule(
                        name,
                        0,
                        10,
                        match -> match.matchInPort(PortNumber.portNumber(in)),
                        actions -> actions.setOutput(PortNumber.portNumber(out)))));
    }

    private Frame frame() {
        return h1.frameTo(h2).udp(1, 2).build();
    }

    private Walk send() {
        return network.delivers(frame()).from("h1");
    }

    @Test
    void down_isSeenAtBothEnds_andLosesWhatIsUnderWay() {
        Walk underWay = h1.send(frame());
        lab.time.advance(MILLI / 2);
        link.down();
        lab.time.advance(MILLI);
        assertThat(underWay.finished()).isTrue();
        assertThat(underWay.losses()).extracting(Lost::reason).containsExactly("the link went down");
        assertThat(lab.events(PortChanged.class))
                .extracting(
                        event -> event.device(),
                        event -> event.port().number().toLong(),
                        event -> event.port().up())
                .containsExactly(tuple(Lab.device("s1"), 1L, false), tuple(Lab.device("s2"), 1L, false));
        send().nowhere();
        link.up();
        lab.time.advance(MILLI);
        assertThat(lab.events(PortChanged.class)).hasSize(4);
        send().to("h2");
    }

    @Test
    void blackHole_staysUp_andCarriesNothing() {
        link.blackHole(true);
        send().nowhere();
        network.walk(frame()).from("h1").nowhere();
        assertThat(link.isUp()).isTrue();
        lab.time.advance(MILLI);
        assertThat(lab.events(PortChanged.class)).isEmpty();
        link.blackHole(false);
        send().to("h2");
    }

    @Test
    void blackHole_inOneDirection() {
        link.blackHoleFrom("s2/1");
        send().to("h2");
        network.delivers(h2.frameTo(h1).udp(1, 2).build()).from("h2").nowhere();
    }

    @Test
    void loss_takesItsShare() {
        link.loss(0.3);
        for (int i = 0; i < 1000; i++) {
            send();
        }
        assertThat(h2.received()).hasSizeBetween(630, 770);
        network.walk(frame()).from("h1").to("h2");
    }

    @Test
    void delay_counts() {
        link.delay(7 * MILLI);
        Walk walk = send();
        assertThat(walk.deliveries().get(0).atNanos() - walk.hops().get(0).atNanos())
                .isEqualTo(7 * MILLI);
        network.switchNode("s1").processing(MILLI);
        Walk slower = send();
        assertThat(slower.deliveries().get(0).atNanos() - slower.hops().get(0).atNanos())
                .isEqualTo(8 * MILLI);
    }

    @Test
    void aDisabledPort_takesTheLinkDown() {
        network.switchNode("s2").portDown(1);
        lab.time.advance(MILLI);
        assertThat(lab.target("s1").ports().get(0).up()).isFalse();
        network.switchNode("s2").portUp(1);
        lab.time.advance(MILLI);
        send().to("h2");
    }

    @Test
    void powerLoss_isSeenByTheNeighbours_andEmptiesTheTables() {
        network.switchNode("s2").powerOff();
        lab.time.advance(MILLI);
        assertThat(lab.target("s1").ports()).extracting(port -> port.up()).containsExactly(false, false, true);
        network.switchNode("s2").powerOn();
        lab.time.advance(MILLI);
        assertThat(lab.target("s1").ports()).allMatch(port -> port.up());
        assertThat(lab.read("s2").rules()).isEmpty();
    }

    @Test
    void loops_areToldByAWalkAtOnce_andCutWhenReal() {
        through("s2", 1, 2);
        through("s1", 2, 1);
        Walk imagined = network.walk(frame()).from("h1").nowhere();
        assertThat(imagined.looped()).isTrue();
        assertThat(imagined.hops()).hasSize(3);
        Walk real = send();
        assertThat(real.looped()).isTrue();
        assertThat(real.hops()).hasSize(Flight.LONGEST);
    }

    @Test
    void loopsThatMultiply_end() {
        for (String name : new String[] {"s1", "s2"}) {
            lab.install(
                    name,
                    put(rule(
                            name,
                            0,
                            20,
                            match -> {},
                            actions -> actions.setOutput(PortNumber.portNumber(1))
                                    .setOutput(PortNumber.portNumber(2))
                                    .setOutput(PortNumber.IN_PORT))));
        }
        assertThat(send().looped()).isTrue();
        assertThat(network.walk(frame()).from("h1").looped()).isTrue();
    }
}
