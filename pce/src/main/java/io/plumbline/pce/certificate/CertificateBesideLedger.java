package io.plumbline.pce.certificate;

import static io.plumbline.pce.certificate.CertificateChecker.product;
import static io.plumbline.pce.certificate.CertificateChecker.sum;

import io.plumbline.pce.certificate.Certificate.ClassSums;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.certificate.Certificate.Load;
import io.plumbline.pce.certificate.CheckResult.Findings;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Relation;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Part of the checker: whether what a certificate says of the network, of what was asked and of what is booked is what a ledger says. Of
 * the same version, the loads of its links have to be the same, too; of another one, others may have come and gone.
 */
final class CertificateBesideLedger {
    private final Certificate certificate;
    private final TeTopology topology;
    private final LedgerSnapshot ledger;
    private final Map<String, Reservation> byId;
    private final Findings findings;
    private final long start;

    CertificateBesideLedger(
            Certificate certificate,
            TeTopology topology,
            LedgerSnapshot ledger,
            Map<String, Reservation> byId,
            Findings findings) {
        this.certificate = certificate;
        this.topology = topology;
        this.ledger = ledger;
        this.byId = byId;
        this.findings = findings;
        start = certificate.startNanos();
    }

    void check() {
        String where = certificate.reservationId();
        Reservation reservation = byId.get(where);
        findings.need(where, "is in ledger version " + ledger.version(), reservation != null, start);
        if (reservation == null) {
            return;
        }
        request(where, reservation.request());
        TeNode ingress = topology.nodes().get(certificate.ingressNode());
        if (ingress == null) {
            findings.unproven(where);
            return;
        }
        same(where, "processing", certificate.ingressProcessingNanos(), sum(ingress.processingNanos()), "ns");
        same(
                where,
                "software allowance",
                certificate.ingressSoftwareAllowanceNanos(),
                sum(ingress.softwareAllowanceNanos()),
                "ns");
        hops(where, reservation);
    }

    private void same(String where, String what, long stated, BigInteger there, String unit) {
        findings.needEqual(where, what, stated, there, unit, start);
    }

    private void request(String where, PathRequest request) {
        findings.need(
                where,
                "goes from and to where the ledger says",
                request.ingressNode().equals(certificate.ingressNode())
                        && request.egressNode().equals(certificate.egressNode()),
                start);
        findings.need(
                where,
                "carries the traffic that the ledger says",
                request.traffic().equals(certificate.traffic())
                        && request.probe().equals(certificate.probe()),
                start);
        same(where, "start", certificate.startNanos(), sum(request.startNanos()), "ns");
        same(where, "end", certificate.endNanos(), sum(request.endNanos()), "ns");
        same(where, "deadline", certificate.deadlineNanos(), sum(request.deadlineNanos()), "ns");
    }

    private void hops(String where, Reservation reservation) {
        Optional<Relation> wayOut = reservation.relation().filter(it -> reservation.onlyOnFailure());
        List<BookedHop> firstHops = wayOut.map(relation -> byId.get(relation.of()))
                .<List<BookedHop>>map(Reservation::hops)
                .orElse(List.of());
        int shared = wayOut.map(Relation::sharedHops).orElse(0);
        int hops = certificate.hops().size();
        boolean alike = shared <= firstHops.size()
                && hops == shared + reservation.hops().size();
        findings.need(where, "has as many hops as the ledger says", alike, start);
        for (int i = 0; alike && i < hops; i++) {
            HopProof proof = certificate.hops().get(i);
            BookedHop hop = i < shared ? firstHops.get(i) : reservation.hops().get(i - shared);
            hop(where + " at " + proof.linkId(), proof, hop, hop.joins() ? joined(hop, firstHops) : Optional.empty());
        }
    }

    private static Optional<BookedHop> joined(BookedHop hop, List<BookedHop> firstHops) {
        return firstHops.stream()
                .filter(first -> first.linkId().equals(hop.linkId()))
                .findFirst();
    }

    /** @param joined what the hop adds its burst to, if that is all that it does */
    private void hop(String where, HopProof proof, BookedHop hop, Optional<BookedHop> joined) {
        TeLink link = topology.links().get(proof.linkId());
        TeNode receiver = link == null ? null : topology.nodes().get(link.to());
        if (link == null || receiver == null) {
            findings.unproven(where);
            return;
        }
        findings.need(
                where,
                "is the link and class that the ledger says",
                hop.linkId().equals(proof.linkId())
                        && hop.classIndex() == proof.classIndex()
                        && hop.className().equals(proof.className()),
                start);
        long joinedRate = joined.map(BookedHop::rateBitsPerSecond).orElse(0L);
        long joinedBurst = joined.map(BookedHop::burstBits).orElse(0L);
        long linger =
                Math.max(hop.lingerNanos(), joined.map(BookedHop::lingerNanos).orElse(0L));
        same(where, "rate", proof.flowRateBitsPerSecond(), sum(hop.rateBitsPerSecond(), joinedRate), "bit/s");
        same(where, "burst", proof.flowBurstBits(), sum(hop.burstBits(), joinedBurst), "bit");
        same(where, "linger", proof.lingerNanos(), sum(linger), "ns");

        same(where, "capacity", proof.capacityBitsPerSecond(), sum(link.capacityBitsPerSecond()), "bit/s");
        same(
                where,
                "best-effort floor",
                proof.bestEffortFloorBitsPerSecond(),
                sum(link.bestEffortFloorBitsPerSecond()),
                "bit/s");
        same(where, "overhead", proof.frameOverheadBytes(), sum(link.framingOverheadBytes(), link.tagBytes()), "byte");
        long longest = link.mtuBytes() + 14 + 4 + link.framingOverheadBytes();
        same(where, "L", proof.lowerFrameBits(), product(8, longest), "bit");
        same(where, "propagation", proof.propagationNanos(), sum(link.propagationNanos()), "ns");
        same(where, "processing", proof.processingNanos(), sum(receiver.processingNanos()), "ns");
        same(where, "software allowance", proof.softwareAllowanceNanos(), sum(receiver.softwareAllowanceNanos()), "ns");
        boolean alike = constants(where, link, proof.classes());
        if (alike && certificate.ledgerVersion() == ledger.version()) {
            proof.loads().forEach(load -> load(where, link, load));
        }
    }

    /** Whether these are the classes of the link; their numbers are compared as well. */
    private boolean constants(String where, TeLink link, List<ClassSums> classes) {
        boolean alike = classes.stream()
                .map(ClassSums::className)
                .toList()
                .equals(link.classes().stream().map(ServiceClass::name).toList());
        findings.need(where, "has the classes that the ledger says", alike, start);
        for (int p = 0; alike && p < classes.size(); p++) {
            ServiceClass constants = link.classes().get(p);
            String name = "[" + constants.name() + "]";
            same(where, "budget" + name, classes.get(p).budgetNanos(), sum(constants.budgetNanos()), "ns");
            same(where, "buffer" + name, classes.get(p).bufferBits(), product(8, constants.bufferBytes()), "bit");
        }
        return alike;
    }

    private void load(String where, TeLink link, Load load) {
        for (int p = 0; p < load.classes().size(); p++) {
            ClassSums stated = load.classes().get(p);
            BigInteger rate = BigInteger.ZERO;
            BigInteger burst = BigInteger.ZERO;
            if (p == 0 && link.control().isPresent()) {
                rate = sum(link.control().get().rateBitsPerSecond());
                burst = sum(link.control().get().burstBits());
            }
            for (Entry entry : ledger.at(link.id())) {
                boolean used = entry.failures().isEmpty()
                        || load.failure().filter(entry.failures()::contains).isPresent();
                boolean then = entry.fromNanos() <= load.atNanos() && load.atNanos() < entry.untilNanos();
                if (entry.classIndex() == p && used && then) {
                    rate = rate.add(sum(entry.rateBitsPerSecond()));
                    burst = burst.add(sum(entry.burstBits()));
                }
            }
            String name = "[" + stated.className() + "]";
            findings.needEqual(where, "rate of all" + name, stated.rateBitsPerSecond(), rate, "bit/s", load.atNanos());
            findings.needEqual(where, "burst of all" + name, stated.burstBits(), burst, "bit", load.atNanos());
        }
    }
}
