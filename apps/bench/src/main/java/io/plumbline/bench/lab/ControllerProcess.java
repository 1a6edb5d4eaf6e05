package io.plumbline.bench.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shipped controller as a user starts it: {@code plumb serve}, in a process of its own, on loopback, with a folder of its own. */
public final class ControllerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    private final OwnedProcess process;
    private final URI rest;
    private final int openFlowPort;
    private final long startNanos;

    private ControllerProcess(OwnedProcess process, URI rest, int openFlowPort, long startNanos) {
        this.process = process;
        this.rest = rest;
        this.openFlowPort = openFlowPort;
        this.startNanos = startNanos;
    }

    /**
     * How to start it.
     *
     * @param plumb the start script
     * @param environment on top of our own
     * @param flags after {@code plumb serve}, besides ports, data and ready file
     */
    public record Start(Path plumb, Map<String, String> environment, List<String> flags) {

        public Start {
            environment = Map.copyOf(environment);
            flags = List.copyOf(flags);
        }

        /** Starts it on free ports with an empty journal below {@code folder}, and returns when it listens. */
        public ControllerProcess in(Path folder) throws LabException {
            Path ready = prepare(folder);
            List<String> command = new ArrayList<>(List.of(plumb.toString(), "serve"));
            command.addAll(List.of("--rest-port", "0", "--openflow-port", "0", "--openflow-host", "127.0.0.1"));
            command.addAll(List.of("--data", folder.resolve("data").toString(), "--ready-file", ready.toString()));
            command.addAll(flags);
            long start = System.nanoTime();
            OwnedProcess process = new Program(environment).start("plumb serve", folder.resolve("serve.log"), command);
            try {
                process.await(
                        "ready file",
                        START,
                        () -> Files.exists(ready) && ready.toFile().length() > 0);
                return read(process, ready, System.nanoTime() - start);
            } catch (LabException e) {
                process.close();
                throw e;
            }
        }

        private static Path prepare(Path folder) throws LabException {
            try {
                return Files.createDirectories(folder).resolve("ready.json");
            } catch (IOException e) {
                throw new LabException("cannot make " + folder, e);
            }
        }

        private static ControllerProcess read(OwnedProcess process, Path ready, long startNanos) throws LabException {
            try {
                JsonNode said = new ObjectMapper().readTree(ready.toFile());
                return new ControllerProcess(
                        process,
                        URI.create(said.path("rest").asText()),
                        said.path("openflow").asInt(),
                        startNanos);
            } catch (IOException e) {
                throw new LabException("the ready file of plumb serve is no JSON: " + e.getMessage(), e);
            }
        }
    }

    public URI rest() {
        return rest;
    }

    public int openFlowPort() {
        return openFlowPort;
    }

    /** From the command to the moment at which it said that it listens. */
    public long startNanos() {
        return startNanos;
    }

    /** Lets it come to rest. */
    public void rest(Duration time) throws LabException {
        OwnedProcess.pause(time);
    }

    public double residentMebibytes() throws LabException {
        return process.residentMebibytes();
    }

    /** The end of its log, for an error's text. */
    public String tail() {
        return process.tail();
    }

    @Override
    public void close() {
        process.close();
    }
}
