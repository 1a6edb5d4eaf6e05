package io.plumbline.southbound.openflow.connection;

import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onosproject.net.flow.FlowRule;

/**
 * The removals that we asked for, so that the switch's word about them is not taken for news. Open vSwitch sends that word after the
 * barrier, when its last reader has let go of the rule; a rule that was put again meanwhile must not seem to be gone. Each removal
 * accounts for one word, for a limited time. Event loop only.
 */
final class OwnRemovals {
    private static final long KEPT_NANOS = 10_000_000_000L;

    private record Key(RuleKey rule, long cookie) {
        static Key of(FlowRule rule) {
            return new Key(RuleKey.of(rule), rule.id().value());
        }
    }

    private record Batch(long untilNanos, List<Key> keys) {}

    private final Map<Key, Deque<Long>> deadlines = new HashMap<>();
    private final Deque<Batch> batches = new ArrayDeque<>();

    void asked(List<Change> changes, long nowNanos) {
        forget(nowNanos);
        List<Key> keys = changes.stream()
                .filter(RemoveRule.class::isInstance)
                .map(change -> Key.of(((RemoveRule) change).rule()))
                .toList();
        if (!keys.isEmpty()) {
            long until = nowNanos + KEPT_NANOS;
            keys.forEach(key ->
                    deadlines.computeIfAbsent(key, same -> new ArrayDeque<>(1)).addLast(until));
            batches.addLast(new Batch(until, keys));
        }
    }

    /** Whether we asked for the end of this rule; each asking answers once. */
    boolean explains(FlowRule rule, long nowNanos) {
        forget(nowNanos);
        Key key = Key.of(rule);
        boolean known = deadlines.containsKey(key);
        deadlines.computeIfPresent(key, (same, until) -> {
            until.removeFirst();
            return until.isEmpty() ? null : until;
        });
        return known;
    }

    private void forget(long nowNanos) {
        for (Batch oldest = batches.peekFirst();
                oldest != null && oldest.untilNanos() - nowNanos < 0;
                oldest = batches.peekFirst()) {
            batches.removeFirst();
            oldest.keys()
                    .forEach(key -> deadlines.computeIfPresent(key, (same, until) -> {
                        until.removeIf(deadline -> deadline - nowNanos < 0);
                        return until.isEmpty() ? null : until;
                    }));
        }
    }
}
