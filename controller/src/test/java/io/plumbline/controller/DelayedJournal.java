package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.function.Consumer;

/** A journal on a disk that takes a while: what is not on it when the controller is killed is lost. */
final class DelayedJournal implements Journal {
    private static final long SYNC_NANOS = 150_000;

    private final VirtualTime time;
    private final MemoryJournal disk;
    private boolean killed;

    DelayedJournal(VirtualTime time, MemoryJournal disk) {
        this.time = time;
        this.disk = disk;
    }

    void kill() {
        killed = true;
    }

    @Override
    public void append(JournalEntry entry, Consumer<Outcome> done) {
        time.schedule(SYNC_NANOS, () -> {
            if (!killed) {
                disk.append(entry, done);
            }
        });
    }

    @Override
    public ImmutableList<JournalEntry> replay() throws JournalException {
        return disk.replay();
    }

    @Override
    public long highestFlow() {
        return disk.highestFlow();
    }

    @Override
    public void forget(long flow) {
        time.schedule(SYNC_NANOS, () -> {
            if (!killed) {
                disk.forget(flow);
            }
        });
    }

    @Override
    public String failure() {
        return "";
    }

    @Override
    public void close() {}
}
