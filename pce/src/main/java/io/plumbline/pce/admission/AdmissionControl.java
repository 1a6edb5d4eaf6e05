package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Prover;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PathSearch;
import io.plumbline.pce.path.PathStep;
import io.plumbline.pce.path.SearchEffort;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.protection.ProtectedBooking;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The decision on requests that are admitted together or not at all: checked, searched, booked, proven; or refused with one reason.
 *
 * <p>Several requests are placed one after the other, each beside those before it; when that fails, once more from last to first. (The
 * two directions of one flow use opposite links, so they hardly ever stand in each other's way.)
 */
public final class AdmissionControl {
    private final SearchGraph graph;
    private final ReservationLedger ledger;
    private final long seed;
    private final SearchEffort effort;
    private final Prover prover;

    public AdmissionControl(SearchGraph graph, ReservationLedger ledger, long seed) {
        this(graph, ledger, seed, SearchEffort.CANDIDATES_FIRST);
    }

    public AdmissionControl(SearchGraph graph, ReservationLedger ledger, long seed, SearchEffort effort) {
        this.graph = graph;
        this.ledger = ledger;
        this.seed = seed;
        this.effort = effort;
        prover = new Prover(graph.topology(), ledger);
    }

    /** Questions about the calendar, answered by this control. */
    public CalendarQueries queries() {
        return new CalendarQueries(graph, ledger, this);
    }

    /** Books everything or nothing. */
    public Admission admit(ImmutableList<PathRequest> requests, long nowNanos) {
        Optional<Rejected> wrong = check(requests, nowNanos);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Placement placement = placeEitherWay(requests, false);
        if (placement.failed().isPresent()) {
            return diagnose(requests, placement);
        }
        return proven(placement.reservations());
    }

    private Admitted proven(ImmutableList<Reservation> booked) {
        ImmutableList.Builder<Certificate> certificates = ImmutableList.builder();
        for (Reservation reservation : booked) {
            Certificate certificate = prover.prove(reservation).orElseThrow();
            if (!certificate.holds()) {
                undo(booked);
                throw new IllegalStateException(
                        "admitted without proof: " + certificate.violated().toList());
            }
            certificates.add(certificate);
        }
        return new Admitted(booked, certificates.build());
    }

    /** Admits a request on a path that is given; empty, and nothing booked, when it does not fit there. */
    Optional<Admitted> admitAlong(PathRequest request, List<String> linkIds, long nowNanos) {
        if (check(ImmutableList.of(request), nowNanos).isPresent()) {
            return Optional.empty();
        }
        return search(request)
                .along(linkIds)
                .map(found -> reservation(request, found.path()))
                .filter(reservation -> book(reservation).isEmpty())
                .map(reservation ->
                        proven(ImmutableList.of(ledger.reservation(request.id()).orElseThrow())));
    }

    /**
     * Admits as many as fit: one request after the other, in the order given, each beside what those before it booked.
     *
     * @return an answer for each request, in the same order
     */
    public ImmutableList<Admission> admitEach(ImmutableList<PathRequest> requests, long nowNanos) {
        return requests.stream()
                .map(request -> admit(ImmutableList.of(request), nowNanos))
                .collect(ImmutableList.toImmutableList());
    }

    /** The answer that {@link #admit} would give, booking nothing. */
    public Admission feasible(ImmutableList<PathRequest> requests, long nowNanos) {
        Admission answer = admit(requests, nowNanos);
        if (answer instanceof Admitted admitted) {
            undo(admitted.reservations());
        }
        return answer;
    }

    /** Whether {@link #admit} would say yes, and at which load cost; empty when not. Spends no time on reasons and certificates. */
    OptionalLong costIfFeasible(ImmutableList<PathRequest> requests, long nowNanos) {
        if (check(requests, nowNanos).isPresent()) {
            return OptionalLong.empty();
        }
        Placement placement = placeEitherWay(requests, true);
        undo(placement.reservations());
        return placement.failed().isPresent() ? OptionalLong.empty() : OptionalLong.of(placement.loadCost());
    }

    private Optional<Rejected> check(ImmutableList<PathRequest> requests, long nowNanos) {
        Set<String> ids = new HashSet<>();
        for (PathRequest request : requests) {
            Optional<Rejected> wrong = new RequestCheck(request, nowNanos).run();
            if (wrong.isPresent()) {
                return wrong;
            }
            if (!ids.add(request.id()) || ledger.reservation(request.id()).isPresent()) {
                return Optional.of(new Rejected(
                        Reason.INVALID,
                        request.id(),
                        "id: " + request.id() + " given, which a live reservation has",
                        Optional.empty()));
            }
            Optional<Rejected> unknown = route(request);
            if (unknown.isPresent()) {
                return unknown;
            }
        }
        return requests.stream().flatMap(request -> endpoints(request).stream()).findFirst();
    }

    /** What is wrong with a request by itself, whatever is booked. */
    public Optional<Rejected> check(PathRequest request, long nowNanos) {
        return new RequestCheck(request, nowNanos)
                .run()
                .or(() -> route(request))
                .or(() -> endpoints(request));
    }

    private Optional<Rejected> route(PathRequest request) {
        return request.route().allowsAll() ? Optional.empty() : new RouteCheck(request).on(graph.topology());
    }

    private Optional<Rejected> endpoints(PathRequest request) {
        return endpoint(request, "ingressNode", request.ingressNode())
                .or(() -> endpoint(request, "egressNode", request.egressNode()));
    }

    private Optional<Rejected> endpoint(PathRequest request, String field, String nodeId) {
        TeNode node = graph.topology().nodes().get(nodeId);
        if (node == null) {
            return Optional.of(new Rejected(
                    Reason.UNKNOWN_ENDPOINT, request.id(), field + ": " + nodeId + " is not known", Optional.empty()));
        }
        if (field.equals("ingressNode") && node.kind() != TeNode.Kind.SWITCH) {
            return Optional.of(new Rejected(
                    Reason.INVALID,
                    request.id(),
                    field + ": " + nodeId + " given, which is not a switch and can police nothing",
                    Optional.empty()));
        }
        return Optional.empty();
    }

    /**
     * What came of placing requests in order: all of them are booked, or none.
     *
     * @param failed how many had been placed, and were taken back, when one found no path
     * @param vain the search that found none
     * @param loadCost the sum of what each path cost when it was placed, where that was asked for
     */
    private record Placement(
            ImmutableList<Reservation> reservations,
            Optional<Integer> failed,
            Optional<PathSearch> vain,
            long loadCost) {

        static Placement failed(int placed, Optional<PathSearch> vain) {
            return new Placement(ImmutableList.of(), Optional.of(placed), vain, 0);
        }

        static Placement of(ImmutableList<Reservation> reservations, long loadCost) {
            return new Placement(reservations, Optional.empty(), Optional.empty(), loadCost);
        }
    }

    private Placement placeEitherWay(ImmutableList<PathRequest> requests, boolean priced) {
        Placement placement = place(requests, priced);
        if (placement.failed().isPresent() && requests.size() > 1) {
            Placement backwards = place(requests.reverse(), priced);
            if (backwards.failed().isEmpty()) {
                return Placement.of(backwards.reservations().reverse(), backwards.loadCost());
            }
        }
        return placement;
    }

    private Placement place(ImmutableList<PathRequest> requests, boolean priced) {
        List<Reservation> placed = new ArrayList<>();
        long loadCost = 0;
        for (PathRequest request : requests) {
            PathSearch search = search(request);
            Optional<PathSearch.Found> found = found(search);
            if (found.isEmpty()) {
                undo(placed);
                return Placement.failed(placed.size(), Optional.of(search));
            }
            loadCost += priced ? search.loadCost(found.get().path()) : 0;
            Reservation reservation = reservation(request, found.get().path());
            Optional<Rejected> unprotected = book(reservation);
            if (unprotected.isPresent()) {
                undo(placed);
                return Placement.failed(placed.size(), Optional.empty());
            }
            placed.add(ledger.reservation(request.id()).orElseThrow());
        }
        return Placement.of(ImmutableList.copyOf(placed), loadCost);
    }

    /** Why a request found no path, or none that can be protected, beside those before it. */
    private Rejected diagnose(ImmutableList<PathRequest> requests, Placement placement) {
        int failed = placement.failed().orElseThrow();
        ImmutableList<Reservation> before =
                place(requests.subList(0, failed), false).reservations();
        PathRequest request = requests.get(failed);
        // What is booked is the same again, so the search that was in vain holds.
        Rejected refusal =
                placement.vain().map(search -> refusal(request, search)).orElseGet(() -> unprotected(request));
        undo(before);
        return refusal;
    }

    private Rejected unprotected(PathRequest request) {
        return found(search(request))
                .flatMap(found -> book(reservation(request, found.path())))
                .orElseThrow(() -> new IllegalStateException("nothing refuses " + request));
    }

    /** What would be booked now for a request without protection, on the best path; nothing is. Empty when it fits nowhere. */
    public Optional<Reservation> proposal(PathRequest request) {
        return found(search(request)).map(found -> reservation(request, found.path()));
    }

    /** The price of a path that keeps to the route of a request now; see {@link PathSearch#loadCost}. */
    public long loadCost(PathRequest request, TePath path) {
        return search(request).loadCost(path);
    }

    /** Why there is no {@link #proposal} for a request. */
    public Rejected refusal(PathRequest request) {
        return refusal(request, search(request));
    }

    private Rejected refusal(PathRequest request, PathSearch search) {
        return new Diagnosis(
                        ledger,
                        request,
                        route -> route.equals(request.route()) ? search : search(request.withRoute(route)))
                .refusal();
    }

    private PathSearch search(PathRequest request) {
        return new PathSearch(graph.within(request.route()), ledger, request, seed);
    }

    private Optional<PathSearch.Found> found(PathSearch search) {
        return effort == SearchEffort.EVERYTHING ? search.cheapest() : search.best();
    }

    private void undo(List<Reservation> placed) {
        Lists.reverse(placed).forEach(ledger::undo);
    }

    /** Books a reservation, and with it what protects it where that is booked beforehand; or nothing. */
    private Optional<Rejected> book(Reservation reservation) {
        if (reservation.request().protection().isPresent()) {
            return new ProtectedBooking(graph.topology(), ledger, seed).book(reservation);
        }
        ledger.book(reservation);
        return Optional.empty();
    }

    /** The values to book: burst and linger at each hop as the way there makes them, and the lowest label that is free. */
    private Reservation reservation(PathRequest request, TePath path) {
        ImmutableList.Builder<BookedHop> hops = ImmutableList.builder();
        for (PathStep step : PathStep.along(path, request, graph.topology())) {
            TeLink link = step.link();
            hops.add(new BookedHop(
                    link.id(),
                    link.from(),
                    link.to(),
                    step.classIndex(),
                    link.classes().get(step.classIndex()).name(),
                    label(request, step),
                    step.bucket().rateBitsPerSecond(),
                    step.bucket().burstBits(),
                    step.lingerNanos()));
        }
        return new Reservation(request, hops.build());
    }

    private int label(PathRequest request, PathStep step) {
        TeLink link = step.link();
        if (!link.hasLabels()) {
            return 0;
        }
        int label = ledger.link(link.id())
                .freeLabel(link.firstLabel(), link.lastLabel(), request.startNanos(), step.untilNanos(request));
        if (label < 0) {
            throw new IllegalStateException("path over a link without a free label: " + link.id());
        }
        return label;
    }
}
