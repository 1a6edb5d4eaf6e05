package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.meter;
import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.simulated.Walk.Mark;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.Headers;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onlab.packet.EthType;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

/**
 * A guaranteed flow as the controller programs it: classified and metered where it enters, its label swapped in the middle, popped where
 * it leaves.
 *
 * <pre>
 *   h1 - 10 s1 2 -- 1 s2 2 -- 1 s3 10 - h2
 *   h3 - 11 s1
 * </pre>
 */
class LabelPathTest {
    private final Lab lab = new Lab(1);
    private final SimulatedNetwork network = lab.network;
    private SimulatedHost h1;
    private SimulatedHost h2;

    LabelPathTest() {
        network.link("s1/2", "s2/1", 5_000);
        network.link("s2/2", "s3/1", 7_000);
        h1 = network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
        h2 = network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s3/10");
        network.host("h3", "00:00:00:00:00:03", "10.0.0.3", "s1/11");
    }

    private static Consumer<TrafficSelector.Builder> camera() {
        return match -> match.matchInPort(PortNumber.portNumber(10))
                .matchEthType((short) Headers.IPV4)
                .matchIPProtocol((byte) Headers.UDP)
                .matchIPSrc(IpPrefix.valueOf("10.0.0.1/32"))
                .matchIPDst(IpPrefix.valueOf("10.0.0.2/32"))
                .matchUdpDst(TpPort.tpPort(5001));
    }

    private static Consumer<TrafficSelector.Builder> label(long port, int label) {
        return match -> match.matchInPort(PortNumber.portNumber(port)).matchVlanId(VlanId.vlanId((short) label));
    }

    @BeforeEach
    void program() {
        lab.connect();
        lab.install(
                "s3",
                put(rule(
                        "s3",
                        0,
                        40_000,
                        label(1, 2049),
                        actions -> actions.popVlan().setQueue(1).setOutput(PortNumber.portNumber(10)))));
        lab.install(
                "s2",
                put(rule(
                        "s2",
                        0,
                        40_000,
                        label(1, 2048),
                        actions -> actions.setVlanId(VlanId.vlanId((short) 2049))
                                .setVlanPcp((byte) 5)
                                .setQueue(1)
                                .setOutput(PortNumber.portNumber(2)))));
        lab.install(
                "s1",
                new AddMeter(meter("s1", 1, Meter.Unit.KB_PER_SEC, 2_000, 16L)),
                new AddMeter(meter("s1", 2, Meter.Unit.PKTS_PER_SEC, 1_000, 8L)),
                put(rule(
                        "s1",
                        4,
                        1,
                        match -> match.matchMetadata(7),
                        actions -> actions.meter(MeterId.meterId(2))
                                .pushVlan(EthType.EtherType.VLAN.ethType())
                                .setVlanId(VlanId.vlanId((short) 2048))
                                .setVlanPcp((byte) 5)
                                .setQueue(1)
                                .setOutput(PortNumber.portNumber(2)))),
                put(rule(
                        "s1",
                        0,
                        50_000,
                        match -> match.matchInPort(PortNumber.portNumber(10))
                                .add(new MaskedVlan(0x1800, 0x1800).on(Lab.device("s1"))),
                        actions -> actions.drop())),
                put(rule(
                        "s1",
                        0,
                        30_000,
                        camera(),
                        actions -> actions.meter(MeterId.meterId(1))
                                .writeMetadata(7, -1L)
                                .transition(4))));
    }

    private Frame frame() {
        return h1.frameTo(h2).udp(4000, 5001).dscp(46).length(242).build();
    }

    @Test
    void carriesTheFlowUnderItsLabels() {
        Walk walk = network.delivers(frame()).from("h1").to("h2");

        assertThat(walk.marks())
                .containsExactly(
                        new Mark("s1/2", 1, 2048, 5, 46),
                        new Mark("s2/2", 1, 2049, 5, 46),
                        new Mark("s3/10", 1, -1, -1, 46));
        assertThat(walk.deliveries().get(0).frame()).isEqualTo(frame());
        assertThat(walk.steps(Step.Metered.class))
                .containsExactly(new Step.Metered(1, 242, true), new Step.Metered(2, 242, true));
        assertThat(h2.received()).hasSize(1);
        assertThat(walk.deliveries().get(0).atNanos() - walk.hops().get(0).atNanos())
                .isEqualTo(12_000);
    }

    @Test
    void dropsEverythingElse() {
        network.delivers(h1.frameTo(h2).udp(4000, 5002).build()).from("h1").nowhere();
        network.delivers(frame()).from("h3").nowhere();
    }

    @Test
    void dropsForgedLabelsAtTheEdge() {
        Walk walk = network.delivers(
                        h1.frameTo(h2).vlan(2048, 5).udp(4000, 5001).build())
                .from("h1")
                .nowhere();
        assertThat(walk.steps(Step.Matched.class).get(0).rule().priority()).isEqualTo(50_000);
    }

    @Test
    void walkChangesNothing() {
        for (int i = 0; i < 100; i++) {
            network.walk(frame()).from("h1").to("h2");
        }
        assertThat(h2.received()).isEmpty();
        assertThat(lab.read("s1").meters()).allMatch(meter -> meter.packetsIn() == 0);
        assertThat(lab.read("s1").rules()).allMatch(rule -> rule.packets() == 0);
    }
}
