package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.IndexTableId;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;

/** Rules and groups as a person reads them, in the words of ONOS. */
final class RuleText {
    private RuleText() {}

    static ImmutableList<String> match(FlowRule rule) {
        return rule.selector().criteria().stream()
                .map(Criterion::toString)
                .sorted()
                .collect(ImmutableList.toImmutableList());
    }

    /** In the order in which a switch carries them out: meters, then actions, then metadata and the next table. */
    static ImmutableList<String> actions(FlowRule rule) {
        ImmutableList.Builder<String> actions = ImmutableList.builder();
        rule.treatment().meters().forEach(meter -> actions.add(meter.toString()));
        for (Instruction instruction : rule.treatment().allInstructions()) {
            boolean later = instruction.type() == Instruction.Type.METER
                    || instruction.type() == Instruction.Type.METADATA
                    || instruction.type() == Instruction.Type.TABLE;
            if (!later) {
                actions.add(instruction.toString());
            }
        }
        if (rule.treatment().writeMetadata() != null) {
            actions.add(rule.treatment().writeMetadata().toString());
        }
        if (rule.treatment().tableTransition() != null) {
            actions.add(rule.treatment().tableTransition().toString());
        }
        return actions.build();
    }

    static int table(FlowRule rule) {
        return rule.table() instanceof IndexTableId table ? table.id() : 0;
    }

    /** One line for a rule. */
    static String of(FlowRule rule) {
        return "table " + table(rule) + " priority " + rule.priority() + " " + match(rule) + " " + actions(rule);
    }

    static String group(GroupDescription group) {
        StringBuilder text = new StringBuilder("group " + group.givenGroupId() + " " + group.type() + ":");
        for (GroupBucket bucket : group.buckets().buckets()) {
            text.append(" [").append(bucket.treatment().allInstructions()).append(']');
        }
        return text.toString();
    }
}
