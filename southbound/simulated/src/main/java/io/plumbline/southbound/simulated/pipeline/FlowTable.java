package io.plumbline.southbound.simulated.pipeline;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one table: the highest priority that matches wins; among equals the oldest, and that is told.
 *
 * <p>Rules of one priority are found by tuple space search: for every shape that is there, one look into a hash map (Srinivasan, Suri,
 * Varghese, "Packet Classification using Tuple Space Search", SIGCOMM 1999).
 */
final class FlowTable {
    private final TreeMap<Integer, Level> byPriority = new TreeMap<>(Comparator.reverseOrder());
    private long nextAge;

    /**
     * What a packet hits.
     *
     * @param ambiguous whether another rule of the same priority matches and does something else: OpenFlow leaves open which one wins
     */
    record Hit(InstalledRule rule, boolean ambiguous) {}

    @Nullable
    Hit lookup(Packet packet) {
        for (Level level : byPriority.values()) {
            Hit hit = level.lookup(packet);
            if (hit != null) {
                return hit;
            }
        }
        return null;
    }

    @Nullable
    InstalledRule find(int priority, RuleMatch match) {
        Level level = byPriority.get(priority);
        return level == null ? null : level.find(match);
    }

    /** Adds or replaces; who replaces inherits the age. */
    void put(InstalledRule rule) {
        InstalledRule replaced = find(rule.rule().priority(), rule.match());
        rule.age(replaced == null ? nextAge++ : replaced.age());
        byPriority
                .computeIfAbsent(rule.rule().priority(), priority -> new Level())
                .put(rule);
    }

    @Nullable
    InstalledRule remove(int priority, RuleMatch match) {
        Level level = byPriority.get(priority);
        if (level == null) {
            return null;
        }
        InstalledRule removed = level.remove(match);
        if (level.inOrder.isEmpty()) {
            byPriority.remove(priority);
        }
        return removed;
    }

    void forEach(Consumer<InstalledRule> visitor) {
        byPriority.values().forEach(level -> level.inOrder.values().forEach(visitor));
    }

    /** The rules of one priority. */
    private static final class Level {
        private final Map<RuleMatch, InstalledRule> inOrder = new LinkedHashMap<>();
        private final Map<MatchShape, Map<MatchShape.Key, InstalledRule>> byShape = new LinkedHashMap<>();

        @Nullable
        Hit lookup(Packet packet) {
            InstalledRule oldest = null;
            boolean ambiguous = false;
            for (Map.Entry<MatchShape, Map<MatchShape.Key, InstalledRule>> shape : byShape.entrySet()) {
                InstalledRule rule = shape.getValue().get(shape.getKey().of(packet));
                if (rule != null) {
                    ambiguous |= oldest != null
                            && !oldest.rule().treatment().equals(rule.rule().treatment());
                    oldest = oldest == null || rule.age() < oldest.age() ? rule : oldest;
                }
            }
            return oldest == null ? null : new Hit(oldest, ambiguous);
        }

        @Nullable
        InstalledRule find(RuleMatch match) {
            return inOrder.get(match);
        }

        void put(InstalledRule rule) {
            inOrder.put(rule.match(), rule);
            byShape.computeIfAbsent(rule.match().shape(), shape -> new HashMap<>())
                    .put(rule.match().key(), rule);
        }

        @Nullable
        InstalledRule remove(RuleMatch match) {
            Map<MatchShape.Key, InstalledRule> alike = byShape.get(match.shape());
            if (alike != null) {
                alike.remove(match.key());
                if (alike.isEmpty()) {
                    byShape.remove(match.shape());
                }
            }
            return inOrder.remove(match);
        }
    }
}
