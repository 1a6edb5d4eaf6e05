package io.plumbline.southbound.simulated.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.flow.TrafficSelector;

/** The rules of one table: the highest priority that matches wins; among equals the oldest, and that is told. */
final class FlowTable {
    private final TreeMap<Integer, Map<TrafficSelector, InstalledRule>> byPriority =
            new TreeMap<>(Comparator.reverseOrder());

    /**
     * What a packet hits.
     *
     * @param ambiguous whether another rule of the same priority matches and does something else: OpenFlow leaves open which one wins
     */
    record Hit(InstalledRule rule, boolean ambiguous) {}

    @Nullable
    Hit lookup(Packet packet) {
        for (Map<TrafficSelector, InstalledRule> equals : byPriority.values()) {
            InstalledRule first = null;
            for (InstalledRule rule : equals.values()) {
                if (rule.matches(packet)) {
                    if (first == null) {
                        first = rule;
                    } else if (!first.rule().treatment().equals(rule.rule().treatment())) {
                        return new Hit(first, true);
                    }
                }
            }
            if (first != null) {
                return new Hit(first, false);
            }
        }
        return null;
    }

    @Nullable
    InstalledRule find(int priority, TrafficSelector selector) {
        return byPriority.getOrDefault(priority, Map.of()).get(selector);
    }

    /** Adds or replaces; the place among equals stays. */
    void put(InstalledRule rule) {
        byPriority
                .computeIfAbsent(rule.rule().priority(), priority -> new LinkedHashMap<>())
                .put(rule.rule().selector(), rule);
    }

    @Nullable
    InstalledRule remove(int priority, TrafficSelector selector) {
        Map<TrafficSelector, InstalledRule> equals = byPriority.get(priority);
        if (equals == null) {
            return null;
        }
        InstalledRule removed = equals.remove(selector);
        if (equals.isEmpty()) {
            byPriority.remove(priority);
        }
        return removed;
    }

    void forEach(Consumer<InstalledRule> visitor) {
        byPriority.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .forEach(visitor);
    }
}
