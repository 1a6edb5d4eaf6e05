package io.plumbline.southbound.api;

import com.google.common.collect.ImmutableList;

/** How an update ended. */
public sealed interface ApplyOutcome {
    /** Every change was carried out; the barrier came back. */
    record Applied() implements ApplyOutcome {}

    /** The barrier came back, but the switch refused some changes; the others were carried out. */
    record Refused(ImmutableList<Refusal> refusals) implements ApplyOutcome {}

    /** No answer within the time-out: what was carried out is unknown. */
    record TimedOut(long afterNanos) implements ApplyOutcome {}

    /** The connection ended first: what was carried out is unknown. */
    record Lost(String reason) implements ApplyOutcome {}

    /** Not sent: too much is waiting for this switch already. */
    record Overloaded(int waiting) implements ApplyOutcome {}

    /**
     * One change that the switch refused.
     *
     * @param change what was asked
     * @param kind why, in words that do not depend on the protocol
     * @param detail the protocol's own words
     */
    record Refusal(ProgramUpdate.Change change, Kind kind, String detail) {
        /** Why a switch refuses. */
        public enum Kind {
            TABLE_FULL,
            OVERLAP,
            METERS_EXHAUSTED,
            METER_EXISTS,
            BAD_METER,
            GROUPS_EXHAUSTED,
            BAD_GROUP,
            BAD_MATCH,
            BAD_ACTION,
            PERMISSION,
            OTHER
        }
    }
}
