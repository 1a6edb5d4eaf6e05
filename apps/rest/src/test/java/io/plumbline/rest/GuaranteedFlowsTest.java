package io.plumbline.rest;

import static io.plumbline.rest.RestLab.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.rest.RestLab.Answer;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test takes UDP ports of its own, so that their flows do not overlap. */
@SuppressWarnings("NullAway.Init")
class GuaranteedFlowsTest {
    private static final String FLOWS = "/v1/guaranteed-flows";
    private static final long TOO_MUCH = 99_000_000;

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
    void post_waitsUntilItIsActive() throws Exception {
        Answer made = lab.post(FLOWS, asking("h1", "h2", 1001, 1_000_000));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/state")).isEqualTo("ACTIVE");
        assertThat(made.header("Location")).isEqualTo(FLOWS + "/" + made.text("/id"));
        assertThat(made.text("/request/match/protocol")).isEqualTo("udp");
        JsonNode direction = made.body().at("/directions/0");
        assertThat(direction.at("/from").asText()).isEqualTo("of:0000000000000001/10");
        assertThat(direction.at("/to").asText()).isEqualTo("of:0000000000000002/10");
        assertThat(direction.at("/boundMicroseconds").asLong()).isBetween(1L, 50_000L);
        assertThat(direction.at("/path")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(direction.at("/meter/rateBitsPerSecond").asLong()).isGreaterThanOrEqualTo(1_000_000);
        assertThat(lab.get(made.header("Location")).body().at("/id"))
                .isEqualTo(made.body().at("/id"));
    }

    @Test
    void list_holdsEveryFlow_andCanBeNarrowedByState() throws Exception {
        String id = lab.post(FLOWS, asking("h1", "h2", 1002, 1_000_000)).text("/id");

        assertThat(lab.get(FLOWS).body().findValuesAsText("id")).contains(id);
        assertThat(lab.get(FLOWS + "?state=ACTIVE").body().findValuesAsText("id"))
                .contains(id);
        assertThat(lab.get(FLOWS + "?state=REJECTED").body().findValuesAsText("id"))
                .doesNotContain(id);
        assertThat(lab.get(FLOWS + "?state=FLYING").status()).isEqualTo(400);
    }

    @Test
    void explain_addsUpHopByHop_inNumbersAndInWords() throws Exception {
        String self = lab.post(FLOWS, asking("h1", "h2", 1003, 1_000_000)).header("Location");

        JsonNode direction = lab.get(self + "/explain").body().at("/directions/0");
        JsonNode hops = direction.at("/hops");
        assertThat(hops.get(hops.size() - 1).at("/soFarMicroseconds").asLong())
                .isEqualTo(direction.at("/bound/totalMicroseconds").asLong());
        assertThat(hops.get(0).at("/text").asText())
                .contains("class")
                .contains("in the queue")
                .contains("Least room: ");
        String table =
                lab.get(self + "/explain", "Accept", "text/plain").response().body();
        assertThat(table).contains("hop", "software", "to spare", "s1/10 -> s2/10", "into s1 ");
    }

    @Test
    void certificate_andEvidence_backThePromise() throws Exception {
        String self = lab.post(FLOWS, asking("h1", "h2", 1004, 1_000_000)).header("Location");

        JsonNode proof = lab.get(self + "/certificate").body().at("/proofs/0");
        assertThat(proof.at("/totalNanos").asLong() + proof.at("/slackNanos").asLong())
                .isEqualTo(proof.at("/deadlineNanos").asLong());
        for (String evidence : new String[] {"/evidence", "/evidence?read=true"}) {
            JsonNode body = lab.get(self + evidence).body();
            assertThat(body.at("/holds").asBoolean()).as(body.toPrettyString()).isTrue();
            assertThat(body.at("/statements").findValuesAsText("kind")).contains("read", "measured");
        }
    }

    @Test
    void delete_answersWhenTheIngressHasStopped_andTheRulesAreGone() throws Exception {
        String self = lab.post(FLOWS, asking("h1", "h2", 1005, 1_000_000)).header("Location");

        Answer released = lab.send("DELETE", self, null);
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.text("/state")).isIn("RELEASING", "ENDED");
        assertThat(Instant.parse(released.text("/capacityReturnsAt")))
                .isAfter(Instant.parse(released.text("/admittedAt")));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lab.get(self).text("/state").equals("ENDED"));
        assertThat(lab.send("DELETE", self, null).status()).isIn(200, 409);
    }

    @Test
    void whatIsNotThere_isNotFound() throws Exception {
        for (String path : new String[] {"", "/explain", "/evidence", "/evidence?read=true", "/certificate"}) {
            String gone = FLOWS + "/gf-999999" + (path.isEmpty() ? "" : path);
            assertThat(lab.get(gone).text("/code")).isEqualTo("NOT_FOUND");
        }
        assertThat(lab.send("DELETE", FLOWS + "/gf-999999", null).status()).isEqualTo(404);
        assertThat(lab.send("PUT", FLOWS + "/gf-999999/lease", "{\"seconds\": 5}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void lease_isRenewed_andWhereThereIsNone_thatIsAConflict() throws Exception {
        Answer leased = lab.post(FLOWS, asking("h1", "h2", 1006, 1_000_000, ", \"lease\": {\"seconds\": 30}"));
        Answer renewed = lab.send("PUT", leased.header("Location") + "/lease", "{\"seconds\": 600}");
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(Instant.parse(renewed.text("/lease/expires")))
                .isAfter(Instant.parse(leased.text("/lease/expires")).plusSeconds(300));

        String unleased = lab.post(FLOWS, asking("h1", "h2", 1007, 1_000_000)).header("Location");
        Answer conflict = lab.send("PUT", unleased + "/lease", "{\"seconds\": 600}");
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text("/code")).isEqualTo("CONFLICT");
    }

    @Test
    void lease_thatNobodyRenews_endsTheFlow() throws Exception {
        String self = lab.post(FLOWS, asking("h1", "h2", 1008, 1_000_000, ", \"lease\": {\"seconds\": 1}"))
                .header("Location");

        await().atMost(Duration.ofSeconds(15))
                .until(() -> lab.get(self).text("/state").equals("ENDED"));
        assertThat(lab.get(self).text("/reason")).contains("lease");
    }

    @Test
    void feasibility_saysWhatPostWouldSay_andBooksNothing() throws Exception {
        Answer feasible = lab.post("/v1/feasibility", asking("h3", "h4", 1009, 1_000_000));
        assertThat(feasible.body().at("/feasible").asBoolean()).isTrue();
        assertThat(feasible.body().at("/directions/0/path")).isNotEmpty();

        Answer not = lab.post("/v1/feasibility", asking("h3", "h4", 1009, TOO_MUCH));
        assertThat(not.status()).isEqualTo(200);
        assertThat(not.body().at("/feasible").asBoolean()).isFalse();
        assertThat(not.text("/code")).isEqualTo("BANDWIDTH");
        assertThat(lab.get(FLOWS).body().findValuesAsText("name")).doesNotContain("test-1009");
    }

    @Test
    void refusal_namesWhatBinds_andAnAlternativeIsAcceptedAsItIs() throws Exception {
        Answer refused = lab.post(FLOWS, asking("h3", "h4", 1010, TOO_MUCH));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.text("/code")).isEqualTo("BANDWIDTH");
        assertThat(refused.text("/constraint/link")).startsWith("of:");
        assertThat(refused.body().at("/constraint/shortfall").asLong()).isPositive();
        JsonNode lower = refused.body().at("/alternatives/0");
        assertThat(lower.at("/kind").asText()).isEqualTo("LOWER_RATE");
        // A lower one still, since other tests book too.
        String body = lower.at("/request").toString();
        assertThat(body).contains("\"destinationPort\":1010");
        Answer made = lab.post(FLOWS, body);
        assertThat(made.status()).as(made.body().toPrettyString()).isEqualTo(201);
        assertThat(lab.send("DELETE", made.header("Location"), null).status()).isEqualTo(200);
    }

    @Test
    void tightBound_isRefusedForLatency_withALooserOne() throws Exception {
        String tight = asking("h1", "h2", 1011, 1_000_000).replace("50000", "900");

        Answer refused = lab.post(FLOWS, tight);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("LATENCY");
        assertThat(refused.body().findValuesAsText("kind")).contains("LOOSER_BOUND");
    }

    @Test
    void unknownEndpoint_isRefusedByName() throws Exception {
        Answer refused = lab.post(FLOWS, asking("h1", "nobody", 1012, 1_000_000));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("UNKNOWN_ENDPOINT");
        assertThat(refused.text("/field")).isEqualTo("to");
        assertThat(lab.post("/v1/feasibility", asking("h1", "nobody", 1012, 1_000_000))
                        .text("/code"))
                .isEqualTo("UNKNOWN_ENDPOINT");
    }

    @Test
    void sameTrafficTwice_isRefusedNamingTheOther() throws Exception {
        String id = lab.post(FLOWS, asking("h1", "h2", 1013, 1_000_000)).text("/id");

        Answer refused = lab.post(FLOWS, asking("h1", "h2", 1013, 1_000_000));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("POLICY");
        assertThat(refused.text("/constraint/conflictsWith")).isEqualTo(id);
    }

    @Test
    void sameKey_getsTheFirstAnswer_andAnotherBodyUnderItIsAnError() throws Exception {
        String body = asking("h1", "h2", 1014, 1_000_000);
        Answer first = lab.post(FLOWS, body, "Idempotency-Key", "key-1014");
        Answer again = lab.post(FLOWS, body, "Idempotency-Key", "key-1014");
        Answer other = lab.post(FLOWS, asking("h1", "h2", 1015, 1_000_000), "Idempotency-Key", "key-1014");

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/code")).isEqualTo("KEY_REUSED");
    }

    @Test
    void respondAsync_answersBeforeTheSwitchesDo() throws Exception {
        Answer early = lab.post(FLOWS, asking("h1", "h2", 1016, 1_000_000), "Prefer", "respond-async, wait=5");

        assertThat(early.status()).isIn(201, 202);
        assertThat(early.header("Preference-Applied")).isEqualTo("respond-async");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lab.get(early.header("Location")).text("/state").equals("ACTIVE"));
    }

    @Test
    void bothDirections_areTwoReservationsAdmittedAsOne() throws Exception {
        String reverse = """
                , "direction": "both", "reverseTraffic":
                {"rateBitsPerSecond": 500000, "burstBytes": 484, "minPacketBytes": 242, "maxPacketBytes": 242}""";
        Answer made = lab.post(FLOWS, asking("h1", "h2", 1017, 1_000_000, reverse));

        assertThat(made.status()).as(made.body().toPrettyString()).isEqualTo(201);
        assertThat(made.body().at("/directions").findValuesAsText("direction")).containsExactly("forward", "reverse");
        assertThat(made.body().at("/request/reverseTraffic/rateBitsPerSecond").asLong())
                .isEqualTo(500_000);
        assertThat(made.body().at("/directions/1/meter/rateBitsPerSecond").asLong())
                .isLessThan(1_000_000);
    }

    @Test
    void route_isKept_andSaidAgain() throws Exception {
        String route =
                ", \"route\": {\"waypoints\": [\"s3\"], \"excludedRiskGroups\": [\"duct-1\"]}, \"direction\": \"both\"";
        Answer made = lab.post(FLOWS, asking("h1", "h2", 1021, 1_000_000, route));

        assertThat(made.status()).as(made.body().toPrettyString()).isEqualTo(201);
        assertThat(made.body().at("/directions/0/path").findValuesAsText("name"))
                .containsExactly("s1/2->s3/1", "s3/2->s2/2", "s2/10->h2");
        assertThat(made.body().at("/directions/1/path").findValuesAsText("name"))
                .containsExactly("s2/2->s3/2", "s3/1->s1/2", "s1/10->h1");
        assertThat(made.body().at("/request/route").toString())
                .isEqualTo("{\"excludedRiskGroups\":[\"duct-1\"],\"waypoints\":[\"s3\"]}");
    }

    @Test
    void whereTheRouteAloneIsInTheWay_theReasonIsPolicy_andWhatWouldFitIsSaid() throws Exception {
        String over = ", \"route\": {\"excludedNodes\": [\"s3\"], \"excludedLinks\": [\"s1/1->s2/1\"]}";
        Answer refused = lab.post(FLOWS, asking("h1", "h2", 1022, 1_000_000, over));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("POLICY");
        assertThat(refused.text("/detail")).isEqualTo("route.excludedLinks: s1/1->s2/1: excluded");
        assertThat(refused.text("/constraint/name")).isEqualTo("s1/1->s2/1");
        assertThat(refused.text("/constraint/quantity")).isEqualTo("route.excludedLinks");
        assertThat(refused.body().at("/alternatives")).isEmpty();

        // Over s2 it takes 6 ms a link in gold and 1 ms a switch, over s3 one link and one switch more.
        String longer = asking("h1", "h2", 1022, 1_000_000, ", \"route\": {\"waypoints\": [\"s3\"]}")
                .replace("50000", "15000");
        refused = lab.post("/v1/feasibility", longer);
        assertThat(refused.text("/code")).isEqualTo("POLICY");
        assertThat(refused.text("/constraint/name")).isEqualTo("s3");
        assertThat(refused.text("/constraint/quantity")).isEqualTo("deadline");
        JsonNode alternative = refused.body().at("/alternatives/0");
        assertThat(alternative.at("/kind").asText()).isEqualTo("LOOSER_BOUND");
        assertThat(lab.post("/v1/feasibility", alternative.at("/request").toString())
                        .body()
                        .at("/feasible")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void laterStart_isScheduled() throws Exception {
        Instant start = Instant.now().plusSeconds(3600);
        String schedule = ", \"schedule\": {\"start\": \"" + start + "\", \"durationSeconds\": 60}";
        Answer made = lab.post(FLOWS, asking("h1", "h2", 1018, 1_000_000, schedule));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/state")).isEqualTo("SCHEDULED");
        assertThat(Instant.parse(made.text("/start"))).isEqualTo(start);
        assertThat(Instant.parse(made.text("/end"))).isEqualTo(start.plusSeconds(60));
        assertThat(lab.send("DELETE", made.header("Location"), null).status()).isEqualTo(200);
    }

    @Test
    void everyFormOfEndpoint_namesTheSamePort() throws Exception {
        for (String form : new String[] {"10.0.0.3", "00:00:00:00:00:03", "s1/11", "of:0000000000000001/11"}) {
            Answer feasible = lab.post("/v1/feasibility", asking(form, "h4", 1019, 1_000_000));
            assertThat(feasible.text("/directions/0/from")).as(form).isEqualTo("of:0000000000000001/11");
        }
    }

    @Test
    void switchThatRefuses_makesTheRequestFail_andEverythingIsTakenBack() throws Exception {
        lab.network
                .switchNode("s1")
                .faults(faults -> faults.reject(Refusal.Kind.METERS_EXHAUSTED, ProgramUpdate.AddMeter.class));
        Answer failed;
        try {
            failed = lab.post(FLOWS, asking("h1", "h2", 1020, 1_000_000));
        } finally {
            lab.network.switchNode("s1").faults(faults -> faults.rejectNothing());
        }
        assertThat(failed.status()).as(failed.body().toPrettyString()).isEqualTo(502);
        assertThat(failed.text("/code")).isEqualTo("INSTALL_FAILED");
        assertThat(failed.text("/detail")).contains("s1");
        assertThat(failed.text("/flow/id")).startsWith("gf-");
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        lab.post(FLOWS, asking("h1", "h2", 1020, 1_000_000)).status() == 201);
    }
}
