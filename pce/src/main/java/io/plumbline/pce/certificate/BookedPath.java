package io.plumbline.pce.certificate;

import static io.plumbline.pce.certificate.CertificateChecker.sum;
import static io.plumbline.pce.certificate.CertificateChecker.wireBurst;
import static io.plumbline.pce.certificate.CertificateChecker.wireRate;

import com.google.common.collect.ImmutableListMultimap;
import io.plumbline.pce.certificate.CheckResult.Findings;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Part of the checker: one reservation of a ledger along its path. Nothing is divided, so nothing is rounded. */
final class BookedPath {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger FOR_EVER = BigInteger.valueOf(Long.MAX_VALUE);

    private final TeTopology topology;
    private final LedgerSnapshot ledger;
    private final Map<String, ImmutableListMultimap<String, Entry>> entries;
    private final Reservation reservation;
    private final PathRequest request;
    private final Findings findings;

    /**
     * @param entries by link, by reservation
     */
    BookedPath(
            TeTopology topology,
            LedgerSnapshot ledger,
            Map<String, ImmutableListMultimap<String, Entry>> entries,
            Reservation reservation,
            Findings findings) {
        this.entries = entries;
        this.topology = topology;
        this.ledger = ledger;
        this.reservation = reservation;
        request = reservation.request();
        this.findings = findings;
    }

    void check() {
        TeNode ingress = topology.nodes().get(request.ingressNode());
        if (ingress == null) {
            findings.unproven(request.id());
            return;
        }
        BigInteger most = sum(ingress.processingNanos(), ingress.softwareAllowanceNanos());
        BigInteger variation = BigInteger.ZERO;
        String at = request.ingressNode();
        for (BookedHop hop : reservation.hops()) {
            TeLink link = topology.links().get(hop.linkId());
            TeNode receiver = link == null ? null : topology.nodes().get(link.to());
            if (link == null
                    || receiver == null
                    || hop.classIndex() >= link.classes().size()) {
                findings.unproven(request.id());
                return;
            }
            findings.need(request.id(), "path goes on from " + at, link.from().equals(at), request.startNanos());
            hop(hop, link, most, variation);
            long budget = link.classes().get(hop.classIndex()).budgetNanos();
            long allowance = receiver.softwareAllowanceNanos();
            most = most.add(sum(budget, link.propagationNanos(), receiver.processingNanos(), allowance));
            variation = variation.add(sum(budget, allowance));
            at = link.to();
        }
        findings.need(
                request.id(),
                "path ends at " + request.egressNode(),
                at.equals(request.egressNode()),
                request.startNanos());
        findings.need(request.id(), "end-to-end", most, sum(request.deadlineNanos()), request.startNanos());
    }

    private void hop(BookedHop hop, TeLink link, BigInteger most, BigInteger variation) {
        String where = request.id() + " at " + link.id();
        long start = request.startNanos();
        List<Entry> own =
                entries.getOrDefault(link.id(), ImmutableListMultimap.of()).get(request.id());
        findings.need(where, "is booked once", own.size() == 1, start);
        if (own.size() != 1) {
            return;
        }
        Entry entry = own.getFirst();
        findings.need(
                where,
                "class and label are booked",
                entry.classIndex() == hop.classIndex() && entry.label() == hop.label(),
                start);
        findings.need(where, "is used in the same failures", entry.failures().equals(reservation.failures()), start);
        findings.need(where, "is booked from the start", sum(entry.fromNanos()), sum(start), start);

        int overhead = link.framingOverheadBytes() + link.tagBytes();
        BigInteger rate = wireRate(request.traffic(), overhead).add(wireRate(request.probe(), overhead));
        BigInteger burst = wireBurst(request.traffic(), overhead).add(wireBurst(request.probe(), overhead));
        BigInteger booked = BigInteger.valueOf(entry.burstBits());
        findings.need(where, "rate>=meter", rate, sum(entry.rateBitsPerSecond()), start);
        findings.need(
                where,
                "burst>=meter+growth",
                burst.multiply(SECOND).add(rate.multiply(variation)),
                booked.multiply(SECOND),
                start);
        long packetBytes = (long) request.largestPacketBytes() + overhead;
        findings.need(where, "burst>=packet", BigInteger.valueOf(8 * packetBytes), booked, start);
        findings.need(
                where, "packet<=L", sum(packetBytes), sum(link.mtuBytes(), 14, 4, link.framingOverheadBytes()), start);
        linger(where, entry, link, most);
    }

    /** {@code until >= stop + most + sigma / rho + max D}, multiplied by rho. */
    private void linger(String where, Entry entry, TeLink link, BigInteger most) {
        Long stop = ledger.stops().get(request.id());
        boolean openEnded =
                stop == null && (request.endNanos() == Long.MAX_VALUE || request.endNanos() <= ledger.nowNanos());
        BigInteger until = BigInteger.valueOf(entry.untilNanos());
        if (openEnded || until.equals(FOR_EVER)) {
            findings.need(where, "is booked until the stop is known", FOR_EVER, until, entry.untilNanos());
            return;
        }
        BigInteger end = BigInteger.valueOf(stop == null ? request.endNanos() : stop);
        BigInteger rate = BigInteger.valueOf(entry.rateBitsPerSecond());
        BigInteger largest = BigInteger.ZERO;
        for (var serviceClass : link.classes()) {
            largest = largest.max(BigInteger.valueOf(serviceClass.budgetNanos()));
        }
        findings.need(
                where,
                "linger",
                end.add(most).add(largest).multiply(rate).add(SECOND.multiply(BigInteger.valueOf(entry.burstBits()))),
                until.multiply(rate),
                entry.untilNanos());
    }
}
