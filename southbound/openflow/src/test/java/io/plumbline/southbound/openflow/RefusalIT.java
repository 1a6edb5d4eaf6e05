package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.S1;
import static io.plumbline.southbound.openflow.Rules.group;
import static io.plumbline.southbound.openflow.Rules.meter;
import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.rule;
import static io.plumbline.southbound.openflow.Rules.simple;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.GroupDescription;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** A refusal names the change that caused it and why; the other changes of the update are carried out. */
@RequiresOpenVSwitch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalIT {
    private OneSwitch one;

    @SuppressWarnings("NullAway.Init")
    RefusalIT() {}

    @BeforeAll
    void open() throws Exception {
        one = OneSwitch.open(OFVersion.OF_13);
    }

    @AfterAll
    void close() {
        one.close();
    }

    @AfterEach
    void empty() {
        one.lab.ofctl("del-flows", "s1");
        one.lab.ofctl("del-groups", "s1");
        one.lab.ofctl("del-meters", "s1");
    }

    private void refuses(Change bad, Kind kind, String words) {
        FlowRule good = simple(7, 7);
        ApplyOutcome outcome = one.apply(bad, new PutRule(good));
        assertThat(outcome).isInstanceOf(ApplyOutcome.Refused.class);
        List<Refusal> refusals = ((ApplyOutcome.Refused) outcome).refusals();
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0).change()).isSameAs(bad);
        assertThat(refusals.get(0).kind()).isEqualTo(kind);
        assertThat(refusals.get(0).detail()).contains(words);
        assertThat(one.read().rules()).extracting(HeldRule::rule).contains(good);
    }

    private static PutRule toMeter(long meter) {
        return new PutRule(
                rule(0, 5, 5, 0, m -> {}, t -> t.meter(MeterId.meterId(meter)).setOutput(port(1))));
    }

    @Test
    void unknownMeter() {
        refuses(toMeter(99), Kind.BAD_METER, "METER_MOD_FAILED");
    }

    @Test
    void unknownMeter_modified() {
        refuses(new ModifyMeter(meter(99, Meter.Unit.KB_PER_SEC, 1000, 10)), Kind.BAD_METER, "UNKNOWN_METER");
    }

    @Test
    void meterThatExists() {
        AddMeter add = new AddMeter(meter(1, Meter.Unit.KB_PER_SEC, 1000, 10));
        assertThat(one.apply(add)).isEqualTo(new ApplyOutcome.Applied());
        refuses(add, Kind.METER_EXISTS, "METER_EXISTS");
    }

    @Test
    void unknownGroup() {
        refuses(
                new PutRule(rule(0, 5, 5, 0, m -> {}, t -> t.group(GroupId.valueOf(99)))),
                Kind.BAD_GROUP,
                "BAD_OUT_GROUP");
    }

    @Test
    void groupThatExists() {
        AddGroup add = new AddGroup(group(
                1,
                GroupDescription.Type.INDIRECT,
                DefaultGroupBucket.createIndirectGroupBucket(
                        DefaultTrafficTreatment.builder().setOutput(port(1)).build())));
        assertThat(one.apply(add)).isEqualTo(new ApplyOutcome.Applied());
        refuses(add, Kind.BAD_GROUP, "GROUP_EXISTS");
    }

    @Test
    void matchWithoutItsPrerequisite() {
        refuses(
                new PutRule(rule(0, 5, 5, 0, m -> m.matchUdpDst(TpPort.tpPort(1)), t -> {})),
                Kind.BAD_MATCH,
                "BAD_PREREQ");
    }

    @Test
    void portThatTheSwitchCannotHave() {
        refuses(
                new PutRule(rule(0, 5, 5, 0, m -> {}, t -> t.setOutput(port(70_000)))),
                Kind.BAD_ACTION,
                "BAD_OUT_PORT");
    }

    @Test
    void fullTable() {
        one.lab.vsctl(
                "--id=@t",
                "create",
                "Flow_Table",
                "flow_limit=2",
                "overflow_policy=refuse",
                "--",
                "set",
                "Bridge",
                "s1",
                "flow_tables:9=@t");
        try {
            PutRule third = inTable9(3);
            ApplyOutcome outcome = one.apply(inTable9(1), inTable9(2), third);
            assertThat(outcome)
                    .isEqualTo(new ApplyOutcome.Refused(com.google.common.collect.ImmutableList.of(
                            new Refusal(third, Kind.TABLE_FULL, "FLOW_MOD_FAILED TABLE_FULL"))));
        } finally {
            one.lab.vsctl("clear", "Bridge", "s1", "flow_tables");
        }
    }

    private static PutRule inTable9(int number) {
        return new PutRule(rule(9, number, number, 0, m -> m.matchInPort(port(1)), t -> {}));
    }

    @Test
    void whatOpenFlowCannotSay_isRefusedAndNothingIsSent() {
        FlowRule good = simple(7, 7);
        Change tag = new PutRule(rule(0, 5, 5, 0, m -> m.matchInnerVlanId(VlanId.vlanId((short) 3)), t -> {}));
        Change twoForms =
                new PutRule(rule(0, 5, 5, 0, m -> m.add(MaskedVlan.tagged().on(S1)), t -> {}));
        Change tunnel = new PutRule(rule(0, 5, 5, 0, m -> {}, t -> t.setTunnelId(4)));
        ApplyOutcome outcome = one.apply(new PutRule(good), tag, twoForms, tunnel);
        assertThat(((ApplyOutcome.Refused) outcome).refusals())
                .extracting(Refusal::change, Refusal::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(tag, Kind.BAD_MATCH),
                        org.assertj.core.groups.Tuple.tuple(twoForms, Kind.BAD_MATCH),
                        org.assertj.core.groups.Tuple.tuple(tunnel, Kind.BAD_ACTION));
        assertThat(one.read().rules()).isEmpty();
    }
}
