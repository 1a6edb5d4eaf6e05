package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableList;
import java.util.function.Consumer;

/** The durable record of decisions. Entries are kept in the order of {@link #append}. */
public interface Journal extends AutoCloseable {
    /** How an append ended. */
    sealed interface Outcome {
        /** It is on the disk. */
        record Durable() implements Outcome {}

        /** It is not; nothing more will be accepted until a restart. */
        record Failed(String reason) implements Outcome {}
    }

    /** Appends one entry and reports, from any thread, when it is durable. Entries that wait together share one sync. */
    void append(JournalEntry entry, Consumer<Outcome> done);

    /** Everything that was appended and not forgotten, in order. Called once, before the first append. */
    ImmutableList<JournalEntry> replay() throws JournalException;

    /** The highest number that a flow had in this journal, forgotten ones included; 0 for none. After {@link #replay}. */
    long highestFlow();

    /** Drops all entries of a flow that ended and whose capacity has returned. */
    void forget(long flow);

    /** What was wrong when it was opened and has been put right, in words: an end that was cut off. */
    default ImmutableList<String> mended() {
        return ImmutableList.of();
    }

    /** Why nothing more is accepted; empty while all is well. */
    String failure();

    @Override
    void close();
}
