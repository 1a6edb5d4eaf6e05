package io.plumbline.southbound.api;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.GroupDescription;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.MeterId;

/**
 * The desired state of one switch, derived from the ledger and the topology. Installing is moving a switch from one program to the next.
 *
 * @param rules in a defined order
 * @param meters by number
 * @param groups by number
 */
public record SwitchProgram(
        ImmutableMap<RuleKey, FlowRule> rules,
        ImmutableSortedMap<Long, MeterEntry> meters,
        ImmutableSortedMap<Integer, GroupDescription> groups) {

    /** Nothing at all. */
    public static final SwitchProgram EMPTY =
            new SwitchProgram(ImmutableMap.of(), ImmutableSortedMap.of(), ImmutableSortedMap.of());

    /** What tells two rules of a switch apart. */
    public record RuleKey(int table, int priority, TrafficSelector selector) {
        public static RuleKey of(FlowRule rule) {
            return new RuleKey(rule.tableId(), rule.priority(), rule.selector());
        }
    }

    /** The ordered changes from {@code held} to this: first what goes, then meters and groups, then rules. */
    public ProgramUpdate updateFrom(SwitchProgram held) {
        List<ProgramUpdate.Change> changes = new ArrayList<>();
        for (Map.Entry<RuleKey, FlowRule> old : held.rules.entrySet()) {
            if (!rules.containsKey(old.getKey())) {
                changes.add(new ProgramUpdate.RemoveRule(old.getValue()));
            }
        }
        addMetersAndGroups(held, changes);
        for (Map.Entry<RuleKey, FlowRule> wanted : rules.entrySet()) {
            FlowRule old = held.rules.get(wanted.getKey());
            if (old == null || !sameRule(old, wanted.getValue())) {
                changes.add(new ProgramUpdate.PutRule(wanted.getValue()));
            }
        }
        removeMetersAndGroups(held, changes);
        return new ProgramUpdate(ImmutableList.copyOf(changes));
    }

    /** What a switch that holds this holds once it has carried out the update. */
    public SwitchProgram after(ProgramUpdate update) {
        Map<RuleKey, FlowRule> newRules = new LinkedHashMap<>(rules);
        TreeMap<Long, MeterEntry> newMeters = new TreeMap<>(meters);
        TreeMap<Integer, GroupDescription> newGroups = new TreeMap<>(groups);
        for (ProgramUpdate.Change change : update.changes()) {
            switch (change) {
                case ProgramUpdate.PutRule put -> newRules.put(RuleKey.of(put.rule()), put.rule());
                case ProgramUpdate.RemoveRule remove -> newRules.remove(RuleKey.of(remove.rule()));
                case ProgramUpdate.AddMeter add ->
                    newMeters.put(add.meter().id().id(), add.meter());
                case ProgramUpdate.ModifyMeter modify ->
                    newMeters.put(modify.meter().id().id(), modify.meter());
                case ProgramUpdate.RemoveMeter remove -> {
                    newMeters.remove(remove.id().id());
                    newRules.values().removeIf(rule -> uses(rule, remove.id()));
                }
                case ProgramUpdate.AddGroup add -> newGroups.put(add.group().givenGroupId(), add.group());
                case ProgramUpdate.ModifyGroup modify ->
                    newGroups.put(modify.group().givenGroupId(), modify.group());
                case ProgramUpdate.RemoveGroup remove -> newGroups.remove(remove.groupId());
            }
        }
        return new SwitchProgram(
                ImmutableMap.copyOf(newRules),
                ImmutableSortedMap.copyOf(newMeters),
                ImmutableSortedMap.copyOf(newGroups));
    }

    private static boolean uses(FlowRule rule, MeterId meter) {
        return rule.treatment().meters().stream()
                .anyMatch(instruction -> instruction.meterId().equals(meter));
    }

    /** Whether two rules with the same key do the same for the same time. */
    public static boolean sameRule(FlowRule a, FlowRule b) {
        return RuleKey.of(a).equals(RuleKey.of(b))
                && sameTreatment(a.treatment(), b.treatment())
                && a.hardTimeout() == b.hardTimeout()
                && a.id().equals(b.id());
    }

    /** Whether two treatments do the same. {@link TrafficTreatment#equals} leaves out the meters, so that it takes an unpoliced rule for a policed one. */
    private static boolean sameTreatment(TrafficTreatment a, TrafficTreatment b) {
        return a.equals(b) && a.meters().equals(b.meters());
    }

    private void addMetersAndGroups(SwitchProgram held, List<ProgramUpdate.Change> changes) {
        for (MeterEntry meter : meters.values()) {
            MeterEntry old = held.meters.get(meter.id().id());
            if (old == null) {
                changes.add(new ProgramUpdate.AddMeter(meter));
            } else if (!sameMeter(old, meter)) {
                changes.add(new ProgramUpdate.ModifyMeter(meter));
            }
        }
        for (Map.Entry<Integer, GroupDescription> group : groups.entrySet()) {
            GroupDescription old = held.groups.get(group.getKey());
            if (old == null) {
                changes.add(new ProgramUpdate.AddGroup(group.getValue()));
            } else if (!old.equals(group.getValue())) {
                changes.add(new ProgramUpdate.ModifyGroup(group.getValue()));
            }
        }
    }

    private void removeMetersAndGroups(SwitchProgram held, List<ProgramUpdate.Change> changes) {
        for (Integer group : held.groups.keySet()) {
            if (!groups.containsKey(group)) {
                changes.add(new ProgramUpdate.RemoveGroup(group));
            }
        }
        for (MeterEntry meter : held.meters.values()) {
            if (!meters.containsKey(meter.id().id())) {
                changes.add(new ProgramUpdate.RemoveMeter(meter.id()));
            }
        }
    }

    /** Whether two meters police alike. */
    public static boolean sameMeter(MeterEntry a, MeterEntry b) {
        return a.id().equals(b.id())
                && a.request().unit() == b.request().unit()
                && a.request().isBurst() == b.request().isBurst()
                && bands(a).equals(bands(b));
    }

    private static List<List<Object>> bands(MeterEntry meter) {
        List<List<Object>> bands = new ArrayList<>();
        for (Band band : meter.request().bands()) {
            bands.add(List.of(band.type(), band.rate(), band.burst()));
        }
        return bands;
    }
}
