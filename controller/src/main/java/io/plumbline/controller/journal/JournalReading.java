package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;

/**
 * Everything that can be read of a journal that no controller uses, with all that is wrong with it. Nothing is changed.
 *
 * @param entries by number, ascending
 * @param highestFlow the highest number that a flow had, 0 for none
 * @param problems in words, empty when every decision is as it was written
 * @param isEndOnly whether a start would put right by itself what is wrong: only the very end is
 */
public record JournalReading(
        ImmutableList<Numbered> entries, long highestFlow, ImmutableList<String> problems, boolean isEndOnly) {

    /**
     * One entry.
     *
     * @param json as it is stored
     */
    public record Numbered(long number, JournalEntry entry, String json) {}

    private static final int LARGEST_GAP_BITS = 62;

    /** @throws JournalException LOCKED while a controller runs on it, NEWER_FORMAT, IO when there is no journal, DAMAGED when nothing can be read */
    public static JournalReading of(Path folder) throws JournalException {
        if (!Files.exists(folder.resolve("CURRENT"))) {
            throw new JournalException(JournalException.Code.IO, folder + " holds no journal");
        }
        try (JournalLock lock = JournalLock.take(folder)) {
            return of(folder, lock);
        }
    }

    /** As above, by who holds the folder. */
    static JournalReading of(Path folder, JournalLock held) throws JournalException {
        RocksDB.loadLibrary();
        ImmutableSortedMap<Path, WriteAheadLog.Damage> damages;
        try {
            damages = new JournalFolder(folder).damages();
        } catch (IOException cannot) {
            throw new JournalException(
                    JournalException.Code.IO, folder + " cannot be read: " + cannot.getMessage(), cannot);
        }
        Reader reader = new Reader();
        damages.forEach((log, damage) -> reader.problems.add(JournalFolder.describe(log, damage)));
        boolean endOnly = damages.values().stream().allMatch(WriteAheadLog.Damage::last);
        int fromLogs = reader.problems.size();
        try (Options options = new Options().setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords);
                Logger silent = new Silent()) {
            options.setLogger(silent);
            try (RocksDB db = RocksDB.openReadOnly(options, folder.toString())) {
                reader.read(db);
            }
        } catch (RocksDBException cannot) {
            throw RocksDbJournal.opening(folder, cannot);
        }
        return new JournalReading(
                ImmutableList.copyOf(reader.entries),
                reader.highest,
                ImmutableList.copyOf(reader.problems),
                endOnly && reader.problems.size() == fromLogs);
    }

    /** What is said of each flow, in order; flows in order of their number. */
    public ImmutableListMultimap<Long, JournalEntry> byFlow() {
        ImmutableListMultimap.Builder<Long, JournalEntry> flows = ImmutableListMultimap.builder();
        flows.orderKeysBy(Long::compare);
        entries.forEach(numbered -> flows.put(numbered.entry.flow(), numbered.entry));
        return flows.build();
    }

    /** Flows whose admission cannot be read, so that nobody knows what they were: what else is said of them is of no use. */
    public ImmutableList<Long> flowsWithoutAdmission() {
        return byFlow().asMap().entrySet().stream()
                .filter(flow -> flow.getKey() != 0)
                .filter(flow -> !(flow.getValue().iterator().next() instanceof JournalEntry.Admitted))
                .map(Map.Entry::getKey)
                .collect(ImmutableList.toImmutableList());
    }

    private static final class Reader {
        private final JournalCodec codec = new JournalCodec();
        private final List<Numbered> entries = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private long highest;

        private void read(RocksDB db) throws RocksDBException, JournalException {
            byte[] format = db.get(RocksDbJournal.FORMAT_KEY);
            if (format == null) {
                problems.add("its format is not written in it");
            } else {
                JournalCodec.checkFormat(format);
            }
            byte[] forgotten = db.get(RocksDbJournal.HIGHEST_KEY);
            if (forgotten != null && forgotten.length == Long.BYTES) {
                highest = Longs.fromByteArray(forgotten);
            }
            long next = 0;
            while (next >= 0) {
                next = readFrom(db, next);
            }
        }

        /** Reads until the end, and returns -1, or until what cannot be read, and returns where to go on. */
        private long readFrom(RocksDB db, long from) {
            long last = from;
            try (RocksIterator at = db.newIterator()) {
                for (at.seek(Longs.toByteArray(from)); at.isValid(); at.next()) {
                    if (at.key().length == Long.BYTES) {
                        last = Longs.fromByteArray(at.key());
                        add(last, at.value());
                    }
                }
                at.status();
                return -1;
            } catch (RocksDBException damaged) {
                return behind(db, last, String.valueOf(damaged.getMessage()));
            }
        }

        private void add(long number, byte[] bytes) {
            try {
                JournalEntry entry = codec.decode(bytes, number);
                entries.add(new Numbered(number, entry, new String(bytes, StandardCharsets.UTF_8)));
                highest = Math.max(highest, entry.flow());
            } catch (JournalException unreadable) {
                problems.add(String.valueOf(unreadable.getMessage()));
            }
        }

        /** Looks for an entry that can be read behind one that cannot, in ever larger steps. */
        private long behind(RocksDB db, long last, String why) {
            for (int bits = 0; bits < LARGEST_GAP_BITS; bits++) {
                long next = last + (1L << bits);
                try (RocksIterator at = db.newIterator()) {
                    at.seek(Longs.toByteArray(next));
                    at.status();
                    problems.add("entries behind " + last + " and before " + next + " cannot be read: " + why);
                    return at.isValid() && at.key().length == Long.BYTES ? next : -1;
                } catch (RocksDBException stillDamaged) {
                    continue;
                }
            }
            problems.add("entries behind " + last + " cannot be read: " + why);
            return -1;
        }
    }

    /** A reader leaves no log of its own beside what it reads. */
    private static final class Silent extends Logger {
        private Silent() {
            super(InfoLogLevel.FATAL_LEVEL);
        }

        @Override
        protected void log(InfoLogLevel level, String message) {}
    }
}
