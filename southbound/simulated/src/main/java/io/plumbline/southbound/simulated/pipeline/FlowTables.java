package io.plumbline.southbound.simulated.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.flow.FlowRule;

/** All tables of a switch, in order of their number. */
final class FlowTables {
    static final int LAST = 253;

    private final TreeMap<Integer, FlowTable> tables = new TreeMap<>();
    private int size;

    FlowTable.@Nullable Hit lookup(int table, Packet packet) {
        FlowTable rules = tables.get(table);
        return rules == null ? null : rules.lookup(packet);
    }

    /** The rule with the same table, priority and match. */
    @Nullable
    InstalledRule find(FlowRule rule) {
        FlowTable rules = tables.get(rule.tableId());
        RuleMatch match = RuleMatch.of(rule.selector());
        return rules == null || match == null ? null : rules.find(rule.priority(), match);
    }

    void put(InstalledRule rule) {
        if (find(rule.rule()) == null) {
            size++;
        }
        tables.computeIfAbsent(rule.rule().tableId(), table -> new FlowTable()).put(rule);
    }

    @Nullable
    InstalledRule remove(FlowRule rule) {
        FlowTable rules = tables.get(rule.tableId());
        RuleMatch match = RuleMatch.of(rule.selector());
        InstalledRule removed = rules == null || match == null ? null : rules.remove(rule.priority(), match);
        if (removed != null) {
            size--;
        }
        return removed;
    }

    int size() {
        return size;
    }

    /** By table, then priority downwards, then age. */
    List<InstalledRule> all() {
        List<InstalledRule> all = new ArrayList<>(size);
        tables.values().forEach(table -> table.forEach(all::add));
        return all;
    }

    List<InstalledRule> where(Predicate<FlowRule> condition) {
        return all().stream().filter(rule -> condition.test(rule.rule())).toList();
    }

    void clear() {
        tables.clear();
        size = 0;
    }
}
