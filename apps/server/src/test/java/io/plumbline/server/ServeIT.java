package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apps/plumb serve} as a person starts and stops it: the start script, the jar, a process of its own. */
class ServeIT {
    private static final Path SCRIPT = Path.of("../plumb").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private Process plumb(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process serve() throws IOException {
        return plumb("serve", "--rest-port", "0", "--openflow-port", "0", "--ready-file", "ready");
    }

    private JsonNode ready(Process process) throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("ready")) || !process.isAlive());
        assertThat(process.isAlive()).as(text("err")).isTrue();
        return new ObjectMapper().readTree(folder.resolve("ready").toFile());
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    @Test
    void serve_saysWhereItListens_andEndsCleanlyOnSigterm() throws Exception {
        Process process = serve();
        JsonNode ready = ready(process);

        assertThat(ready.at("/pid").asLong()).isEqualTo(process.pid());
        assertThat(ready.at("/openflow").asInt()).isPositive();
        HttpResponse<String> health = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ready.at("/rest").asText() + "/health"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(text("out"))
                .contains(
                        ready.at("/rest").asText(),
                        "127.0.0.1:" + ready.at("/openflow").asInt(),
                        "plumbline-data",
                        "kill"));

        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text("err")).isZero();
        assertThat(folder.resolve("ready")).doesNotExist();
        assertThat(text("err")).doesNotContain("ERROR");
    }

    /** {@code curl R/v1/ledger | plumb verify -}: the jar, the script, standard input. */
    @Test
    void whatIsServed_isVerifiedByAProcessOfItsOwn() throws Exception {
        JsonNode ready = ready(serve());
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ready.at("/rest").asText() + "/v1/ledger"))
                                .build(),
                        BodyHandlers.ofFile(folder.resolve("ledger.json")));
        Process process = new ProcessBuilder(SCRIPT.toString(), "verify", "-")
                .directory(folder.toFile())
                .redirectInput(folder.resolve("ledger.json").toFile())
                .redirectOutput(folder.resolve("verified").toFile())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(text("verified")).isEqualTo("-: proven: ledger version 0: 0 reservations on 0 links\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void sigint_endsItCleanlyToo_andItStartsAgainOnTheSameData() throws Exception {
        Process first = serve();
        long pid = ready(first).at("/pid").asLong();
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();

        Process second = serve();
        ready(second);
        Process third = plumb("serve", "--rest-port", "0", "--openflow-port", "0");
        assertThat(third.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(third.exitValue()).isEqualTo(1);
        assertThat(text("err")).contains("plumb serve: data (default): another controller uses");
    }

    @Test
    void controllerThatIsKilled_leavesNoLockBehind() throws Exception {
        Process first = serve();
        ready(first);
        first.destroyForcibly().waitFor();
        Files.delete(folder.resolve("ready"));

        ready(serve());
    }
}
