package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.RocksDbJournal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in this process, as far as it ends by itself. */
class PlumbTest {
    @TempDir
    private Path folder;

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

    private Ended serve(String... more) {
        String[] arguments = new String[more.length + 7];
        String[] usual = {
            "serve",
            "--rest-port",
            "0",
            "--openflow-port",
            "0",
            "--data",
            folder.resolve("data").toString()
        };
        System.arraycopy(usual, 0, arguments, 0, usual.length);
        System.arraycopy(more, 0, arguments, usual.length, more.length);
        return plumb(arguments);
    }

    @Test
    void check_startsAndStops_orSaysWhyNot() throws Exception {
        assertThat(serve("--check")).satisfies(ended -> {
            assertThat(ended.code).as(ended.err).isZero();
            assertThat(ended.out).contains("would serve");
        });
        assertThat(folder.resolve("data")).isDirectory();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String data = folder.resolve("other").toString();
            Ended ended = plumb("serve", "--check", "--rest-port", "0", "--openflow-port", port, "--data", data);
            assertThat(ended.code).isEqualTo(1);
            assertThat(ended.err).contains("openflow.port", port, "in use");
        }
    }

    @Test
    void help_andVersion_goToOut() {
        assertThat(plumb("--help")).satisfies(ended -> {
            assertThat(ended.code).isZero();
            assertThat(ended.out).contains("serve").contains("--version");
        });
        assertThat(plumb("--version").out).startsWith("plumb ");
        assertThat(plumb("serve", "--help").out)
                .contains("--network", "--rest-port", "--openflow-tls-certificate", "PLUMB_REST_PORT", "8181");
    }

    @Test
    void whatItDoesNotKnow_isAUsageError() {
        assertThat(plumb().code).isEqualTo(2);
        assertThat(plumb("fly").code).isEqualTo(2);
        assertThat(plumb("serve", "--rest-prt", "1").err).contains("--rest-prt");
    }

    @Test
    void portInUse_namesPortAndSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Ended rest = plumb(
                    "serve",
                    "--rest-port",
                    port,
                    "--openflow-port",
                    "0",
                    "--data",
                    folder.resolve("a").toString());
            assertThat(rest.code).isEqualTo(1);
            assertThat(rest.err).contains("rest.port (--rest-port)", port, "in use");

            Ended openFlow = plumb(
                    "serve",
                    "--rest-port",
                    "0",
                    "--openflow-port",
                    port,
                    "--data",
                    folder.resolve("b").toString());
            assertThat(openFlow.code).isEqualTo(1);
            assertThat(openFlow.err).contains("openflow.port (--openflow-port)", port, "in use");
        }
    }

    @Test
    void failedStart_leavesNothingBehind_soThatTheNextOneWorks() throws Exception {
        Configuration configuration = Configuration.of(
                ImmutableMap.of(
                        Setting.REST_PORT, "0",
                        Setting.OPENFLOW_PORT, "0",
                        Setting.DATA, folder.resolve("data").toString()),
                Optional.empty(),
                Map.of());
        assertThat(serve("--rest-host", "192.0.2.1").err).contains("rest.host (--rest-host)", "loopback");
        try (Server server = Server.start(configuration)) {
            assertThat(server.restAddress()).startsWith("http://127.0.0.1:");
            assertThat(serve().err).contains("data (--data)", "another controller uses", "--data");
        }
    }

    @Test
    void networkYaml_withAnUnknownKey_isNamedWithFileAndLine() throws Exception {
        Path network = Files.writeString(folder.resolve("network.yaml"), "version: 1\nlinsk: []\n");
        Ended ended = serve("--network", network.toString());
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err).contains("network.yaml:2", "linsk");
    }

    @Test
    void dataThatIsNoFolder_isSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");
        Ended ended = serve();
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err).contains("data (--data)", file.toString());
    }

    @Test
    void keysThatAreNotThere_areSaid() {
        Ended ended = serve(
                "--openflow-tls-certificate",
                "/no/c.pem",
                "--openflow-tls-key",
                "/no/k.pem",
                "--openflow-tls-trust",
                "/no/t.pem");
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err).contains("openflow.tls").contains("/no/");
    }

    @Test
    void journal_isVerifiedExportedAndRepaired_whenNoControllerUsesIt() throws Exception {
        Path journal = folder.resolve("data").resolve("journal");
        assertThat(plumb("journal", "verify", journal.toString())).satisfies(ended -> {
            assertThat(ended.code).isEqualTo(2);
            assertThat(ended.err).contains("holds no journal");
        });
        try (RocksDbJournal open = RocksDbJournal.open(journal)) {
            assertThat(open.replay()).isEmpty();
            for (long flow = 1; flow <= 3; flow++) {
                CompletableFuture<Journal.Outcome> outcome = new CompletableFuture<>();
                open.append(new JournalEntry.Activated(flow, flow), outcome::complete);
                assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(new Journal.Outcome.Durable());
            }
            assertThat(plumb("journal", "repair", journal.toString())).satisfies(ended -> {
                assertThat(ended.code).isEqualTo(2);
                assertThat(ended.err).contains("in use by another controller");
            });
        }
        String data = folder.resolve("data").toString();
        assertThat(plumb("journal", "export", "--data", data).out.lines())
                .containsExactly(
                        "{\"number\":1,\"entry\":{\"entry\":\"activated\",\"flow\":1,\"atNanos\":1}}",
                        "{\"number\":2,\"entry\":{\"entry\":\"activated\",\"flow\":2,\"atNanos\":2}}",
                        "{\"number\":3,\"entry\":{\"entry\":\"activated\",\"flow\":3,\"atNanos\":3}}");
        assertThat(plumb("journal", "verify", "--data", data)).satisfies(ended -> {
            assertThat(ended.code).isEqualTo(1);
            assertThat(ended.out).contains("of gf-2 no admission can be read", "NOT SOUND");
        });
        assertThat(plumb("journal", "repair", "--dry-run", "--data", data)).satisfies(ended -> {
            assertThat(ended.code).isEqualTo(1);
            assertThat(ended.out).contains("0 entries would be saved", "gf-1, gf-2, gf-3", "would be kept as");
        });
        assertThat(plumb("journal", "repair", "--data", data).code).isZero();
        assertThat(plumb("journal", "verify", "--data", data)).satisfies(ended -> {
            assertThat(ended.code).isZero();
            assertThat(ended.out)
                    .contains("0 entries of 0 guaranteed flows, the highest number ever given is 3", "sound");
        });
        assertThat(plumb("journal", "repair", "--data", data).out).contains("nothing to repair");
    }
}
