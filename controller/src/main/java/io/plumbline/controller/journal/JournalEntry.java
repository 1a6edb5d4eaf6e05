package io.plumbline.controller.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.pce.reservation.Reservation;
import java.util.Optional;

/**
 * One decision, mostly about one guaranteed flow. Replaying the entries in order gives the state that they led to; a property that a reader does
 * not know is an error, so that an older program never misreads a newer journal.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Admitted.class, name = "admitted"),
    @JsonSubTypes.Type(value = JournalEntry.Activated.class, name = "activated"),
    @JsonSubTypes.Type(value = JournalEntry.LeaseRenewed.class, name = "lease-renewed"),
    @JsonSubTypes.Type(value = JournalEntry.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = JournalEntry.ChangingOver.class, name = "changing-over"),
    @JsonSubTypes.Type(value = JournalEntry.MovedBack.class, name = "moved-back"),
    @JsonSubTypes.Type(value = JournalEntry.OldWayStopped.class, name = "old-way-stopped"),
    @JsonSubTypes.Type(value = JournalEntry.Drained.class, name = "drained"),
    @JsonSubTypes.Type(value = JournalEntry.Releasing.class, name = "releasing"),
    @JsonSubTypes.Type(value = JournalEntry.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = JournalEntry.Cancelled.class, name = "cancelled")
})
public sealed interface JournalEntry {
    /** Number of the flow that the entry is about; 0 for none. */
    long flow();

    /** It is booked. Holds all that is needed to book and program it again. */
    record Admitted(
            long flow,
            GuaranteedFlow request,
            Optional<String> idempotencyKey,
            long admittedNanos,
            long startNanos,
            long endNanos,
            long leaseExpiresNanos,
            ImmutableList<BookedDirection> directions)
            implements JournalEntry {}

    /** The data plane confirmed it for the first time. */
    record Activated(long flow, long atNanos) implements JournalEntry {}

    /** The lease runs until then. */
    record LeaseRenewed(long flow, long leaseExpiresNanos, long leaseNanos) implements JournalEntry {}

    /**
     * One direction of it is booked on another way, or with other traffic, beside what is left of the old way.
     *
     * @param traffic what is promised from the change-over on
     * @param oldWay what stays booked until its stop is known; absent when no packet was ever sent on it
     * @param changesOver whether the ingress may hear of it from now on; otherwise not before {@link ChangingOver}
     */
    record Moved(
            long flow,
            TrafficSpec traffic,
            BookedDirection direction,
            Optional<Reservation> oldWay,
            boolean changesOver,
            long atNanos)
            implements JournalEntry {}

    /** The new way of a direction is there and probed; from now on the ingress may send on it. */
    record ChangingOver(long flow, int direction, long atNanos) implements JournalEntry {}

    /** The last move of a direction is taken back: its ingress has never sent on the new way. */
    record MovedBack(long flow, int direction, String reason, long atNanos) implements JournalEntry {}

    /** The ingress of a direction had changed over by then, by evidence: it sends on none of its old ways any more. */
    record OldWayStopped(long flow, int direction, long stopNanos) implements JournalEntry {}

    /** What of the network is out of use from now on, by the operator's word: ids of links and switches. Of no flow: number 0. */
    record Drained(ImmutableSortedSet<String> links, ImmutableSortedSet<String> nodes, long atNanos)
            implements JournalEntry {
        @Override
        public long flow() {
            return 0;
        }
    }

    /** It is to be taken out; it is not known yet that its ingress has stopped. */
    record Releasing(long flow, String reason, long atNanos) implements JournalEntry {}

    /** Its ingress stopped at that time, by evidence. */
    record Stopped(long flow, long stopNanos) implements JournalEntry {}

    /** It was taken back before any packet could pass. */
    record Cancelled(long flow, String reason, long atNanos) implements JournalEntry {}
}
