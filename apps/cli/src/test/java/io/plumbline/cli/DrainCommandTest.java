package io.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code plumb drain}: what it asks, what it says, and how it ends. */
@SuppressWarnings("NullAway.Init")
class DrainCommandTest {
    private static final String MOVED = """
            {"done": true, "clear": true, "links": ["s1/2->s2/1", "s2/1->s1/2"], "impacts": [{"guaranteedFlow": "gf-1", "name": "camera",
             "direction": "forward", "fate": "MOVED", "path": ["s1/2->s2/1"], "newPath": ["s1/3->s3/1", "s3/2->s2/2"], "reason": ""}]}
            """;
    private static final String STAYS = """
            {"done": false, "clear": false, "links": ["s1/2->s2/1"], "impacts": [{"guaranteedFlow": "gf-1", "name": "camera",
             "direction": "forward", "fate": "STAYS", "path": ["s1/2->s2/1"], "newPath": [], "reason": "no room \\u001b[2J"}]}
            """;

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = MOVED;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Ended drain(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", "http://127.0.0.1:" + server.getAddress().getPort()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new DrainCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void aLinkThatIsLeft_isZero() {
        Ended ended = drain("s1/2->s2/1");
        assertThat(asked).containsExactly("POST /v1/drain {\"link\":\"s1/2->s2/1\"}");
        assertThat(ended.code).isZero();
        assertThat(ended.out).isEqualTo("""
                s1/2->s2/1, s2/1->s1/2: drained, 1 flow hit
                  gf-1 forward camera: MOVED: s1/2->s2/1 => s1/3->s3/1 s3/2->s2/2
                """);
    }

    @Test
    void aSwitchWithSomethingThatStays_isOne_andNothingInIt_steersTheTerminal() {
        answer = STAYS;
        Ended ended = drain("s1", "--dry-run");
        assertThat(asked).containsExactly("POST /v1/drain?dryRun=true {\"switch\":\"s1\"}");
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.out).isEqualTo("""
                s1/2->s2/1: would be drained, 1 flow hit, not all would be moved
                  gf-1 forward camera: STAYS: s1/2->s2/1: no room ?[2J
                """);
    }

    @Test
    void undo_asksForTheOtherThing() {
        answer = "{\"done\": true, \"clear\": true, \"links\": [\"a\"], \"impacts\": []}";
        assertThat(drain("s1", "--undo").out).isEqualTo("a: in use, 0 flows hit\n");
        assertThat(asked).containsExactly("POST /v1/undrain {\"switch\":\"s1\"}");
    }

    @Test
    void whatTheControllerDoesNotKnow_orNoController_isTwo() {
        status = 404;
        answer = "{\"detail\": \"no link or switch s9\"}";
        assertThat(drain("s9").err).isEqualTo("plumb drain: no link or switch s9\n");
        assertThat(drain("s9").code).isEqualTo(2);
        server.stop(0);
        assertThat(drain("s9").code).isEqualTo(2);
        assertThat(drain().code).isEqualTo(2);
    }
}
