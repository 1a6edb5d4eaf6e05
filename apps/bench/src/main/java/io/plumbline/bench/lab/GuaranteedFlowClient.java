package io.plumbline.bench.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** A user of the REST interface who wants guaranteed flows from h1 to h2, each told by its destination port. */
public final class GuaranteedFlowClient {

    private static final int FIRST_PORT = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Time in which the last rules of a flow that has lingered go. */
    private static final Duration SWEEP = Duration.ofMillis(150);

    private static final Duration LONGEST_LINGER = Duration.ofSeconds(5);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI rest;

    public GuaranteedFlowClient(URI rest) {
        this.rest = rest;
    }

    /**
     * A flow that is up.
     *
     * @param nanos from sending the request to having the whole answer
     * @param timing what the controller says each step took
     */
    public record Active(String id, long nanos, Timing timing) {}

    /** Steps of a set-up, in microseconds. */
    public record Timing(long admission, long journal, long install, long verify, long total) {}

    /** Asks for one and waits until it is verified. */
    public Active acquire(int number) throws LabException {
        byte[] body = body(number);
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = send("POST", "/v1/guaranteed-flows", body);
        long nanos = System.nanoTime() - start;
        JsonNode flow = json(answer);
        if (answer.statusCode() != 201 || !"ACTIVE".equals(flow.path("state").asText())) {
            throw new LabException("POST answered %d: %s".formatted(answer.statusCode(), flow));
        }
        return new Active(flow.path("id").asText(), nanos, timing(flow.path("timing")));
    }

    private static Timing timing(JsonNode timing) throws LabException {
        if (!timing.has("installMicroseconds")) {
            throw new LabException("the answer to POST carries no timing: " + timing);
        }
        return new Timing(
                timing.path("admissionMicroseconds").asLong(),
                timing.path("journalMicroseconds").asLong(),
                timing.path("installMicroseconds").asLong(),
                timing.path("verifyMicroseconds").asLong(),
                timing.path("totalMicroseconds").asLong());
    }

    /** Gives it back and waits until capacity and rules are gone, so that the next one finds the switches as this one did. */
    public void release(String id) throws LabException {
        HttpResponse<byte[]> answer = send("DELETE", "/v1/guaranteed-flows/" + id, new byte[0]);
        JsonNode flow = json(answer);
        if (answer.statusCode() != 200) {
            throw new LabException("DELETE answered %d: %s".formatted(answer.statusCode(), flow));
        }
        String returns = flow.path("capacityReturnsAt").asText("");
        if (!returns.isEmpty() && !"null".equals(returns)) {
            awaitLinger(Duration.between(Instant.now(), Instant.parse(returns)));
        }
    }

    private static void awaitLinger(Duration left) throws LabException {
        if (left.compareTo(LONGEST_LINGER) > 0) {
            throw new LabException("released capacity lingers for " + left);
        }
        if (left.isPositive()) {
            OwnedProcess.pause(left);
        }
        OwnedProcess.pause(SWEEP);
    }

    /**
     * Waits until a flow would be admitted and installed: links and hosts are known, and every switch is connected. (A switch that went away a
     * moment ago is still on the map.)
     */
    public void awaitFeasible(ControllerProcess controller) throws LabException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode answer = json(send("POST", "/v1/feasibility", body(0)));
            if (answer.path("feasible").asBoolean() && areSwitchesConnected()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new LabException("nothing feasible after %d s: %s%n%s"
                        .formatted(PATIENCE.toSeconds(), answer, controller.tail()));
            }
            OwnedProcess.pause(Duration.ofMillis(100));
        }
    }

    private boolean areSwitchesConnected() throws LabException {
        for (JsonNode each : json(send("GET", "/v1/switches", new byte[0])).path("switches")) {
            if (!each.path("connected").asBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** 100 kbit/s in frames of 242 bytes, with a deadline that five hops of the highest class keep. */
    private byte[] body(int number) throws LabException {
        var request = mapper.createObjectNode()
                .put("name", "bench-" + number)
                .put("from", "h1")
                .put("to", "h2");
        request.putObject("match").put("protocol", "udp").put("destinationPort", FIRST_PORT + number);
        request.putObject("traffic")
                .put("rateBitsPerSecond", 100_000)
                .put("burstBytes", 968)
                .put("minPacketBytes", 242)
                .put("maxPacketBytes", 242);
        request.putObject("objective").put("maxDelayMicroseconds", 200_000);
        try {
            return mapper.writeValueAsBytes(request);
        } catch (IOException e) {
            throw new LabException("no JSON", e);
        }
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body) throws LabException {
        HttpRequest request = HttpRequest.newBuilder(rest.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new LabException(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private JsonNode json(HttpResponse<byte[]> answer) throws LabException {
        try {
            return mapper.readTree(answer.body());
        } catch (IOException e) {
            throw new LabException(
                    "the answer %d is no JSON: %s"
                            .formatted(
                                    answer.statusCode(),
                                    new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)),
                    e);
        }
    }
}
