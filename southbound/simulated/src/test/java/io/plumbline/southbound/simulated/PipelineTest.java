package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchEvent.PacketArrived;
import io.plumbline.southbound.simulated.Walk.Mark;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.Headers;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.onlab.packet.EthType;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.IpAddress;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;

/** One switch, h1 at port 1, h2 at port 2, h3 at port 3, port 4 open: what each match and each action does. */
class PipelineTest {
    private final Lab lab = new Lab(1);
    private final SimulatedNetwork network = lab.network;
    private final SimulatedHost h1 = network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/1");
    private final SimulatedHost h2 = network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s1/2");

    PipelineTest() {
        network.host("h3", "00:00:00:00:00:03", "10.0.0.3", "s1/3");
        network.switchNode("s1").port(4);
        lab.connect();
    }

    private void install(
            int table,
            int priority,
            Consumer<TrafficSelector.Builder> match,
            Consumer<TrafficTreatment.Builder> actions) {
        lab.install("s1", put(rule("s1", table, priority, match, actions)));
    }

    private static Consumer<TrafficTreatment.Builder> out(long port) {
        return actions -> actions.setOutput(PortNumber.portNumber(port));
    }

    private Frame udp() {
        return h1.frameTo(h2).udp(1000, 2000).build();
    }

    private Walk fromH1(Frame frame) {
        return network.delivers(frame).from("h1");
    }

    @Test
    void missDrops() {
        assertThat(fromH1(udp()).nowhere().steps(Step.Missed.class)).containsExactly(new Step.Missed(0));
    }

    @Test
    void highestPriorityWins() {
        install(0, 10, match -> {}, out(2));
        install(0, 20, match -> match.matchInPort(PortNumber.portNumber(1)), out(3));
        fromH1(udp()).to("h3");
        lab.install(
                "s1", new RemoveRule(rule("s1", 0, 20, match -> match.matchInPort(PortNumber.portNumber(1)), out(9))));
        fromH1(udp()).to("h2");
    }

    @Test
    void equalPriorities_areToldAsAmbiguous() {
        install(0, 10, match -> match.matchInPort(PortNumber.portNumber(1)), out(2));
        assertThat(fromH1(udp()).ambiguous()).isFalse();
        install(0, 10, match -> match.matchEthDst(h2.mac()), out(3));
        assertThat(fromH1(udp()).to("h2").ambiguous()).isTrue();
        assertThat(network.delivers(udp()).from("s1/4").to("h3").ambiguous()).isFalse();
    }

    @Test
    void matchesEachField() {
        Consumer<TrafficSelector.Builder> ipv4 = match -> match.matchEthType((short) Headers.IPV4);
        install(0, 90, match -> match.matchEthType((short) Headers.ARP).matchArpOp(2), out(4));
        install(
                0,
                80,
                match -> match.matchEthType((short) Headers.ARP).matchArpTpa(Ip4Address.valueOf("10.0.0.2")),
                out(2));
        install(0, 70, ipv4.andThen(match -> match.matchIPDscp((byte) 46)), out(4));
        install(0, 60, ipv4.andThen(match -> match.matchIPProtocol((byte) 6).matchTcpDst(TpPort.tpPort(80))), out(2));
        install(0, 50, ipv4.andThen(match -> match.matchIPSrc(IpPrefix.valueOf("10.0.0.0/31"))), out(3));
        install(
                0,
                40,
                match -> match.matchEthType((short) Headers.IPV6)
                        .matchIPProtocol((byte) Headers.ICMPV6)
                        .matchIcmpv6Type((byte) 135),
                out(2));

        fromH1(h1.arpFor(h2.ip())).to("h2");
        fromH1(h1.frameTo(h2).udp(1, 2).dscp(46).build()).to("s1/4");
        fromH1(h1.frameTo(h2).tcp(1, 80).build()).to("h2");
        fromH1(h1.frameTo(h2).tcp(1, 81).build()).to("h3");
        fromH1(Frame.builder().from(h1.mac()).ip(h2.ip(), h1.ip()).udp(1, 2).build())
                .nowhere();
        fromH1(Frame.builder()
                        .from(h1.mac())
                        .ip(IpAddress.valueOf("fe80::1"), IpAddress.valueOf("ff02::1"))
                        .icmpv6(new byte[] {(byte) 135, 0, 0, 0, 0, 0, 0, 0})
                        .build())
                .to("h2");
    }

    @Test
    void vlanMatches_noneAnyExactAndMasked() {
        install(
                0,
                40,
                match -> match.add(new MaskedVlan(0x1800, 0x1800).on(Lab.device("s1"))),
                actions -> actions.drop());
        install(0, 30, match -> match.matchVlanId(VlanId.vlanId((short) 100)).matchVlanPcp((byte) 3), out(4));
        install(0, 20, match -> match.matchVlanId(VlanId.ANY), out(3));
        install(0, 10, match -> match.matchVlanId(VlanId.NONE), out(2));

        fromH1(udp()).to("h2");
        fromH1(h1.frameTo(h2).vlan(100, 0).udp(1, 2).build()).to("h3");
        fromH1(h1.frameTo(h2).vlan(100, 3).udp(1, 2).build()).to("s1/4");
        fromH1(h1.frameTo(h2).vlan(0, 0).udp(1, 2).build()).to("h3");
        fromH1(h1.frameTo(h2).vlan(2047, 0).udp(1, 2).build()).to("h3");
        fromH1(h1.frameTo(h2).vlan(2048, 0).udp(1, 2).build()).nowhere();
        fromH1(h1.frameTo(h2).vlan(4094, 7).udp(1, 2).build()).nowhere();
    }

    @Test
    void metadataIsWrittenAndMatchedUnderAMask() {
        install(
                0,
                10,
                match -> {},
                actions -> actions.writeMetadata(0xab00, 0xff00).transition(1));
        install(
                1,
                10,
                match -> {},
                actions -> actions.writeMetadata(0x00cd, 0x00ff).transition(2));
        install(2, 30, match -> match.matchMetadata(0xabce), out(3));
        install(2, 20, match -> match.matchMetadata(0xabcd), out(2));
        install(2, 10, match -> match.add(new MaskedMetadata(0xa000, 0xf000).on(Lab.device("s1"))), out(4));
        fromH1(udp()).to("h2");
        lab.install("s1", new RemoveRule(rule("s1", 2, 20, match -> match.matchMetadata(0xabcd), out(2))));
        fromH1(udp()).to("s1/4");
    }

    @Test
    void immediateActionsRunInOrder_deferredOnesAtTheEndInTheirOwn() {
        install(
                0,
                10,
                match -> {},
                actions -> actions.deferred()
                        .setOutput(PortNumber.portNumber(3))
                        .pushVlan()
                        .setVlanPcp((byte) 2)
                        .immediate()
                        .setOutput(PortNumber.portNumber(2))
                        .transition(1));
        fromH1(udp()).to("h2", "h3"); // as Open vSwitch: a miss in table 1 does not void what was deferred
        install(1, 10, match -> {}, actions -> actions.deferred().pushVlan().setVlanId(VlanId.vlanId((short) 7)));
        assertThat(fromH1(udp()).marks()).containsExactly(new Mark("s1/2", 0, -1, -1, 0), new Mark("s1/3", 0, 7, 2, 0));
    }

    @Test
    void clearForgetsWhatWasDeferred() {
        install(
                0,
                10,
                match -> {},
                actions ->
                        actions.deferred().setOutput(PortNumber.portNumber(3)).transition(1));
        install(1, 10, match -> {}, actions -> actions.wipeDeferred());
        fromH1(udp()).nowhere();
    }

    @Test
    void sendsBackByInPortOnly() {
        install(0, 10, match -> match.matchInPort(PortNumber.portNumber(1)), out(1));
        assertThat(fromH1(udp()).nowhere().steps(Step.Unsent.class)).hasSize(1);
        install(
                0,
                10,
                match -> match.matchInPort(PortNumber.portNumber(1)),
                actions -> actions.setOutput(PortNumber.IN_PORT));
        fromH1(udp()).to("h1");
    }

    @Test
    void floodsToEveryOtherPort() {
        install(0, 10, match -> {}, actions -> actions.setOutput(PortNumber.FLOOD));
        fromH1(udp()).to("h2", "h3", "s1/4");
    }

    @Test
    void scrubsMarks() {
        install(
                0,
                10,
                match -> match.matchEthType((short) Headers.IPV4),
                actions -> actions.setIpDscp((byte) 0).setOutput(PortNumber.portNumber(2)));
        install(
                0,
                20,
                match -> match.matchVlanId(VlanId.ANY),
                actions -> actions.setVlanPcp((byte) 0).setOutput(PortNumber.portNumber(2)));
        assertThat(fromH1(h1.frameTo(h2).dscp(46).udp(1, 2).build()).marks())
                .containsExactly(new Mark("s1/2", 0, -1, -1, 0));
        assertThat(fromH1(h1.frameTo(h2).vlan(7, 5).dscp(46).udp(1, 2).build()).marks())
                .containsExactly(new Mark("s1/2", 0, 7, 0, 46));
    }

    /** Open vSwitch looks behind one tag: the label of a customer-tagged frame hides its IP header, also after it was popped. */
    @Test
    void aPoppedTagDoesNotUncoverWhatWasBehindTheNext() {
        install(
                0,
                10,
                match -> match.matchVlanId(VlanId.vlanId((short) 2048)),
                actions -> actions.popVlan().transition(1));
        install(
                1,
                20,
                match -> match.matchEthType((short) Headers.IPV4),
                actions -> actions.setIpDscp((byte) 46).setOutput(PortNumber.portNumber(2)));
        install(1, 10, match -> {}, out(3));
        fromH1(h1.frameTo(h2).vlan(2048, 5).udp(1, 2).build()).to("h2");
        fromH1(h1.frameTo(h2).vlan(2048, 5).vlan(100, 0).udp(1, 2).build()).to("h3");
    }

    @Test
    void puntsWithTableCookieAndTheFrameAsItIs() {
        install(0, 10, match -> {}, actions -> actions.transition(3));
        var punt = rule(
                "s1",
                3,
                10,
                match -> {},
                actions -> actions.pushVlan(EthType.EtherType.VLAN.ethType()).punt());
        lab.install("s1", put(punt));
        assertThat(fromH1(udp()).nowhere().punted()).isTrue();
        lab.time.advance(Lab.MILLI);
        var packet = lab.events(PacketArrived.class).get(0);
        assertThat(packet.table()).isEqualTo(3);
        assertThat(packet.cookie()).isEqualTo(punt.id().value());
        assertThat(packet.port()).isEqualTo(PortNumber.portNumber(1));
        assertThat(Frame.of(packet.frame())).isEqualTo(udp().pushVlan(Frame.VLAN));
    }

    @Test
    void packetOut_leavesByThePort_orGoesThroughTheTables() {
        install(0, 10, match -> match.matchInPort(PortNumber.CONTROLLER), out(3));
        assertThat(lab.target("s1").packetOut(PortNumber.portNumber(2), udp().bytes()))
                .isTrue();
        assertThat(lab.target("s1").packetOut(PortNumber.TABLE, udp().bytes())).isTrue();
        lab.time.advance(Lab.MILLI);
        assertThat(network.host("h2").received()).hasSize(1);
        assertThat(network.host("h3").received()).hasSize(1);
    }

    @Test
    void counters_moveWithFrames_andGoOnWhenARuleIsReplaced() {
        install(0, 10, match -> {}, out(2));
        fromH1(udp());
        fromH1(udp());
        install(0, 10, match -> {}, out(3));
        fromH1(udp()).to("h3");
        var held = lab.read("s1").rules().get(0);
        assertThat(held.packets()).isEqualTo(3);
        assertThat(held.bytes()).isEqualTo(180);
        assertThat(held.ageNanos()).isLessThan(10 * Lab.MILLI);
    }

    @Test
    void tooShortFramesGoNowhere() {
        install(0, 10, match -> {}, out(2));
        fromH1(Frame.of(new byte[13])).nowhere();
        fromH1(Frame.of(new byte[14])).to("h2");
    }

    @Test
    void unknownAddressesDoNotConfuse() {
        install(0, 10, match -> match.matchEthDst(MacAddress.BROADCAST), out(2));
        fromH1(h1.arpFor(IpAddress.valueOf("10.9.9.9"))).to("h2");
    }
}
