package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.flow.instructions.Instructions.MeterInstruction;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction;
import org.onosproject.net.flow.instructions.L3ModificationInstruction;

/** Whether a switch can do what a rule asks, checked as Open vSwitch does for OpenFlow 1.3 when the rule arrives. */
final class TreatmentCheck {
    private static final ImmutableSet<PortNumber> UNSUPPORTED_PORTS =
            ImmutableSet.of(PortNumber.NORMAL, PortNumber.TABLE, PortNumber.ANY, PortNumber.LOCAL);

    private final Meters meters;
    private final Groups groups;

    TreatmentCheck(Meters meters, Groups groups) {
        this.meters = meters;
        this.groups = groups;
    }

    @Nullable
    Problem problem(FlowRule rule) {
        TrafficTreatment treatment = rule.treatment();
        var transition = treatment.tableTransition();
        if (transition != null && (transition.tableId() <= rule.tableId() || transition.tableId() > FlowTables.LAST)) {
            return new Problem(Kind.BAD_ACTION, "OFPBIC_BAD_TABLE_ID: goto " + transition.tableId());
        }
        if (treatment.meters().size() > 1) {
            return new Problem(Kind.BAD_ACTION, "OFPBIC_DUP_INST: one meter a rule, chain two tables for two");
        }
        for (MeterInstruction meter : treatment.meters()) {
            if (meters.get(meter.meterId().id()) == null) {
                return new Problem(Kind.BAD_METER, "OFPMMFC_INVALID_METER: " + meter.meterId());
            }
        }
        var prerequisites = new MatchPrerequisites(rule.selector());
        Problem immediate = problem(treatment.immediate(), prerequisites.taggedForSure(), prerequisites.isIp());
        return immediate != null
                ? immediate
                : problem(treatment.deferred(), prerequisites.taggedForSure(), prerequisites.isIp());
    }

    /** A bucket holds actions alone, and is not checked against any match. */
    @Nullable
    Problem bucketProblem(TrafficTreatment treatment) {
        if (!treatment.deferred().isEmpty()
                || treatment.tableTransition() != null
                || !treatment.meters().isEmpty()) {
            return new Problem(Kind.BAD_GROUP, "a bucket holds immediate actions only: " + treatment);
        }
        return problem(treatment.allInstructions(), true, true);
    }

    private @Nullable Problem problem(List<Instruction> instructions, boolean taggedAtFirst, boolean ip) {
        boolean tagged = taggedAtFirst;
        for (Instruction instruction : instructions) {
            Problem problem = problem(instruction, tagged, ip);
            if (problem != null) {
                return problem;
            }
            if (instruction instanceof L2ModificationInstruction change) {
                tagged = switch (change.subtype()) {
                    case VLAN_PUSH -> true;
                    case VLAN_POP -> false;
                    default -> tagged;
                };
            }
        }
        return null;
    }

    private @Nullable Problem problem(Instruction instruction, boolean tagged, boolean ip) {
        return switch (instruction) {
            case OutputInstruction output ->
                UNSUPPORTED_PORTS.contains(output.port())
                        ? new Problem(Kind.BAD_ACTION, "OFPBAC_BAD_OUT_PORT: " + output.port())
                        : null;
            case GroupInstruction group ->
                groups.get(group.groupId().id()) == null
                        ? new Problem(Kind.BAD_GROUP, "OFPBAC_BAD_OUT_GROUP: " + group.groupId())
                        : null;
            case L2ModificationInstruction change ->
                switch (change.subtype()) {
                    case VLAN_POP, VLAN_ID, VLAN_PCP -> tagged ? null : inconsistent(change);
                    case VLAN_PUSH, ETH_SRC, ETH_DST -> null;
                    default -> unknown(change);
                };
            case L3ModificationInstruction change ->
                switch (change.subtype()) {
                    case IP_DSCP -> ip ? null : inconsistent(change);
                    default -> unknown(change);
                };
            default ->
                switch (instruction.type()) {
                    case QUEUE, NOACTION -> null;
                    default -> unknown(instruction);
                };
        };
    }

    private static Problem inconsistent(Instruction instruction) {
        return new Problem(Kind.BAD_ACTION, "OFPBAC_MATCH_INCONSISTENT: " + instruction);
    }

    private static Problem unknown(Instruction instruction) {
        return new Problem(Kind.BAD_ACTION, "OFPBAC_BAD_TYPE: " + instruction);
    }
}
