package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.group;
import static io.plumbline.southbound.simulated.Lab.meter;
import static io.plumbline.southbound.simulated.Lab.rule;
import static io.plumbline.southbound.simulated.Lab.treatment;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ApplyOutcome.Refused;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.GroupDescription.Type;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

/** What a switch refuses, and that it carries out the rest. */
class RefusalTest {
    private final Lab lab = new Lab(1);

    RefusalTest() {
        SwitchLimits ovs = SimulatedSwitch.OPEN_VSWITCH;
        lab.network.switchNode("s1").limits(new SwitchLimits(ovs.meter(), 2, 3, 2, true, true, false, true, 14, true));
        lab.connect();
    }

    private void refuses(Kind kind, Change... changes) {
        assertThat(lab.apply("s1", changes))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusals())
                                .containsExactly(new Refusal(
                                        changes[changes.length - 1],
                                        kind,
                                        refused.refusals().get(0).detail())));
    }

    private static Change put(Consumer<TrafficSelector.Builder> match, Consumer<TrafficTreatment.Builder> actions) {
        return Lab.put(rule("s1", 0, 10, match, actions));
    }

    private static Change tenth(int priority) {
        return Lab.put(rule("s1", 0, priority, match -> {}, actions -> actions.drop()));
    }

    private static AddMeter add(long id) {
        return new AddMeter(meter("s1", id, Meter.Unit.KB_PER_SEC, 1_000, 10L));
    }

    @Test
    void tableFull_andReplacingStillWorks() {
        refuses(Kind.TABLE_FULL, tenth(1), tenth(2), tenth(3), tenth(4));
        lab.install("s1", tenth(3), new RemoveRule(rule("s1", 0, 1, match -> {}, actions -> {})), tenth(4));
        assertThat(lab.read("s1").rules()).hasSize(3);
    }

    @Test
    void meters() {
        refuses(Kind.METERS_EXHAUSTED, add(1), add(2), add(3));
        refuses(Kind.METER_EXISTS, add(2));
        refuses(Kind.BAD_METER, new ModifyMeter(meter("s1", 9, Meter.Unit.KB_PER_SEC, 1_000, 10L)));
        refuses(Kind.BAD_METER, new ModifyMeter(meter("s1", 1, Meter.Unit.BYTES_PER_SEC, 1_000, 10L)));
        refuses(Kind.BAD_METER, put(match -> {}, actions -> actions.meter(MeterId.meterId(9))));
        refuses(
                Kind.BAD_ACTION,
                put(match -> {}, actions -> actions.meter(MeterId.meterId(1)).meter(MeterId.meterId(2))));
        lab.install("s1", new RemoveMeter(MeterId.meterId(9)));
    }

    @Test
    void removingAMeter_removesTheRulesThatUseIt() {
        lab.install("s1", add(1), put(match -> {}, actions -> actions.meter(MeterId.meterId(1))), tenth(1));
        lab.install("s1", new RemoveMeter(MeterId.meterId(1)));
        assertThat(lab.read("s1").rules()).hasSize(1);
        assertThat(lab.read("s1").meters()).isEmpty();
    }

    @Test
    void groups() {
        refuses(
                Kind.GROUPS_EXHAUSTED,
                new AddGroup(group("s1", 1, Type.ALL)),
                new AddGroup(group("s1", 2, Type.ALL)),
                new AddGroup(group("s1", 3, Type.ALL)));
        refuses(Kind.BAD_GROUP, new AddGroup(group("s1", 2, Type.ALL)));
        refuses(Kind.BAD_GROUP, new ModifyGroup(group("s1", 9, Type.ALL)));
        refuses(Kind.BAD_GROUP, put(match -> {}, actions -> actions.group(new GroupId(9))));
        lab.install(
                "s1",
                new ModifyGroup(group(
                        "s1",
                        1,
                        Type.ALL,
                        DefaultGroupBucket.createAllGroupBucket(treatment(to -> to.group(new GroupId(2)))))));
        refuses(
                Kind.BAD_GROUP,
                new ModifyGroup(group(
                        "s1",
                        2,
                        Type.ALL,
                        DefaultGroupBucket.createAllGroupBucket(treatment(to -> to.group(new GroupId(1)))))));
        lab.install("s1", new RemoveGroup(9));
    }

    @Test
    void matchesWithoutTheirPrerequisites() {
        refuses(Kind.BAD_MATCH, put(match -> match.matchUdpDst(TpPort.tpPort(1)), actions -> {}));
        refuses(Kind.BAD_MATCH, put(match -> match.matchIPDscp((byte) 1), actions -> {}));
        refuses(Kind.BAD_MATCH, put(match -> match.matchVlanPcp((byte) 1), actions -> {}));
        refuses(Kind.BAD_MATCH, put(match -> match.matchVlanId(VlanId.NONE).matchVlanPcp((byte) 1), actions -> {}));
        refuses(Kind.BAD_MATCH, put(match -> match.matchMplsLabel(MplsLabel.mplsLabel(1)), actions -> {}));
    }

    @Test
    void actionsThatTheMatchDoesNotAllow() {
        refuses(Kind.BAD_ACTION, put(match -> {}, actions -> actions.setIpDscp((byte) 1)));
        refuses(Kind.BAD_ACTION, put(match -> {}, actions -> actions.popVlan()));
        refuses(Kind.BAD_ACTION, put(match -> {}, actions -> actions.setVlanPcp((byte) 1)));
        refuses(
                Kind.BAD_ACTION,
                put(
                        match -> match.matchVlanId(VlanId.ANY),
                        actions -> actions.popVlan().popVlan()));
        refuses(Kind.BAD_ACTION, put(match -> {}, actions -> actions.setOutput(PortNumber.NORMAL)));
        refuses(Kind.BAD_ACTION, put(match -> {}, actions -> actions.transition(0)));
        refuses(Kind.BAD_ACTION, put(match -> {}, actions -> actions.pushMpls()));
        lab.install("s1", put(match -> {}, actions -> actions.pushVlan().setVlanPcp((byte) 1)));
    }

    @Test
    void whatIsNotRefused_isCarriedOut() {
        refuses(Kind.BAD_METER, tenth(1), put(match -> {}, actions -> actions.meter(MeterId.meterId(1))));
        assertThat(lab.read("s1").rules()).hasSize(1);
    }
}
