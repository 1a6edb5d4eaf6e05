package io.plumbline.pce.change;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.admission.AdmissionControl;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Prover;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.change.ChangeAnswer.Refused;
import io.plumbline.pce.change.ChangeAnswer.Unchanged;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.protection.Labelling;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.reservation.ReservationLedger.Mark;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeTopology;
import java.util.Optional;

/**
 * Changes one reservation, make before break: the new generation is booked beside what is left of the old one, which stays until its ingress is
 * confirmed to have stopped sending it.
 *
 * <p>In this order: as it is, where another time or deadline is all that is asked for; on the same way, then on the best way, with the old generation
 * reduced at links that both share ({@link OldWay}); with both in full.
 */
public final class ChangeControl {
    private final TeTopology topology;
    private final ReservationLedger ledger;
    private final AdmissionControl admission;
    private final Prover prover;
    private final Labelling labelling;

    public ChangeControl(TeTopology topology, ReservationLedger ledger, AdmissionControl admission) {
        this.topology = topology;
        this.ledger = ledger;
        this.admission = admission;
        prover = new Prover(topology, ledger);
        labelling = new Labelling(topology, ledger);
    }

    /**
     * Books a reservation anew as it is asked for now. One that has started goes on from {@code nowNanos}, whatever start is asked for.
     *
     * @param asked with the id of a reservation
     */
    public ChangeAnswer change(PathRequest asked, long nowNanos) {
        Optional<Rejected> wrong = changeable(asked.id(), nowNanos).or(() -> admission.check(asked, nowNanos));
        if (wrong.isPresent()) {
            return new Refused(wrong.get());
        }
        Reservation old = ledger.reservation(asked.id()).orElseThrow();
        boolean started = old.request().startNanos() <= nowNanos;
        PathRequest anew = started ? asked.during(old.request().startNanos(), asked.endNanos()) : asked;
        if (anew.equals(old.request()) && isUsable(old)) {
            return new Unchanged(old);
        }
        return onlyRenews(old.request(), asked) ? renewed(old, anew, nowNanos) : moved(old, anew, nowNanos);
    }

    /**
     * Looks for a better way for the same request: any, when the one that it has is not to be used any more, and otherwise one that costs
     * less load, if nothing has to be booked twice for it.
     */
    public ChangeAnswer move(String id, long nowNanos) {
        Optional<Rejected> wrong = changeable(id, nowNanos);
        if (wrong.isPresent()) {
            return new Refused(wrong.get());
        }
        Reservation old = ledger.reservation(id).orElseThrow();
        return moved(old, old.request(), nowNanos);
    }

    /**
     * By how much less load a reservation could be had on another way, as a part of what it costs now; 0 when nothing would be gained, or all would have to be
     * booked twice for it.
     */
    public double gain(String id, long nowNanos) {
        Optional<Reservation> old = ledger.reservation(id).filter(this::isUsable);
        if (changeable(id, nowNanos).isPresent() || old.isEmpty()) {
            return 0;
        }
        PathRequest request =
                old.get().request().during(nowNanos, old.get().request().endNanos());
        OldWay oldWay = new OldWay(topology, ledger, old.get(), request);
        if (!oldWay.mayShare() || old.get().request().startNanos() > nowNanos) {
            return 0;
        }
        Mark mark = ledger.mark();
        ledger.replace(id, oldWay.asIfItStayed());
        long now = admission.loadCost(request, pathOf(old.get()));
        long then = admission
                .proposal(request)
                .map(best -> admission.loadCost(request, pathOf(best)))
                .orElse(now);
        ledger.rollBack(mark);
        return then >= now ? 0 : (double) (now - then) / now;
    }

    /**
     * Books a reservation again as it was before its last change, none of whose packets was sent: what was made for it is taken away. Refused,
     * and as it is, when that does not hold any more.
     */
    public ChangeAnswer revert(Reservation before, long nowNanos) {
        String id = before.id();
        Optional<Reservation> left = underWay(id);
        if (left.isEmpty()) {
            return refused(id, "id: " + id + " given, which has no change under way");
        }
        Mark mark = ledger.mark();
        Reservation now = ledger.reservation(id).orElseThrow();
        ledger.related(id).stream().filter(Reservation::onlyOnFailure).forEach(it -> ledger.cancel(it.id()));
        ledger.related(left.get().id()).forEach(it -> ledger.relate(it.id(), id));
        ledger.replace(now.id());
        ledger.replace(left.get().id(), before);
        Optional<Certificate> proof = proof(before);
        if (proof.isEmpty()) {
            ledger.rollBack(mark);
            return refused(id, "id: " + id + " given, whose former way does not hold any more at " + nowNanos);
        }
        ledger.keep(mark);
        return new Changed(before, Optional.empty(), proof.get());
    }

    /** What is left of the old way of a reservation, until its stop is confirmed. */
    public Optional<Reservation> underWay(String id) {
        return ledger.related(id).stream()
                .filter(it -> it.relation().orElseThrow().role() == Role.OLD_WAY)
                .filter(it -> !ledger.isStopped(it.id()))
                .findFirst();
    }

    private Optional<Rejected> changeable(String id, long nowNanos) {
        Optional<Reservation> old = ledger.reservation(id);
        String why = old.isEmpty()
                ? "which no live reservation has"
                : old.get().relation().isPresent()
                        ? "which is part of " + old.get().relation().get().of()
                        : ledger.isStopped(id)
                                ? "which was stopped"
                                : old.get().request().endNanos() <= nowNanos ? "which has ended" : "";
        return why.isEmpty() ? Optional.empty() : Optional.of(invalid(id, "id: " + id + " given, " + why));
    }

    /** Whether the flow may go on as it is, with the same meter and labels, if there is time. */
    private static boolean onlyRenews(PathRequest old, PathRequest asked) {
        return asked.during(old.startNanos(), old.endNanos())
                .withDeadline(old.deadlineNanos())
                .equals(old);
    }

    private ChangeAnswer renewed(Reservation old, PathRequest asked, long nowNanos) {
        boolean longer = asked.endNanos() > old.request().endNanos();
        return (longer && !isUsable(old) ? Optional.<Changed>empty() : inPlace(old, asked))
                .map(ChangeAnswer.class::cast)
                .orElseGet(() -> moved(old, asked, nowNanos));
    }

    /** The same hops, and ways out of failures, for another time and deadline. */
    private Optional<Changed> inPlace(Reservation old, PathRequest asked) {
        Mark mark = ledger.mark();
        ImmutableList<Reservation> all = ImmutableList.<Reservation>builder()
                .add(old)
                .addAll(ledger.related(old.id()).stream()
                        .filter(Reservation::onlyOnFailure)
                        .toList())
                .build();
        all.forEach(it -> ledger.replace(it.id()));
        for (Reservation it : all) {
            PathRequest anew =
                    it.request().during(asked.startNanos(), asked.endNanos()).withDeadline(asked.deadlineNanos());
            Reservation booked = new Reservation(anew, it.hops(), it.relation());
            if (!labelling.label(booked).equals(Optional.of(booked))) {
                ledger.rollBack(mark);
                return Optional.empty();
            }
            ledger.book(booked);
        }
        Reservation booked = ledger.reservation(old.id()).orElseThrow();
        Optional<Certificate> proof = proof(booked);
        if (proof.isEmpty()) {
            ledger.rollBack(mark);
        } else {
            ledger.keep(mark);
        }
        return proof.map(certificate -> new Changed(booked, Optional.empty(), certificate));
    }

    /** The certificate of a reservation that holds, as every way out of failures that belongs to it does. */
    private Optional<Certificate> proof(Reservation booked) {
        boolean waysOutHold = ledger.related(booked.id()).stream()
                .filter(Reservation::onlyOnFailure)
                .allMatch(it -> prover.prove(it).filter(Certificate::holds).isPresent()
                        && labelling.overfull(it).isEmpty());
        return prover.prove(booked)
                .filter(certificate -> certificate.holds()
                        && waysOutHold
                        && labelling.overfull(booked).isEmpty());
    }

    private ChangeAnswer moved(Reservation old, PathRequest asked, long nowNanos) {
        if (old.request().startNanos() > nowNanos) {
            return plannedAnew(old, asked, nowNanos);
        }
        PathRequest request = asked.during(nowNanos, asked.endNanos());
        OldWay oldWay = new OldWay(topology, ledger, old, request);
        boolean asBefore = asked.during(
                        old.request().startNanos(), old.request().endNanos())
                .equals(old.request());
        if (!oldWay.mayShare() && asBefore && isUsable(old)) {
            return new Unchanged(old);
        }
        if (oldWay.mayShare()) {
            boolean otherTraffic = !oldWay.isOfSameTraffic();
            Mark mark = ledger.mark();
            ledger.replace(old.id(), oldWay.asIfItStayed());
            boolean mayStay = otherTraffic
                    && isUsable(old, request.route())
                    && request.egressNode().equals(old.request().egressNode());
            Optional<Reservation> onTheSameWay =
                    mayStay ? labelling.reservation(request, pathOf(old)) : Optional.empty();
            Optional<Reservation> best = admission.proposal(request);
            if (best.isEmpty()) {
                // The old generation never counts for less than this, so there is nothing else to try.
                Rejected refusal = admission.refusal(request);
                ledger.rollBack(mark);
                return new Refused(refusal);
            }
            boolean better = !asBefore
                    || !isUsable(old)
                    || admission.loadCost(request, pathOf(best.get())) < admission.loadCost(request, pathOf(old));
            ledger.rollBack(mark);
            if (!better) {
                return new Unchanged(old);
            }
            Optional<Changed> shares = onTheSameWay
                    .flatMap(newer -> sharing(old, oldWay, newer))
                    .or(() -> best.flatMap(newer -> sharing(old, oldWay, newer)));
            if (shares.isPresent()) {
                return shares.get();
            }
        }
        return inFull(old, oldWay, request, nowNanos);
    }

    /** Books a new generation beside the old one, which is reduced where both share a link; or nothing. */
    private Optional<Changed> sharing(Reservation old, OldWay oldWay, Reservation newer) {
        Reservation left = oldWay.beside(newer);
        Mark mark = ledger.mark();
        ledger.replace(old.id());
        // What is left may stay longer than the old way would have, and its labels belong to somebody else then.
        boolean keepsLabels = labelling.label(left).equals(Optional.of(left));
        ledger.book(left);
        ledger.book(newer);
        Optional<Certificate> proof =
                keepsLabels ? proof(newer).filter(certificate -> fits(left, old)) : Optional.empty();
        if (proof.isEmpty()) {
            ledger.rollBack(mark);
        } else {
            ledger.keep(mark);
        }
        return proof.map(certificate -> new Changed(newer, Optional.of(left), certificate));
    }

    /** Whether what is left fits where it is not what was there before. */
    private boolean fits(Reservation left, Reservation old) {
        ImmutableList<BookedHop> reduced =
                left.hops().stream().filter(hop -> !old.hops().contains(hop)).collect(ImmutableList.toImmutableList());
        return reduced.isEmpty() || prover.fits(new Reservation(left.request(), reduced, left.relation()));
    }

    /** Admits a new generation as if it were a flow of its own. */
    private ChangeAnswer inFull(Reservation old, OldWay oldWay, PathRequest request, long nowNanos) {
        Mark mark = ledger.mark();
        Reservation left = oldWay.inFull();
        ledger.related(old.id()).forEach(it -> ledger.relate(it.id(), left.id()));
        ledger.replace(old.id(), left);
        return switch (admission.admit(ImmutableList.of(request), nowNanos)) {
            case Admitted admitted -> {
                ledger.keep(mark);
                yield new Changed(
                        admitted.reservations().getFirst(),
                        Optional.of(left),
                        admitted.certificates().getFirst());
            }
            case Rejected rejected -> {
                ledger.rollBack(mark);
                yield new Refused(rejected);
            }
        };
    }

    /** What has not started is admitted again. */
    private ChangeAnswer plannedAnew(Reservation old, PathRequest asked, long nowNanos) {
        Mark mark = ledger.mark();
        ledger.cancel(old.id());
        return switch (admission.admit(ImmutableList.of(asked), nowNanos)) {
            case Admitted admitted -> {
                ledger.keep(mark);
                yield new Changed(
                        admitted.reservations().getFirst(),
                        Optional.empty(),
                        admitted.certificates().getFirst());
            }
            case Rejected rejected -> {
                ledger.rollBack(mark);
                yield new Refused(rejected);
            }
        };
    }

    private boolean isUsable(Reservation reservation) {
        return isUsable(reservation, reservation.request().route());
    }

    /** Whether a way could be taken now, and keeps to a route. */
    private boolean isUsable(Reservation reservation, RoutePolicy route) {
        ImmutableList.Builder<TeLink> way = ImmutableList.builder();
        for (BookedHop hop : reservation.hops()) {
            TeLink link = topology.links().get(hop.linkId());
            if (link == null
                    || hop.classIndex() >= link.classes().size()
                    || SearchGraph.whyUnusable(topology, link).isPresent()) {
                return false;
            }
            way.add(link);
        }
        return route.allowsAll() || route.allows(topology, way.build());
    }

    private static TePath pathOf(Reservation reservation) {
        return new TePath(reservation.hops().stream()
                .map(hop -> new TePath.Hop(hop.linkId(), hop.classIndex()))
                .collect(ImmutableList.toImmutableList()));
    }

    private static ChangeAnswer refused(String id, String detail) {
        return new Refused(invalid(id, detail));
    }

    private static Rejected invalid(String id, String detail) {
        return new Rejected(Reason.INVALID, id, detail, Optional.<Constraint>empty());
    }
}
