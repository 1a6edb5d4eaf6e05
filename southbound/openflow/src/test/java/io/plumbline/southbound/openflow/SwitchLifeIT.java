package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.meter;
import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.rule;
import static io.plumbline.southbound.openflow.Rules.simple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.testing.LabHost;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** What a real switch does in its life, as the controller sees it. */
@RequiresOpenVSwitch
class SwitchLifeIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void saysWhoItIs_andWhatItCanDo(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            Switch s1 = one.s1;
            assertThat(s1.id()).isEqualTo(DeviceId.deviceId("of:0000000000000001"));
            assertThat(s1.description().manufacturer()).isEqualTo("Nicira, Inc.");
            assertThat(s1.description().hardware()).isEqualTo("Open vSwitch");
            assertThat(s1.description().protocol()).isEqualTo("OpenFlow 1." + (version.getWireVersion() - 1));
            assertThat(s1.ports()).extracting(port -> port.number().toLong()).containsExactly(1L, 2L, 3L);
            assertThat(s1.ports()).allMatch(port -> port.up() && port.name().startsWith("s1-"));
            SwitchLimits limits = s1.limits();
            assertThat(limits.meter()).isEqualTo(new SwitchLimits.MeterModel(1000, 1000, 1_000_000, true, 1_000_000));
            assertThat(limits.bundles()).isTrue();
            assertThat(limits.queueByAction()).isFalse();
            assertThat(limits.software()).isTrue();
            assertThat(limits.maxMeters()).isGreaterThan(1000);
            assertThat(limits.maxGroups()).isGreaterThan(1000);
        }
    }

    @Test
    void highestCommonVersionIsSpoken() throws Exception {
        try (OneSwitch one = OneSwitch.open()) {
            assertThat(one.s1.description().protocol()).isEqualTo("OpenFlow 1.5");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void ruleEndsByItself_afterItsHardTimeout(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            FlowRule rule = rule(3, 9, 77, 1, m -> m.matchInPort(port(1)), t -> t.setOutput(port(2)));
            assertThat(one.apply(new PutRule(rule))).isEqualTo(new ApplyOutcome.Applied());
            assertThat(one.read().rules().get(0).rule().hardTimeout()).isEqualTo(1);
            RuleRemoved removed = one.events.await(RuleRemoved.class);
            assertThat(removed.reason()).isEqualTo(RuleRemoved.Reason.HARD_TIMEOUT);
            assertThat(removed.cookie()).isEqualTo(77);
            assertThat(removed.rule()).isEqualTo(rule);
            assertThat(removed.rule().tableId()).isEqualTo(3);
            assertThat(one.read().rules()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void portGoesDownAndComesBack(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            admin(one, "down");
            SwitchEvent.PortChanged down = one.events.await(
                    SwitchEvent.PortChanged.class, event -> !event.port().up());
            assertThat(down.port().number()).isEqualTo(port(2));
            assertThat(down.removed()).isFalse();
            assertThat(one.s1.ports().get(1).up()).isFalse();
            admin(one, "up");
            one.events.await(
                    SwitchEvent.PortChanged.class, event -> event.port().up());
            one.lab.addPort("s1", 4);
            one.events.await(
                    SwitchEvent.PortChanged.class,
                    event -> event.port().number().equals(port(4)) && !event.removed());
            one.lab.vsctl("del-port", "s1", "s1-4");
            SwitchEvent.PortChanged gone =
                    one.events.await(SwitchEvent.PortChanged.class, SwitchEvent.PortChanged::removed);
            assertThat(gone.port().number()).isEqualTo(port(4));
            assertThat(gone.port().up()).isFalse();
            assertThat(one.s1.ports()).hasSize(3);
        }
    }

    private static void admin(OneSwitch one, String state) {
        one.lab.appctl("netdev-dummy/set-admin-state", "s1-2", state);
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void framesArePuntedAndSent(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            LabHost h4 = one.lab.host("s1", 4);
            LabHost h5 = one.lab.host("s1", 5);
            FlowRule punt = rule(
                    0,
                    9,
                    0x1234,
                    0,
                    m -> m.matchInPort(port(4)),
                    t -> t.writeMetadata(3, 3).transition(1));
            FlowRule punt1 = rule(1, 9, 0x1235, 0, m -> {}, t -> t.setOutput(PortNumber.CONTROLLER));
            assertThat(one.apply(new PutRule(punt), new PutRule(punt1))).isEqualTo(new ApplyOutcome.Applied());
            byte[] frame = new byte[1500];
            frame[12] = 0x08;
            frame[1499] = 9;
            h4.send(frame);
            SwitchEvent.PacketArrived arrived = one.events.await(SwitchEvent.PacketArrived.class);
            assertThat(arrived.port()).isEqualTo(port(4));
            assertThat(arrived.table()).isEqualTo(1);
            assertThat(arrived.cookie()).isEqualTo(0x1235);
            assertThat(arrived.frame()).isEqualTo(frame);

            frame[1498] = 8;
            assertThat(one.s1.packetOut(port(5), frame)).isTrue();
            assertThat(h5.receive(SOON)).hasValue(frame);
            assertThat(one.s1.packetOut(PortNumber.portNumber(0), frame)).isFalse();
        }
    }

    @Test
    void renewingARule_leavesItsMeterAndItsCountersAlone() throws Exception {
        try (OneSwitch one = OneSwitch.open(OFVersion.OF_13)) {
            LabHost h4 = one.lab.host("s1", 4);
            FlowRule rule = metered(60);
            assertThat(one.apply(new AddMeter(meter(1, Meter.Unit.PKTS_PER_SEC, 1, 3)), new PutRule(rule)))
                    .isEqualTo(new ApplyOutcome.Applied());
            for (int i = 0; i < 6; i++) {
                h4.send(new byte[60]);
            }
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(one.read().meters().get(0).packetsIn()).isEqualTo(6));
            ReadOutcome.HeldMeter before = one.read().meters().get(0);
            assertThat(before.packetsDropped()).isBetween(1L, 4L);

            assertThat(one.apply(new PutRule(metered(120)))).isEqualTo(new ApplyOutcome.Applied());
            ReadOutcome.State after = one.read();
            assertThat(after.meters().get(0).packetsIn()).isEqualTo(6);
            assertThat(after.meters().get(0).packetsDropped()).isEqualTo(before.packetsDropped());
            assertThat(after.rules()).hasSize(1);
            assertThat(after.rules().get(0).rule().hardTimeout()).isEqualTo(120);
            assertThat(one.events.all(RuleRemoved.class)).isEmpty();
        }
    }

    private static FlowRule metered(int hardSeconds) {
        return rule(
                0,
                5,
                5,
                hardSeconds,
                m -> m.matchInPort(port(4)),
                t -> t.meter(MeterId.meterId(1)).setOutput(port(1)));
    }

    @Test
    void whatSomebodyElseRemoves_isReported_andWhatWeRemoveIsNot() throws Exception {
        try (OneSwitch one = OneSwitch.open(OFVersion.OF_13)) {
            FlowRule ours = simple(5, 5);
            FlowRule theirs = simple(6, 6);
            assertThat(one.apply(new PutRule(ours), new PutRule(theirs))).isEqualTo(new ApplyOutcome.Applied());
            assertThat(one.apply(new RemoveRule(ours))).isEqualTo(new ApplyOutcome.Applied());
            one.lab.ofctl("del-flows", "s1");
            RuleRemoved removed = one.events.await(RuleRemoved.class);
            assertThat(removed.rule()).isEqualTo(theirs);
            assertThat(removed.reason()).isEqualTo(RuleRemoved.Reason.DELETED);
            assertThat(one.events.all(RuleRemoved.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void rulesOfOthers_areSeenWhateverTheyMatch_andCanBeRemoved(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            one.lab.ofctl(
                    "add-flow", "s1", "cookie=0x99,priority=3,reg1=5,reg2=6,tun_id=7,actions=resubmit(,3),output:1");
            one.lab.ofctl("add-flow", "s1", "cookie=0x98,priority=4,ip,nw_src=10.0.0.1/255.0.255.0,actions=ct(commit)");
            one.lab.ofctl("add-flow", "s1", "cookie=0x97,priority=4,tcp,tcp_flags=+syn,tp_dst=80,actions=drop");
            one.lab.ofctl("add-flow", "s1", "cookie=0x96,priority=4,ip,nw_proto=255,actions=drop");
            one.lab.ofctl("add-flow", "s1", "cookie=0x95,priority=4,udp,tp_dst=0x1000/0xf000,actions=drop");
            FlowRule ours = simple(5, 5);
            assertThat(one.apply(new PutRule(ours))).isEqualTo(new ApplyOutcome.Applied());
            List<ReadOutcome.HeldRule> rules = one.read().rules();
            assertThat(rules)
                    .extracting(ReadOutcome.HeldRule::cookie)
                    .containsExactlyInAnyOrder(0x99L, 0x98L, 0x97L, 0x96L, 0x95L, 5L);
            assertThat(rules.toString()).contains("foreign");
            assertThat(one.apply(rules.stream()
                            .map(held -> new RemoveRule(held.rule()))
                            .toList()))
                    .isEqualTo(new ApplyOutcome.Applied());
            assertThat(one.read().rules()).isEmpty();
        }
    }

    @Test
    void connectionThatEnds_isReported_andItsUpdatesAreLost() throws Exception {
        try (OneSwitch one = OneSwitch.open(OFVersion.OF_13)) {
            one.lab.freeze();
            var outcome = one.s1.apply(
                    new ProgramUpdate(com.google.common.collect.ImmutableList.of(new PutRule(simple(1, 1)))));
            var read = one.s1.read(ReadScope.ALL);
            one.s1.disconnect("because the test wants it");
            SwitchEvent.Disconnected gone = one.events.await(SwitchEvent.Disconnected.class);
            assertThat(gone.target()).isSameAs(one.s1);
            assertThat(gone.reason()).isEqualTo("because the test wants it");
            assertThat(OneSwitch.await(outcome)).isEqualTo(new ApplyOutcome.Lost("because the test wants it"));
            assertThat(OneSwitch.await(read)).isInstanceOf(ReadOutcome.Failed.class);
            assertThat(one.apply(new PutRule(simple(1, 1)))).isInstanceOf(ApplyOutcome.Lost.class);
            assertThat(one.s1.packetOut(port(1), new byte[60])).isFalse();
            one.events.clear();
            one.lab.thaw();
            Switch again = one.events.awaitSwitch();
            assertThat(again).isNotSameAs(one.s1);
            assertThat(again.id()).isEqualTo(one.s1.id());
        }
    }

    @Test
    void frozenSwitch_isGivenUpAfterTheEchoTimeout() throws Exception {
        OpenFlowSettings.Timing timing = new OpenFlowSettings.Timing(
                SOON, Duration.ofMillis(200), Duration.ofMillis(1500), Duration.ofSeconds(1), Duration.ofMillis(300));
        try (OneSwitch one = OneSwitch.open(OpenFlowSettings.defaults().withTiming(timing))) {
            one.lab.freeze();
            assertThat(one.apply(new PutRule(simple(1, 1)))).isEqualTo(new ApplyOutcome.TimedOut(300_000_000));
            SwitchEvent.Disconnected gone = one.events.await(SwitchEvent.Disconnected.class);
            assertThat(gone.reason()).isEqualTo("no answer to an echo request within 1500 ms");
            one.events.clear();
            one.lab.thaw();
            one.events.awaitSwitch();
        }
    }

    @Test
    void secondSwitchWithTheSameId_isRefusedWithBothAddresses() throws Exception {
        try (OneSwitch one = OneSwitch.open(OFVersion.OF_13)) {
            one.lab.addSwitch("s2", 1);
            SwitchEvent.ConnectionRefused refused = one.events.await(SwitchEvent.ConnectionRefused.class);
            assertThat(refused.device()).isEqualTo(one.s1.id());
            assertThat(refused.reason())
                    .contains("duplicate")
                    .contains(one.s1.description().remoteAddress())
                    .contains(refused.remoteAddress());
            assertThat(one.apply(new PutRule(simple(1, 1)))).isEqualTo(new ApplyOutcome.Applied());
            assertThat(one.events.all(SwitchEvent.Disconnected.class)).isEmpty();
        }
    }

    @Test
    void switchThatSpeaksOnly10_isToldAndReported() throws Exception {
        try (OneSwitch one = OneSwitch.open(OFVersion.OF_13)) {
            one.lab.addSwitch("s2", 2);
            one.lab.vsctl("set", "bridge", "s2", "protocols=OpenFlow10");
            SwitchEvent.ConnectionRefused refused = one.events.await(
                    SwitchEvent.ConnectionRefused.class, event -> event.reason().contains("1.0"));
            assertThat(refused.reason()).isEqualTo("it speaks OpenFlow 1.0; we speak 1.3");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(one.lab.log()).contains("version negotiation failed"));
            assertThat(one.apply(new PutRule(simple(1, 1)))).isEqualTo(new ApplyOutcome.Applied());
        }
    }
}
