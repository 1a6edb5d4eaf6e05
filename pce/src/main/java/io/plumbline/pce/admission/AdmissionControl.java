package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
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
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

    /** Books everything or nothing. */
    public Admission admit(ImmutableList<PathRequest> requests, long nowNanos) {
        Optional<Rejected> wrong = check(requests, nowNanos);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Placement placement = place(requests);
        if (placement.refusal().isPresent() && requests.size() > 1) {
            Placement backwards = place(requests.reverse());
            if (backwards.refusal().isEmpty()) {
                placement = new Placement(backwards.reservations().reverse(), Optional.empty());
            }
        }
        if (placement.refusal().isPresent()) {
            return placement.refusal().get();
        }
        ImmutableList.Builder<Certificate> certificates = ImmutableList.builder();
        for (Reservation reservation : placement.reservations()) {
            Certificate certificate = prover.prove(reservation).orElseThrow();
            if (!certificate.holds()) {
                placement.reservations().forEach(ledger::undo);
                throw new IllegalStateException(
                        "admitted without proof: " + certificate.violated().toList());
            }
            certificates.add(certificate);
        }
        return new Admitted(placement.reservations(), certificates.build());
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
        }
        for (PathRequest request : requests) {
            Optional<Rejected> wrong = endpoint(request, "ingressNode", request.ingressNode())
                    .or(() -> endpoint(request, "egressNode", request.egressNode()));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
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

    /** What came of placing requests in order: all of them, or none and why. */
    private record Placement(ImmutableList<Reservation> reservations, Optional<Rejected> refusal) {}

    private Placement place(ImmutableList<PathRequest> requests) {
        List<Reservation> placed = new ArrayList<>();
        for (PathRequest request : requests) {
            PathSearch search = new PathSearch(graph, ledger, request, seed);
            Optional<PathSearch.Found> found = effort == SearchEffort.EVERYTHING ? search.cheapest() : search.best();
            if (found.isEmpty()) {
                Rejected refusal = new Diagnosis(graph, ledger, request, search).refusal();
                placed.forEach(ledger::undo);
                return new Placement(ImmutableList.of(), Optional.of(refusal));
            }
            Reservation reservation = reservation(request, found.get().path());
            ledger.book(reservation);
            placed.add(reservation);
        }
        return new Placement(ImmutableList.copyOf(placed), Optional.empty());
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
