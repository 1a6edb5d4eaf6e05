package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction;
import org.onosproject.net.flow.instructions.L3ModificationInstruction;

/**
 * Whether actions are possible on every frame that a match lets through, one after the other: a tag must be known to be there before it is
 * changed. In the order in which they are written, as Open vSwitch's ofpacts_check does, even for an action set.
 */
final class ActionCheck {
    private static final ImmutableSet<PortNumber> UNSUPPORTED_PORTS =
            ImmutableSet.of(PortNumber.NORMAL, PortNumber.TABLE, PortNumber.ANY, PortNumber.LOCAL);

    private final Groups groups;
    private final boolean anyFrame;
    private final boolean ip;
    private boolean inActionSet;
    private int tags;

    /** Of a rule's actions. */
    ActionCheck(MatchPrerequisites match, Groups groups) {
        this.groups = groups;
        this.anyFrame = false;
        this.ip = match.isIp();
        this.tags = match.taggedForSure() ? 1 : 0;
    }

    /** Of a bucket's actions: what does not fit a frame is left undone when it comes. */
    ActionCheck(Groups groups) {
        this.groups = groups;
        this.anyFrame = true;
        this.ip = true;
    }

    /** From here on, actions are deferred: there, a pop without a tag is let through. */
    ActionCheck inActionSet() {
        inActionSet = true;
        return this;
    }

    @Nullable
    Problem problem(List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            Problem problem = problem(instruction);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable Problem problem(Instruction instruction) {
        return switch (instruction) {
            case OutputInstruction output ->
                UNSUPPORTED_PORTS.contains(output.port())
                        ? new Problem(Kind.BAD_ACTION, "OFPBAC_BAD_OUT_PORT: " + output.port())
                        : null;
            case GroupInstruction group ->
                groups.get(group.groupId().id()) == null
                        ? new Problem(Kind.BAD_GROUP, "OFPBAC_BAD_OUT_GROUP: " + group.groupId())
                        : null;
            case L2ModificationInstruction change -> ethernet(change);
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

    private @Nullable Problem ethernet(L2ModificationInstruction change) {
        return switch (change.subtype()) {
            case ETH_SRC, ETH_DST -> null;
            case VLAN_ID, VLAN_PCP -> tags > 0 || anyFrame ? null : inconsistent(change);
            case VLAN_PUSH -> push(change);
            case VLAN_POP -> pop(change);
            default -> unknown(change);
        };
    }

    private @Nullable Problem push(L2ModificationInstruction change) {
        if (tags == Packet.MOST_VISIBLE_TAGS && !anyFrame) {
            return new Problem(Kind.BAD_ACTION, "OFPBAC_BAD_TAG: " + change);
        }
        tags++;
        return null;
    }

    private @Nullable Problem pop(L2ModificationInstruction change) {
        boolean possible = tags > 0 || anyFrame || inActionSet;
        tags = Math.max(0, tags - 1);
        return possible ? null : inconsistent(change);
    }

    private static Problem inconsistent(Instruction instruction) {
        return new Problem(Kind.BAD_ACTION, "OFPBAC_MATCH_INCONSISTENT: " + instruction);
    }

    private static Problem unknown(Instruction instruction) {
        return new Problem(Kind.BAD_ACTION, "OFPBAC_BAD_TYPE: " + instruction);
    }
}
