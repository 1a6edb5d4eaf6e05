package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onosproject.net.flow.FlowRule;

/** Where what a switch holds is not what it should hold. */
final class ProgramDifferences {
    private ProgramDifferences() {}

    static ImmutableList<String> between(SwitchProgram desired, ReadOutcome.State state) {
        List<String> differences = new ArrayList<>();
        Map<RuleKey, FlowRule> held = new HashMap<>();
        state.rules().forEach(rule -> held.put(RuleKey.of(rule.rule()), rule.rule()));
        desired.rules().forEach((key, rule) -> {
            FlowRule found = held.remove(key);
            if (found == null) {
                differences.add("rule missing: " + RuleText.of(rule));
            } else if (!found.treatment().equals(rule.treatment())) {
                differences.add("rule changed: " + RuleText.of(rule) + ", held: " + RuleText.actions(found));
            }
        });
        held.values().forEach(rule -> differences.add("rule too much: " + RuleText.of(rule)));
        differences.addAll(meterDifferences(desired, state));
        return ImmutableList.sortedCopyOf(differences);
    }

    private static List<String> meterDifferences(SwitchProgram desired, ReadOutcome.State state) {
        List<String> differences = new ArrayList<>();
        Map<Long, MeterEntry> held = new HashMap<>();
        state.meters().forEach(meter -> held.put(meter.meter().id().id(), meter.meter()));
        desired.meters().forEach((id, meter) -> {
            MeterEntry found = held.remove(id);
            if (found == null) {
                differences.add("meter missing: " + id);
            } else if (!SwitchProgram.sameMeter(meter, found)) {
                differences.add("meter changed: " + id);
            }
        });
        held.keySet().forEach(id -> differences.add("meter too much: " + id));
        return differences;
    }
}
