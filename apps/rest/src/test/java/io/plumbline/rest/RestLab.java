package io.plumbline.rest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.core.CoreThread;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.time.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/**
 * A controller over a simulated network, and REST in front of it:
 *
 * <pre>
 *   h1,h3 - s1 ------- s2 - h2,h4
 *             \- s3 -/
 * </pre>
 */
final class RestLab implements AutoCloseable {
    private static final String NETWORK = """
            version: 1
            defaults:
              link:
                capacityBitsPerSecond: 100000000
                framingOverheadBytes: 24
                bestEffortFloorBitsPerSecond: 5000000
                controlBudgetMicroseconds: 1000
                classes:
                  gold: {budgetMicroseconds: 6000, bufferBytes: 200000}
                  silver: {budgetMicroseconds: 20000, bufferBytes: 400000}
              switch: {softwareAllowanceMicroseconds: 1000, stallAllowanceMicroseconds: 0}
            switches:
              - {id: "of:0000000000000001", name: s1, country: DE, labels: [lab]}
              - {id: "of:0000000000000002", name: s2}
              - {id: "of:0000000000000003", name: s3}
            links:
              - {between: [s1/1, s2/1], riskGroups: [duct-1]}
              - {between: [s1/2, s3/1]}
              - {between: [s3/2, s2/2]}
            accessPorts: [{port: s1/10}, {port: s1/11}, {port: s2/10}, {port: s2/11}]
            hosts:
              - {name: h1, mac: "00:00:00:00:00:01", ips: [10.0.0.1], port: s1/10}
              - {name: h2, mac: "00:00:00:00:00:02", ips: [10.0.0.2], port: s2/10}
              - {name: h3, mac: "00:00:00:00:00:03", ips: [10.0.0.3], port: s1/11}
              - {name: h4, mac: "00:00:00:00:00:04", ips: [10.0.0.4], port: s2/11}
            """;

    /** Links between switches, both ways, and the four access links. */
    private static final int LINKS = 6 + 4;

    final SimulatedNetwork network;
    final RestServer server;
    private final RealTime time = new RealTime();
    private final Controller controller;
    private final OpenApiDocument document = new OpenApiDocument();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** An answer that openapi.yaml describes. */
    record Answer(int status, HttpResponse<String> response, JsonNode body) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    private RestLab(RestSettings settings) throws Exception {
        network = new SimulatedNetwork(42, time);
        network.link("s1/1", "s2/1", 5_000);
        network.link("s1/2", "s3/1", 5_000);
        network.link("s3/2", "s2/2", 5_000);
        network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
        network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s2/10");
        network.host("h3", "00:00:00:00:00:03", "10.0.0.3", "s1/11");
        network.host("h4", "00:00:00:00:00:04", "10.0.0.4", "s2/11");
        controller = new Controller(
                new CoreThread(Clock.systemUTC()),
                NetworkYaml.parse("network.yaml", NETWORK),
                DiscoverySettings.DEFAULT,
                new MemoryJournal(),
                ImmutableList.of(network.southbound()),
                42,
                new Random(42));
        server = new RestServer(controller, settings);
        controller.start();
        server.start();
    }

    /** Up, with every link discovered. */
    static RestLab start(RestSettings settings) throws Exception {
        RestLab lab = new RestLab(settings);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            JsonNode health = lab.get("/health").body();
            return health.at("/links/up").asInt() == LINKS
                    && health.at("/switches/up").asInt() == 3;
        });
        return lab;
    }

    static RestLab start() throws Exception {
        return start(RestSettings.on("127.0.0.1", 0));
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, null, headers);
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    /** Sends JSON, and holds the answer to openapi.yaml. */
    Answer send(String method, String path, @org.jspecify.annotations.Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        document.check(method, path, response.statusCode(), type, response.body());
        JsonNode parsed = type.contains("json") ? json.readTree(response.body()) : json.missingNode();
        return new Answer(response.statusCode(), response, parsed);
    }

    /** A bare connection, for what a well-behaved client does not do. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    OpenApiDocument document() {
        return document;
    }

    /** A body that asks for UDP traffic between two hosts. */
    static String asking(String from, String to, int port, long rateBitsPerSecond) {
        return asking(from, to, port, rateBitsPerSecond, "");
    }

    /** @param more further members, each after a comma */
    static String asking(String from, String to, int port, long rateBitsPerSecond, String more) {
        return """
               {"name": "test-%d", "from": "%s", "to": "%s", "match": {"protocol": "udp", "destinationPort": %d},
                "traffic": {"rateBitsPerSecond": %d, "burstBytes": 968, "minPacketBytes": 242, "maxPacketBytes": 242},
                "objective": {"maxDelayMicroseconds": 50000}%s}
               """.formatted(port, from, to, port, rateBitsPerSecond, more);
    }

    @Override
    public void close() {
        server.close();
        controller.close();
        time.close();
    }
}
