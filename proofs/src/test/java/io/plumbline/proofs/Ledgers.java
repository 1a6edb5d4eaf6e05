package io.plumbline.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.change.ChangeAnswer;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink.ControlBooking;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import io.plumbline.pce.topology.generator.Blueprint;
import io.plumbline.pce.topology.generator.LeafSpine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Ledgers with everything in them that a file can hold: control frames, probes, classes, ends and none, stops, lingers, ways out of failures. */
final class Ledgers {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final long NOW = 1_800_000_000L * SECOND;

    private static final LinkTemplate LINK = new LinkTemplate(
            24,
            4,
            1500,
            1_000_000,
            ImmutableList.of(
                    new ServiceClass("control", 2 * MILLI, 4_000),
                    new ServiceClass("gold", 6 * MILLI, 20_000),
                    new ServiceClass("silver", 20 * MILLI, 40_000)),
            Optional.of(new ControlBooking(64_000, 3_200)),
            2048,
            4094);

    private Ledgers() {}

    static TeTopology network() {
        Blueprint blueprint = new Blueprint(
                new NodeTemplate(10_000, MILLI, 1000, 1000),
                LINK,
                LINK.access(),
                10_000_000,
                50_000,
                TeNode.Kind.TERMINATION_POINT);
        return new LeafSpine(3, 2, 2, 1).topology(blueprint);
    }

    static Pce pce(TeTopology network) {
        Pce pce = new Pce(1);
        pce.apply(
                TopologyChange.All.put(network.nodes().values(), network.links().values()));
        return pce;
    }

    /** Ten flows, or so many, some with ways out of failures, of ten some with waypoints; one is resized and not yet off its old way, two have stopped. */
    static Pce busy(long seed) {
        return busy(seed, 10);
    }

    static Pce busy(long seed, int flows) {
        Random random = new Random(seed);
        Pce pce = pce(network());
        int admitted = 0;
        for (int i = 0; i < 200 && admitted < flows; i++) {
            PathRequest request = request("gf-" + i + "/forward", random);
            PathRequest asked = switch (random.nextInt(4)) {
                case 0 -> request.withProtection(Protection.backup(Failure.Kind.NODE));
                case 1 -> request.withProtection(Protection.detours());
                default -> request;
            };
            RoutePolicy route = RoutePolicy.ANY.withWaypoints(ImmutableList.of("spine-" + i % 2));
            if (pce.admit(ImmutableList.of(flows >= 10 && i % 3 == 0 ? asked.withRoute(route) : asked), NOW)
                    instanceof Admitted) {
                admitted++;
            }
        }
        resizeOne(pce);
        firstWays(pce).limit(2).forEach(stopped -> pce.release(stopped.id(), NOW + SECOND));
        pce.advance(NOW + SECOND);
        return pce;
    }

    private static void resizeOne(Pce pce) {
        for (Reservation reservation : pce.reservations().reverse()) {
            PathRequest request = reservation.request();
            PolicedTraffic half = request.traffic().withRate(request.traffic().rateBitsPerSecond() / 2);
            if (reservation.relation().isEmpty()
                    && request.startNanos() == NOW
                    && pce.change(request.withTraffic(half), NOW + MILLI) instanceof ChangeAnswer.Changed changed
                    && changed.oldWay().isPresent()) {
                return;
            }
        }
    }

    /** Those that stand for themselves. */
    static Stream<Reservation> firstWays(Pce pce) {
        return pce.reservations().stream()
                .filter(reservation -> reservation.relation().isEmpty());
    }

    private static PathRequest request(String id, Random random) {
        int packet = new int[] {242, 512, 1000}[random.nextInt(3)];
        long rate = (1 + random.nextInt(6)) * 200_000L;
        PolicedTraffic traffic = new PolicedTraffic(
                rate,
                8L * packet * (1 + random.nextInt(2)),
                rate / 1000,
                Math.ceilDiv(rate, 8L * packet),
                2,
                1,
                packet);
        PolicedTraffic probe =
                random.nextBoolean() ? new PolicedTraffic(1000, 800, 8, 2, 1, 0, 64) : PolicedTraffic.NONE;
        int from = random.nextInt(3);
        int to = (from + 1 + random.nextInt(2)) % 3;
        return new PathRequest(
                id,
                "leaf-" + from,
                "leaf-" + to + "-host-" + random.nextInt(2),
                traffic,
                probe,
                (25 + random.nextInt(60)) * MILLI,
                NOW + random.nextInt(3) * SECOND,
                random.nextInt(3) == 0 ? Long.MAX_VALUE : NOW + (4 + random.nextInt(3)) * SECOND);
    }

    static LedgerFile file(Pce pce) {
        return new LedgerFile(pce.topology(), pce.snapshot(), pce.reservations());
    }

    /** Of everything that promises something: ways out of failures too. */
    static CertificateFile certificates(Pce pce) {
        return new CertificateFile(
                "gf",
                pce.reservations().stream()
                        .flatMap(reservation -> pce.certificate(reservation.id()).stream())
                        .map(certificate -> new CertificateFile.Proof("forward", certificate))
                        .collect(ImmutableList.toImmutableList()));
    }

    static byte[] bytes(ProofFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            file.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** What stands in the file, to be changed. */
    static ObjectNode json(ProofFile file) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(bytes(file));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ProofFile read(byte[] utf8) throws ProofFormatException {
        try {
            return ProofFile.read(new ByteArrayInputStream(utf8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ProofFile read(JsonNode node) throws ProofFormatException {
        return read(node.toString().getBytes(StandardCharsets.UTF_8));
    }
}
