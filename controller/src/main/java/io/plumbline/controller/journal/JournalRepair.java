package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Saves what can be read of a damaged journal into a new one, which takes its place; the damaged one is kept beside it. Decisions that
 * cannot be read are lost: a guaranteed flow of which no admission is left is not taken up any more, and its rules are removed from the
 * switches when they connect.
 */
public final class JournalRepair {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_IN_BATCH = 512;

    /**
     * What was done, or would be.
     *
     * @param lostFlows whose admission cannot be read
     * @param damaged where the damaged journal is kept
     */
    public record Outcome(JournalReading found, int keptEntries, ImmutableList<Long> lostFlows, Path damaged) {}

    private final Path folder;
    private final Path damaged;
    private final Path fresh;

    /** @param now names the folder of the damaged one */
    public JournalRepair(Path folder, Instant now) {
        this.folder = folder.toAbsolutePath().normalize();
        this.damaged = this.folder.resolveSibling(this.folder.getFileName() + ".damaged-" + STAMP.format(now));
        this.fresh = this.folder.resolveSibling(this.folder.getFileName() + ".repaired-" + STAMP.format(now));
    }

    /** What {@link #run} would do. Changes nothing. */
    public Outcome plan() throws JournalException {
        return outcome(JournalReading.of(folder));
    }

    private Outcome outcome(JournalReading found) {
        ImmutableList<Long> lost = found.flowsWithoutAdmission();
        return new Outcome(found, kept(found, lost).size(), lost, damaged);
    }

    private static ImmutableList<JournalReading.Numbered> kept(JournalReading found, ImmutableList<Long> lost) {
        ImmutableSet<Long> without = ImmutableSet.copyOf(lost);
        return found.entries().stream()
                .filter(numbered -> !without.contains(numbered.entry().flow()))
                .collect(ImmutableList.toImmutableList());
    }

    /** @throws JournalException as {@link JournalReading#of}; IO when the new one cannot be written: the old one is then where it was */
    public Outcome run() throws JournalException {
        try (JournalLock lock = JournalLock.take(folder)) {
            JournalReading found = JournalReading.of(folder, lock);
            Outcome outcome = outcome(found);
            Files.createDirectory(fresh);
            write(fresh, found, kept(found, outcome.lostFlows));
            Files.move(folder, damaged, StandardCopyOption.ATOMIC_MOVE);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            return outcome;
        } catch (IOException | RocksDBException cannot) {
            throw new JournalException(
                    JournalException.Code.IO, folder + " cannot be repaired: " + cannot.getMessage(), cannot);
        }
    }

    private static void write(Path fresh, JournalReading found, ImmutableList<JournalReading.Numbered> kept)
            throws RocksDBException {
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, fresh.toString());
                WriteOptions synchronously = new WriteOptions().setSync(true);
                WriteBatch batch = new WriteBatch()) {
            batch.put(RocksDbJournal.FORMAT_KEY, new byte[] {JournalCodec.FORMAT});
            batch.put(RocksDbJournal.HIGHEST_KEY, Longs.toByteArray(found.highestFlow()));
            for (JournalReading.Numbered numbered : kept) {
                batch.put(Longs.toByteArray(numbered.number()), numbered.json().getBytes(StandardCharsets.UTF_8));
                if (batch.count() >= MOST_IN_BATCH) {
                    db.write(synchronously, batch);
                    batch.clear();
                }
            }
            db.write(synchronously, batch);
        }
    }
}
