package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A disk, and the journal on it in each life of the controller. It keeps the contract of the one on RocksDB: everything that waits is one
 * batch with one sync, a batch is on the disk as a whole or not at all, and nobody hears of it before; once a write fails, nothing more is
 * accepted in that life.
 */
final class UnreliableJournal {
    private static final long SHORTEST_SYNC_NANOS = 300_000;
    private static final int LONGER_SYNC_NANOS = 8_000_000;

    private final VirtualTime time;
    private final Random random;
    private final MemoryJournal disk = new MemoryJournal();
    private boolean failing;
    private Life life;

    private record Append(JournalEntry entry, Consumer<Journal.Outcome> done) {}

    UnreliableJournal(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
        this.life = new Life();
    }

    /** From now on the disk takes nothing, or takes again what is written in a new life. */
    void failing(boolean on) {
        failing = on;
    }

    /** The controller is killed: a batch that is being written may still be, or not, and what waits behind it is lost. */
    void kill() {
        life.end(random.nextBoolean());
        life = new Life();
    }

    Journal journal() {
        return life;
    }

    private final class Life implements Journal {
        private List<Object> waiting = new ArrayList<>();
        private List<Object> writing = new ArrayList<>();
        private boolean ended;
        private String failure = "";

        @Override
        public void append(JournalEntry entry, Consumer<Outcome> done) {
            if (failure.isEmpty()) {
                enqueue(new Append(entry, done));
            } else {
                done.accept(new Outcome.Failed(failure));
            }
        }

        @Override
        public void forget(long flow) {
            if (failure.isEmpty()) {
                enqueue(flow);
            }
        }

        private void enqueue(Object work) {
            waiting.add(work);
            if (writing.isEmpty()) {
                write();
            }
        }

        private void write() {
            writing = waiting;
            waiting = new ArrayList<>();
            time.schedule(SHORTEST_SYNC_NANOS + random.nextInt(LONGER_SYNC_NANOS), this::written);
        }

        private void written() {
            if (ended) {
                return;
            }
            List<Object> batch = writing;
            writing = new ArrayList<>();
            if (failing) {
                failure = "the journal does not write: simulated: no space left on device";
                batch.addAll(waiting);
                waiting = new ArrayList<>();
            } else {
                keep(batch);
                if (!waiting.isEmpty()) {
                    write();
                }
            }
            Outcome outcome = failure.isEmpty() ? new Outcome.Durable() : new Outcome.Failed(failure);
            for (Object work : batch) {
                if (work instanceof Append append) {
                    append.done.accept(outcome);
                }
            }
        }

        private void keep(List<Object> batch) {
            for (Object work : batch) {
                switch (work) {
                    case Append append -> disk.append(append.entry, outcome -> {});
                    case Long flow -> disk.forget(flow);
                    default -> throw new IllegalStateException(work.toString());
                }
            }
        }

        private void end(boolean batchIsKept) {
            ended = true;
            if (batchIsKept && !failing) {
                keep(writing);
            }
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
        public String failure() {
            return failure;
        }

        @Override
        public void close() {
            end(true);
        }
    }
}
