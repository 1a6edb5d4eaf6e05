package io.plumbline.rest;

import static io.plumbline.rest.RestLab.asking;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.rest.RestLab.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class NetworkRoutesTest {
    private static RestLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = RestLab.start();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void topology_showsConstants_andWhatIsBooked() throws Exception {
        JsonNode before = link("s1/1->s2/1");
        assertThat(before.at("/up").asBoolean()).isTrue();
        assertThat(before.at("/trusted").asBoolean()).isTrue();
        assertThat(before.at("/capacityBitsPerSecond").asLong()).isEqualTo(100_000_000);
        assertThat(before.at("/riskGroups/0").asText()).isEqualTo("duct-1");
        assertThat(before.at("/classes").findValuesAsText("name")).containsSubsequence("gold", "silver");

        Answer made = lab.post("/v1/guaranteed-flows", asking("h1", "h2", 2001, 3_000_000));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        JsonNode after = link(made.text("/directions/0/path/0/name"));
        assertThat(after.at("/reservedRateBitsPerSecond").asLong())
                .isGreaterThanOrEqualTo(before.at("/reservedRateBitsPerSecond").asLong() + 3_000_000);
        assertThat(after.at("/reservedRateBitsPerSecond").asLong()
                        + after.at("/freeRateBitsPerSecond").asLong()
                        + after.at("/bestEffortFloorBitsPerSecond").asLong())
                .isEqualTo(100_000_000);
    }

    private static JsonNode link(String name) throws IOException, InterruptedException {
        JsonNode links = lab.get("/v1/topology").body().at("/links");
        return StreamSupport.stream(links.spliterator(), false)
                .filter(link -> link.at("/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link " + name + " in " + links.findValuesAsText("name")));
    }

    @Test
    void switches_showPortsAndLimits() throws Exception {
        JsonNode first = lab.get("/v1/switches").body().at("/switches/0");
        assertThat(first.at("/id").asText()).isEqualTo("of:0000000000000001");
        assertThat(first.at("/name").asText()).isEqualTo("s1");
        assertThat(first.at("/connected").asBoolean()).isTrue();
        assertThat(first.at("/ports").findValuesAsText("number")).contains("1", "2", "10", "11");
        assertThat(first.at("/rules").asInt()).isPositive();
        assertThat(Instant.parse(first.at("/readBackAt").asText())).isAfter(Instant.EPOCH);
        assertThat(first.at("/drifted").isInt()).isTrue();
    }

    @Test
    void hosts_areNamedAndPlaced() throws Exception {
        JsonNode hosts = lab.get("/v1/hosts").body().at("/hosts");
        assertThat(hosts.findValuesAsText("name")).contains("h1", "h2", "h3", "h4");
        assertThat(hosts.findValuesAsText("location")).contains("of:0000000000000001/10");
    }

    @Test
    void program_isFoundByIdAndName_andHeldAsDesired() throws Exception {
        lab.post("/v1/guaranteed-flows", asking("h3", "h4", 2002, 1_000_000));

        JsonNode desired = lab.get("/v1/switches/of:0000000000000001/program").body();
        assertThat(desired.at("/held").isNull()).isTrue();
        assertThat(desired.at("/desired/meters")).isNotEmpty();
        assertThat(desired.at("/desired/rules").toString()).contains("UDP_DST:2002");
        JsonNode read = lab.get("/v1/switches/s1/program?read=true").body();
        assertThat(read.at("/id").asText()).isEqualTo("of:0000000000000001");
        assertThat(read.at("/held/rules")).hasSameSizeAs(read.at("/desired/rules"));
        assertThat(read.at("/differences"))
                .as(read.at("/differences").toPrettyString())
                .isEmpty();
    }

    @Test
    void program_ofASwitchThatLostARule_saysWhichOne() throws Exception {
        try (RestLab another = RestLab.start()) {
            another.network.switchNode("s3").loseRules(rule -> rule.priority() > 0);

            JsonNode read = another.get("/v1/switches/s3/program?read=true").body();
            assertThat(read.at("/differences").toString()).contains("rule missing: table ");
        }
    }

    @Test
    void program_ofNoSwitch_isNotFound_andReadIsTrueOrFalse() throws Exception {
        assertThat(lab.get("/v1/switches/s9/program").text("/code")).isEqualTo("NOT_FOUND");
        assertThat(lab.get("/v1/switches/s1/program?read=yes").text("/field")).isEqualTo("read");
    }

    @Test
    void health_countsWhatIsUp() throws Exception {
        JsonNode health = lab.get("/health").body();
        assertThat(health.at("/status").asText()).isEqualTo("up");
        assertThat(health.at("/switches/known").asInt()).isEqualTo(3);
        assertThat(health.at("/journal").asText()).isEqualTo("ok");
    }

    @Test
    void index_andDocument_areServed() throws Exception {
        assertThat(lab.get("/").response().body()).contains("/v1/topology").contains("/openapi.yaml");
        assertThat(lab.get("/openapi.yaml").response().body()).startsWith("openapi: 3.1.0");
    }
}
