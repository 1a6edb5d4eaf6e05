package io.plumbline.bench.lab;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program of the machine, called for what it does at once.
 *
 * @param environment on top of our own
 */
public record Program(Map<String, String> environment) {

    public Program {
        environment = Map.copyOf(environment);
    }

    /** With our own environment. */
    public static Program plain() {
        return new Program(Map.of());
    }

    /** Runs it to its end and gives back what it printed; what it complains about is the exception's text. */
    public String run(String... command) throws LabException {
        return run(List.of(command));
    }

    public String run(List<String> command) throws LabException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new LabException(String.join(" ", command) + ": " + printed.strip() + " (exit " + code + ")");
            }
            return printed;
        } catch (IOException e) {
            throw new LabException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /** Starts it and keeps it; what it prints goes to {@code log}. */
    public OwnedProcess start(String name, Path log, List<String> command) throws LabException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        try {
            return new OwnedProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new LabException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Which of these are not on the PATH. */
    public static List<String> missing(String... names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (onPath(name).isEmpty()) {
                missing.add(name);
            }
        }
        return missing;
    }

    private static Optional<Path> onPath(String name) {
        for (String folder : Splitter.on(':').split(System.getenv().getOrDefault("PATH", ""))) {
            Path file = Path.of(folder).resolve(name);
            if (file.toFile().canExecute()) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
