package io.plumbline.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Tells scripts that the controller listens, and where: one JSON object that appears whole and goes with the controller. */
final class ReadyFile implements AutoCloseable {
    private final Path file;

    private ReadyFile(Path file) {
        this.file = file;
    }

    static ReadyFile write(Path file, Server server) throws IOException {
        String json = "{\"rest\":\"%s\",\"openflow\":%d,\"pid\":%d}%n"
                .formatted(
                        server.restAddress(),
                        server.openFlowPort(),
                        ProcessHandle.current().pid());
        Path whole = file.toAbsolutePath();
        Path partial = whole.resolveSibling(
                "." + whole.getFileName() + "." + ProcessHandle.current().pid());
        Files.writeString(partial, json);
        Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new ReadyFile(whole);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
