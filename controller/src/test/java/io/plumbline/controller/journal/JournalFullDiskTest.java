package io.plumbline.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of a few megabytes that runs full. Mounting one takes root; elsewhere it is skipped. */
class JournalFullDiskTest {
    private static final int MOST_FLOWS = 20_000;

    @TempDir
    private Path folder;

    private boolean mounted;

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @BeforeEach
    void mount() throws Exception {
        boolean root = run("id", "-u") == 0 && "root".equals(System.getProperty("user.name"));
        mounted = root && run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder.toString()) == 0;
        assumeTrue(mounted, "a file system can be mounted (root)");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", folder.toString())).isZero();
        }
    }

    private static Journal.Outcome append(Journal journal, JournalEntry entry) {
        CompletableFuture<Journal.Outcome> outcome = new CompletableFuture<>();
        journal.append(entry, outcome::complete);
        return outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void aFullDisk_refusesNewDecisions_andHarmsNoEarlierOne() throws Exception {
        Path path = folder.resolve("journal");
        List<Long> kept = new ArrayList<>();
        try (RocksDbJournal journal = RocksDbJournal.open(path)) {
            assertThat(journal.replay()).isEmpty();
            long flow = 1;
            Journal.Outcome outcome = append(journal, RocksDbJournalTest.admitted(flow));
            while (outcome instanceof Journal.Outcome.Durable && flow < MOST_FLOWS) {
                kept.add(flow);
                outcome = append(journal, RocksDbJournalTest.admitted(++flow));
            }
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Journal.Outcome.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .contains("does not write")
                                    .containsIgnoringCase("no space"));
            assertThat(journal.failure()).containsIgnoringCase("no space");
            assertThat(append(journal, new JournalEntry.Activated(1, 1))).isInstanceOf(Journal.Outcome.Failed.class);
        }

        // As it is, it may not even open: there is no room for what opening writes. That is said, and nothing is lost.
        try (RocksDbJournal journal = RocksDbJournal.open(path)) {
            assertThat(journal.replay()).hasSize(kept.size());
        } catch (JournalException full) {
            assertThat(full.code()).isEqualTo(JournalException.Code.IO);
            assertThat(full).hasMessageContaining(path.toString());
        }
        assertThat(run("mount", "-o", "remount,size=64m", folder.toString())).isZero();
        try (RocksDbJournal journal = RocksDbJournal.open(path)) {
            assertThat(journal.replay()).extracting(JournalEntry::flow).isEqualTo(kept);
            assertThat(append(journal, new JournalEntry.Activated(1, 1))).isEqualTo(new Journal.Outcome.Durable());
        }
        assertThat(Files.exists(path)).isTrue();
    }
}
