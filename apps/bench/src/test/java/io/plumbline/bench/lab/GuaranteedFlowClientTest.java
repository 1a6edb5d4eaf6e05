package io.plumbline.bench.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuaranteedFlowClientTest {

    private static final String ACTIVE = """
            {"id": "gf-7", "state": "ACTIVE", "timing": {"admissionMicroseconds": 1, "journalMicroseconds": 2,
             "installMicroseconds": 3, "verifyMicroseconds": 4, "totalMicroseconds": 11}}
            """;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private GuaranteedFlowClient client;
    private String answer = "{}";
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        client = new GuaranteedFlowClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void acquire_readsWhatEachStepTook() throws LabException {
        status = 201;
        answer = ACTIVE;
        GuaranteedFlowClient.Active flow = client.acquire(3);
        assertThat(flow.id()).isEqualTo("gf-7");
        assertThat(flow.timing()).isEqualTo(new GuaranteedFlowClient.Timing(1, 2, 3, 4, 11));
        assertThat(flow.nanos()).isPositive();
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("POST /v1/guaranteed-flows {")
                .contains("10003");
    }

    @Test
    void acquire_failsWithTheAnswer_whenItIsRefused() {
        status = 409;
        answer = "{\"code\": \"BANDWIDTH\"}";
        assertThatThrownBy(() -> client.acquire(3))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("409")
                .hasMessageContaining("BANDWIDTH");
    }

    @Test
    void release_waitsUntilTheCapacityIsBack() throws LabException {
        Instant returns = Instant.now().plus(Duration.ofMillis(300));
        answer = "{\"state\": \"RELEASING\", \"capacityReturnsAt\": \"" + returns + "\"}";
        client.release("gf-7");
        assertThat(Instant.now()).isAfterOrEqualTo(returns);
        assertThat(asked).singleElement().asString().startsWith("DELETE /v1/guaranteed-flows/gf-7");
    }
}
