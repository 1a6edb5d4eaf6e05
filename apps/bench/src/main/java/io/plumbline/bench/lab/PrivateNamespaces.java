package io.plumbline.bench.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs this program again inside namespaces of its own (mount, network, processes, names), so that switches, ports and addresses
 * clash with nobody's and everything dies with the namespace.
 *
 * <p>Three ways out, all clean: the inner program ends by itself; Ctrl-C or a termination reaches it by the pipe that is its
 * standard input, whose end it takes for an order; and {@code --kill-child} ends all that is left when unshare is killed.
 */
public final class PrivateNamespaces {

    /** Names the folder that the inner program may fill; its presence says that we are inside. */
    private static final String INSIDE = "PLUMB_BENCH_FOLDER";

    private static final int SECONDS_TO_END = 15;

    /** Exit code of a run that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private PrivateNamespaces() {}

    /** Whether we are the inner program. */
    public static boolean inside() {
        return System.getenv(INSIDE) != null;
    }

    /** The folder that is removed when the run is over. */
    public static Path folder() {
        return Path.of(System.getenv().getOrDefault(INSIDE, "."));
    }

    /** Starts {@code mainClass} inside with these arguments and returns its exit code. */
    public static int run(String mainClass, List<String> arguments) throws LabException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("plumb-bench.");
            ProcessBuilder builder = new ProcessBuilder(command(mainClass, arguments))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put(INSIDE, folder.toString());
            return waitFor(builder.start(), folder);
        } catch (IOException e) {
            throw new LabException("cannot make namespaces: " + e.getMessage(), e);
        }
    }

    private static List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--mount-proc", "--kill-child"));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    private static int waitFor(Process unshare, Path folder) throws LabException {
        Thread end = new Thread(() -> end(unshare, folder), "end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int code = unshare.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            delete(folder);
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        } catch (IllegalStateException alreadyEnding) {
            return INTERRUPTED;
        }
    }

    private static void end(Process unshare, Path folder) {
        try {
            unshare.getOutputStream().close();
            if (!unshare.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                unshare.destroyForcibly().waitFor();
            }
        } catch (IOException | InterruptedException e) {
            unshare.destroyForcibly();
        }
        delete(folder);
    }

    /** Removes a folder and all in it; what cannot be removed stays. */
    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (NoSuchFileException e) {
            // The inner program was faster.
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + folder + ": " + e.getMessage());
        }
    }

    /** Makes the inner side ready: loopback up, no IPv6 chatter, and an end when the outer program is gone. */
    public static void enter() throws LabException {
        Runtime.getRuntime().addShutdownHook(new Thread(PrivateNamespaces::clean, "clean"));
        Program.plain().run("ip", "link", "set", "lo", "up");
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6"), "1");
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
        } catch (IOException e) {
            // A kernel without IPv6 needs no such switch.
        }
        Thread.ofPlatform().daemon().name("outer").start(PrivateNamespaces::endWithOuter);
    }

    private static void endWithOuter() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said to us; only the end counts.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        System.exit(INTERRUPTED);
    }

    /** Ends what still runs and removes what was written, however we end; complaints about the sudden end are not worth reading. */
    private static void clean() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        delete(folder());
    }
}
