package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The journal on RocksDB. One thread writes: it takes everything that waits, writes it as one batch with one sync, and then reports each
 * entry durable, so that one fsync serves many requests. Keys are sequence numbers, so that order is kept. What a later entry makes void
 * is deleted with it: a replay reads what lives, not what has been.
 */
public final class RocksDbJournal implements Journal {
    static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);
    static final byte[] HIGHEST_KEY = "highest-flow".getBytes(StandardCharsets.US_ASCII);
    static final String REPAIR = ". Restore a backup, or see what can be saved: plumb journal repair --dry-run ";
    private static final int MOST_WAITING = 16_384;
    private static final int MOST_IN_BATCH = 512;

    private final JournalLock lock;
    private final ImmutableList<String> mended;
    private final RocksDB db;
    private final Options options;
    private final WriteOptions synchronously = new WriteOptions().setSync(true);
    private final JournalCodec codec = new JournalCodec();
    private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<Long, List<byte[]>> keysByFlow = new HashMap<>();
    private final Map<Long, byte[]> leaseByFlow = new HashMap<>();
    private final Thread writer;
    private long sequence;
    private long highest;
    private volatile String failure = "";

    private sealed interface Work {}

    private record Append(JournalEntry entry, byte[] bytes, Consumer<Outcome> done) implements Work {}

    private record Forget(long flow) implements Work {}

    private record Stop() implements Work {}

    private RocksDbJournal(JournalLock lock, ImmutableList<String> mended, RocksDB db, Options options) {
        this.lock = lock;
        this.mended = mended;
        this.db = db;
        this.options = options;
        this.writer = Thread.ofPlatform().name("journal").unstarted(this::write);
    }

    /**
     * Opens the journal in a folder, making it when it is not there. An end that was being written when the power went, or that is not
     * as it was written, is cut off and reported by {@link #mended}.
     *
     * @throws JournalException LOCKED, DAMAGED (elsewhere than at the end; nothing is changed), NEWER_FORMAT, IO
     */
    public static RocksDbJournal open(Path folder) throws JournalException {
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(folder);
        } catch (IOException cannot) {
            throw new JournalException(
                    JournalException.Code.IO, folder + " cannot be made: " + cannot.getMessage(), cannot);
        }
        JournalLock lock = JournalLock.take(folder);
        RocksDbJournal journal;
        try {
            journal = open(folder, lock);
        } catch (JournalException | RuntimeException cannot) {
            lock.close();
            throw cannot;
        }
        journal.checkFormat(folder);
        return journal;
    }

    private static RocksDbJournal open(Path folder, JournalLock lock) throws JournalException {
        // The log has been looked at: what the database still finds wrong must stop it, not be skipped.
        Options options = new Options()
                .setCreateIfMissing(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.AbsoluteConsistency)
                .setMaxBackgroundJobs(1)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1 << 20);
        try {
            ImmutableList<String> mended = new JournalFolder(folder).cutEnd();
            return new RocksDbJournal(lock, mended, RocksDB.open(options, folder.toString()), options);
        } catch (IOException cannot) {
            options.close();
            throw new JournalException(
                    JournalException.Code.IO, folder + " cannot be read: " + cannot.getMessage(), cannot);
        } catch (RocksDBException cannot) {
            options.close();
            throw opening(folder, cannot);
        } catch (JournalException cannot) {
            options.close();
            throw cannot;
        }
    }

    static JournalException opening(Path folder, RocksDBException cannot) {
        String message = String.valueOf(cannot.getMessage());
        if (message.contains("lock")) {
            return new JournalException(
                    JournalException.Code.LOCKED, folder + " is in use by another controller: " + message, cannot);
        }
        boolean damaged = cannot.getStatus() != null && cannot.getStatus().getCode() == Status.Code.Corruption;
        return new JournalException(
                damaged ? JournalException.Code.DAMAGED : JournalException.Code.IO,
                folder + " cannot be opened: " + message + (damaged ? REPAIR + folder : ""),
                cannot);
    }

    private void checkFormat(Path folder) throws JournalException {
        try {
            checkFormat(db.get(FORMAT_KEY));
        } catch (RocksDBException cannot) {
            close();
            throw opening(folder, cannot);
        } catch (JournalException newer) {
            close();
            throw newer;
        }
    }

    /** Entries of an older format are understood; from now on newer ones may follow, which an older program is not to misread. */
    private void checkFormat(byte[] found) throws RocksDBException, JournalException {
        if (found != null) {
            JournalCodec.checkFormat(found);
        }
        byte[] now = {JournalCodec.FORMAT};
        if (!Arrays.equals(found, now)) {
            db.put(synchronously, FORMAT_KEY, now);
        }
    }

    @Override
    public ImmutableList<String> mended() {
        return mended;
    }

    @Override
    public ImmutableList<JournalEntry> replay() throws JournalException {
        ImmutableList.Builder<JournalEntry> entries = ImmutableList.builder();
        try (RocksIterator at = db.newIterator()) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
                byte[] key = at.key();
                if (key.length == Long.BYTES) {
                    sequence = Longs.fromByteArray(key);
                    JournalEntry entry = codec.decode(at.value(), sequence);
                    remember(entry, key);
                    entries.add(entry);
                    highest = Math.max(highest, entry.flow());
                }
            }
            at.status();
            byte[] forgotten = db.get(HIGHEST_KEY);
            if (forgotten != null && forgotten.length == Long.BYTES) {
                highest = Math.max(highest, Longs.fromByteArray(forgotten));
            }
        } catch (RocksDBException damaged) {
            throw new JournalException(
                    JournalException.Code.DAMAGED,
                    "journal after entry " + sequence + ": " + damaged.getMessage() + REPAIR + db.getName(),
                    damaged);
        }
        writer.start();
        return entries.build();
    }

    @Override
    public void append(JournalEntry entry, Consumer<Outcome> done) {
        if (!failure.isEmpty()) {
            done.accept(new Outcome.Failed(failure));
        } else if (!waiting.offer(new Append(entry, codec.encode(entry), done))) {
            done.accept(new Outcome.Failed("the journal is behind by " + MOST_WAITING + " entries"));
        }
    }

    @Override
    public long highestFlow() {
        return highest;
    }

    @Override
    public void forget(long flow) {
        if (failure.isEmpty() && !waiting.offer(new Forget(flow))) {
            return; // it is forgotten after the next start instead
        }
    }

    @Override
    public String failure() {
        return failure;
    }

    private void write() {
        List<Work> batch = new ArrayList<>();
        boolean open = true;
        while (open) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
                return;
            }
            waiting.drainTo(batch, MOST_IN_BATCH - 1);
            open = batch.stream().noneMatch(Stop.class::isInstance);
            Outcome outcome = writeOne(batch);
            for (Work work : batch) {
                if (work instanceof Append append) {
                    append.done.accept(outcome);
                }
            }
        }
    }

    private Outcome writeOne(List<Work> works) {
        if (!failure.isEmpty()) {
            return new Outcome.Failed(failure);
        }
        try (WriteBatch batch = new WriteBatch()) {
            for (Work work : works) {
                switch (work) {
                    case Append append -> {
                        byte[] key = Longs.toByteArray(++sequence);
                        highest = Math.max(highest, append.entry.flow());
                        batch.put(key, append.bytes);
                        Optional<byte[]> superseded = remember(append.entry, key);
                        if (superseded.isPresent()) {
                            batch.delete(superseded.get());
                        }
                    }
                    case Forget forget -> {
                        List<byte[]> keys = keysByFlow.remove(forget.flow);
                        leaseByFlow.remove(forget.flow);
                        for (byte[] key : keys == null ? List.<byte[]>of() : keys) {
                            batch.delete(key);
                        }
                        batch.put(HIGHEST_KEY, Longs.toByteArray(highest));
                    }
                    case Stop ignored -> {}
                }
            }
            if (batch.count() > 0) {
                db.write(synchronously, batch);
            }
            return new Outcome.Durable();
        } catch (RocksDBException cannot) {
            failure = "the journal does not write: " + cannot.getMessage();
            return new Outcome.Failed(failure);
        }
    }

    /** Notes where an entry is, and returns the key of the one that it makes void: of a lease only the last renewal counts. */
    private Optional<byte[]> remember(JournalEntry entry, byte[] key) {
        List<byte[]> keys = keysByFlow.computeIfAbsent(entry.flow(), f -> new ArrayList<>());
        keys.add(key);
        if (!(entry instanceof JournalEntry.LeaseRenewed)) {
            return Optional.empty();
        }
        byte[] before = leaseByFlow.put(entry.flow(), key);
        if (before != null) {
            keys.remove(before); // by identity
        }
        return Optional.ofNullable(before);
    }

    @Override
    public void close() {
        if (writer.isAlive()) {
            try {
                waiting.put(new Stop());
                writer.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        db.close();
        synchronously.close();
        options.close();
        lock.close();
    }
}
