package io.plumbline.pce.certificate;

import static io.plumbline.pce.certificate.CertificateChecker.ceil;
import static io.plumbline.pce.certificate.CertificateChecker.notNegative;
import static io.plumbline.pce.certificate.CertificateChecker.product;
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
import io.plumbline.pce.reservation.Reservation.Relation;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Part of the checker: one reservation of a ledger along its path. */
final class BookedPath {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger FOR_EVER = BigInteger.valueOf(Long.MAX_VALUE);

    private final TeTopology topology;
    private final LedgerSnapshot ledger;
    private final Map<String, ImmutableListMultimap<String, Entry>> entries;
    private final Map<String, Reservation> byId;
    private final Reservation reservation;
    private final PathRequest request;
    private final Findings findings;

    /** By link, where it is a way out of failures: the first way there. */
    private final Map<String, FirstWay> firstWays = new HashMap<>();

    /** A hop of the first way, the most and the least that a frame has taken to get there. */
    private record FirstWay(BookedHop hop, BigInteger most, BigInteger least) {}

    /**
     * @param entries by link, by reservation
     */
    BookedPath(
            TeTopology topology,
            LedgerSnapshot ledger,
            Map<String, ImmutableListMultimap<String, Entry>> entries,
            Map<String, Reservation> byId,
            Reservation reservation,
            Findings findings) {
        this.entries = entries;
        this.topology = topology;
        this.ledger = ledger;
        this.byId = byId;
        this.reservation = reservation;
        request = reservation.request();
        this.findings = findings;
    }

    void check() {
        findings.need(
                request.id(),
                "traffic is not negative",
                notNegative(request.traffic()) && notNegative(request.probe()),
                request.startNanos());
        if (reservation.relation().isEmpty()) {
            path(reservation.hops(), 0);
            return;
        }
        Relation relation = reservation.relation().get();
        if (relation.role() == Role.OLD_WAY) {
            oldWay(relation);
            return;
        }
        Reservation first = byId.get(relation.of());
        if (first == null) {
            boolean over = ledger.stops().containsKey(request.id());
            findings.need(request.id(), "belongs to a reservation", over, request.startNanos());
            reservation.hops().forEach(hop -> own(request.id() + " at " + hop.linkId(), hop));
            return;
        }
        boolean leavesIt = first.failures().isEmpty()
                && relation.sharedHops() <= first.hops().size();
        findings.need(request.id(), "leaves a way that is always used", leavesIt, request.startNanos());
        if (!leavesIt) {
            return;
        }
        findings.need(
                request.id(),
                "carries the same traffic",
                first.request().traffic().equals(request.traffic())
                        && first.request().probe().equals(request.probe())
                        && first.request().ingressNode().equals(request.ingressNode()),
                request.startNanos());
        List<BookedHop> hops = new ArrayList<>(first.hops().subList(0, relation.sharedHops()));
        hops.addAll(reservation.hops());
        rememberFirstWay(first);
        path(hops, relation.sharedHops());
        isBookedForEveryFailureOf(first, relation);
    }

    /** A way from the ingress to the egress. The first hops belong to another reservation and are proven there. */
    private void path(List<BookedHop> hops, int shared) {
        TeNode ingress = topology.nodes().get(request.ingressNode());
        if (ingress == null) {
            findings.unproven(request.id());
            return;
        }
        BigInteger most = sum(ingress.processingNanos(), ingress.softwareAllowanceNanos());
        BigInteger variation = BigInteger.ZERO;
        String at = request.ingressNode();
        for (int i = 0; i < hops.size(); i++) {
            BookedHop hop = hops.get(i);
            TeLink link = topology.links().get(hop.linkId());
            TeNode receiver = link == null ? null : topology.nodes().get(link.to());
            if (link == null
                    || receiver == null
                    || hop.classIndex() >= link.classes().size()) {
                findings.unproven(request.id());
                return;
            }
            findings.need(request.id(), "path goes on from " + at, link.from().equals(at), request.startNanos());
            if (i >= shared) {
                hop(hop, link, most, variation);
            }
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
        findings.need(request.id(), "end-to-end", most, sum(request.deadlineNanos()), "ns", request.startNanos());
    }

    /** Where the first way goes, as far as it is known; what is not is found when it is proven itself. */
    private void rememberFirstWay(Reservation first) {
        TeNode ingress = topology.nodes().get(request.ingressNode());
        BigInteger most =
                ingress == null ? BigInteger.ZERO : sum(ingress.processingNanos(), ingress.softwareAllowanceNanos());
        BigInteger least = most;
        for (BookedHop hop : first.hops()) {
            TeLink link = topology.links().get(hop.linkId());
            TeNode receiver = link == null ? null : topology.nodes().get(link.to());
            if (link == null
                    || receiver == null
                    || hop.classIndex() >= link.classes().size()) {
                return;
            }
            firstWays.put(hop.linkId(), new FirstWay(hop, most, least));
            long budget = link.classes().get(hop.classIndex()).budgetNanos();
            most = most.add(sum(budget, link.propagationNanos(), receiver.processingNanos()))
                    .add(sum(receiver.softwareAllowanceNanos()));
            least = least.add(sum(link.propagationNanos(), receiver.processingNanos()));
        }
    }

    /** A backup is used whenever anything on the first way fails, a detour whenever the next link of it does; not when its sender does. */
    private void isBookedForEveryFailureOf(Reservation first, Relation relation) {
        boolean detour = relation.role() == Role.DETOUR;
        for (int i = 0; i < first.hops().size(); i++) {
            BookedHop hop = first.hops().get(i);
            TeLink link = topology.links().get(hop.linkId());
            if (link == null || detour && i != relation.sharedHops()) {
                continue;
            }
            String sender = detour ? hop.from() : request.ingressNode();
            Set<Failure> failures = new TreeSet<>();
            for (TeLink other : topology.links().values()) {
                boolean sameCable = other.from().equals(link.to()) && other.to().equals(link.from());
                if (other.id().equals(link.id()) || sameCable) {
                    failures.add(new Failure(Failure.Kind.LINK, other.id()));
                }
            }
            link.riskGroups().forEach(group -> failures.add(new Failure(Failure.Kind.RISK_GROUP, group)));
            List.of(link.from(), link.to()).stream()
                    .filter(node -> !node.equals(sender))
                    .forEach(node -> failures.add(new Failure(Failure.Kind.NODE, node)));
            for (Failure failure : failures) {
                findings.need(
                        request.id(),
                        "is booked for " + failure,
                        relation.failures().contains(failure),
                        request.startNanos());
            }
        }
    }

    /** What is left of an old way: in full, or where the new way takes the same class of a link, so much that both together have enough. */
    private void oldWay(Relation relation) {
        Optional<Reservation> newer = Optional.ofNullable(byId.get(relation.of()));
        Long stop = ledger.stops().get(request.id());
        Long newerStop = ledger.stops().get(relation.of());
        findings.need(
                request.id(),
                "was stopped, or its new way is booked",
                newer.isPresent() || stop != null,
                request.startNanos());
        findings.need(
                request.id(),
                "stops no later than its new way",
                newerStop == null || stop != null && stop <= newerStop,
                request.startNanos());
        newer.ifPresent(this::rememberFirstWay);
        path(reservation.hops(), 0);
    }

    /** The rate and the grown burst of its own meter, by itself. */
    private static boolean isInFull(Entry entry, BigInteger rate, BigInteger burst, BigInteger variation) {
        BigInteger booked = BigInteger.valueOf(entry.burstBits());
        return rate.compareTo(BigInteger.valueOf(entry.rateBitsPerSecond())) <= 0
                && burst.multiply(SECOND).add(rate.multiply(variation)).compareTo(booked.multiply(SECOND)) <= 0;
    }

    /**
     * A hop of an old way that counts for less than everything. The new one's own entry is proven by itself; M and m are the most and the
     * least delay to here, of the old way and of the new one.
     *
     * @param rate of the meter, in wire bits of the link
     * @param burst likewise
     */
    private void leftOver(
            String where,
            Entry entry,
            BookedHop hop,
            TeLink link,
            BigInteger most,
            BigInteger least,
            BigInteger rate,
            BigInteger burst) {
        long start = request.startNanos();
        String of = reservation.relation().orElseThrow().of();
        Reservation newer = byId.get(of);
        FirstWay met = firstWays.get(link.id());
        List<Entry> newerEntries =
                entries.getOrDefault(link.id(), ImmutableListMultimap.of()).get(of);
        if (newer == null && ledger.stops().containsKey(request.id())) {
            // The new way is over, linger included: what that left was proven then.
            return;
        }
        boolean sharing = newer != null
                && met != null
                && met.hop().classIndex() == entry.classIndex()
                && newerEntries.size() == 1
                && newer.request().ingressNode().equals(request.ingressNode())
                && byId.values().stream().noneMatch(this::isWayOutOfEither);
        findings.need(where, "is booked in full, or shares the class with its new way", sharing, start);
        if (!sharing || newer == null || met == null) {
            return;
        }
        Entry other = newerEntries.getFirst();
        BigInteger latest = most.max(met.most());
        BigInteger earliest = least.min(met.least());
        BigInteger ownRate = BigInteger.valueOf(entry.rateBitsPerSecond());
        BigInteger own = BigInteger.valueOf(entry.burstBits());
        boolean sameMeter = newer.request().traffic().equals(request.traffic())
                && newer.request().probe().equals(request.probe());
        if (sameMeter) {
            findings.need(
                    where,
                    "burst of both>=meter+growth of both",
                    burst.add(ceil(rate.multiply(latest.subtract(earliest)), SECOND)),
                    own.add(BigInteger.valueOf(other.burstBits())),
                    "bit",
                    start);
        } else {
            findings.need(
                    where,
                    "burst>=old meter+growth of both",
                    burst.add(ceil(rate.multiply(most.subtract(earliest)), SECOND)),
                    own,
                    "bit",
                    start);
            findings.need(
                    where,
                    "rate of both>=old meter",
                    rate,
                    ownRate.add(BigInteger.valueOf(other.rateBitsPerSecond())),
                    "bit/s",
                    start);
        }
        findings.need(where, "excess drains", own.signum() == 0 || ownRate.signum() > 0, start);
        findings.need(where, "new way is booked from then on", sum(other.fromNanos()), sum(start), "ns", start);
        if (ownRate.signum() > 0) {
            linger(where, entry, hop, ownRate, own, link, latest);
        }
    }

    private boolean isWayOutOfEither(Reservation other) {
        String of = reservation.relation().orElseThrow().of();
        return other.onlyOnFailure()
                && other.relation()
                        .filter(it -> it.of().equals(of) || it.of().equals(request.id()))
                        .isPresent();
    }

    /** The one entry of a hop, which is as the reservation says. */
    private Optional<Entry> own(String where, BookedHop hop) {
        long start = request.startNanos();
        List<Entry> own =
                entries.getOrDefault(hop.linkId(), ImmutableListMultimap.of()).get(request.id());
        findings.need(where, "is booked once", own.size() == 1, start);
        if (own.size() != 1) {
            return Optional.empty();
        }
        Entry entry = own.getFirst();
        findings.need(
                where,
                "class and label are booked",
                entry.classIndex() == hop.classIndex() && entry.label() == hop.label(),
                start);
        findings.needEqual(
                where, "rate booked", hop.rateBitsPerSecond(), sum(entry.rateBitsPerSecond()), "bit/s", start);
        findings.needEqual(where, "burst booked", hop.burstBits(), sum(entry.burstBits()), "bit", start);
        findings.needEqual(where, "end of the booking", entry.untilNanos(), until(hop), "ns", start);
        findings.need(where, "is used in the same failures", entry.failures().equals(reservation.failures()), start);
        findings.need(where, "is booked from the start", sum(entry.fromNanos()), sum(start), "ns", start);
        return Optional.of(entry);
    }

    /** When the booking of a hop ends, by what the reservation says of its linger: behind the confirmed stop, or else the planned end. */
    private BigInteger until(BookedHop hop) {
        return isOpenEnded() ? FOR_EVER : sum(end(), hop.lingerNanos()).min(FOR_EVER);
    }

    /** Nobody knows when it stops: it was not confirmed, and no end is planned or that has passed. */
    private boolean isOpenEnded() {
        return !ledger.stops().containsKey(request.id())
                && (request.endNanos() == Long.MAX_VALUE || request.endNanos() <= ledger.nowNanos());
    }

    private long end() {
        Long stop = ledger.stops().get(request.id());
        return stop == null ? request.endNanos() : stop;
    }

    private void hop(BookedHop hop, TeLink link, BigInteger most, BigInteger variation) {
        String where = request.id() + " at " + link.id();
        Optional<Entry> own = own(where, hop);
        if (own.isEmpty()) {
            return;
        }
        long start = request.startNanos();
        Entry entry = own.get();
        int overhead = link.framingOverheadBytes() + link.tagBytes();
        BigInteger rate = wireRate(request.traffic(), overhead).add(wireRate(request.probe(), overhead));
        BigInteger burst = wireBurst(request.traffic(), overhead).add(wireBurst(request.probe(), overhead));
        if (isOldWay() && !isInFull(entry, rate, burst, variation)) {
            leftOver(where, entry, hop, link, most, most.subtract(variation), rate, burst);
            return;
        }
        BigInteger spread = variation;
        BigInteger latest = most;
        BigInteger bookedRate = BigInteger.valueOf(entry.rateBitsPerSecond());
        BigInteger booked = BigInteger.valueOf(entry.burstBits());
        BigInteger together = booked;
        FirstWay met = firstWays.get(link.id());
        if (entry.rateBitsPerSecond() == 0) {
            Optional<Entry> joined = met == null || met.hop().classIndex() != hop.classIndex()
                    ? Optional.empty()
                    : entries
                            .getOrDefault(link.id(), ImmutableListMultimap.of())
                            .get(reservation.relation().orElseThrow().of())
                            .stream()
                            .filter(it -> it.rateBitsPerSecond() > 0)
                            .findFirst();
            findings.need(where, "joins its first way", joined.isPresent(), start);
            if (met == null || joined.isEmpty()) {
                return;
            }
            latest = most.max(met.most());
            spread = latest.subtract(most.subtract(variation).min(met.least()));
            bookedRate = BigInteger.valueOf(joined.get().rateBitsPerSecond());
            booked = booked.add(BigInteger.valueOf(joined.get().burstBits()));
            together = BigInteger.valueOf(joined.get().burstBits()).add(burstOfAllThatJoin(link.id()));
            linger(where, joined.get(), met.hop(), bookedRate, together, link, latest);
        }

        findings.need(where, "rate>=meter", rate, bookedRate, "bit/s", start);
        findings.need(
                where, "burst>=meter+growth", burst.add(ceil(rate.multiply(spread), SECOND)), booked, "bit", start);
        BigInteger packet = product(8, (long) request.largestPacketBytes() + overhead);
        findings.need(where, "burst>=packet", packet, booked, "bit", start);
        long longest = link.mtuBytes() + 14 + 4 + link.framingOverheadBytes();
        findings.need(where, "packet<=L", packet, product(8, longest), "bit", start);
        linger(where, entry, hop, bookedRate, together, link, latest);
    }

    private boolean isOldWay() {
        return reservation.relation().filter(it -> it.role() == Role.OLD_WAY).isPresent();
    }

    /** What every way that joins the same first way adds to its burst at a link. */
    private BigInteger burstOfAllThatJoin(String linkId) {
        String of = reservation.relation().orElseThrow().of();
        return entries.getOrDefault(linkId, ImmutableListMultimap.of()).values().stream()
                .filter(entry -> entry.rateBitsPerSecond() == 0)
                .filter(entry -> {
                    Reservation other = byId.get(entry.reservationId());
                    return other != null
                            && other.relation().stream()
                                    .anyMatch(relation -> relation.of().equals(of));
                })
                .map(entry -> BigInteger.valueOf(entry.burstBits()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** {@code until - stop >= most + sigma / rho + max D}; while nobody knows the stop, for what the hop says it will linger. */
    private void linger(
            String where, Entry entry, BookedHop hop, BigInteger rate, BigInteger burst, TeLink link, BigInteger most) {
        boolean forEver = entry.untilNanos() == Long.MAX_VALUE;
        long at = forEver ? request.startNanos() : entry.untilNanos();
        findings.need(where, "is booked until the stop is known", forEver || !isOpenEnded(), at);
        if (rate.signum() <= 0 || isOpenEnded() && !forEver) {
            return;
        }
        BigInteger largest = BigInteger.ZERO;
        for (var serviceClass : link.classes()) {
            largest = largest.max(BigInteger.valueOf(serviceClass.budgetNanos()));
        }
        BigInteger booked =
                isOpenEnded() ? sum(hop.lingerNanos()) : sum(entry.untilNanos()).subtract(sum(end()));
        findings.need(
                where, "linger", most.add(ceil(burst.multiply(SECOND), rate)).add(largest), booked, "ns", at);
    }
}
