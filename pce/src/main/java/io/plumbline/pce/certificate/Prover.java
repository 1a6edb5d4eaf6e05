package io.plumbline.pce.certificate;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import io.plumbline.pce.calculus.Linger;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.certificate.Certificate.ClassSums;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.certificate.Certificate.Inequality;
import io.plumbline.pce.certificate.Certificate.Load;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.reservation.Scenario;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the certificate of a booked reservation, from the topology and the ledger as they are now. It does not decide: where an
 * inequality no longer holds, its slack is negative. It may be kept as long as the topology is the same.
 */
public final class Prover {
    private static final Comparator<Load> BY_TIME = Comparator.comparingLong(Load::atNanos)
            .thenComparing(Load::failure, Comparators.emptiesFirst(Comparator.<Failure>naturalOrder()));

    private static final PathDelay NOWHERE = new PathDelay(0, 0);

    private final TeTopology topology;
    private final ReservationLedger ledger;
    private final Map<String, Constants> constants = new HashMap<>();

    /** What is the same in every proof over a link. */
    private record Constants(
            LinkCalculus calculus, ImmutableList<String> delayNames, ImmutableList<String> backlogNames) {
        static Constants of(TeLink link) {
            return new Constants(new LinkCalculus(link), names("delay", link), names("backlog", link));
        }

        private static ImmutableList<String> names(String quantity, TeLink link) {
            return link.classes().stream()
                    .map(it -> quantity + "[" + it.name() + "]")
                    .collect(ImmutableList.toImmutableList());
        }
    }

    public Prover(TeTopology topology, ReservationLedger ledger) {
        this.topology = topology;
        this.ledger = ledger;
    }

    /**
     * Empty when a link, a node or a class of the path is not known, so that nothing can be said; and for what is left of an old way. A
     * way that is used in some failures is proven from the ingress to the egress, in these failures.
     */
    public Optional<Certificate> prove(Reservation reservation) {
        PathRequest request = reservation.request();
        TeNode ingress = topology.nodes().get(request.ingressNode());
        if (ingress == null) {
            return Optional.empty();
        }
        PathDelay delay = PathDelay.atIngress(ingress);
        ImmutableList.Builder<HopProof> hops = ImmutableList.builder();
        Optional<ImmutableList<BookedHop>> path = ledger.wholePath(reservation);
        if (path.isEmpty() || isPartOfAPath(reservation)) {
            return Optional.empty();
        }
        for (BookedHop hop : path.get()) {
            TeLink link = topology.links().get(hop.linkId());
            TeNode receiver = topology.nodes().get(hop.to());
            if (link == null
                    || receiver == null
                    || hop.classIndex() >= link.classes().size()) {
                return Optional.empty();
            }
            hops.add(new AtHop(reservation, hop, link, receiver, delay, ledger.untilNanos(reservation, hop)).prove());
            delay = delay.over(link, hop.classIndex(), receiver);
        }
        return Optional.of(new Certificate(
                reservation.id(),
                ledger.version(),
                request.ingressNode(),
                request.egressNode(),
                request.startNanos(),
                request.endNanos(),
                request.deadlineNanos(),
                request.traffic(),
                request.probe(),
                ingress.processingNanos(),
                ingress.softwareAllowanceNanos(),
                hops.build(),
                delay.mostNanos(),
                request.deadlineNanos() - delay.mostNanos()));
    }

    /**
     * Whether every link of a booked reservation holds what is booked there, in its class and the lower ones, for as long as it is; what its
     * own path needs is not looked at. False when a link, a node or a class of it is not known.
     */
    public boolean fits(Reservation booked) {
        for (BookedHop hop : booked.hops()) {
            TeLink link = topology.links().get(hop.linkId());
            TeNode receiver = topology.nodes().get(hop.to());
            if (link == null
                    || receiver == null
                    || hop.classIndex() >= link.classes().size()) {
                return false;
            }
            ImmutableList.Builder<Inequality> loads = ImmutableList.builder();
            new AtHop(booked, hop, link, receiver, NOWHERE, ledger.untilNanos(booked, hop)).addLoads(loads);
            if (loads.build().stream().anyMatch(inequality -> inequality.slack() < 0)) {
                return false;
            }
        }
        return true;
    }

    /** What is left of an old way has promised nothing. */
    private static boolean isPartOfAPath(Reservation reservation) {
        return reservation.relation().isPresent() && !reservation.onlyOnFailure();
    }

    /** One hop of one reservation. */
    private final class AtHop {
        private final PathRequest request;
        private final BookedHop hop;
        private final TeLink link;
        private final TeNode receiver;
        private final PathDelay before;
        private final long untilNanos;
        private final Constants known;
        private final LinkCalculus calculus;
        private final LinkLoad load;
        private final ImmutableList<Scenario> scenarios;
        private final List<Load> loads = new ArrayList<>(1);
        private @Nullable Scenario loaded;
        private int loadedStep;

        AtHop(Reservation reservation, BookedHop hop, TeLink link, TeNode receiver, PathDelay before, long untilNanos) {
            request = reservation.request();
            this.hop = hop;
            this.link = link;
            this.receiver = receiver;
            this.before = before;
            this.untilNanos = untilNanos;
            known = constants.computeIfAbsent(link.id(), id -> Constants.of(link));
            calculus = known.calculus();
            load = new LinkLoad(calculus.classes());
            scenarios = ledger.link(link.id()).scenarios(reservation.failures());
        }

        HopProof prove() {
            TokenBucket metered = TokenBucket.onWire(request.traffic(), request.probe(), link.overheadBytes());
            TokenBucket needed = metered.afterVariation(before.variationNanos());
            long packetBits = 8L * (request.largestPacketBytes() + link.overheadBytes());
            TokenBucket here = new TokenBucket(hop.rateBitsPerSecond(), hop.burstBits());
            ImmutableList.Builder<Inequality> all = ImmutableList.builder();
            all.add(fixed("burst>=packet", packetBits, hop.burstBits(), "bit"));
            all.add(fixed("packet<=L", packetBits, calculus.lowerFrameBits(), "bit"));
            all.add(fixed("rate>=meter", metered.rateBitsPerSecond(), hop.rateBitsPerSecond(), "bit/s"));
            all.add(fixed("burst>=meter+growth", needed.burstBits(), hop.burstBits(), "bit"));
            all.add(fixed(
                    "linger", Linger.nanos(before, here, calculus.largestBudgetNanos()), hop.lingerNanos(), "ns"));
            Inequality delay = addLoads(all);
            ImmutableList<Inequality> inequalities = all.build();
            return new HopProof(
                    link.id(),
                    hop.classIndex(),
                    link.classes().get(hop.classIndex()).name(),
                    link.capacityBitsPerSecond(),
                    link.bestEffortFloorBitsPerSecond(),
                    link.overheadBytes(),
                    link.lowerFrameBits(),
                    hop.rateBitsPerSecond(),
                    hop.burstBits(),
                    needed.burstBits() - metered.burstBits(),
                    hop.lingerNanos(),
                    loadAt(delay.atNanos(), delay.failure()).orElseThrow().classes(),
                    ImmutableList.sortedCopyOf(BY_TIME, loads),
                    calculus.budgetNanos(hop.classIndex()),
                    delay.left(),
                    link.propagationNanos(),
                    receiver.processingNanos(),
                    receiver.softwareAllowanceNanos(),
                    inequalities);
        }

        /** What the link as a whole needs in this class and the lower ones; the delay of this class is told. */
        Inequality addLoads(ImmutableList.Builder<Inequality> all) {
            all.add(worst("stability", "bit/s", calculus.reservableBitsPerSecond(), LinkLoad::totalRate));
            Inequality delay = worst(
                    known.delayNames().get(hop.classIndex()),
                    "ns",
                    calculus.budgetNanos(hop.classIndex()),
                    now -> calculus.delayBoundNanos(now, hop.classIndex()));
            for (int j = hop.classIndex(); j < calculus.classes(); j++) {
                int p = j;
                all.add(
                        p == hop.classIndex()
                                ? delay
                                : worst(
                                        known.delayNames().get(p),
                                        "ns",
                                        calculus.budgetNanos(p),
                                        now -> calculus.delayBoundNanos(now, p)));
                all.add(worst(
                        known.backlogNames().get(p),
                        "bit",
                        calculus.bufferBits(p),
                        now -> calculus.backlogBoundBits(now, p)));
            }
            return delay;
        }

        private Inequality fixed(String name, long left, long right, String unit) {
            return new Inequality(name, left, right, right - left, unit, request.startNanos());
        }

        /** The inequality at the step of the booked interval, and in the failure, that leave it the least slack; the first of several. */
        private Inequality worst(String name, String unit, long right, LeftSide leftSide) {
            long most = Long.MIN_VALUE;
            Scenario in = scenarios.getFirst();
            int at = 0;
            for (Scenario booked : scenarios) {
                int last = booked.stepBefore(untilNanos);
                for (int step = booked.stepAt(request.startNanos()); step >= 0; step = booked.nextRise(step, last)) {
                    long left = leftSide.of(load(booked, step));
                    if (left > most) {
                        most = left;
                        in = booked;
                        at = step;
                    }
                }
            }
            // What was booked before the ledger's time is forgotten: nothing can be said of it.
            long known = Math.max(request.startNanos(), ledger.nowNanos());
            long instant = Math.max(known, in.stepStart(at));
            if (loadAt(instant, in.failure()).isEmpty()) {
                loads.add(new Load(instant, in.failure(), sums(in, at)));
            }
            return new Inequality(name, most, right, right - most, unit, instant, in.failure());
        }

        /** Mostly the one that was looked at last. */
        private LinkLoad load(Scenario booked, int step) {
            if (booked != loaded || step != loadedStep) {
                booked.load(step, calculus, load);
                loaded = booked;
                loadedStep = step;
            }
            return load;
        }

        private ImmutableList<ClassSums> sums(Scenario booked, int step) {
            LinkLoad then = load(booked, step);
            ImmutableList.Builder<ClassSums> sums = ImmutableList.builder();
            for (int j = 0; j < calculus.classes(); j++) {
                ServiceClass serviceClass = link.classes().get(j);
                sums.add(new ClassSums(
                        serviceClass.name(),
                        then.rate(j),
                        then.burst(j),
                        serviceClass.budgetNanos(),
                        serviceClass.bufferBits()));
            }
            return sums.build();
        }

        private Optional<Load> loadAt(long instant, Optional<Failure> failure) {
            for (Load one : loads) {
                if (one.atNanos() == instant && one.failure().equals(failure)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        }
    }

    /** The side of an inequality that depends on what is booked. */
    private interface LeftSide {
        long of(LinkLoad load);
    }
}
