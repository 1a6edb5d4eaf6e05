package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.core.CoreThread;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.rest.RestServer;
import io.plumbline.rest.RestSettings;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.time.RealTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does: save an answer of the server to a file, and run {@code plumb verify} on it without the server. */
class VerifyTest {
    /** The allowance is what a busy machine may need for the path probe, which goes in real time. */
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
              switch: {softwareAllowanceMicroseconds: 100000, stallAllowanceMicroseconds: 0}
            switches:
              - {id: "of:0000000000000001", name: s1}
              - {id: "of:0000000000000002", name: s2}
            links:
              - {between: [s1/1, s2/1]}
            accessPorts: [{port: s1/10}, {port: s2/10}]
            hosts:
              - {name: h1, mac: "00:00:00:00:00:01", ips: [10.0.0.1], port: s1/10}
              - {name: h2, mac: "00:00:00:00:00:02", ips: [10.0.0.2], port: s2/10}
            """;

    private static final String FLOW = """
            {"from": "h1", "to": "h2", "match": {"protocol": "udp", "destinationPort": 5001},
             "traffic": {"rateBitsPerSecond": 2000000, "burstBytes": 968, "minPacketBytes": 242, "maxPacketBytes": 242},
             "objective": {"maxDelayMicroseconds": 400000}}
            """;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void savedAnswers_areProvenWithoutTheServer_andRefusedWhenTheyWereChanged() throws Exception {
        Path ledger;
        Path certificate;
        try (RealTime time = new RealTime()) {
            SimulatedNetwork network = new SimulatedNetwork(42, time);
            network.link("s1/1", "s2/1", 5_000);
            network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
            network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s2/10");
            try (Controller controller = new Controller(
                            new CoreThread(Clock.systemUTC()),
                            NetworkYaml.parse("network.yaml", NETWORK),
                            DiscoverySettings.DEFAULT,
                            new MemoryJournal(),
                            ImmutableList.of(network.southbound()),
                            42,
                            new Random(42));
                    RestServer server = new RestServer(controller, RestSettings.on("127.0.0.1", 0))) {
                controller.start();
                server.start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> new ObjectMapper()
                                        .readTree(get(server, "/health").body())
                                        .at("/links/up")
                                        .asInt()
                                == 4);
                HttpResponse<String> made = client.send(
                        request(server, "/v1/guaranteed-flows")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(FLOW))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
                ledger = save("ledger.json", get(server, "/v1/ledger"));
                certificate = save("certificate.json", get(server, "/v1/guaranteed-flows/gf-1/certificate"));
            }
        }

        Ended proven = plumb("verify", ledger.toString(), certificate.toString());
        assertThat(proven.code).as(proven.out + proven.err).isZero();
        assertThat(proven.out)
                .contains("ledger.json: proven: ledger version 1: 1 reservation on 2 links")
                .contains("certificate.json: proven: certificate of gf-1 at ledger version 1")
                .contains("ledger.json: agree: certificate of gf-1 at ledger version 1 beside ledger version 1");

        // One bit less at the first link of the path.
        String text = Files.readString(ledger);
        String entry = text.substring(text.indexOf("\"reservationId\""));
        String burst = entry.replaceAll("(?s).*?\"burstBits\" : (\\d+).*", "$1");
        long less = Long.parseLong(burst) - 1;
        Files.writeString(ledger, text.replaceFirst("\"burstBits\" : " + burst, "\"burstBits\" : " + less));
        Ended refused = plumb("verify", ledger.toString(), certificate.toString());
        assertThat(refused.code).isEqualTo(1);
        assertThat(refused.out)
                .contains("ledger.json: NOT PROVEN")
                .contains("burst>=meter+growth: " + burst + " bit > " + less + " bit, by 1 bit, at 20")
                .contains("certificate.json: proven");

        Files.writeString(ledger, text.substring(0, text.length() / 2));
        Ended unreadable = plumb("verify", ledger.toString());
        assertThat(unreadable.code).isEqualTo(2);
        assertThat(unreadable.err).contains("ledger.json: /", "not JSON: Unexpected end");
    }

    @Test
    void help_isFound() {
        assertThat(plumb("--help").out).contains("verify");
        assertThat(plumb("verify", "--help").out).contains("Usage: plumb verify [-h] FILE...");
    }

    private static HttpRequest.Builder request(RestServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> get(RestServer server, String path) throws IOException, InterruptedException {
        return client.send(request(server, path).build(), BodyHandlers.ofString());
    }

    private Path save(String name, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Files.writeString(folder.resolve(name), answer.body());
    }

    private record Ended(int code, String out, String err) {}

    private static Ended plumb(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Plumb.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }
}
