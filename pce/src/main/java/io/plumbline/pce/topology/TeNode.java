package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * A node of the TE topology: a switch, or the termination point behind an edge port (RFC 8795).
 *
 * @param id unique; a switch's device id, or {@code device/port} for a termination point
 * @param kind what it is
 * @param processingNanos constant forwarding time of the node, a term of every bound through it
 * @param softwareAllowanceNanos published variation of a software pipeline: a term of its own in every bound through the node,
 *     and burst growth for everything behind it; 0 for hardware and termination points
 * @param meterCapacity how many ingress meters guaranteed flows may use here
 * @param entryCapacity how many table entries guaranteed flows may use here
 * @param labels free administrative tags
 * @param country ISO 3166 code
 * @param up whether it forwards now; no link of a node that is down is usable
 * @param drained whether new reservations keep off all its links
 */
public record TeNode(
        String id,
        Kind kind,
        long processingNanos,
        long softwareAllowanceNanos,
        int meterCapacity,
        int entryCapacity,
        ImmutableSortedSet<String> labels,
        Optional<String> country,
        boolean up,
        boolean drained) {

    public TeNode {
        if (id.isBlank()) {
            throw new IllegalArgumentException("node id: blank");
        }
        Limits.check("processingNanos of " + id, processingNanos, 0, Limits.MAX_NANOS);
        Limits.check("softwareAllowanceNanos of " + id, softwareAllowanceNanos, 0, Limits.MAX_NANOS);
        Limits.check("meterCapacity of " + id, meterCapacity, 0, Integer.MAX_VALUE);
        Limits.check("entryCapacity of " + id, entryCapacity, 0, Integer.MAX_VALUE);
    }

    /** A node that is up and not drained. */
    public TeNode(
            String id,
            Kind kind,
            long processingNanos,
            long softwareAllowanceNanos,
            int meterCapacity,
            int entryCapacity,
            ImmutableSortedSet<String> labels,
            Optional<String> country) {
        this(
                id,
                kind,
                processingNanos,
                softwareAllowanceNanos,
                meterCapacity,
                entryCapacity,
                labels,
                country,
                true,
                false);
    }

    public TeNode withUp(boolean nowUp) {
        return withState(nowUp, drained);
    }

    public TeNode withDrained(boolean nowDrained) {
        return withState(up, nowDrained);
    }

    private TeNode withState(boolean nowUp, boolean nowDrained) {
        return new TeNode(
                id,
                kind,
                processingNanos,
                softwareAllowanceNanos,
                meterCapacity,
                entryCapacity,
                labels,
                country,
                nowUp,
                nowDrained);
    }

    /** Whether traffic passes through the node or ends there. */
    public enum Kind {
        SWITCH,
        TERMINATION_POINT
    }
}
