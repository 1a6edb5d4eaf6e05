package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.S1;
import static io.plumbline.southbound.openflow.Rules.group;
import static io.plumbline.southbound.openflow.Rules.meter;
import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onlab.packet.EthType;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.Ip4Prefix;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.Ip6Prefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.GroupDescription;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** What a switch gives back equals what was put: every match and action of the data-plane layout, and those beside it. */
@RequiresOpenVSwitch
class RoundTripIT {
    private static final MacAddress MAC = MacAddress.valueOf("00:00:00:00:00:0a");
    private static final short LLDP = (short) 0x88cc;
    private static final short PROBE = (short) 0x88b5;

    private final List<FlowRule> rules = new ArrayList<>();

    private void add(int table, Consumer<TrafficSelector.Builder> match, Consumer<TrafficTreatment.Builder> action) {
        int number = rules.size() + 1;
        rules.add(rule(table, 1000 + number, 0x7000_0000_0000_0000L + number, number % 3 * 1000, match, action));
    }

    private void layout() {
        add(0, m -> m.matchEthType(LLDP), t -> t.meter(MeterId.meterId(1)).setOutput(PortNumber.CONTROLLER));
        add(
                0,
                m -> m.matchInPort(port(1))
                        .matchVlanId(VlanId.vlanId((short) 2048))
                        .matchEthType(PROBE),
                t -> t.setOutput(PortNumber.CONTROLLER));
        add(
                0,
                m -> m.matchInPort(port(1)).matchVlanId(VlanId.vlanId((short) 2049)),
                t -> t.setVlanId(VlanId.vlanId((short) 4094))
                        .setVlanPcp((byte) 5)
                        .setQueue(1)
                        .setOutput(port(2)));
        add(
                0,
                m -> m.matchInPort(port(2))
                        .matchVlanId(VlanId.vlanId((short) 2050))
                        .matchEthType(EthType.EtherType.IPV4.ethType().toShort()),
                t -> t.popVlan().setIpDscp((byte) 46).setQueue(2).setOutput(port(3)));
        add(0, m -> m.matchInPort(port(3)).add(new MaskedVlan(0x1800, 0x1800).on(S1)), t -> t.drop());
        add(
                0,
                m -> m.matchInPort(port(3))
                        .matchVlanId(VlanId.NONE)
                        .matchEthType((short) 0x0800)
                        .matchIPProtocol((byte) 17)
                        .matchIPSrc(Ip4Prefix.valueOf("10.0.0.1/32"))
                        .matchIPDst(Ip4Prefix.valueOf("10.0.0.2/32"))
                        .matchUdpSrc(TpPort.tpPort(4000))
                        .matchUdpDst(TpPort.tpPort(5001)),
                t -> t.meter(MeterId.meterId(2)).writeMetadata(7, 0xffff).transition(4));
        add(0, m -> m.matchInPort(port(1)).add(new MaskedVlan(0x1000, 0x1800).on(S1)), t -> t.transition(3));
        add(0, m -> m.matchInPort(port(2)).matchVlanId(VlanId.NONE), t -> t.transition(3));
        add(
                0,
                m -> m.matchInPort(port(3)).matchEthType((short) 0x0806).matchArpOp(1),
                t -> t.meter(MeterId.meterId(1))
                        .setOutput(PortNumber.CONTROLLER)
                        .transition(1));
        add(1, m -> m.matchInPort(port(3)).matchEthSrc(MAC), t -> t.transition(2));
        add(2, m -> m.matchEthType((short) 0x0800), t -> t.setIpDscp((byte) 0).transition(3));
        add(2, m -> m.matchVlanId(VlanId.ANY), t -> t.setVlanPcp((byte) 0).transition(3));
        add(3, m -> m.matchEthDst(MAC), t -> t.setOutput(port(3)));
        add(
                4,
                m -> m.matchMetadata(7),
                t -> t.meter(MeterId.meterId(3))
                        .pushVlan()
                        .setVlanId(VlanId.vlanId((short) 2048))
                        .setVlanPcp((byte) 5)
                        .setQueue(1)
                        .setOutput(port(1)));
    }

    private void everythingElse() {
        add(5, m -> m.add(new MaskedMetadata(0x0f00, 0xff00).on(S1)), t -> t.setOutput(PortNumber.IN_PORT));
        add(
                5,
                m -> m.matchEthDstMasked(
                        MacAddress.valueOf("01:00:00:00:00:00"), MacAddress.valueOf("01:00:00:00:00:00")),
                t -> {});
        add(
                5,
                m -> m.matchEthSrcMasked(
                        MacAddress.valueOf("00:00:5e:00:00:00"), MacAddress.valueOf("ff:ff:ff:00:00:00")),
                t -> {});
        add(
                5,
                m -> m.matchVlanId(VlanId.vlanId((short) 10)).matchVlanPcp((byte) 3),
                t -> t.popVlan().transition(6));
        add(
                5,
                m -> m.matchEthType((short) 0x0800).matchIPDscp((byte) 46).matchIPEcn((byte) 1),
                t -> t.setOutput(port(1)));
        add(
                5,
                m -> m.matchEthType((short) 0x0800)
                        .matchIPSrc(Ip4Prefix.valueOf("10.1.0.0/16"))
                        .matchIPDst(Ip4Prefix.valueOf("10.128.0.0/9")),
                t -> t.setOutput(PortNumber.FLOOD));
        add(
                5,
                m -> m.matchEthType((short) 0x86dd)
                        .matchIPv6Src(Ip6Prefix.valueOf("2001:db8::/32"))
                        .matchIPv6Dst(Ip6Prefix.valueOf("2001:db8::1/128")),
                t -> t.setOutput(PortNumber.ALL));
        add(
                5,
                m -> m.matchEthType((short) 0x0800)
                        .matchIPProtocol((byte) 6)
                        .matchTcpSrc(TpPort.tpPort(1))
                        .matchTcpDst(TpPort.tpPort(65535)),
                t -> t.setOutput(PortNumber.NORMAL));
        add(
                5,
                m -> m.matchEthType((short) 0x0800)
                        .matchIPProtocol((byte) 132)
                        .matchSctpSrc(TpPort.tpPort(1))
                        .matchSctpDst(TpPort.tpPort(2)),
                t -> {});
        add(
                5,
                m -> m.matchEthType((short) 0x0800)
                        .matchIPProtocol((byte) 1)
                        .matchIcmpType((byte) 8)
                        .matchIcmpCode((byte) 0),
                t -> {});
        add(
                5,
                m -> m.matchEthType((short) 0x86dd)
                        .matchIPProtocol((byte) 58)
                        .matchIcmpv6Type((byte) 135)
                        .matchIcmpv6Code((byte) 0)
                        .matchIPv6NDTargetAddress(Ip6Address.valueOf("2001:db8::2")),
                t -> t.punt());
        add(
                5,
                m -> m.matchEthType((short) 0x0806)
                        .matchArpOp(2)
                        .matchArpSpa(Ip4Address.valueOf("10.0.0.1"))
                        .matchArpTpa(Ip4Address.valueOf("10.0.0.2"))
                        .matchArpSha(MAC)
                        .matchArpTha(MAC),
                t -> {});
        add(
                5,
                m -> m.matchEthType((short) 0x8847)
                        .matchMplsLabel(MplsLabel.mplsLabel(77))
                        .matchMplsBos(true),
                t -> t.popMpls(EthType.EtherType.IPV4.ethType()).setOutput(port(1)));
        add(
                5,
                m -> m.matchEthType((short) 0x0800).matchInPort(port(2)),
                t -> t.pushMpls().setMpls(MplsLabel.mplsLabel(99)).setOutput(port(2)));
        add(
                5,
                m -> m.matchEthType((short) 0x0800).matchIPProtocol((byte) 17),
                t -> t.setEthSrc(MAC)
                        .setEthDst(MAC)
                        .setIpSrc(Ip4Address.valueOf("1.2.3.4"))
                        .setIpDst(Ip4Address.valueOf("4.3.2.1"))
                        .setUdpSrc(TpPort.tpPort(1))
                        .setUdpDst(TpPort.tpPort(2))
                        .decNwTtl()
                        .setOutput(port(1)));
        add(5, m -> m.matchInPort(port(3)), t -> t.group(GroupId.valueOf(1)));
        add(
                5,
                m -> m.matchInPort(port(1)),
                t -> t.wipeDeferred()
                        .deferred()
                        .setOutput(port(2))
                        .immediate()
                        .setOutput(port(3))
                        .transition(7));
        add(200, m -> {}, t -> t.setOutput(PortNumber.CONTROLLER));
    }

    private static List<GroupDescription> groups() {
        TrafficTreatment one =
                DefaultTrafficTreatment.builder().setOutput(port(1)).build();
        TrafficTreatment two = DefaultTrafficTreatment.builder()
                .setVlanId(VlanId.vlanId((short) 3000))
                .setVlanPcp((byte) 5)
                .setOutput(PortNumber.IN_PORT)
                .build();
        return List.of(
                group(
                        1,
                        GroupDescription.Type.FAILOVER,
                        DefaultGroupBucket.createFailoverGroupBucket(one, port(1), GroupId.valueOf(0xffff_ffff)),
                        DefaultGroupBucket.createFailoverGroupBucket(two, port(2), GroupId.valueOf(0xffff_ffff))),
                group(
                        2,
                        GroupDescription.Type.SELECT,
                        DefaultGroupBucket.createSelectGroupBucket(one, (short) 3),
                        DefaultGroupBucket.createSelectGroupBucket(two, (short) 1)),
                group(3, GroupDescription.Type.INDIRECT, DefaultGroupBucket.createIndirectGroupBucket(one)),
                group(
                        4,
                        GroupDescription.Type.ALL,
                        DefaultGroupBucket.createAllGroupBucket(one),
                        DefaultGroupBucket.createAllGroupBucket(two)));
    }

    private static List<MeterEntry> meters() {
        return List.of(
                meter(1, Meter.Unit.PKTS_PER_SEC, 100, 20),
                meter(2, Meter.Unit.KB_PER_SEC, 2000, 15),
                meter(3, Meter.Unit.PKTS_PER_SEC, 1034, 5));
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void whatIsPut_isReadBack(OFVersion version) throws Exception {
        layout();
        everythingElse();
        try (OneSwitch one = OneSwitch.open(version)) {
            List<Change> changes = new ArrayList<>();
            meters().forEach(meter -> changes.add(new AddMeter(meter)));
            groups().forEach(group -> changes.add(new AddGroup(group)));
            rules.forEach(rule -> changes.add(new PutRule(rule)));
            assertThat(one.apply(changes)).isEqualTo(new ApplyOutcome.Applied());

            ReadOutcome.State held = one.read();
            Map<RuleKey, FlowRule> byKey = new HashMap<>();
            held.rules().forEach(rule -> byKey.put(RuleKey.of(rule.rule()), rule.rule()));
            for (FlowRule put : rules) {
                FlowRule got = byKey.get(RuleKey.of(put));
                assertThat(got).as("held for %s among %s", put, byKey.keySet()).isNotNull();
                assertThat(got.treatment()).as("treatment of %s", put).isEqualTo(put.treatment());
                assertThat(SwitchProgram.sameRule(put, got))
                        .as("%s and %s", put, got)
                        .isTrue();
            }
            assertThat(held.rules()).hasSameSizeAs(rules);
            assertThat(held.meters()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(SwitchProgram.sameMeter(
                                meters().get(i), held.meters().get(i).meter()))
                        .as("%s and %s", meters().get(i), held.meters().get(i))
                        .isTrue();
            }
            assertThat(held.groups()).containsExactlyInAnyOrderElementsOf(groups());
            assertThat(one.events.all(SwitchEvent.RuleRemoved.class)).isEmpty();
            assertThat(one.events.all(SwitchEvent.ErrorReported.class)).isEmpty();

            filtersByCookie(one);
            removes(one);
        }
    }

    private void filtersByCookie(OneSwitch one) {
        FlowRule wanted = rules.get(3);
        assertThat(one.read(ReadScope.rulesAndMeters(wanted.id().value())).rules())
                .extracting(HeldRule::rule)
                .containsExactly(wanted);
    }

    private void removes(OneSwitch one) {
        List<Change> changes = new ArrayList<>();
        rules.forEach(rule -> changes.add(new RemoveRule(rule)));
        groups().forEach(group -> changes.add(new RemoveGroup(group.givenGroupId())));
        meters().forEach(meter -> changes.add(new RemoveMeter(meter.id())));
        assertThat(one.apply(changes)).isEqualTo(new ApplyOutcome.Applied());
        ReadOutcome.State held = one.read();
        assertThat(held.rules()).isEmpty();
        assertThat(held.meters()).isEmpty();
        assertThat(held.groups()).isEmpty();
        assertThat(one.events.all(SwitchEvent.RuleRemoved.class))
                .as("removals that we asked for are no news")
                .isEmpty();
    }
}
