package io.plumbline.rest;

import static io.plumbline.rest.RestLab.asking;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
class EventRoutesTest {
    private static final int MOST_STREAMS = 3;

    private static RestLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = RestLab.start(RestSettings.on("127.0.0.1", 0)
                .withHeartbeat(Duration.ofMillis(200))
                .withLimits(200, 100, MOST_STREAMS));
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void stream_tellsWhatHappens_withIdsKindsAndJson() throws Exception {
        try (Stream stream = open(Optional.empty())) {
            String id = lab.post("/v1/guaranteed-flows", asking("h1", "h2", 3001, 100_000))
                    .text("/id");

            Event event = stream.until(id, "flow.");
            assertThat(event.id).matches("[0-9a-z]+-[0-9]+");
            JsonNode schema = lab.document().root().at("/components/schemas/Event");
            assertThat(lab.document().problems(schema, event.data)).isEmpty();
            assertThat(event.data.at("/kind").asText()).isEqualTo(event.kind);
        }
    }

    @Test
    void silence_isBrokenByHeartbeats() throws Exception {
        try (Stream stream = open(Optional.empty())) {
            stream.skipTo(": heartbeat");
            stream.skipTo(": heartbeat");
        }
    }

    @Test
    void clientThatComesBack_getsWhatItMissed() throws Exception {
        Event first;
        try (Stream stream = open(Optional.empty())) {
            String id = lab.post("/v1/guaranteed-flows", asking("h1", "h2", 3002, 100_000))
                    .text("/id");
            first = stream.until(id, "flow.");
        }
        String missed = lab.post("/v1/guaranteed-flows", asking("h1", "h2", 3003, 100_000))
                .text("/id");
        try (Stream stream = open(Optional.of(first.id))) {
            Event next = stream.until(missed, "flow.");
            assertThat(next.data.at("/sequence").asLong())
                    .isGreaterThan(first.data.at("/sequence").asLong());
        }
        try (Stream stream = open(Optional.of("earlierrun-7"))) {
            assertThat(stream.next().data.at("/sequence").asLong())
                    .as("all that is kept")
                    .isEqualTo(1);
        }
    }

    @Test
    void oneStreamTooMany_isTurnedAway_untilAnotherEnds() throws Exception {
        List<Stream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_STREAMS; i++) {
                streams.add(open(Optional.empty()));
            }
            RestLab.Answer refused = lab.get("/v1/events");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isNotEmpty();
        } finally {
            for (Stream stream : streams) {
                stream.close();
            }
        }
        open(Optional.empty()).close();
    }

    private record Event(String id, String kind, JsonNode data) {}

    /** A stream; waits for a place where earlier ones are still ending. */
    private static Stream open(Optional<String> lastEventId) throws IOException, InterruptedException {
        Stream stream = new Stream(lastEventId);
        while (stream.status == 429) {
            stream.close();
            Thread.sleep(50);
            stream = new Stream(lastEventId);
        }
        return stream;
    }

    private static final class Stream implements AutoCloseable {
        private final ObjectMapper json = new ObjectMapper();
        private final HttpClient client = HttpClient.newHttpClient();
        private final InputStream in;
        final int status;

        Stream(Optional<String> lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(lab.server.address() + "/v1/events"));
            lastEventId.ifPresent(id -> request.setHeader("Last-Event-ID", id));
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            status = response.statusCode();
            in = response.body();
            if (status == 200) {
                assertThat(response.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/event-stream");
                skipTo(": plumbline");
            }
        }

        void skipTo(String start) throws IOException {
            String line = line();
            while (!line.startsWith(start)) {
                line = line();
            }
        }

        Event until(String subject, String kind) throws IOException {
            Event event = next();
            while (!event.data.at("/subject").asText().equals(subject) || !event.kind.startsWith(kind)) {
                event = next();
            }
            return event;
        }

        Event next() throws IOException {
            String line = line();
            while (!line.startsWith("id: ")) {
                line = line();
            }
            return new Event(
                    line.substring(4),
                    line().substring("event: ".length()),
                    json.readTree(line().substring("data: ".length())));
        }

        private String line() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int read = in.read();
            while (read != '\n') {
                if (read < 0) {
                    throw new IOException("the stream ended after: " + bytes.toString(StandardCharsets.UTF_8));
                }
                bytes.write(read);
                read = in.read();
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            in.close();
            client.shutdownNow();
        }
    }
}
