package io.plumbline.controller.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.program.BookedDirection;
import java.util.Optional;

/**
 * One decision about one guaranteed flow. Replaying the entries in order gives the state that they led to; a property that a reader does
 * not know is an error, so that an older program never misreads a newer journal.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Admitted.class, name = "admitted"),
    @JsonSubTypes.Type(value = JournalEntry.Activated.class, name = "activated"),
    @JsonSubTypes.Type(value = JournalEntry.LeaseRenewed.class, name = "lease-renewed"),
    @JsonSubTypes.Type(value = JournalEntry.Releasing.class, name = "releasing"),
    @JsonSubTypes.Type(value = JournalEntry.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = JournalEntry.Cancelled.class, name = "cancelled")
})
public sealed interface JournalEntry {
    /** Number of the flow that the entry is about. */
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

    /** It is to be taken out; it is not known yet that its ingress has stopped. */
    record Releasing(long flow, String reason, long atNanos) implements JournalEntry {}

    /** Its ingress stopped at that time, by evidence. */
    record Stopped(long flow, long stopNanos) implements JournalEntry {}

    /** It was taken back before any packet could pass. */
    record Cancelled(long flow, String reason, long atNanos) implements JournalEntry {}
}
