package io.plumbline.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the figures are from. Without it they mean nothing.
 *
 * @param cores as the JVM sees them
 * @param memoryMebibytes of the machine
 * @param loadAverage of the last minute before the run: above a few tenths, others take part in every figure
 * @param openVSwitch version; {@code none} without one
 * @param disk file system that the journal is on
 */
public record Machine(
        String processor,
        int cores,
        long memoryMebibytes,
        double loadAverage,
        String operatingSystem,
        String jdk,
        String openVSwitch,
        String disk) {

    private static final long KIBIBYTES_PER_MEBIBYTE = 1024;

    /** This machine; {@code folder} is where journals are written. */
    public static Machine here(Path folder) {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""))
                        / KIBIBYTES_PER_MEBIBYTE,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                field(Path.of("/etc/os-release"), "PRETTY_NAME").replace("\"", "") + ", Linux "
                        + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                openVSwitchVersion(),
                disk(folder));
    }

    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(line.contains(":") ? ':' : '=') + 1)
                            .strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            return "0";
        }
    }

    private static String openVSwitchVersion() {
        try {
            Process process = new ProcessBuilder("ovs-vswitchd", "--version").start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("none");
            return line.substring(line.lastIndexOf(' ') + 1);
        } catch (IOException e) {
            return "none";
        }
    }

    private static String disk(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean busy() {
        return loadAverage > cores / 2.0;
    }

    /** One line each, for a person. */
    public List<String> lines() {
        return List.of(
                "%s, %d cores, %,d MiB".formatted(processor, cores, memoryMebibytes),
                "load average %.1f before the run%s".formatted(loadAverage, busy() ? ": busy, figures are worse" : ""),
                operatingSystem,
                "JDK " + jdk,
                "Open vSwitch " + openVSwitch,
                "journal on " + disk);
    }
}
