package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instructions.MeterInstruction;

/** Whether a switch can do what a rule asks, checked as Open vSwitch does for OpenFlow 1.3 when the rule arrives. */
final class TreatmentCheck {
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
        ActionCheck actions = new ActionCheck(new MatchPrerequisites(rule.selector()), groups);
        Problem immediate = actions.problem(treatment.immediate());
        return immediate != null ? immediate : actions.inActionSet().problem(treatment.deferred());
    }

    /** A bucket holds actions alone, and is not checked against any match. */
    @Nullable
    Problem bucketProblem(TrafficTreatment treatment) {
        if (!treatment.deferred().isEmpty()
                || treatment.tableTransition() != null
                || !treatment.meters().isEmpty()) {
            return new Problem(Kind.BAD_GROUP, "a bucket holds immediate actions only: " + treatment);
        }
        return new ActionCheck(groups).problem(treatment.allInstructions());
    }
}
