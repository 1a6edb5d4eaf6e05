package io.plumbline.cli;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MICRO;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.NaiveLedger;
import io.plumbline.pce.NaiveLedger.Mutant;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.proofs.CertificateFile;
import io.plumbline.proofs.LedgerFile;
import io.plumbline.proofs.ProofFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code plumb verify}: what it says of files, and how it ends. */
class VerifyCommandTest {
    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended verify(String... files) {
        return verifyWithInput("", files);
    }

    private static Ended verifyWithInput(String input, String... files) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new VerifyCommand(new ByteArrayInputStream(input.getBytes(UTF_8))))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(files);
        return new Ended(code, out.toString(), err.toString());
    }

    private String saved(String name, ProofFile file) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(path)) {
            file.write(out);
        }
        return path.toString();
    }

    private String spoiled(String file, String what, String by) throws IOException {
        String text = Files.readString(Path.of(file));
        String changed = Pattern.compile(what).matcher(text).replaceFirst(by);
        assertThat(changed).isNotEqualTo(text);
        return Files.writeString(Files.createTempFile(folder, "spoiled", ".json"), changed)
                .toString();
    }

    private static PathRequest request(String id, PolicedTraffic traffic, long deadline) {
        return new PathRequest(id, "s1", "t", traffic, PolicedTraffic.NONE, deadline, 0, Long.MAX_VALUE);
    }

    /** Two links, one flow of 2 Mbit/s. */
    private static TeTopology line() {
        ServiceClass gold = new ServiceClass("gold", 6 * MILLI, 100_000);
        return topology(
                ImmutableList.of(node("s1", 0, 0), node("s2", 0, 100 * MICRO), terminationPoint("t")),
                ImmutableList.of(
                        link("s1", "s2").classes(gold).build(),
                        link("s2", "t").classes(gold).access().build()));
    }

    private static Pce admitted() {
        Pce pce = Networks.pce(1, line());
        assertThat(pce.admit(ImmutableList.of(request("r", traffic(2 * MEGA, 1000, 2), 20 * MILLI)), 0))
                .isInstanceOf(Admitted.class);
        return pce;
    }

    private String ledger() throws IOException {
        Pce pce = admitted();
        return saved("ledger.json", new LedgerFile(pce.topology(), pce.snapshot(), pce.reservations()));
    }

    private String certificate() throws IOException {
        CertificateFile.Proof proof =
                new CertificateFile.Proof("forward", admitted().certificate("r").orElseThrow());
        return saved("certificate.json", new CertificateFile("gf-1", ImmutableList.of(proof)));
    }

    @Test
    void whatHolds_isProven() throws Exception {
        String ledger = ledger();
        String certificate = certificate();
        Ended ended = verify(ledger, certificate);
        assertThat(ended)
                .isEqualTo(new Ended(
                        0,
                        ledger + ": proven: ledger version 1: 1 reservation on 2 links" + System.lineSeparator()
                                + certificate + ": proven: certificate of gf-1 at ledger version 1"
                                + System.lineSeparator()
                                + certificate + ", " + ledger
                                + ": agree: certificate of gf-1 at ledger version 1 beside ledger version 1"
                                + System.lineSeparator(),
                        ""));
        assertThat(verify(certificate, ledger).code).isZero();
        assertThat(verify(ledger, ledger).out.lines()).hasSize(1);
        assertThat(verifyWithInput(Files.readString(Path.of(ledger)), "-").out)
                .isEqualTo("-: proven: ledger version 1: 1 reservation on 2 links" + System.lineSeparator());
    }

    @Test
    void whatDoesNotHold_isNamed_withPlaceFiguresUnitAndInstant() throws Exception {
        // 12,336 bit of L and 1,800,000 bit at once take 181.2336 ms of 10 Mbit/s; the meter itself is 16,000 + 2,000 +
        // ...
        String ledger = spoiled(ledger(), "(?s)(\"entries\".*?\"burstBits\" : )\\d+", "$11800000");
        Ended ended = verify(ledger);
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err).isEmpty();
        assertThat(ended.out)
                .contains("NOT PROVEN: ledger version 1: 1 reservation on 2 links")
                .contains("  s1->s2 delay[gold]: 181233600 ns > 6000000 ns, by 175233600 ns, at 1970-01-01T00:00:00Z")
                .containsPattern("  s1->s2 backlog\\[gold]: 180\\d{4} bit > 800000 bit, by 100\\d{4} bit, at 1970");
        assertThat(ended.out).containsPattern("  r at s1->s2 states burst booked: \\d+ bit instead of 1800000 bit, at");

        Ended stated = verify(spoiled(certificate(), "(\"totalNanos\" : )\\d+", "$16000000"));
        assertThat(stated.code).isEqualTo(1);
        assertThat(stated.out)
                .contains("NOT PROVEN: certificate of gf-1")
                .contains("  r states total: 6000000 ns instead of 12100000 ns, at 1970-01-01T00:00:00Z");
    }

    /** Each by itself is proven: the ledger of another network. */
    @Test
    void whatDoesNotAgree_isNotProven() throws Exception {
        String ledger =
                spoiled(ledger(), "\"capacityBitsPerSecond\" : 10000000", "\"capacityBitsPerSecond\" : 20000000");
        String certificate = certificate();
        assertThat(verify(ledger).code).isZero();
        assertThat(verify(certificate).code).isZero();
        Ended ended = verify(ledger, certificate);
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.out)
                .contains(
                        certificate + ", " + ledger + ": DO NOT AGREE: certificate of gf-1 at ledger version 1 beside")
                .contains("  r at s1->s2 states capacity: 10000000 bit/s instead of 20000000 bit/s, at 1970");
    }

    @Test
    void whatCannotBeLookedAt_isNotProven() throws Exception {
        Ended ended = verify(spoiled(ledger(), "\"id\" : \"s2->t\"", "\"id\" : \"s3->t\""));
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.out)
                .contains("NOT PROVEN")
                .contains("  s2->t: the topology does not know its path, so nothing is proven")
                .contains("  r: the topology does not know its path, so nothing is proven");
    }

    @Test
    void whatCannotBeRead_endsWith2_andTheOthersAreProvenAllTheSame() throws Exception {
        String ledger = ledger();
        String malformed = spoiled(ledger, "\"label\" : \\d+", "\"label\" : 1.5");
        Ended ended = verify(malformed, folder.resolve("gone").toString(), folder.toString(), ledger);
        assertThat(ended.code).isEqualTo(2);
        assertThat(ended.out).isEqualTo(verify(ledger).out);
        assertThat(ended.err.lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("plumb verify: " + malformed + ": /")
                                .contains("/label (line ")
                                .endsWith(
                                        "not a whole number; allowed: a whole number from -2147483648 to 2147483647; found: 1.5"),
                        line -> assertThat(line)
                                .isEqualTo("plumb verify: " + folder.resolve("gone") + ": no such file"),
                        line -> assertThat(line)
                                .startsWith("plumb verify: " + folder + ": ")
                                .contains("directory"));
        String wrong = spoiled(ledger, "(?s)(\"entries\".*?\"burstBits\" : )\\d+", "$11800000");
        assertThat(verify(ledger, wrong).code).isEqualTo(1);
        assertThat(verify(wrong, ledger).code).isEqualTo(1);
        assertThat(verify(malformed, wrong).code).isEqualTo(2);
        assertThat(verifyWithInput("", "-").err).startsWith("plumb verify: -: document (line 1, column 1): ");
    }

    @Test
    void wrongUsage_endsWith2_andHelpWith0() {
        Ended none = verify();
        assertThat(none.code).isEqualTo(2);
        assertThat(none.err).contains("Missing required parameter: 'FILE'", "Usage: verify");
        assertThat(verify("--fast", "x").code).isEqualTo(2);
        Ended help = verify("--help");
        assertThat(help.code).isZero();
        assertThat(help.out).contains("Usage: verify", "GET /v1/ledger", "- for standard", "Exit codes:");
        for (int code = 0; code < 3; code++) {
            assertThat(help.out).containsPattern("(?m)^ +" + code + " +\\S");
        }
    }

    /** Names from a file do not steer the terminal. */
    @Test
    void controlCharacters_areNotPrinted() throws Exception {
        Ended ended = verify(spoiled(
                spoiled(ledger(), "\"id\" : \"r\"", "\"id\" : \"r\\\\u001b[2J\""),
                "\"mtuBytes\" : 1500",
                "\"mtuBytes\" : 900"));
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.out).contains("r?[2J").doesNotContain("\u001b");
    }

    @Test
    void manyViolations_areCounted() throws Exception {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            entries.append("""
                    {"reservationId": "ghost", "classIndex": 0, "rateBitsPerSecond": -1, "burstBits": 0, "label": 0,
                     "fromNanos": 0, "untilNanos": 1, "failures": []},
                    """);
        }
        Ended ended = verify(spoiled(ledger(), "\"s1->s2\" : \\[", "$0" + entries));
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.out.lines()).hasSize(102).last().isEqualTo("  and 50 more");
    }

    // The three mutants of the model, each planted in a naive ledger, which then books what it must not.

    private String mutant(TeTopology topology, NaiveLedger ledger) throws IOException {
        return saved("mutant.json", new LedgerFile(topology, ledger.snapshot(), ledger.reservations()));
    }

    private static Reservation admit(NaiveLedger ledger, PathRequest request) {
        Reservation reservation = ledger.exhaustive(request, true).orElseThrow();
        ledger.book(reservation);
        return reservation;
    }

    @Test
    void mutant_withoutBurstGrowth_isRefused() throws Exception {
        PathRequest request = request("r", traffic(2 * MEGA, 1000, 2), 20 * MILLI);
        NaiveLedger right = new NaiveLedger(line(), Mutant.NONE);
        admit(right, request);
        assertThat(verify(mutant(line(), right)).code).isZero();

        NaiveLedger wrong = new NaiveLedger(line(), Mutant.NO_BURST_GROWTH);
        Reservation booked = admit(wrong, request);
        Ended ended = verify(mutant(line(), wrong));
        assertThat(ended.code).isEqualTo(1);
        // 6 ms of budget and 100 us of software at 2,048,000 bit/s: 12,492.8 bit.
        long burst = booked.hops().getLast().burstBits();
        assertThat(ended.out)
                .contains("  r at s2->t burst>=meter+growth: " + (burst + 12_493) + " bit > " + burst
                        + " bit, by 12493 bit, at 1970-01-01T00:00:00Z");
    }

    private static TeTopology oneLink(ServiceClass gold) {
        return topology(
                ImmutableList.of(node("s1", 0, 0), terminationPoint("t")),
                ImmutableList.of(link("s1", "t").classes(gold).access().build()));
    }

    @Test
    void mutant_withCapacityOnly_isRefused() throws Exception {
        TeTopology topology = oneLink(new ServiceClass("gold", 6 * MILLI, 100_000));
        NaiveLedger wrong = new NaiveLedger(topology, Mutant.CAPACITY_ONLY);
        long bursts = 0;
        for (int i = 0; i < 8; i++) {
            bursts += admit(wrong, request("r" + i, traffic(MEGA, 1000, 2), 6 * MILLI))
                    .hops()
                    .getFirst()
                    .burstBits();
        }
        long delay = (12_336 + bursts) * 100;
        Ended ended = verify(mutant(topology, wrong));
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.out)
                .contains("  s1->t delay[gold]: " + delay + " ns > 6000000 ns, by " + (delay - 6_000_000)
                        + " ns, at 1970-01-01T00:00:00Z");
    }

    @Test
    void mutant_thatReturnsCapacityAtOnce_isRefused() throws Exception {
        TeTopology topology = oneLink(new ServiceClass("gold", 7_600 * MICRO, 100_000));
        long stop = SECOND;
        PathRequest second = new PathRequest(
                "second", "s1", "t", traffic(MEGA, 1500, 3), PolicedTraffic.NONE, 8 * MILLI, stop, Long.MAX_VALUE);
        for (Mutant mutant : new Mutant[] {Mutant.NONE, Mutant.NO_LINGER}) {
            NaiveLedger ledger = new NaiveLedger(topology, mutant);
            admit(ledger, request("first", traffic(MEGA, 1500, 3), 8 * MILLI));
            admit(ledger, request("victim", traffic(MEGA, 1000, 1), 8 * MILLI));
            ledger.release("first", stop);
            if (mutant == Mutant.NONE) {
                assertThat(ledger.exhaustive(second, true)).isEmpty();
                assertThat(verify(mutant(topology, ledger)).code).isZero();
                continue;
            }
            admit(ledger, second);
            Ended ended = verify(mutant(topology, ledger));
            assertThat(ended.code).isEqualTo(1);
            assertThat(ended.out)
                    .containsPattern("  first at s1->t linger: (\\d+) ns > 0 ns, by \\1 ns, at 1970-01-01T00:00:01Z");
        }
    }
}
