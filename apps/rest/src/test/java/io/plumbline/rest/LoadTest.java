package io.plumbline.rest;

import static io.plumbline.rest.RestLab.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.rest.RestLab.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients, slow clients, clients that go away. */
@Timeout(120)
class LoadTest {
    private static final String FLOWS = "/v1/guaranteed-flows";

    private static List<Answer> parallel(int count, IntFunction<Callable<Answer>> request) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                waiting.add(clients.submit(request.apply(i)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : waiting) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    /** On a busy machine a path probe may be late, and the answer is then truthfully no: what is said is what is. */
    @Test
    void fiftyAtOnce_areAllAnsweredTruthfully_eachWithAFlowOfItsOwn() throws Exception {
        try (RestLab lab = RestLab.start()) {
            assertThat(lab.post(FLOWS, asking("h3", "h4", 3999, 50_000)).status())
                    .as("warm")
                    .isEqualTo(201);
            List<Answer> answers = parallel(50, i -> () -> lab.post(FLOWS, asking("h1", "h2", 4000 + i, 50_000)));

            Set<String> active = new TreeSet<>();
            for (Answer answer : answers) {
                assertThat(answer.status()).as(answer.body().toPrettyString()).isIn(201, 502);
                if (answer.status() == 201) {
                    assertThat(active.add(answer.text("/id"))).isTrue();
                } else {
                    assertThat(answer.text("/detail")).contains("path probe");
                }
            }
            assertThat(active).hasSizeGreaterThan(10);
            for (JsonNode flow : lab.get(FLOWS + "?state=ACTIVE").body().at("/guaranteedFlows")) {
                active.remove(flow.at("/id").asText());
            }
            assertThat(active).as("said to be active, but not").isEmpty();
        }
    }

    @Test
    void sameKeyAtOnce_makesOneFlow() throws Exception {
        try (RestLab lab = RestLab.start()) {
            String body = asking("h1", "h2", 4100, 50_000);
            List<Answer> answers = parallel(20, i -> () -> lab.post(FLOWS, body, "Idempotency-Key", "one"));

            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
            assertThat(answers.stream().map(answer -> answer.text("/id")).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void switchThatDoesNotAnswer_costsAWait_thenASayingSo() throws Exception {
        RestSettings impatient = RestSettings.on("127.0.0.1", 0)
                .withLongestWait(Duration.ofSeconds(1))
                .withLimits(200, 4, 4);
        try (RestLab lab = RestLab.start(impatient)) {
            lab.network.answerTimeout(5_000_000_000L);
            lab.network.switchNode("s1").faults(faults -> faults.answering(false));
            List<Answer> answers = parallel(12, i -> () -> lab.post(FLOWS, asking("h1", "h2", 4200 + i, 50_000)));

            assertThat(answers).extracting(Answer::status).containsOnly(202, 503);
            assertThat(answers).filteredOn(answer -> answer.status() == 503).allSatisfy(turnedAway -> {
                assertThat(turnedAway.header("Retry-After")).isEqualTo("1");
                assertThat(turnedAway.text("/code")).isEqualTo("UNAVAILABLE");
            });
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 202)
                    .isNotEmpty()
                    .allSatisfy(underway -> {
                        assertThat(underway.text("/state")).isNotEqualTo("ACTIVE");
                        assertThat(underway.header("Location")).startsWith(FLOWS);
                    });
            assertThat(lab.get("/health").status())
                    .as("who only looks is not held up")
                    .isEqualTo(200);
            lab.network.switchNode("s1").faults(faults -> faults.answering(true));
        }
    }

    @Test
    void clientThatHangsUp_harmsNobody_andItsRequestIsCarriedOut() throws Exception {
        try (RestLab lab = RestLab.start()) {
            String body = asking("h1", "h2", 4300, 50_000);
            for (int i = 0; i < 20; i++) {
                try (Socket socket = lab.connect()) {
                    String half = head(body.length()) + body.substring(0, 20 + i);
                    socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
                    socket.setSoLinger(true, 0);
                }
            }
            try (Socket socket = lab.connect()) {
                socket.getOutputStream().write((head(body.length()) + body).getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0);
                Thread.sleep(20);
            }
            assertThat(lab.post(FLOWS, asking("h1", "h2", 4301, 50_000)).status())
                    .isEqualTo(201);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> lab.get(FLOWS).body().findValuesAsText("name").size() >= 1);
        }
    }

    @Test
    void slowBodies_areCutOff_whileOthersAreServed() throws Exception {
        RestSettings strict = RestSettings.on("127.0.0.1", 0).withSlowestBody(Duration.ofMillis(500));
        try (RestLab lab = RestLab.start(strict)) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Socket socket = lab.connect();
                socket.getOutputStream().write((head(60_000) + "{").getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(lab.post(FLOWS, asking("h1", "h2", 4400, 50_000)).status())
                    .isEqualTo(201);
            Thread.sleep(600);
            for (Socket socket : slow) {
                socket.getOutputStream().write(' ');
                byte[] answer = socket.getInputStream().readNBytes(12);
                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
                socket.close();
            }
        }
    }

    @Test
    void closing_endsStreamsAndRequests() throws Exception {
        RestLab lab = RestLab.start();
        Socket stream = lab.connect();
        stream.getOutputStream()
                .write("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(stream.getInputStream().readNBytes(12)).isNotEmpty();
        long started = System.nanoTime();
        lab.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        stream.getInputStream().readAllBytes();
        stream.close();
    }

    private static String head(int length) {
        return "POST /v1/guaranteed-flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n\r\n";
    }
}
