package io.plumbline.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.pce.Pce;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is written is read back as it was; what was not written like that is not read at all. */
class ProofFileTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static ProofFile read(JsonNode node) throws ProofFormatException {
        return ProofFile.read(node.toString().getBytes(UTF_8));
    }

    @Test
    void ledger_isReadBackAsItWasWritten_andProven() throws Exception {
        for (long seed = 0; seed < 5; seed++) {
            Pce pce = Ledgers.busy(seed);
            LedgerFile written = Ledgers.file(pce);
            assertThat(written.reservations()).as("seed " + seed).hasSizeGreaterThan(7);
            assertThat(written.ledger().stops()).as("seed " + seed).hasSize(2);
            ProofFile read = read(written.json());
            assertThat(read).as("seed " + seed).isEqualTo(written);
            Verdict verdict = read.verify();
            assertThat(verdict.violations()).as("seed " + seed).isEmpty();
            assertThat(verdict.isProven()).as("seed " + seed).isTrue();
            assertThat(verdict.subject())
                    .isEqualTo("ledger version %d: %d reservations on %d links"
                            .formatted(
                                    pce.snapshot().version(),
                                    pce.reservations().size(),
                                    pce.snapshot().entries().size()));
        }
        LedgerFile empty = Ledgers.file(new Pce(1));
        assertThat(read(empty.json())).isEqualTo(empty);
        assertThat(empty.verify().isProven()).isTrue();
        assertThat(empty.verify().subject()).isEqualTo("ledger version 0: 0 reservations on 0 links");
    }

    @Test
    void certificates_areReadBackAsTheyWereWritten_andProven() throws Exception {
        CertificateFile written = Ledgers.certificates(Ledgers.busy(7));
        assertThat(written.proofs()).hasSizeGreaterThan(5);
        ProofFile read = read(written.json());
        assertThat(read).isEqualTo(written);
        assertThat(read.verify().isProven()).isTrue();
        assertThat(read.verify().subject())
                .isEqualTo("certificate of gf at ledger version "
                        + written.proofs().getFirst().certificate().ledgerVersion());
    }

    /** Numbers beyond 2^53 keep every digit, and instants that stand for none are null. */
    @Test
    void openEnds_areNull() {
        ObjectNode json = Ledgers.file(Ledgers.busy(1)).json();
        assertThat(json.toString()).doesNotContain(Long.toString(Long.MAX_VALUE));
        assertThat(json.at("/ledger/entries").findValues("untilNanos")).anyMatch(JsonNode::isNull);
        assertThat(Ledgers.file(new Pce(1)).json().at("/ledger/nowNanos").isNull()).isTrue();
    }

    private static void refused(ObjectNode valid, Consumer<ObjectNode> spoil, String pointer, String message) {
        ObjectNode spoiled = valid.deepCopy();
        spoil.accept(spoiled);
        assertThatThrownBy(() -> read(spoiled))
                .as(message)
                .isInstanceOfSatisfying(
                        ProofFormatException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
                .hasMessageContaining(message);
    }

    private static ObjectNode at(ObjectNode root, String pointer) {
        return (ObjectNode) root.at(pointer);
    }

    @Test
    void whatIsNotWrittenLikeThis_isRefused_withPointerValueAndLimit() {
        ObjectNode ledger = Ledgers.file(Ledgers.busy(2)).json();
        String hop = "/reservations/0/hops/0";
        refused(ledger, root -> root.remove("format"), "/format", "missing; allowed: plumbline-ledger-1 or plumbline-c");
        refused(ledger, root -> root.put("format", "x"), "/format", "unknown format; allowed: plumbline-ledger-1");
        refused(ledger, root -> root.put("format", 1), "/format", "not a text; allowed: a text; found: 1");
        refused(ledger, root -> root.put("more", 1), "/more", "unknown member; allowed: ledger, reservations, topology");
        refused(ledger, root -> at(root, hop).put("linkId", "x"), hop + "/linkId", "unknown member; allowed: burstBits,");
        refused(ledger, root -> at(root, hop).remove("label"), hop + "/label", "missing");
        refused(ledger, root -> at(root, hop).put("label", "1"), hop + "/label", "not a whole number");
        refused(ledger, root -> at(root, hop).put("label", 1.0), hop + "/label", "not a whole number");
        refused(ledger, root -> at(root, hop).putNull("label"), hop + "/label", "not a whole number");
        refused(
                ledger,
                root -> at(root, hop).put("label", 2_147_483_648L),
                hop + "/label",
                "out of range; allowed: a whole number from -2147483648 to 2147483647; found: 2147483648");
        refused(
                ledger,
                root -> at(root, hop).put("burstBits", BigInteger.TWO.pow(63)),
                hop + "/burstBits",
                "out of range; allowed: a whole number from -9223372036854775808 to 9223372036854775807; found: 92");
        refused(ledger, root -> at(root, hop).put("rateBitsPerSecond", 0), hop, "none may be negative, and the rate not");
        refused(ledger, root -> at(root, "/reservations/0").putArray("hops"), "/reservations/0", "no hops");
        refused(ledger, root -> root.putObject("reservations"), "/reservations", "not an array");
        refused(ledger, root -> root.putArray("topology"), "/topology", "not an object");
        refused(
                ledger,
                root -> at(root, "/topology/nodes/0").put("kind", "HUB"),
                "/topology/nodes/0/kind",
                "unknown word; allowed: [SWITCH, TERMINATION_POINT]; found: \"HUB\"");
        refused(
                ledger,
                root -> at(root, "/topology/links/0").put("up", 1),
                "/topology/links/0/up",
                "neither true nor false");
        refused(
                ledger,
                root -> at(root, "/topology/links/0").put("capacityBitsPerSecond", 100_000_000_000_001L),
                "/topology/links/0",
                "100000000000001 given, at least 0 and at most 100000000000000 allowed");
        refused(
                ledger,
                root -> at(root, "/topology/links/0").put("to", "leaf-0"),
                "/topology/links/0",
                "leaf-0 given, which the link leads from too");
        refused(
                ledger,
                root -> at(root, "/topology/links/0").putArray("labels").add("a").add("a"),
                "/topology/links/0/labels/1",
                "stands here twice; allowed: each once; found: \"a\"");
        for (String list : new String[] {"/topology/nodes", "/topology/links", "/reservations"}) {
            int last = ledger.at(list).size();
            refused(
                    ledger,
                    root -> ((ArrayNode) root.at(list)).add(root.at(list).get(0).deepCopy()),
                    list + "/" + last,
                    "one with this id stands above");
        }
        // A slash of an id is escaped in a pointer.
        refused(
                ledger,
                root -> at(root, "/ledger/stops").put("gf-1/x", "late"),
                "/ledger/stops/gf-1~1x",
                "not a whole number");

        ObjectNode certificate = Ledgers.certificates(Ledgers.busy(2)).json();
        refused(certificate, root -> root.putArray("proofs"), "/proofs", "an array of at least one");
        refused(certificate, root -> root.put("id", 5), "/id", "not a text");
        refused(certificate, root -> at(root, "/proofs/0").remove("direction"), "/proofs/0/direction", "missing");
        refused(certificate, root -> root.set("proofs", JSON.arrayNode().add(5)), "/proofs/0", "not an object");
        refused(certificate, root -> at(root, "/proofs/0").put("x", 5), "/proofs/0/x", "unknown member");
    }

    private static void malformed(String text, String message) {
        assertThatThrownBy(() -> ProofFile.read(text.getBytes(UTF_8)))
                .as(text)
                .isInstanceOf(ProofFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoJson_isRefused() {
        malformed("", "empty");
        malformed("[]", "not an object");
        malformed("{", "not JSON, line 1, column ");
        malformed("{}\n{}", "not JSON, line 2, column 1: something follows the object");
        malformed("{\"a\":1,\"a\":2}", "not JSON, line 1, column ");
        malformed("{\"format\":\"plumbline-ledger-1\",\"ledger\":NaN}", "not JSON, line 1");
        malformed("{\"a\":" + "9".repeat(200) + "}", "not JSON");
        malformed("{\"format\":\"plumbline-ledger-1\",\"topology\":1e9999999999}", "");
        malformed("[".repeat(1000), "not JSON");
        assertThatThrownBy(() -> ProofFile.read(new byte[] {'{', (byte) 0xff, '}'})).hasMessage("not UTF-8");
    }

    /** Whatever is done to a file: a verdict, or an error. */
    @Test
    void mutatedFiles_giveAVerdictOrAnError() {
        byte[][] originals = {
            Ledgers.file(Ledgers.busy(3)).json().toString().getBytes(UTF_8),
            Ledgers.certificates(Ledgers.busy(3)).json().toString().getBytes(UTF_8)
        };
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = originals[seed % 2].clone();
            int at = random.nextInt(bytes.length);
            if (random.nextInt(2) == 0) {
                bytes[at] = (byte) "0123456789-eE.\"{}[],:ntf ".charAt(random.nextInt(25));
            } else {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(ProofFile.read(bytes).verify().subject()).isNotEmpty();
                read++;
            } catch (ProofFormatException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }
}
