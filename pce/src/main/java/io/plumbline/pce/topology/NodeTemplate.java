package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * The constants that all switches of an imported or generated topology share.
 *
 * @param processingNanos see {@link TeNode}
 * @param softwareAllowanceNanos likewise
 * @param meterCapacity likewise
 * @param entryCapacity likewise
 */
public record NodeTemplate(long processingNanos, long softwareAllowanceNanos, int meterCapacity, int entryCapacity) {

    public TeNode node(String id) {
        return new TeNode(
                id,
                TeNode.Kind.SWITCH,
                processingNanos,
                softwareAllowanceNanos,
                meterCapacity,
                entryCapacity,
                ImmutableSortedSet.of(),
                Optional.empty());
    }

    /** What traffic ends at has no constants of its own. */
    public static TeNode terminationPoint(String id) {
        return new TeNode(id, TeNode.Kind.TERMINATION_POINT, 0, 0, 0, 0, ImmutableSortedSet.of(), Optional.empty());
    }
}
