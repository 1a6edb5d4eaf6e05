package io.plumbline.southbound.api;

import com.google.common.collect.ImmutableList;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.group.GroupDescription;
import org.onosproject.net.meter.MeterId;

/** Ordered changes that move a switch from one program to the next. */
public record ProgramUpdate(ImmutableList<Change> changes) {

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** One change. */
    public sealed interface Change {}

    /** Adds a meter; a meter that exists under that number and is right must not be written (it would refill). */
    public record AddMeter(MeterEntry meter) implements Change {}

    /** Changes a meter in place: refills its bucket. */
    public record ModifyMeter(MeterEntry meter) implements Change {}

    /** Removes a meter, and with it the rules that use it. */
    public record RemoveMeter(MeterId id) implements Change {}

    /** Adds a group. */
    public record AddGroup(GroupDescription group) implements Change {}

    /** Changes a group in place. */
    public record ModifyGroup(GroupDescription group) implements Change {}

    /** Removes a group. */
    public record RemoveGroup(int groupId) implements Change {}

    /** Adds a rule, or replaces the one with the same table, priority and match; its time-outs start anew. */
    public record PutRule(FlowRule rule) implements Change {}

    /** Removes the rule with exactly this table, priority and match. */
    public record RemoveRule(FlowRule rule) implements Change {}
}
