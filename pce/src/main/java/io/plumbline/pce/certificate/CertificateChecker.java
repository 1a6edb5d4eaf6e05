package io.plumbline.pce.certificate;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.plumbline.pce.certificate.Certificate.ClassSums;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.certificate.Certificate.Inequality;
import io.plumbline.pce.certificate.Certificate.Load;
import io.plumbline.pce.certificate.CheckResult.Findings;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeTopology;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Proves again, with arithmetic of its own (unbounded integers, nothing rounded but what is stated rounded), what the engine claims. It
 * shares records with the engine and no line of its calculus, ledger, search or admission. The model is that of docs/guarantees.md.
 */
public final class CertificateChecker {
    private CertificateChecker() {}

    /**
     * Whether a certificate follows from its own inputs: every inequality is there, stated right, and holds. Whether the inputs are those
     * of a ledger is what {@link #checkBeside} asks.
     */
    public static CheckResult check(Certificate certificate) {
        Findings findings = new Findings();
        BigInteger most = sum(certificate.ingressProcessingNanos(), certificate.ingressSoftwareAllowanceNanos());
        BigInteger variation = ZERO;
        for (HopProof hop : certificate.hops()) {
            new CertifiedHop(certificate, hop, most, variation, findings).check();
            most = most.add(sum(
                    hop.budgetNanos(), hop.propagationNanos(), hop.processingNanos(), hop.softwareAllowanceNanos()));
            variation = variation.add(sum(hop.budgetNanos(), hop.softwareAllowanceNanos()));
        }
        String where = certificate.reservationId();
        long start = certificate.startNanos();
        BigInteger deadline = BigInteger.valueOf(certificate.deadlineNanos());
        findings.need(where, "has hops", !certificate.hops().isEmpty(), start);
        findings.need(
                where,
                "traffic is not negative",
                notNegative(certificate.traffic()) && notNegative(certificate.probe()),
                start);
        findings.need(
                where,
                "terms of the ingress are not negative",
                notNegative(certificate.ingressProcessingNanos(), certificate.ingressSoftwareAllowanceNanos()),
                start);
        findings.needEqual(where, "total", certificate.totalNanos(), most, "ns", start);
        findings.needEqual(where, "slack", certificate.slackNanos(), deadline.subtract(most), "ns", start);
        findings.need(where, "end-to-end", most, deadline, "ns", start);
        return findings.result();
    }

    /**
     * Proves a whole ledger over all time: at every link every inequality between any two neighbouring breakpoints, control frames
     * included, while nothing has failed and in each single failure that anything is booked for; and of every reservation that it is booked at each hop with at least the rate and the grown burst that its meter lets
     * through, from its start until its end (or confirmed stop) and linger, under a label of its own, within its deadline. A way out of
     * failures is proven like that, too; where it joins the first way, with the burst of both together; and it has to be booked for every
     * failure in which the topology lets it be used.
     */
    public static CheckResult checkLedger(
            TeTopology topology, LedgerSnapshot ledger, Collection<Reservation> reservations) {
        Findings findings = new Findings();
        ledger.entries().forEach((linkId, entries) -> {
            var link = topology.links().get(linkId);
            if (link == null) {
                findings.unproven(linkId);
            } else {
                new BookedLink(link, entries, findings).check();
            }
        });
        Map<String, ImmutableListMultimap<String, Entry>> byReservation = new HashMap<>();
        ledger.entries()
                .forEach(
                        (linkId, entries) -> byReservation.put(linkId, Multimaps.index(entries, Entry::reservationId)));
        Map<String, Reservation> byId = new HashMap<>();
        reservations.forEach(reservation -> byId.put(reservation.id(), reservation));
        for (Reservation reservation : reservations) {
            new BookedPath(topology, ledger, byReservation, byId, reservation, findings).check();
        }
        return findings.result();
    }

    /**
     * Whether a certificate and a ledger say the same of the network's constants, of what was asked and of what is booked for it; and, when
     * both are of one version, of what is booked beside it. Proves neither.
     */
    public static CheckResult checkBeside(
            Certificate certificate, TeTopology topology, LedgerSnapshot ledger, Collection<Reservation> reservations) {
        Findings findings = new Findings();
        Map<String, Reservation> byId = new HashMap<>();
        reservations.forEach(reservation -> byId.put(reservation.id(), reservation));
        new CertificateBesideLedger(certificate, topology, ledger, byId, findings).check();
        return findings.result();
    }

    static BigInteger sum(long... terms) {
        BigInteger sum = ZERO;
        for (long term : terms) {
            sum = sum.add(BigInteger.valueOf(term));
        }
        return sum;
    }

    static boolean notNegative(long... values) {
        return LongStream.of(values).allMatch(value -> value >= 0);
    }

    /** What would take from what another bucket lets through. */
    static boolean notNegative(PolicedTraffic meter) {
        return notNegative(
                meter.rateBitsPerSecond(),
                meter.burstBits(),
                meter.tickBits(),
                meter.packetsPerSecond(),
                meter.burstPackets(),
                meter.tickPackets(),
                meter.maxPacketBytes());
    }

    static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    static BigInteger ceil(BigInteger dividend, BigInteger divisor) {
        BigInteger[] both = dividend.divideAndRemainder(divisor);
        return both[1].signum() > 0 ? both[0].add(ONE) : both[0];
    }

    /** What a meter lets through per second, in bits of a link on which each frame is that many bytes longer. */
    static BigInteger wireRate(PolicedTraffic meter, int overheadBytes) {
        return BigInteger.valueOf(meter.rateBitsPerSecond()).add(product(8L * overheadBytes, meter.packetsPerSecond()));
    }

    /** What a meter lets through at once, its tick included. */
    static BigInteger wireBurst(PolicedTraffic meter, int overheadBytes) {
        return sum(meter.burstBits(), meter.tickBits())
                .add(sum(meter.burstPackets(), meter.tickPackets()).multiply(BigInteger.valueOf(8L * overheadBytes)));
    }

    /** One hop of a certificate. */
    private static final class CertifiedHop {
        private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

        /** What a certificate states where there is no bound. */
        private static final BigInteger UNBOUNDED = BigInteger.valueOf(Long.MAX_VALUE);

        private final Certificate certificate;
        private final HopProof hop;
        private final BigInteger mostBefore;
        private final BigInteger variationBefore;
        private final Findings findings;
        private final String where;

        CertifiedHop(
                Certificate certificate,
                HopProof hop,
                BigInteger mostBefore,
                BigInteger variationBefore,
                Findings findings) {
            this.certificate = certificate;
            this.hop = hop;
            this.mostBefore = mostBefore;
            this.variationBefore = variationBefore;
            this.findings = findings;
            where = certificate.reservationId() + " at " + hop.linkId();
        }

        void check() {
            int overhead = hop.frameOverheadBytes();
            BigInteger rate = wireRate(certificate.traffic(), overhead).add(wireRate(certificate.probe(), overhead));
            BigInteger burst = wireBurst(certificate.traffic(), overhead).add(wireBurst(certificate.probe(), overhead));
            BigInteger growth = ceil(rate.multiply(variationBefore), SECOND);
            long packetBytes = Math.max(
                    certificate.traffic().maxPacketBytes(), certificate.probe().maxPacketBytes());
            BigInteger packet = BigInteger.valueOf(8 * (packetBytes + overhead));
            BigInteger flowRate = BigInteger.valueOf(hop.flowRateBitsPerSecond());
            BigInteger flowBurst = BigInteger.valueOf(hop.flowBurstBits());
            findings.need(where, "nothing is negative", nothingIsNegative(), certificate.startNanos());
            findings.needEqual(where, "growth", hop.burstGrowthBits(), growth, "bit", certificate.startNanos());
            stated("burst>=packet", packet, flowBurst, "bit");
            stated("packet<=L", packet, BigInteger.valueOf(hop.lowerFrameBits()), "bit");
            stated("rate>=meter", rate, flowRate, "bit/s");
            stated("burst>=meter+growth", burst.add(growth), flowBurst, "bit");
            if (hop.flowRateBitsPerSecond() > 0) {
                BigInteger drain = ceil(flowBurst.multiply(SECOND), flowRate);
                BigInteger largest = BigInteger.valueOf(hop.classes().stream()
                        .mapToLong(ClassSums::budgetNanos)
                        .max()
                        .orElse(0));
                stated("linger", mostBefore.add(drain).add(largest), BigInteger.valueOf(hop.lingerNanos()), "ns");
            }
            loads();
        }

        /** Constants and sums; the flow's own share is compared with these. */
        private boolean nothingIsNegative() {
            return notNegative(
                            hop.capacityBitsPerSecond(),
                            hop.bestEffortFloorBitsPerSecond(),
                            hop.frameOverheadBytes(),
                            hop.lowerFrameBits(),
                            hop.flowRateBitsPerSecond(),
                            hop.flowBurstBits(),
                            hop.budgetNanos(),
                            hop.propagationNanos(),
                            hop.processingNanos(),
                            hop.softwareAllowanceNanos())
                    && Stream.concat(
                                    hop.classes().stream(),
                                    hop.loads().stream().flatMap(load -> load.classes().stream()))
                            .allMatch(sums -> notNegative(
                                    sums.rateBitsPerSecond(), sums.burstBits(), sums.budgetNanos(), sums.bufferBits()));
        }

        private void loads() {
            if (hop.classIndex() < 0 || hop.classIndex() >= hop.classes().size()) {
                findings.need(where, "class is one of the link's", false, certificate.startNanos());
                return;
            }
            findings.needEqual(
                    where,
                    "budget",
                    hop.budgetNanos(),
                    BigInteger.valueOf(hop.classes().get(hop.classIndex()).budgetNanos()),
                    "ns",
                    certificate.startNanos());
            boolean alike = hop.loads().stream()
                    .allMatch(load -> constants(load.classes()).equals(constants(hop.classes())));
            findings.need(where, "every load has the same classes", alike, certificate.startNanos());
            if (!alike) {
                return;
            }
            for (Load load : hop.loads()) {
                List<ClassSums> classes = load.classes();
                ClassSums own = classes.get(hop.classIndex());
                findings.need(
                        where,
                        "rate is booked",
                        sum(hop.flowRateBitsPerSecond()),
                        sum(own.rateBitsPerSecond()),
                        "bit/s",
                        load.atNanos());
                findings.need(
                        where,
                        "burst is booked",
                        sum(hop.flowBurstBits()),
                        sum(own.burstBits()),
                        "bit",
                        load.atNanos());
            }
            BigInteger reservable = BigInteger.valueOf(hop.capacityBitsPerSecond())
                    .subtract(BigInteger.valueOf(Math.max(1, hop.bestEffortFloorBitsPerSecond())));
            stated("stability", classes -> Optional.of(totalRate(classes)), reservable, "bit/s");
            for (int j = hop.classIndex(); j < hop.classes().size(); j++) {
                int p = j;
                ClassSums constants = hop.classes().get(p);
                for (Load load : hop.loads()) {
                    findings.need(
                            where,
                            "residual[" + constants.className() + "]",
                            totalRate(load.classes().subList(0, p)),
                            sum(hop.capacityBitsPerSecond(), -1),
                            "bit/s",
                            load.atNanos());
                }
                stated(
                        "delay[" + constants.className() + "]",
                        classes -> delay(classes, p),
                        BigInteger.valueOf(constants.budgetNanos()),
                        "ns");
                stated(
                        "backlog[" + constants.className() + "]",
                        classes -> backlog(classes, p),
                        BigInteger.valueOf(constants.bufferBits()),
                        "bit");
            }
            Optional<Inequality> delay =
                    named("delay[" + hop.classes().get(hop.classIndex()).className() + "]");
            delay.ifPresent(it -> {
                findings.needEqual(
                        where,
                        "calculated delay",
                        hop.calculatedNanos(),
                        BigInteger.valueOf(it.left()),
                        "ns",
                        it.atNanos());
                findings.need(
                        where,
                        "states what is booked at the worst instant",
                        hop.loads().contains(new Load(it.atNanos(), it.failure(), hop.classes())),
                        it.atNanos());
            });
        }

        private static List<String> constants(List<ClassSums> classes) {
            return classes.stream()
                    .map(c -> c.className() + " " + c.budgetNanos() + " " + c.bufferBits())
                    .toList();
        }

        private BigInteger totalRate(List<ClassSums> classes) {
            return classes.stream()
                    .map(c -> BigInteger.valueOf(c.rateBitsPerSecond()))
                    .reduce(ZERO, BigInteger::add);
        }

        private BigInteger residualRate(List<ClassSums> classes, int p) {
            return BigInteger.valueOf(hop.capacityBitsPerSecond()).subtract(totalRate(classes.subList(0, p)));
        }

        private BigInteger bitsAhead(List<ClassSums> classes, int p) {
            return classes.subList(0, p).stream()
                    .map(c -> BigInteger.valueOf(c.burstBits()))
                    .reduce(BigInteger.valueOf(hop.lowerFrameBits()), BigInteger::add);
        }

        /** Empty when nothing is left of the capacity: then there is no bound. */
        private Optional<BigInteger> delay(List<ClassSums> classes, int p) {
            BigInteger residual = residualRate(classes, p);
            BigInteger bits =
                    bitsAhead(classes, p).add(BigInteger.valueOf(classes.get(p).burstBits()));
            return residual.signum() <= 0 ? Optional.empty() : Optional.of(ceil(bits.multiply(SECOND), residual));
        }

        /** Empty when nothing is left of the capacity: then there is no bound. */
        private Optional<BigInteger> backlog(List<ClassSums> classes, int p) {
            BigInteger residual = residualRate(classes, p);
            BigInteger rate = BigInteger.valueOf(classes.get(p).rateBitsPerSecond());
            return residual.signum() <= 0
                    ? Optional.empty()
                    : Optional.of(BigInteger.valueOf(classes.get(p).burstBits())
                            .add(ceil(bitsAhead(classes, p).multiply(rate), residual)));
        }

        private interface LeftSide {
            Optional<BigInteger> of(List<ClassSums> classes);
        }

        private Optional<Inequality> named(String name) {
            List<Inequality> found = hop.inequalities().stream()
                    .filter(inequality -> inequality.name().equals(name))
                    .toList();
            findings.need(where, "has " + name + " once", found.size() == 1, certificate.startNanos());
            return found.stream().findFirst();
        }

        /** An inequality over what is booked at the instant, and in the failure, that it names; it must hold for every other load listed, too. */
        private void stated(String name, LeftSide left, BigInteger right, String unit) {
            for (Load load : hop.loads()) {
                left.of(load.classes()).ifPresent(it -> findings.need(where, name, it, right, unit, load.atNanos()));
            }
            named(name).ifPresent(inequality -> {
                Optional<Load> load = hop.loads().stream()
                        .filter(it -> it.atNanos() == inequality.atNanos()
                                && it.failure().equals(inequality.failure()))
                        .findFirst();
                findings.need(where, name + " names a load", load.isPresent(), inequality.atNanos());
                load.ifPresent(it -> same(inequality, left.of(it.classes()).orElse(UNBOUNDED), right, unit));
            });
        }

        /** An inequality that does not depend on time. */
        private void stated(String name, BigInteger left, BigInteger right, String unit) {
            findings.need(where, name, left, right, unit, certificate.startNanos());
            named(name).ifPresent(inequality -> {
                findings.needEqual(
                        where,
                        "instant of " + name,
                        inequality.atNanos(),
                        BigInteger.valueOf(certificate.startNanos()),
                        "ns",
                        certificate.startNanos());
                same(inequality, left, right, unit);
            });
        }

        private void same(Inequality inequality, BigInteger left, BigInteger right, String unit) {
            String name = inequality.name();
            long at = inequality.atNanos();
            findings.need(
                    where, "unit of " + name + " is " + unit, inequality.unit().equals(unit), at);
            findings.needEqual(where, "left of " + name, inequality.left(), left, unit, at);
            findings.needEqual(where, "right of " + name, inequality.right(), right, unit, at);
            findings.needEqual(where, "slack of " + name, inequality.slack(), right.subtract(left), unit, at);
        }
    }
}
