package io.plumbline.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed at any moment, again and again on the same files: what it said to be durable is there, what it forgot is not. */
class JournalCrashTest {
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    /** Writes flows from a number on until it is killed; a line for each that is durable, and for each whose end is. */
    static final class Writer {
        public static void main(String[] arguments) throws Exception {
            RocksDbJournal journal = RocksDbJournal.open(Path.of(arguments[0]));
            journal.replay();
            for (long flow = journal.highestFlow() + 1; ; flow++) {
                long number = flow;
                journal.append(RocksDbJournalTest.admitted(number), outcome -> say("kept", number, outcome));
                if (number % 3 == 0) {
                    journal.forget(number);
                    // Durable when the next entry is: one batch, or a later one.
                    journal.append(
                            new JournalEntry.Activated(number - 1, 1), outcome -> say("forgotten", number, outcome));
                }
                if (number % 16 == 0) {
                    Thread.sleep(1); // or all there is to do is write
                }
            }
        }

        private static void say(String what, long number, Journal.Outcome outcome) {
            if (outcome instanceof Journal.Outcome.Durable) {
                System.out.println(what + " " + number + " .");
            }
        }
    }

    @Test
    void whatWasSaidToBeDurable_isThere_andWhatWasForgottenIsNot() throws Exception {
        Random random = new Random(9);
        Set<Long> kept = new HashSet<>();
        Set<Long> forgotten = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int before = kept.size();
            run(20 + random.nextInt(300), kept, forgotten);
            assertThat(kept.size()).as("kill %s", kill).isGreaterThan(before);
            try (RocksDbJournal journal = RocksDbJournal.open(folder.resolve("journal"))) {
                ImmutableList<JournalEntry> entries = journal.replay();
                Set<Long> there = new HashSet<>();
                entries.stream()
                        .filter(JournalEntry.Admitted.class::isInstance)
                        .forEach(entry -> there.add(entry.flow()));
                List<Long> missing = new ArrayList<>(kept);
                missing.removeAll(there);
                missing.removeIf(flow -> flow % 3 == 0); // it may have been forgotten already
                assertThat(missing).as("kill %s", kill).isEmpty();
                assertThat(there).as("kill %s", kill).doesNotContainAnyElementsOf(forgotten);
                assertThat(entries.stream()
                                .filter(JournalEntry.Admitted.class::isInstance)
                                .limit(50))
                        .as("whole")
                        .allMatch(entry -> entry.equals(RocksDbJournalTest.admitted(entry.flow())));
            }
        }
    }

    /** Lets it write until it has said so many lines, then kills it. */
    private void run(int lines, Set<Long> kept, Set<Long> forgotten) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        folder.resolve("journal").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            for (int read = 1; line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[2].equals(".")) { // else it was killed while it spoke
                    (words[0].equals("kept") ? kept : forgotten).add(Long.valueOf(words[1]));
                }
                if (++read == lines) {
                    process.toHandle().destroyForcibly(); // SIGKILL; what it has said is still read
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
