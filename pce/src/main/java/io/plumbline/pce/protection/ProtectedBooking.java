package io.plumbline.pce.protection;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.admission.Diagnosis;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.Linger;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Prover;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PathSearch;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.path.Protection.Level;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.protection.WaysOut.Need;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Relation;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Books a reservation together with the ways out of failures that its protection asks for: all of it, proven, or nothing.
 *
 * <p>A way out is searched while the first way is not booked: where they meet, only one of them is used at a time. What is found is then
 * booked exactly ({@link Way#beside}) and proven; when that fails, another one is tried.
 */
public final class ProtectedBooking {
    private final TeTopology topology;
    private final ReservationLedger ledger;
    private final long seed;
    private final Prover prover;
    private final WaysOut waysOut;

    public ProtectedBooking(TeTopology topology, ReservationLedger ledger, long seed) {
        this.topology = topology;
        this.ledger = ledger;
        this.seed = seed;
        prover = new Prover(topology, ledger);
        waysOut = new WaysOut(topology);
    }

    /**
     * Books a reservation that is not booked, and what protects it. Where its path leaves no room for a backup beside it, others are tried
     * that keep off one link of it each: together with what goes around them, they may have room where the best path by itself has not.
     *
     * @return why nothing was booked; empty when everything was
     */
    public Optional<Rejected> book(Reservation first) {
        Protection protection = first.request().protection().orElseThrow();
        if (protection.level() == Level.DUPLICATE) {
            return Optional.of(noDuplicates(first));
        }
        Optional<Rejected> refusal = bookOnItsWay(first);
        if (refusal.isPresent() && protection.level() == Level.BACKUP) {
            for (BookedHop hop : first.hops()) {
                if (elsewhere(first.request(), hop.linkId())
                        .filter(other -> bookOnItsWay(other).isEmpty())
                        .isPresent()) {
                    return Optional.empty();
                }
            }
        }
        return refusal;
    }

    /** The best path that keeps off a link. */
    private Optional<Reservation> elsewhere(PathRequest request, String linkId) {
        SearchGraph graph =
                new SearchGraph(topology.with(new TopologyChange.SetLinkUp(linkId, false)), request.route());
        return new PathSearch(graph, ledger, request, seed)
                .best()
                .flatMap(found -> new Labelling(topology, ledger).reservation(request, found.path()));
    }

    /** What {@link #book} does, on that path alone. */
    Optional<Rejected> bookOnItsWay(Reservation first) {
        Way way = Way.of(topology, first.request(), first.hops())
                .orElseThrow(() -> new IllegalStateException("way over something unknown: " + first.id()));
        Optional<Rejected> refusal = Optional.empty();
        for (Choice choice : Choice.values()) {
            refusal = book(first, way, choice);
            if (refusal.isEmpty()) {
                return refusal;
            }
        }
        return refusal;
    }

    /** Which of the ways that may do is tried. */
    private enum Choice {
        CHEAPEST,
        QUICKEST;

        Optional<PathSearch.Found> of(PathSearch search, PathRequest request) {
            return this == CHEAPEST ? search.best() : search.quickest(request.deadlineNanos(), true);
        }
    }

    private Optional<Rejected> book(Reservation first, Way way, Choice choice) {
        List<Reservation> alternatives = new ArrayList<>();
        Optional<Rejected> refusal = Optional.empty();
        for (Need need : waysOut.of(way)) {
            refusal = bookProvisionally(first, way, need, choice, alternatives);
            if (refusal.isPresent()) {
                break;
            }
        }
        alternatives.forEach(ledger::undo);
        return refusal.isPresent() ? refusal : bookTogether(first, way, alternatives);
    }

    /** Searches a way out beside those found before, and books it without labels. */
    private Optional<Rejected> bookProvisionally(
            Reservation first, Way way, Need need, Choice choice, List<Reservation> alternatives) {
        PathRequest asked = fromThere(way, need);
        SearchGraph graph = new SearchGraph(topologyFor(need, way));
        PathSearch search = search(graph, asked, need);
        Optional<PathSearch.Found> found = choice.of(search, asked);
        if (found.isEmpty()) {
            Rejected why = new Diagnosis(
                            ledger,
                            asked,
                            route -> route.equals(asked.route()) ? search : search(graph, asked.withRoute(route), need))
                    .refusal();
            return Optional.of(new Rejected(
                    why.reason(),
                    first.id(),
                    "no " + name(need) + " from " + way.node(need.sharedHops()) + " that survives " + need.avoided()
                            + ": " + why.detail(),
                    why.constraint()));
        }
        Reservation alternative = new Reservation(
                withId(first.request(), freshId(ledger, first.id(), name(need))),
                way.beside(need.sharedHops(), meeting(way, need, found.get().path()), topology),
                Optional.of(new Relation(need.role(), first.id(), need.sharedHops(), need.used())));
        ledger.book(alternative);
        alternatives.add(alternative);
        return Optional.empty();
    }

    private PathSearch search(SearchGraph graph, PathRequest request, Need need) {
        return new PathSearch(graph.within(request.route()), ledger, request, need.used(), seed);
    }

    private static String name(Need need) {
        return switch (need.role()) {
            case BACKUP -> "backup";
            case DETOUR -> "detour";
            case OLD_WAY -> throw new IllegalStateException("nothing needs an old way");
        };
    }

    /** The same path in the classes of the first way where it meets that, if the deadline allows. */
    private List<TePath.Hop> meeting(Way way, Need need, TePath path) {
        List<TePath.Hop> hops = new ArrayList<>();
        for (TePath.Hop hop : path.hops()) {
            int p = way.hops().stream()
                    .filter(it -> it.linkId().equals(hop.linkId()))
                    .map(BookedHop::classIndex)
                    .findFirst()
                    .orElse(hop.classIndex());
            hops.add(new TePath.Hop(hop.linkId(), p));
        }
        PathDelay delay = way.before().get(need.sharedHops());
        for (TePath.Hop hop : hops) {
            TeLink link = Objects.requireNonNull(topology.links().get(hop.linkId()));
            delay = delay.over(
                    link,
                    hop.classIndex(),
                    Objects.requireNonNull(topology.nodes().get(link.to())));
        }
        return delay.mostNanos() <= way.request().deadlineNanos() ? hops : path.hops();
    }

    /**
     * What is asked of the rest of the network where a way out begins: the traffic as it has grown until there, in the time that is left.
     * Waypoints bind the first way alone; what is excluded there is excluded here.
     */
    private PathRequest fromThere(Way way, Need need) {
        PathRequest request = way.request().withRoute(way.request().route().withoutWaypoints());
        if (need.sharedHops() == 0) {
            return request;
        }
        PathDelay delay = way.before().get(need.sharedHops());
        TeNode node = node(way.node(need.sharedHops()));
        return new PathRequest(
                        request.id(),
                        node.id(),
                        request.egressNode(),
                        grown(request.traffic(), delay.variationNanos()),
                        grown(request.probe(), delay.variationNanos()),
                        request.deadlineNanos()
                                - (delay.mostNanos() - PathDelay.atIngress(node).mostNanos()),
                        request.startNanos(),
                        request.endNanos())
                .withRoute(request.route());
    }

    private static PolicedTraffic grown(PolicedTraffic traffic, long variationNanos) {
        return new PolicedTraffic(
                traffic.rateBitsPerSecond(),
                traffic.burstBits()
                        + Exact.mulDivCeil(traffic.rateBitsPerSecond(), variationNanos, Exact.NANOS_PER_SECOND),
                traffic.tickBits(),
                traffic.packetsPerSecond(),
                traffic.burstPackets()
                        + Exact.mulDivCeil(traffic.packetsPerSecond(), variationNanos, Exact.NANOS_PER_SECOND),
                traffic.tickPackets(),
                traffic.maxPacketBytes());
    }

    /** Without the links that a way out has to keep off. Where it begins, no meter is needed: the ingress has policed it. */
    private TeTopology topologyFor(Need need, Way way) {
        TeTopology left = topology;
        for (String linkId : waysOut.closedTo(need, way)) {
            left = left.with(new TopologyChange.SetLinkUp(linkId, false));
        }
        TeNode from = node(way.node(need.sharedHops()));
        return need.sharedHops() == 0
                ? left
                : left.with(new TopologyChange.PutNode(new TeNode(
                        from.id(),
                        from.kind(),
                        from.processingNanos(),
                        from.softwareAllowanceNanos(),
                        Integer.MAX_VALUE,
                        from.entryCapacity(),
                        from.labels(),
                        from.country())));
    }

    /** Books the first way, for as long as all ways together linger, and the alternatives, with labels; proves all of it. */
    private Optional<Rejected> bookTogether(Reservation first, Way way, List<Reservation> alternatives) {
        Map<String, Long> lingers = lingersWhereTheyMeet(way, alternatives);
        List<Reservation> booked = new ArrayList<>();
        Optional<Rejected> refusal = Optional.empty();
        for (Reservation one : ImmutableList.<Reservation>builder()
                .add(first)
                .addAll(alternatives)
                .build()) {
            if (refusal.isPresent()) {
                break;
            }
            Labelling labelling = new Labelling(topology, ledger);
            Optional<Reservation> labelled = labelling.label(lingering(one, lingers));
            if (labelled.isPresent()) {
                ledger.book(labelled.get());
                booked.add(labelled.get());
            } else {
                refusal = Optional.of(exhausted(first, labelling.exhaustedLink(), "label", 1, 0));
            }
        }
        for (Reservation one : booked) {
            refusal = refusal.isPresent() ? refusal : refusal(first, one);
        }
        if (refusal.isPresent()) {
            ImmutableList.copyOf(booked).reverse().forEach(ledger::undo);
        }
        return refusal;
    }

    /**
     * By link, where anything joins the first way: how long the burst of all ways together lingers, as late as any of them may come. What
     * one alternative lingers for by itself has the burst of both; where there are several, the burst of all is counted beside that.
     */
    private static Map<String, Long> lingersWhereTheyMeet(Way way, List<Reservation> alternatives) {
        Map<String, Long> lingers = new HashMap<>();
        for (BookedHop hop : way.hops()) {
            ImmutableList<BookedHop> joining = alternatives.stream()
                    .flatMap(alternative -> alternative.hops().stream())
                    .filter(other -> other.joins() && other.linkId().equals(hop.linkId()))
                    .collect(ImmutableList.toImmutableList());
            if (joining.isEmpty()) {
                continue;
            }
            long burst = hop.burstBits();
            long linger = hop.lingerNanos();
            for (BookedHop other : joining) {
                burst = Exact.addCapped(burst, other.burstBits());
                linger = Math.max(linger, other.lingerNanos());
            }
            TokenBucket all = new TokenBucket(hop.rateBitsPerSecond(), burst);
            long more = joining.size() == 1 ? 0 : Linger.nanos(new PathDelay(0, 0), all, 0);
            lingers.put(hop.linkId(), Exact.addCapped(linger, more));
        }
        return lingers;
    }

    private static Reservation lingering(Reservation reservation, Map<String, Long> lingers) {
        boolean first = !reservation.onlyOnFailure();
        return new Reservation(
                reservation.request(),
                reservation.hops().stream()
                        .map(hop -> first || hop.joins()
                                ? hop.withLinger(Math.max(hop.lingerNanos(), lingers.getOrDefault(hop.linkId(), 0L)))
                                : hop)
                        .collect(ImmutableList.toImmutableList()),
                reservation.relation());
    }

    /** Why what is booked cannot stay: an inequality that does not hold, or a switch that lacks something. */
    private Optional<Rejected> refusal(Reservation first, Reservation booked) {
        Certificate certificate = prover.prove(booked).orElseThrow();
        Optional<Certificate.Inequality> broken = certificate.violated().findFirst();
        if (broken.isPresent()) {
            Certificate.Inequality it = broken.get();
            String where = certificate.hops().stream()
                    .filter(hop -> hop.inequalities().contains(it))
                    .map(Certificate.HopProof::linkId)
                    .findFirst()
                    .orElse("");
            return Optional.of(new Rejected(
                    it.name().equals("end-to-end") ? Reason.LATENCY : Reason.BANDWIDTH,
                    first.id(),
                    booked.id() + " " + where + " " + it.name() + ": " + it.left() + " " + it.unit() + " asked, "
                            + it.right() + " " + it.unit() + " there",
                    Optional.of(new Constraint(where, "", it.name(), it.left(), it.right(), it.unit(), it.atNanos()))));
        }
        return new Labelling(topology, ledger)
                .overfull(booked)
                .map(full -> exhausted(first, full.nodeId(), full.quantity(), full.held(), full.capacity()));
    }

    private static Rejected exhausted(Reservation first, String where, String quantity, long asked, long available) {
        return new Rejected(
                Reason.SWITCH_CAPACITY,
                first.id(),
                where + ": " + asked + " " + quantity + " asked, " + available
                        + " there, ways out of failures included",
                Optional.of(new Constraint(
                        where,
                        "",
                        quantity,
                        asked,
                        available,
                        quantity,
                        first.request().startNanos())));
    }

    private static Rejected noDuplicates(Reservation first) {
        String egressSwitch = first.hops().getLast().from();
        return new Rejected(
                Reason.SWITCH_CAPACITY,
                first.id(),
                "protection: DUPLICATE asked, and " + egressSwitch + " cannot remove duplicates",
                Optional.of(new Constraint(
                        egressSwitch,
                        "",
                        "removal of duplicates",
                        1,
                        0,
                        "",
                        first.request().startNanos())));
    }

    /** An id that nothing has, nor belongs to. What it is called has no meaning: who belongs to whom is said by {@link Relation}. */
    public static String freshId(ReservationLedger ledger, String of, String what) {
        for (int i = 1; ; i++) {
            String id = of + " " + what + " " + i;
            if (ledger.reservation(id).isEmpty() && ledger.related(id).isEmpty()) {
                return id;
            }
        }
    }

    /** The request of a part of a reservation that is never searched for, as it is booked. */
    public static PathRequest withId(PathRequest request, String id) {
        return new PathRequest(
                        id,
                        request.ingressNode(),
                        request.egressNode(),
                        request.traffic(),
                        request.probe(),
                        request.deadlineNanos(),
                        request.startNanos(),
                        request.endNanos())
                .withRoute(request.route().withoutWaypoints());
    }

    private TeNode node(String id) {
        return Objects.requireNonNull(topology.nodes().get(id));
    }
}
