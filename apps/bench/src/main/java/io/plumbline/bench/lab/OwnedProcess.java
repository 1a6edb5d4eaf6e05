package io.plumbline.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that we started and that we end, by its number alone. */
public final class OwnedProcess implements AutoCloseable {

    private static final int TAIL_LINES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);
    private static final int KIBIBYTES_PER_MEBIBYTE = 1024;

    private final String name;
    private final Process process;
    private final Path log;

    OwnedProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    /** Waits until {@code ready}; a process that dies or takes too long is an error with the end of its log. */
    public void await(String what, Duration atMost, BooleanSupplier ready) throws LabException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new LabException(
                        "%s ended with %d before %s:%n%s".formatted(name, process.exitValue(), what, tail()));
            }
            if (System.nanoTime() > deadline) {
                throw new LabException("%s: no %s within %d s:%n%s".formatted(name, what, atMost.toSeconds(), tail()));
            }
            pause(BETWEEN_LOOKS);
        }
    }

    /** Resident memory now: what the kernel counts, shared pages included. */
    public double residentMebibytes() throws LabException {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / (double) KIBIBYTES_PER_MEBIBYTE;
        } catch (IOException e) {
            throw new LabException(name + " is gone:\n" + tail(), e);
        }
    }

    /** The last lines that it printed. */
    public String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "  | " + String.join("\n  | ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "  | no log at " + log;
        }
    }

    /** Asks it to end, and ends it when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static void pause(Duration time) throws LabException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
