package io.plumbline.rest;

import static io.plumbline.rest.RestLab.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.rest.RestLab.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class ResizeRouteTest {
    private static RestLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = RestLab.start();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static String acquire(int port) throws Exception {
        Answer made = lab.post("/v1/guaranteed-flows", asking("h1", "h2", port, 3_000_000));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return "/v1/guaranteed-flows/" + made.text("/id");
    }

    @Test
    void whatIsGiven_isChanged_andTheRestStays() throws Exception {
        String flow = acquire(2001);
        Answer resized = lab.send("PATCH", flow, "{\"traffic\": {\"rateBitsPerSecond\": 5000000}}");
        assertThat(resized.status()).as(resized.response().body()).isEqualTo(200);
        assertThat(resized.text("/state")).isEqualTo("ACTIVE");
        assertThat(resized.body().at("/request/traffic/rateBitsPerSecond").asLong())
                .isEqualTo(5_000_000);
        assertThat(resized.body().at("/request/traffic/burstBytes").asLong()).isEqualTo(968);
        assertThat(lab.get(flow)
                        .body()
                        .at("/directions/0/meter/rateBitsPerSecond")
                        .asLong())
                .isEqualTo(5_000_000);
    }

    @Test
    void whatDoesNotFit_isRefused_withAnAlternative() throws Exception {
        String flow = acquire(2002);
        Answer refused = lab.send("PATCH", flow, "{\"traffic\": {\"rateBitsPerSecond\": 200000000}}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isIn("BANDWIDTH", "LATENCY");
        assertThat(refused.text("/alternatives/0/kind")).isEqualTo("LOWER_RATE");
        assertThat(lab.get(flow).body().at("/request/traffic/rateBitsPerSecond").asLong())
                .isEqualTo(3_000_000);
    }

    @Test
    void whatIsWrong_isNamed() throws Exception {
        String flow = acquire(2003);
        assertThat(lab.send("PATCH", flow, "{}").text("/field")).isEqualTo("traffic");
        assertThat(lab.send("PATCH", flow, "{\"traffic\": {\"rateBitsPerSecond\": 1}}")
                        .text("/field"))
                .isEqualTo("traffic.rateBitsPerSecond");
        assertThat(lab.send("PATCH", flow, "{\"traffic\": {\"burstBytes\": 100}}")
                        .text("/field"))
                .isEqualTo("traffic.burstBytes");
        assertThat(lab.send("PATCH", flow, "{\"traffic\": {}, \"reverseTraffic\": {}}")
                        .text("/field"))
                .isEqualTo("reverseTraffic");
        assertThat(lab.send("PATCH", "/v1/guaranteed-flows/gf-99", "{\"traffic\": {}}")
                        .text("/code"))
                .isEqualTo("NOT_FOUND");
        assertThat(lab.send("DELETE", flow, null).status()).isEqualTo(200);
        assertThat(lab.send("PATCH", flow, "{\"traffic\": {}}").text("/code")).isEqualTo("CONFLICT");
    }
}
