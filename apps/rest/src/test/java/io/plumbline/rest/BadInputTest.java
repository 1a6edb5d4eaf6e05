package io.plumbline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.rest.RestLab.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway.Init")
class BadInputTest {
    private static final String FLOWS = "/v1/guaranteed-flows";
    private static final String GOOD = """
            {"from": "h1", "to": "h2", "match": {"protocol": "udp", "sourcePort": null, "destinationPort": 5001},
             "direction": "forward",
             "traffic": {"rateBitsPerSecond": 2000000, "burstBytes": 968, "minPacketBytes": 242, "maxPacketBytes": 242},
             "objective": {"maxDelayMicroseconds": 25000}, "schedule": {"durationSeconds": 60}, "lease": {"seconds": 30}}
            """;

    private static RestLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = RestLab.start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(lab.get(FLOWS).body().at("/guaranteedFlows"))
                .as("nothing was changed")
                .isEmpty();
        lab.close();
    }

    @Test
    void theBodyThatTheOthersSpoil_isGood() throws Exception {
        assertThat(lab.post("/v1/feasibility", GOOD).body().at("/feasible").asBoolean())
                .isTrue();
    }

    /** What to replace in the good body by what, and the field that is named then. */
    static Stream<Arguments> spoiled() {
        return Stream.of(
                Arguments.of("\"from\": \"h1\"", "\"from\": 7", "from"),
                Arguments.of("\"from\": \"h1\",", "", "from"),
                Arguments.of("\"from\": \"h1\"", "\"from\": \"\"", "from"),
                Arguments.of("\"to\": \"h2\"", "\"to\": \"h1\"", "to"),
                Arguments.of("\"to\": \"h2\"", "\"to\": \"a\\u0000b\"", "to"),
                Arguments.of("\"to\": \"h2\"", "\"to\": \"\\ud800\"", "to"),
                Arguments.of("\"to\": \"h2\"", "\"to\": \"" + "x".repeat(65) + "\"", "to"),
                Arguments.of("{\"from\"", "{\"name\": \"" + "x".repeat(129) + "\", \"from\"", "name"),
                Arguments.of("{\"from\"", "{\"frm\": 1, \"from\"", "frm"),
                Arguments.of("2000000", "-2000000", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "0", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "2000000.5", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "2e6", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "1e999999999", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "9".repeat(900), "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "\"2000000\"", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "true", "traffic.rateBitsPerSecond"),
                Arguments.of("2000000", "null", "traffic.rateBitsPerSecond"),
                Arguments.of("\"burstBytes\": 968", "\"burstBytes\": 100", "traffic.burstBytes"),
                Arguments.of("\"minPacketBytes\": 242", "\"minPacketBytes\": 59", "traffic.minPacketBytes"),
                Arguments.of("\"maxPacketBytes\": 242", "\"maxPacketBytes\": 100", "traffic.maxPacketBytes"),
                Arguments.of("\"burstBytes\": 968,", "\"burstBytes\": 968, \"burst\": 1,", "traffic.burst"),
                Arguments.of("25000", "0", "objective.maxDelayMicroseconds"),
                Arguments.of("25000", "10000001", "objective.maxDelayMicroseconds"),
                Arguments.of("{\"maxDelayMicroseconds\": 25000}", "[]", "objective"),
                Arguments.of("\"udp\"", "\"sctp\"", "match.protocol"),
                Arguments.of("\"udp\"", "256", "match.protocol"),
                Arguments.of("\"udp\"", "\"icmp\"", "match.destinationPort"),
                Arguments.of("5001", "65536", "match.destinationPort"),
                Arguments.of("5001", "5001, \"vlan\": 2048", "match.vlan"),
                Arguments.of("\"forward\"", "\"sideways\"", "direction"),
                Arguments.of("\"forward\"", "\"forward\", \"reverseTraffic\": {}", "reverseTraffic"),
                Arguments.of("{\"durationSeconds\": 60}", "{\"durationSeconds\": 0}", "schedule.durationSeconds"),
                Arguments.of("{\"durationSeconds\": 60}", "{\"start\": \"tomorrow\"}", "schedule.start"),
                Arguments.of("{\"durationSeconds\": 60}", "{\"start\": 1795000000}", "schedule.start"),
                Arguments.of("{\"durationSeconds\": 60}", "{\"end\": \"+292278994-08-17T07:12:55Z\"}", "schedule.end"),
                Arguments.of(
                        "{\"durationSeconds\": 60}",
                        "{\"start\": \"2100-01-01T00:00:00Z\", \"end\": \"2099-01-01T00:00:00Z\"}",
                        "schedule.end"),
                Arguments.of("{\"seconds\": 30}", "{\"seconds\": 86401}", "lease.seconds"),
                Arguments.of("{\"seconds\": 30}", "{}", "lease.seconds"),
                route("[]", "route"),
                route("{\"avoid\": []}", "route.avoid"),
                route("{\"excludedNodes\": \"s3\"}", "route.excludedNodes"),
                route("{\"excludedNodes\": [3]}", "route.excludedNodes[0]"),
                route("{\"excludedNodes\": [\"s3\", \"s3\"]}", "route.excludedNodes[1]"),
                route("{\"excludedNodes\": [\"nobody\"]}", "route.excludedNodes"),
                route("{\"excludedNodes\": [\"of:00000000000000ff\"]}", "route.excludedNodes"),
                route("{\"excludedNodes\": [\"s1\"]}", "route.excludedNodes"),
                route("{\"excludedLinks\": [\"s1/1->s3/9\"]}", "route.excludedLinks"),
                route("{\"excludedRiskGroups\": [\" \"]}", "route.excludedRiskGroups[0]"),
                route("{\"excludedLabels\": [\"a\\u0000b\"]}", "route.excludedLabels[0]"),
                route("{\"excludedLabels\": [" + "\"x\",".repeat(256) + "\"y\"]}", "route.excludedLabels"),
                route("{\"excludedCountries\": [\"de\"]}", "route.excludedCountries"),
                route("{\"allowedCountries\": [\"DE\", \"Norway\"]}", "route.allowedCountries"),
                route("{\"allowedCountries\": [\"DE\"], \"excludedCountries\": [\"DE\"]}", "route.allowedCountries"),
                route("{\"waypoints\": [\"s3\", \"of:0000000000000003\"]}", "route.waypoints[1]"),
                route("{\"waypoints\": [\"s3\", \"s2\"]}", "route.waypoints[1]"),
                route("{\"waypoints\": [\"h3\"]}", "route.waypoints[0]"),
                route("{\"waypoints\": [\"s3\"], \"excludedNodes\": [\"of:0000000000000003\"]}", "route.waypoints[0]"),
                route("{\"waypoints\": [" + "\"s3\",".repeat(16) + "\"s4\"]}", "route.waypoints"));
    }

    private static Arguments route(String route, String field) {
        return Arguments.of("{\"seconds\": 30}", "{\"seconds\": 30}, \"route\": " + route, field);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("spoiled")
    void everyWrongField_isNamedWithLimitAndValue(String what, String by, String field) throws Exception {
        assertThat(GOOD).contains(what);
        for (String path : new String[] {FLOWS, "/v1/feasibility"}) {
            Answer answer = lab.post(path, GOOD.replace(what, by));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/code")).isEqualTo("INVALID");
            assertThat(answer.text("/field")).isEqualTo(field);
            assertThat(answer.text("/limit")).isNotEmpty();
            assertThat(answer.text("/value")).isNotEmpty();
        }
    }

    @Test
    void allWrongFields_areNamedAtOnce() throws Exception {
        Answer answer = lab.post(FLOWS, "{\"a\": 1, \"traffic\": {\"rateBitsPerSecond\": -1}}");
        assertThat(answer.body().at("/errors").findValuesAsText("field"))
                .contains(
                        "a",
                        "from",
                        "to",
                        "objective",
                        "traffic.rateBitsPerSecond",
                        "traffic.burstBytes",
                        "traffic.maxPacketBytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"from": }                 | 1 | 10
                    {"from": "h1", "from": 1}  | 1 | 22
                    {} {}                      | 1 | 4
                    {"a": 01}                  | 1 | 8
                    {'a': 1}                   | 1 | 2
                    {"a": NaN}                 | 1 | 10
                    {"a": 1,}                  | 1 | 9
                    {"a": 1e99999999999999}    | 1 | 7
                    """)
    void textThatIsNoJson_isPlacedByLineAndColumn(String body, int line, int column) throws Exception {
        Answer answer = lab.post(FLOWS, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("INVALID");
        assertThat(answer.body().at("/line").asInt()).isEqualTo(line);
        assertThat(answer.body().at("/column").asInt()).isCloseTo(column, org.assertj.core.data.Offset.offset(2));
        assertThat(answer.text("/detail")).doesNotContain("Constraints");
    }

    @Test
    void onTheThirdLine_isTheThirdLine() throws Exception {
        assertThat(lab.post(FLOWS, "{\n\n \"from\": h1}").body().at("/line").asInt())
                .isEqualTo(3);
    }

    @Test
    void emptyArrayDeepAndLongBodies_areRefused() throws Exception {
        for (String body : new String[] {"", "[]", "3", "\"x\"", "null", "[".repeat(20_000), "{\"a\":".repeat(5_000)}) {
            assertThat(lab.post(FLOWS, body).status()).as(body).isEqualTo(400);
        }
        assertThat(lab.post(FLOWS, " ".repeat(65_537)).text("/code")).isEqualTo("TOO_LARGE");
        assertThat(lab.post(FLOWS, " ".repeat(65_500)).status()).isEqualTo(400);
    }

    @Test
    void longChunkedBody_isRefusedToo() throws Exception {
        try (Socket socket = lab.connect()) {
            StringBuilder request = new StringBuilder("POST /v1/guaranteed-flows HTTP/1.1\r\nHost: localhost\r\n")
                    .append("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 9; i++) {
                request.append("2000\r\n").append(" ".repeat(0x2000)).append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void otherMediaTypes_areRefused() throws Exception {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"}) {
            Answer answer = lab.post(FLOWS, GOOD, "Content-Type", type);
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.text("/code")).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        }
        String good = "application/json; charset=utf-8";
        assertThat(lab.post("/v1/feasibility", GOOD, "Content-Type", good).status())
                .isEqualTo(200);
    }

    @Test
    void idempotencyKeys_areShortAndPrintable() throws Exception {
        for (String key : new String[] {" ", "x".repeat(129), "a\tb"}) {
            Answer answer = lab.post(FLOWS, GOOD, "Idempotency-Key", key);
            assertThat(answer.status()).as(key).isEqualTo(400);
            assertThat(answer.text("/field")).isEqualTo("Idempotency-Key");
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "86401", "1.5", "'\"5\"'", "null"})
    void leases_areWholeSecondsOfADay(String seconds) throws Exception {
        Answer answer = lab.send("PUT", FLOWS + "/gf-1/lease", "{\"seconds\": " + seconds + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("seconds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /nowhere HTTP/1.1             | 404 | NOT_FOUND
                    GET /v1/topology/ HTTP/1.1        | 404 | NOT_FOUND
                    GET /v1//topology HTTP/1.1        | 400 | INVALID
                    POST /v1/topology HTTP/1.1        | 405 | METHOD_NOT_ALLOWED
                    PATCH /v1/topology HTTP/1.1       | 405 | METHOD_NOT_ALLOWED
                    TRACE / HTTP/1.1                  | 405 | METHOD_NOT_ALLOWED
                    BREW /v1/topology HTTP/1.1        | 405 | METHOD_NOT_ALLOWED
                    GET /%2e%2e/etc/passwd HTTP/1.1   | 400 | INVALID
                    GET /v1/guaranteed-flows/%00 HTTP/1.1 | 400 | INVALID
                    GET /v1/guaranteed-flows/%zz HTTP/1.1 | 400 | INVALID
                    hello                             | 400 | INVALID
                    GET / HTTP/9.9                    | 505 | INTERNAL
                    """)
    void whatIsNoRoute_isAProblemToo(String line, int status, String code) throws Exception {
        String answer = raw(line + "\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json")
                .contains(code);
        if (status == 405) {
            assertThat(answer).containsPattern("\r\nAllow: [A-Z]");
        }
    }

    @Test
    void head_isGetWithoutTheBody() throws Exception {
        assertThat(raw("HEAD /v1/hosts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Type: application/json")
                .endsWith("\r\n\r\n");
        assertThat(raw("HEAD /v1/guaranteed-flows/gf-9 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .endsWith("\r\n\r\n");
    }

    @Test
    void longHeaders_areRefused() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "localhost.evil.example, 403",
        "localhost, 200",
        "localhost:8181, 200",
        "127.0.0.1, 200",
        "'[::1]:8181', 200"
    })
    void hostsThatAWebSiteCanChoose_areRefused(String host, int status) throws Exception {
        assertThat(raw("GET /v1/hosts HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = lab.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
