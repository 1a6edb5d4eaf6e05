package io.plumbline.proofs;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink.ControlBooking;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import io.plumbline.pce.topology.generator.Blueprint;
import io.plumbline.pce.topology.generator.LeafSpine;
import java.util.Optional;
import java.util.Random;

/** Ledgers with everything in them that a file can hold: control frames, probes, classes, ends and none, stops, lingers. */
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
        pce.apply(TopologyChange.All.put(
                network.nodes().values(), network.links().values()));
        return pce;
    }

    /** Ten flows, two of which have stopped. */
    static Pce busy(long seed) {
        Random random = new Random(seed);
        Pce pce = pce(network());
        int admitted = 0;
        for (int i = 0; i < 200 && admitted < 10; i++) {
            if (pce.admit(ImmutableList.of(request("gf-" + i + "/forward", random)), NOW) instanceof Admitted) {
                admitted++;
            }
        }
        pce.reservations().stream().limit(2).forEach(stopped -> pce.release(stopped.id(), NOW + SECOND));
        pce.advance(NOW + SECOND);
        return pce;
    }

    private static PathRequest request(String id, Random random) {
        int packet = new int[] {242, 512, 1000}[random.nextInt(3)];
        long rate = (1 + random.nextInt(6)) * 200_000L;
        PolicedTraffic traffic = new PolicedTraffic(
                rate, 8L * packet * (1 + random.nextInt(2)), rate / 1000, Math.ceilDiv(rate, 8L * packet), 2, 1, packet);
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

    static CertificateFile certificates(Pce pce) {
        ImmutableList.Builder<CertificateFile.Proof> proofs = ImmutableList.builder();
        for (Reservation reservation : pce.reservations()) {
            Optional<Certificate> certificate = pce.certificate(reservation.id());
            certificate.ifPresent(it -> proofs.add(new CertificateFile.Proof("forward", it)));
        }
        return new CertificateFile("gf", proofs.build());
    }
}
