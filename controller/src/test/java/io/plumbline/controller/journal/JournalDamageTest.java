package io.plumbline.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of a journal's files: cut off, altered, at the end and elsewhere. Each entry here is a batch of its own. */
class JournalDamageTest {
    private static final int FLOWS = 40;
    private static final int ENTRIES = 2 * FLOWS;

    @TempDir
    private Path folder;

    private Path journal() {
        return folder.resolve("journal");
    }

    /** Two entries for each flow, of which some are too long for one block of the log. */
    private List<JournalEntry> written() throws Exception {
        List<JournalEntry> written = new ArrayList<>();
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.replay()).isEmpty();
            for (long flow = 1; flow <= FLOWS; flow++) {
                for (JournalEntry entry : List.of(
                        RocksDbJournalTest.admitted(flow),
                        new JournalEntry.Releasing(flow, "r".repeat(flow % 10 == 0 ? 50_000 : 10), 7))) {
                    CountDownLatch durable = new CountDownLatch(1);
                    journal.append(entry, outcome -> durable.countDown());
                    assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
                    written.add(entry);
                }
            }
        }
        return written;
    }

    private Path file(String pattern) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journal(), pattern)) {
            Path newest = null;
            for (Path file : files) {
                newest = newest == null || file.compareTo(newest) > 0 ? file : newest;
            }
            return Objects.requireNonNull(newest, pattern);
        }
    }

    /** In few words: some entries are long. */
    private static ImmutableList<String> brief(List<JournalEntry> entries) {
        return entries.stream()
                .map(entry -> entry.flow() + " " + entry.getClass().getSimpleName() + " " + entry.hashCode())
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<String> brief(JournalReading reading) {
        return brief(
                reading.entries().stream().map(JournalReading.Numbered::entry).toList());
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(bytes);
        }
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.seek(at);
            int was = random.read();
            random.seek(at);
            random.write(was ^ 1 << bit);
        }
    }

    private ImmutableMap<Path, String> files() throws IOException {
        ImmutableMap.Builder<Path, String> all = ImmutableMap.builder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journal())) {
            for (Path file : files) {
                all.put(file, Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.size(file));
            }
        }
        return all.buildOrThrow();
    }

    @Test
    void anEndThatWasBeingWritten_isCutOff_andSaidOnce() throws Exception {
        List<JournalEntry> written = written();
        Path log = file("*.log");
        truncate(log, Files.size(log) - 20_000); // within the last entry, which has several parts

        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.mended())
                    .singleElement()
                    .asString()
                    .contains(log.getFileName().toString(), "was being written", "gf-" + FLOWS, "journal-cut");
            assertThat(brief(journal.replay())).isEqualTo(brief(written.subList(0, ENTRIES - 1)));
        }
        assertThat(folder.resolve("journal-cut"))
                .isDirectoryContaining(file -> file.toString().contains(".log.from-"));
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.mended()).isEmpty();
            assertThat(brief(journal.replay())).hasSize(ENTRIES - 1);
        }
    }

    @Test
    void anEndThatIsNotAsItWasWritten_isCutOff_andSaidDifferently() throws Exception {
        List<JournalEntry> written = written();
        Path log = file("*.log");
        flip(log, Files.size(log) - 5, 3);

        assertThat(JournalReading.of(journal())).satisfies(reading -> {
            assertThat(reading.isEndOnly()).isTrue();
            assertThat(reading.problems()).hasSize(1);
        });
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.mended()).singleElement().asString().contains("not as it was written", "gf-" + FLOWS);
            assertThat(brief(journal.replay())).isEqualTo(brief(written.subList(0, ENTRIES - 1)));
        }
    }

    @Test
    void damageElsewhere_stopsTheStart_andChangesNothing() throws Exception {
        written();
        Path log = file("*.log");
        flip(log, Files.size(log) / 2, 0);
        JournalReading before = JournalReading.of(journal());
        ImmutableMap<Path, String> files = files();

        assertThatThrownBy(() -> RocksDbJournal.open(journal()))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        thrown -> assertThat(thrown.code()).isEqualTo(JournalException.Code.DAMAGED))
                .hasMessageContaining(log.toString())
                .hasMessageContaining("plumb journal repair --dry-run");
        assertThat(files()).isEqualTo(files);
        assertThat(before.isEndOnly()).isFalse();
    }

    /** Any bit, anywhere in the log: all is there, or the last entry was cut off and said, or it does not start. Nothing is lost in silence. */
    @Test
    void anyFlippedBit_isFound() throws Exception {
        List<JournalEntry> written = written();
        Path log = file("*.log");
        byte[] sound = Files.readAllBytes(log);
        Random random = new Random(5);
        int stopped = 0;
        for (int round = 0; round < 200; round++) {
            int at = round < 40 ? sound.length - 1 - round * 11 : random.nextInt(sound.length);
            int bit = random.nextInt(8);
            Files.write(log, sound);
            flip(log, at, bit);
            String where = "byte " + at + " of " + sound.length + ", bit " + bit;
            try (JournalLock lock = JournalLock.take(journal())) {
                ImmutableList<String> mended = new JournalFolder(journal()).cutEnd();
                if (mended.isEmpty()) {
                    // Only padding at the end of a block may differ unseen.
                    assertThat(at % 32_768).as(where).isGreaterThan(32_768 - 7);
                } else {
                    JournalReading reading = JournalReading.of(journal(), lock);
                    assertThat(brief(reading)).as(where).isEqualTo(brief(written.subList(0, ENTRIES - 1)));
                }
            } catch (JournalException damaged) {
                assertThat(damaged.code()).as(where).isEqualTo(JournalException.Code.DAMAGED);
                stopped++;
            }
        }
        assertThat(stopped).isBetween(100, 199);
    }

    /** Cut off anywhere: what is left is what was written up to some entry, all of it. */
    @Test
    void anyEndOfTheFile_leavesWhatWasWrittenBefore() throws Exception {
        List<JournalEntry> written = written();
        Path log = file("*.log");
        byte[] sound = Files.readAllBytes(log);
        Random random = new Random(6);
        for (int round = 0; round < 100; round++) {
            int length = random.nextInt(sound.length);
            Files.write(log, Arrays.copyOf(sound, length));
            try (JournalLock lock = JournalLock.take(journal())) {
                new JournalFolder(journal()).cutEnd();
                JournalReading reading = JournalReading.of(journal(), lock);
                assertThat(reading.problems()).as("length %s", length).noneMatch(problem -> problem.contains(".log"));
                assertThat(brief(reading))
                        .as("length %s", length)
                        .isEqualTo(brief(written.subList(0, reading.entries().size())));
            }
        }
    }

    @Test
    void repair_savesTheRest_andKeepsTheDamagedOne() throws Exception {
        written();
        Path log = file("*.log");
        long half = Files.size(log) / 2;
        flip(log, half, 0);
        ImmutableMap<Path, String> files = files();
        JournalRepair repair = new JournalRepair(journal(), Instant.parse("2026-01-02T03:04:05Z"));

        JournalRepair.Outcome plan = repair.plan();
        assertThat(files()).containsAllEntriesOf(files);
        JournalRepair.Outcome done = repair.run();

        assertThat(done.keptEntries()).isEqualTo(plan.keptEntries()).isBetween(ENTRIES / 2, ENTRIES - 1);
        assertThat(done.damaged())
                .isEqualTo(folder.resolve("journal.damaged-20260102T030405Z"))
                .isDirectory();
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            ImmutableList<JournalEntry> kept = journal.replay();
            assertThat(brief(kept)).hasSize(done.keptEntries());
            assertThat(kept.stream().map(JournalEntry::flow)).doesNotContainAnyElementsOf(done.lostFlows());
            assertThat(journal.highestFlow()).isEqualTo(FLOWS);
        }
        assertThat(JournalReading.of(journal()).problems()).isEmpty();
    }

    /** What was in the log is in a table after the next start; its blocks have checksums of their own. */
    @Test
    void aDamagedTable_stopsTheStart_andTheOtherBlocksAreSaved() throws Exception {
        List<JournalEntry> written = written();
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(brief(journal.replay())).hasSize(ENTRIES);
        }
        Path table = file("*.sst");
        flip(table, Files.size(table) / 3, 1);

        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThatThrownBy(journal::replay)
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(JournalException.Code.DAMAGED))
                    .hasMessageContaining("plumb journal repair");
        }
        JournalReading reading = JournalReading.of(journal());
        assertThat(reading.problems()).isNotEmpty();
        assertThat(reading.isEndOnly()).isFalse();
        assertThat(brief(reading)).hasSizeBetween(ENTRIES / 2, ENTRIES - 1);
        assertThat(brief(written)).containsAll(brief(reading));
    }

    @Test
    void aJournalInUse_isNotLookedAt() throws Exception {
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.replay()).isEmpty();
            assertThatThrownBy(() -> JournalReading.of(journal()))
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(JournalException.Code.LOCKED));
        }
        assertThatThrownBy(() -> JournalReading.of(folder.resolve("nothing"))).hasMessageContaining("holds no journal");
    }

    @Test
    void ofALease_onlyTheLastRenewalIsKept() throws Exception {
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.replay()).isEmpty();
            List<JournalEntry> entries = new ArrayList<>(List.of(RocksDbJournalTest.admitted(1)));
            for (int i = 1; i <= 50; i++) {
                entries.add(new JournalEntry.LeaseRenewed(1, i, 30));
            }
            RocksDbJournalTest.appendAll(journal, entries);
        }
        try (RocksDbJournal journal = RocksDbJournal.open(journal())) {
            assertThat(journal.replay())
                    .containsExactly(RocksDbJournalTest.admitted(1), new JournalEntry.LeaseRenewed(1, 50, 30));
            RocksDbJournalTest.appendAll(journal, List.of(new JournalEntry.LeaseRenewed(1, 51, 30)));
        }
        assertThat(JournalReading.of(journal()).byFlow().get(1L))
                .hasSize(2)
                .last()
                .isEqualTo(new JournalEntry.LeaseRenewed(1, 51, 30));
    }
}
