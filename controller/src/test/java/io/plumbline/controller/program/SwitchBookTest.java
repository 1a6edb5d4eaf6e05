package io.plumbline.controller.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import org.junit.jupiter.api.Test;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;

class SwitchBookTest {
    private static final DeviceId DEVICE = DeviceId.deviceId("of:0000000000000001");

    private final SwitchBook book = new SwitchBook(DEVICE);

    private static FlowRule rule(int priority, int label, long out, boolean probe) {
        TrafficSelector.Builder selector = DefaultTrafficSelector.builder()
                .matchInPort(PortNumber.portNumber(1))
                .matchVlanId(VlanId.vlanId((short) label));
        if (probe) {
            selector.matchEthType(ProgramCompiler.PROBE_ETHERTYPE);
        }
        return DefaultFlowRule.builder()
                .forDevice(DEVICE)
                .forTable(0)
                .withPriority(priority)
                .withSelector(selector.build())
                .withTreatment(DefaultTrafficTreatment.builder()
                        .setOutput(PortNumber.portNumber(out))
                        .build())
                .withCookie(7)
                .makePermanent()
                .build();
    }

    private static FlowProgram.Part part(FlowRule... rules) {
        return new FlowProgram.Part(DEVICE, ImmutableList.copyOf(rules), ImmutableList.of());
    }

    /** The last owner of a label ended here, so that a rule of its own takes its probes: it must not take those of the next one. */
    @Test
    void aLabelThatChangesHands_leavesNothingOfItsLastOwner() {
        FlowRule label = rule(50_000, 2048, 10, false);
        FlowRule probes = rule(64_000, 2048, 11, true);
        FlowRule otherLabel = rule(64_000, 2049, 11, true);
        book.add(part(label, probes, otherLabel), 1);
        FlowRule next = rule(50_000, 2048, 3, false);

        assertThat(book.add(part(next), 2).changes())
                .containsExactly(new ProgramUpdate.RemoveRule(probes), new ProgramUpdate.PutRule(next));
        assertThat(book.flows().rules().values()).containsExactlyInAnyOrder(next, otherLabel);
        assertThat(book.remove(part(label, probes, otherLabel), 1).changes())
                .as("of what it had, only what nobody else has now")
                .containsExactly(new ProgramUpdate.RemoveRule(otherLabel));
    }

    @Test
    void whatIsInDoubt_isKeptIfItIsThereWhole_andOtherwiseNotWanted() {
        FlowRule label = rule(50_000, 2048, 10, false);
        FlowRule probes = rule(64_000, 2048, 11, true);

        book.doubt(part(label, probes), 1);
        book.settleDoubts(held(label));
        assertThat(book.flows().rules()).isEmpty();

        book.doubt(part(label, probes), 1);
        book.settleDoubts(held(label, probes));
        assertThat(book.flows().rules().values()).containsExactlyInAnyOrder(label, probes);
    }

    @Test
    void whatIsTakenOut_isNoMoreInDoubt() {
        FlowRule label = rule(50_000, 2048, 10, false);
        book.doubt(part(label), 1);
        book.remove(part(label), 1);
        book.settleDoubts(held(label));

        assertThat(book.flows().rules()).isEmpty();
    }

    private static SwitchProgram held(FlowRule... rules) {
        ImmutableMap.Builder<RuleKey, FlowRule> held = ImmutableMap.builder();
        for (FlowRule rule : rules) {
            held.put(RuleKey.of(rule), rule);
        }
        return new SwitchProgram(held.buildOrThrow(), ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }
}
