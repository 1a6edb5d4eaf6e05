package io.plumbline.proofs;

import static io.plumbline.proofs.Ledgers.json;
import static io.plumbline.proofs.Ledgers.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import io.plumbline.pce.Pce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every number of a valid file is made smaller and larger, one at a time. A table says for each field what has to come of that; a number that
 * is in no row, or a row that nothing is in, fails the test.
 */
class TamperingTest {
    /** Six flows with everything that a row asks for. */
    private static final long SEED = 4;

    /** What comes of a number that is changed. */
    private enum Outcome {
        /** Refused, whatever the value. */
        REFUSED,

        /** Refused, or what the file then claims is no more than what was proven: the row says what makes it so. */
        NO_MORE,

        /**
         * A constant of the network, or what is only in a ledger. What the file claims by itself may be true of another network or ledger.
         * Refused beside the other file, where anything that is certified rests on it.
         */
        PREMISE,

        /** Nothing that is proven rests on it: never refused, but for a value that cannot be. */
        IDLE
    }

    /** Whether the claim is no more than before, when that number stands in this field of the file. */
    private interface Claim {
        boolean isNoMore(Leaf leaf, long value);
    }

    private record Row(Outcome less, Outcome more, Claim claim) {
        static Row both(Outcome outcome) {
            return new Row(outcome, outcome, (leaf, value) -> outcome != Outcome.NO_MORE);
        }

        static Row noMoreIf(Claim claim) {
            return new Row(Outcome.NO_MORE, Outcome.NO_MORE, claim);
        }
    }

    private static final Row REFUSED = Row.both(Outcome.REFUSED);
    private static final Row PREMISE = Row.both(Outcome.PREMISE);
    private static final Row IDLE = Row.both(Outcome.IDLE);

    /** A flow may ask for less than is booked for it, and for no more. */
    private static final Row ASKED =
            new Row(Outcome.NO_MORE, Outcome.REFUSED, (leaf, value) -> value >= 0 && value < leaf.number());

    /** The longest frame of all links: every packet has to fit. */
    private static final Row PACKET = Row.noMoreIf((leaf, value) -> value >= 0 && value <= 1500 + 14);

    private static final Row LABELS = Row.noMoreIf(TamperingTest::everyLabelIsInRange);

    private static final ImmutableMap<String, Row> LEDGER = ImmutableMap.<String, Row>builder()
            .put("/topology/version", IDLE)
            .put("/topology/nodes/*/processingNanos", PREMISE)
            .put("/topology/nodes/*/softwareAllowanceNanos", PREMISE)
            // Where a switch has no meter or entry left, the flow is not installed and nothing is promised.
            .put("/topology/nodes/*/meterCapacity", IDLE)
            .put("/topology/nodes/*/entryCapacity", IDLE)
            .put("/topology/links/*/capacityBitsPerSecond", PREMISE)
            .put("/topology/links/*/propagationNanos", PREMISE)
            .put("/topology/links/*/framingOverheadBytes", PREMISE)
            .put("/topology/links/*/tagBytes", PREMISE)
            .put("/topology/links/*/mtuBytes", PREMISE)
            .put("/topology/links/*/bestEffortFloorBitsPerSecond", PREMISE)
            .put("/topology/links/*/classes/*/budgetNanos", PREMISE)
            .put("/topology/links/*/classes/*/bufferBytes", PREMISE)
            .put("/topology/links/*/control/rateBitsPerSecond", PREMISE)
            .put("/topology/links/*/control/burstBits", PREMISE)
            .put("/topology/links/*/firstLabel", LABELS)
            .put("/topology/links/*/lastLabel", LABELS)
            .put("/ledger/version", IDLE)
            .put("/ledger/entries/*/*/classIndex", REFUSED)
            .put("/ledger/entries/*/*/rateBitsPerSecond", REFUSED)
            .put("/ledger/entries/*/*/burstBits", REFUSED)
            .put("/ledger/entries/*/*/label", REFUSED)
            // Booked before it begins.
            .put("/ledger/entries/*/*/fromNanos", new Row(Outcome.NO_MORE, Outcome.REFUSED, (leaf, value) -> true))
            .put("/ledger/entries/*/*/untilNanos", REFUSED)
            // It says which ends have passed: as long as these are the same ones, it says nothing else.
            .put("/ledger/nowNanos", Row.noMoreIf((leaf, value) -> value < Ledgers.NOW + 4 * Ledgers.SECOND))
            .put("/ledger/stops/*", REFUSED)
            .put("/reservations/*/request/traffic/rateBitsPerSecond", ASKED)
            .put("/reservations/*/request/traffic/burstBits", ASKED)
            .put("/reservations/*/request/traffic/tickBits", ASKED)
            .put("/reservations/*/request/traffic/packetsPerSecond", ASKED)
            .put("/reservations/*/request/traffic/burstPackets", ASKED)
            .put("/reservations/*/request/traffic/tickPackets", ASKED)
            .put("/reservations/*/request/traffic/maxPacketBytes", PACKET)
            .put("/reservations/*/request/probe/rateBitsPerSecond", ASKED)
            .put("/reservations/*/request/probe/burstBits", ASKED)
            .put("/reservations/*/request/probe/tickBits", ASKED)
            .put("/reservations/*/request/probe/packetsPerSecond", ASKED)
            .put("/reservations/*/request/probe/burstPackets", ASKED)
            // There are none: less than that is less than nothing.
            .put("/reservations/*/request/probe/tickPackets", REFUSED)
            .put("/reservations/*/request/probe/maxPacketBytes", PACKET)
            // Looser; or tighter, and the bound is within it all the same.
            .put("/reservations/*/request/deadlineNanos", Row.noMoreIf((leaf, value) -> value >= leaf.boundNanos()))
            // A flow that begins later than it is booked.
            .put("/reservations/*/request/startNanos", new Row(Outcome.REFUSED, Outcome.NO_MORE, (leaf, value) -> true))
            .put("/reservations/*/request/endNanos", REFUSED)
            // An end that has passed and was not confirmed: booked for ever, too.
            .put(
                    "/reservations/*/request/endNanos without end",
                    Row.noMoreIf((leaf, value) -> value <= Ledgers.NOW + Ledgers.SECOND))
            .put("/reservations/*/request/endNanos stopped", IDLE)
            // Who may displace whom is not what is proven. The flows here have the lowest of one and the highest of the
            // other.
            .put(
                    "/reservations/*/request/priority/setup",
                    new Row(Outcome.IDLE, Outcome.REFUSED, (leaf, value) -> true))
            .put(
                    "/reservations/*/request/priority/holding",
                    new Row(Outcome.REFUSED, Outcome.IDLE, (leaf, value) -> true))
            .put("/reservations/*/hops/*/classIndex", REFUSED)
            .put("/reservations/*/hops/*/label", REFUSED)
            .put("/reservations/*/hops/*/rateBitsPerSecond", REFUSED)
            .put("/reservations/*/hops/*/burstBits", REFUSED)
            .put("/reservations/*/hops/*/lingerNanos", REFUSED)
            // It will stay for longer.
            .put(
                    "/reservations/*/hops/*/lingerNanos without end",
                    new Row(Outcome.REFUSED, Outcome.NO_MORE, (leaf, value) -> true))
            .put("/reservations/*/relation/sharedHops", REFUSED)
            // An old way goes from the ingress to the egress by itself.
            .put(
                    "/reservations/*/relation/sharedHops of an old way",
                    new Row(Outcome.REFUSED, Outcome.IDLE, (leaf, value) -> false))
            .buildOrThrow();

    /** What is in no row is refused. */
    private static final ImmutableMap<String, Row> CERTIFICATE = ImmutableMap.<String, Row>builder()
            .put("/proofs/*/ledgerVersion", IDLE)
            .put("/proofs/*/endNanos", PREMISE)
            // As long as the packets of the flow are larger.
            .put("/proofs/*/probe/maxPacketBytes", PREMISE)
            // At an instant that only stability names, which is about rates.
            .put("/proofs/*/hops/*/loads/*/classes/*/burstBits", PREMISE)
            .buildOrThrow();

    private static boolean everyLabelIsInRange(Leaf leaf, long value) {
        boolean first = leaf.name().equals("firstLabel");
        long least = first ? value : leaf.parent().get("firstLabel").longValue();
        long most = first ? leaf.parent().get("lastLabel").longValue() : value;
        JsonNode entries =
                leaf.root().at("/ledger/entries").path(leaf.parent().get("id").textValue());
        // One that was stopped before it began is never there.
        return Streams.stream(entries)
                .filter(entry -> entry.get("untilNanos").isNull()
                        || entry.get("fromNanos").longValue()
                                < entry.get("untilNanos").longValue())
                .map(entry -> entry.get("label").longValue())
                .allMatch(label -> label == 0 || least > 0 && least <= label && label <= most);
    }

    /**
     * A number in a file, or an instant that is null there.
     *
     * @param bounds by reservation: what is proven for it; none when nothing is promised any more
     */
    private record Leaf(
            ObjectNode root,
            ObjectNode parent,
            String name,
            JsonNode value,
            String pointer,
            String field,
            Map<String, Long> bounds) {
        long number() {
            return value.longValue();
        }

        /** What is smaller, or larger; an absent end is the largest of all. */
        Set<Long> values(boolean more) {
            if (value.isNull()) {
                return more ? Set.of() : Set.of(Ledgers.NOW, Ledgers.NOW + 3600 * Ledgers.SECOND);
            }
            long is = number();
            Set<Long> values = new TreeSet<>(
                    more
                            ? List.of(is + 1, is + is / 8 + 2, Long.MAX_VALUE - 1)
                            : List.of(is - 1, is - is / 8 - 2, -is - 2));
            values.removeIf(other -> more ? other <= is : other >= is);
            return values;
        }

        void set(long other) {
            parent.put(name, other);
        }

        void restore() {
            parent.set(name, value);
        }

        /** The whole reservation that it is in. */
        JsonNode reservation() {
            return root.at(pointer.substring(0, pointer.indexOf('/', "/reservations/".length())));
        }

        long boundNanos() {
            return bounds.getOrDefault(reservation().at("/request/id").textValue(), 0L);
        }

        /** The row that it is in: by its field, and by what the reservation is where that matters. */
        String row() {
            if (!pointer.startsWith("/reservations/")) {
                return field;
            }
            boolean stopped =
                    root.at("/ledger/stops").has(reservation().at("/request/id").textValue());
            boolean endless = !stopped && reservation().at("/request/endNanos").isNull();
            return switch (name) {
                case "endNanos" -> field + (stopped ? " stopped" : endless ? " without end" : "");
                case "lingerNanos" -> field + (endless ? " without end" : "");
                case "sharedHops" ->
                    field + (reservation().at("/relation/role").textValue().equals("OLD_WAY") ? " of an old way" : "");
                default -> field;
            };
        }
    }

    private static List<Leaf> leaves(ObjectNode root, Map<String, Long> bounds) {
        List<Leaf> leaves = new ArrayList<>();
        collect(root, root, "", "", bounds, leaves);
        return leaves;
    }

    private static void collect(
            ObjectNode root, JsonNode node, String pointer, String field, Map<String, Long> bounds, List<Leaf> into) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(root, array.get(i), pointer + "/" + i, field + "/*", bounds, into);
            }
        } else if (node instanceof ObjectNode object) {
            boolean isMap = field.equals("/ledger/entries") || field.equals("/ledger/stops");
            object.properties().forEach(member -> {
                String name = member.getKey();
                JsonNode value = member.getValue();
                String at = pointer + "/" + name;
                String as = field + "/" + (isMap ? "*" : name);
                if (value.isNumber() || value.isNull() && name.endsWith("Nanos")) {
                    into.add(new Leaf(root, object, name, value, at, as, bounds));
                } else {
                    collect(root, value, at, as, bounds, into);
                }
            });
        }
    }

    private enum Answer {
        UNREADABLE,
        REFUSED,
        PROVEN
    }

    private interface Verifier {
        Verdict verify(ProofFile file);
    }

    private static Answer ask(ObjectNode json, Verifier verifier) {
        try {
            return verifier.verify(read(json)).isProven() ? Answer.PROVEN : Answer.REFUSED;
        } catch (ProofFormatException malformed) {
            return Answer.UNREADABLE;
        }
    }

    /** What happened to the numbers of a file, held against a table. */
    private static final class Trial {
        private final ImmutableMap<String, Row> rows;
        private final Row otherwise;
        private final Set<String> seen = new TreeSet<>();
        private final Set<String> proven = new TreeSet<>();

        Trial(ImmutableMap<String, Row> rows, Row otherwise) {
            this.rows = rows;
            this.otherwise = otherwise;
        }

        /**
         * @param beside the other file
         * @param certified whether anything that is certified rests on that number
         */
        void change(Leaf leaf, Verifier beside, boolean certified) {
            String name = leaf.row();
            Row row = Objects.requireNonNull(rows.getOrDefault(name, otherwise));
            seen.add(name);
            for (boolean more : new boolean[] {false, true}) {
                Outcome outcome = more ? row.more() : row.less();
                for (long value : leaf.values(more)) {
                    leaf.set(value);
                    String what = leaf.pointer() + ": " + leaf.value() + " -> " + value;
                    Answer answer = ask(leaf.root(), ProofFile::verify);
                    if (answer == Answer.PROVEN) {
                        proven.add(name + (more ? " more" : " less"));
                    }
                    switch (outcome) {
                        case REFUSED -> assertThat(answer).as(what).isNotEqualTo(Answer.PROVEN);
                        case IDLE -> assertThat(answer).as(what).isNotEqualTo(Answer.REFUSED);
                        case NO_MORE ->
                            assertThat(answer != Answer.PROVEN || row.claim().isNoMore(leaf, value))
                                    .as(what)
                                    .isTrue();
                        case PREMISE ->
                            assertThat(answer != Answer.PROVEN
                                            || !certified
                                            || ask(leaf.root(), beside) == Answer.REFUSED)
                                    .as(what)
                                    .isTrue();
                    }
                }
                leaf.restore();
            }
        }

        /** Each row was needed, in each direction. */
        void finish() {
            assertThat(seen).containsAll(rows.keySet());
            Set<String> needed = new TreeSet<>();
            rows.forEach((name, row) -> {
                if (row.less() != Outcome.REFUSED) {
                    needed.add(name + " less");
                }
                if (row.more() != Outcome.REFUSED) {
                    needed.add(name + " more");
                }
            });
            // An absent end cannot be later.
            needed.remove("/reservations/*/request/endNanos without end more");
            assertThat(proven).isEqualTo(needed);
        }
    }

    @Test
    void ledger_everyNumber() {
        Pce pce = Ledgers.busy(SEED, 6);
        CertificateFile certificates = Ledgers.certificates(pce);
        Map<String, Long> bounds = new HashMap<>();
        certificates
                .proofs()
                .forEach(proof -> bounds.put(
                        proof.certificate().reservationId(), proof.certificate().totalNanos()));
        Set<String> certified = certified(pce, certificates);
        ObjectNode json = json(Ledgers.file(pce));
        Trial trial = new Trial(LEDGER, REFUSED);
        for (Leaf leaf : leaves(json, bounds)) {
            assertThat(LEDGER).as(leaf.pointer()).containsKey(leaf.row());
            boolean rests = leaf.pointer().startsWith("/topology/")
                    && certified.contains(json.at(leaf.pointer().replaceAll("^(/topology/[a-z]+/[0-9]+)/.*", "$1/id"))
                            .asText());
            trial.change(leaf, file -> certificates.verifyBeside((LedgerFile) file), rests);
        }
        trial.finish();
    }

    /** The links and nodes that anything certified goes over. */
    private static Set<String> certified(Pce pce, CertificateFile certificates) {
        Set<String> ids = new HashSet<>();
        for (CertificateFile.Proof proof : certificates.proofs()) {
            ids.add(proof.certificate().ingressNode());
            proof.certificate().hops().forEach(hop -> {
                ids.add(hop.linkId());
                ids.add(Objects.requireNonNull(pce.topology().links().get(hop.linkId()))
                        .to());
            });
        }
        return ids;
    }

    @Test
    void certificates_everyNumber() {
        Pce pce = Ledgers.busy(SEED, 6);
        LedgerFile ledger = Ledgers.file(pce);
        Trial trial = new Trial(CERTIFICATE, REFUSED);
        for (CertificateFile.Proof proof : Ledgers.certificates(pce).proofs()) {
            CertificateFile file = new CertificateFile("gf", ImmutableList.of(proof));
            assertThat(file.verifyBeside(ledger).violations()).isEmpty();
            for (Leaf leaf : leaves(json(file), Map.of())) {
                trial.change(leaf, changed -> ((CertificateFile) changed).verifyBeside(ledger), true);
            }
        }
        trial.finish();
    }
}
