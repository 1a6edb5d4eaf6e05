package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A journal that lives as long as the object: for emulation without a disk, and for benchmarks that leave the disk out. */
public final class MemoryJournal implements Journal {
    private final JournalCodec codec = new JournalCodec();
    private final List<Kept> entries = new ArrayList<>();

    private long highest;

    private record Kept(long flow, byte[] bytes) {}

    @Override
    public synchronized void append(JournalEntry entry, Consumer<Outcome> done) {
        highest = Math.max(highest, entry.flow());
        entries.add(new Kept(entry.flow(), codec.encode(entry)));
        done.accept(new Outcome.Durable());
    }

    @Override
    public synchronized ImmutableList<JournalEntry> replay() throws JournalException {
        ImmutableList.Builder<JournalEntry> all = ImmutableList.builder();
        for (int i = 0; i < entries.size(); i++) {
            all.add(codec.decode(entries.get(i).bytes, i));
        }
        return all.build();
    }

    @Override
    public synchronized long highestFlow() {
        return highest;
    }

    @Override
    public synchronized void forget(long flow) {
        entries.removeIf(kept -> kept.flow == flow);
    }

    @Override
    public String failure() {
        return "";
    }

    @Override
    public void close() {}
}
