package io.plumbline.pce.change;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.admission.AdmissionControl;
import io.plumbline.pce.admission.StartAnswer;
import io.plumbline.pce.admission.StartWindow;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.Priority;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.reservation.ReservationLedger.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for reservations that stand in the way of requests and may be displaced by them. As few and as unimportant as this finds: it takes the lowest
 * holding priorities until there is room, then gives back what it can, the most important and largest first, as long as the room stays. So none
 * of those named can be spared; that there is no smaller set of others is not claimed.
 *
 * <p>Displacing is not free of delay: a victim has to be stopped, and what it left in queues counts until its linger is over.
 */
public final class Preemption {
    private static final int MOST_STARTS = 64;

    private final ReservationLedger ledger;
    private final AdmissionControl admission;

    public Preemption(ReservationLedger ledger, AdmissionControl admission) {
        this.ledger = ledger;
        this.admission = admission;
    }

    /**
     * Who would have to go. The requests may start later than asked for, and last as long.
     *
     * @param requests of the same times
     * @param stopByNanos by when victims could be confirmed to have stopped
     */
    public PreemptionAnswer plan(ImmutableList<PathRequest> requests, long stopByNanos, long nowNanos) {
        Optional<Rejected> unlike = requests.stream()
                .filter(it -> it.startNanos() != requests.getFirst().startNanos()
                        || it.endNanos() != requests.getFirst().endNanos())
                .findFirst()
                .map(it -> new Rejected(
                        Reason.INVALID,
                        it.id(),
                        "requests: " + it.id() + " is at another time than "
                                + requests.getFirst().id(),
                        Optional.empty()));
        if (unlike.isPresent()) {
            return new PreemptionAnswer.None(unlike.get());
        }
        Admission asItIs = admission.feasible(requests, nowNanos);
        if (asItIs instanceof Admitted admitted) {
            return new PreemptionAnswer.NotNeeded(admitted);
        }
        Rejected refusal = (Rejected) asItIs;
        if (!standsSomethingInTheWay(refusal)) {
            return new PreemptionAnswer.None(refusal);
        }
        int setup =
                requests.stream().mapToInt(it -> it.priority().setup()).max().orElse(Priority.HIGHEST);
        List<Reservation> displaceable = ledger.reservations().stream()
                .filter(it -> it.relation().isEmpty() && !ledger.isStopped(it.id()))
                .filter(it -> it.request().endNanos() > stopByNanos)
                .filter(it -> setup < it.request().priority().holding())
                .sorted(Comparator.comparingInt((Reservation it) -> -holding(it))
                        .thenComparingLong(Preemption::rate)
                        .thenComparing(Reservation::id))
                .toList();
        Mark mark = ledger.mark();
        PreemptionAnswer answer = plan(requests, displaceable, stopByNanos, nowNanos)
                .map(PreemptionAnswer.class::cast)
                .orElseGet(() -> new PreemptionAnswer.None(refusal));
        ledger.rollBack(mark);
        return answer;
    }

    /** Ends what may be displaced, the lowest holding priority first, until the requests have room; then gives back what can be spared. */
    private Optional<PreemptionAnswer.Plan> plan(
            ImmutableList<PathRequest> requests, List<Reservation> displaceable, long stopByNanos, long nowNanos) {
        long whenAllIsGone = stopByNanos;
        List<ImmutableList<Reservation>> ended = new ArrayList<>();
        for (int i = 0; i < displaceable.size(); i++) {
            Reservation victim = displaceable.get(i);
            whenAllIsGone = Math.max(whenAllIsGone, lastGone(victim, stopByNanos));
            ended.add(parts(victim));
            end(victim, stopByNanos);
            boolean levelIsComplete =
                    i + 1 == displaceable.size() || holding(displaceable.get(i + 1)) != holding(victim);
            Optional<ImmutableList<PathRequest>> shifted =
                    levelIsComplete ? earliest(requests, whenAllIsGone, nowNanos) : Optional.empty();
            if (shifted.isPresent()) {
                Mark mark = ledger.mark();
                ImmutableSortedSet.Builder<String> victims = ImmutableSortedSet.naturalOrder();
                spare(ended.reversed(), shifted.get(), nowNanos, victims);
                ImmutableSortedSet<String> needed = victims.build();
                if (!needed.isEmpty()) {
                    return Optional.of(new PreemptionAnswer.Plan(
                            needed, stopByNanos, shifted.get().getFirst().startNanos(), shifted.get()));
                }
                // It only has to wait; that more of them go may let it start sooner.
                ledger.rollBack(mark);
            }
        }
        return Optional.empty();
    }

    /** Gives back a whole list where the room stays, and half a list after the other where it does not. */
    private void spare(
            List<ImmutableList<Reservation>> ended,
            ImmutableList<PathRequest> requests,
            long nowNanos,
            ImmutableSortedSet.Builder<String> victims) {
        Mark mark = ledger.mark();
        ended.forEach(parts -> parts.forEach(this::giveBack));
        if (admission.feasible(requests, nowNanos) instanceof Admitted) {
            ledger.keep(mark);
            return;
        }
        ledger.rollBack(mark);
        if (ended.size() == 1) {
            victims.add(ended.getFirst().getFirst().id());
            return;
        }
        int half = ended.size() / 2;
        spare(ended.subList(0, half), requests, nowNanos, victims);
        spare(ended.subList(half, ended.size()), requests, nowNanos, victims);
    }

    private void giveBack(Reservation part) {
        if (ledger.reservation(part.id()).isPresent()) {
            ledger.replace(part.id(), part);
        } else {
            ledger.book(part);
        }
    }

    /** A reservation, and what belongs to it and is not stopped. */
    private ImmutableList<Reservation> parts(Reservation reservation) {
        ImmutableList.Builder<Reservation> parts = ImmutableList.builder();
        parts.add(reservation);
        ledger.related(reservation.id()).stream()
                .filter(it -> !ledger.isStopped(it.id()))
                .forEach(it -> parts.addAll(parts(it)));
        return parts.build();
    }

    private static long lastGone(Reservation victim, long stopByNanos) {
        return victim.hops().stream()
                .mapToLong(hop -> Exact.addCapped(stopByNanos, hop.lingerNanos()))
                .max()
                .orElse(stopByNanos);
    }

    /** Ends the victims of a plan, and admits what is to follow them; or nothing. */
    public Admission carryOut(PreemptionAnswer.Plan plan, long nowNanos) {
        Mark mark = ledger.mark();
        Optional<Rejected> gone = Optional.empty();
        for (String id : plan.victims()) {
            Optional<Reservation> victim =
                    ledger.reservation(id).filter(it -> it.relation().isEmpty() && !ledger.isStopped(id));
            if (victim.isEmpty()) {
                gone = Optional.of(new Rejected(
                        Reason.INVALID,
                        plan.requests().getFirst().id(),
                        "victims: " + id + " given, which no live reservation has",
                        Optional.empty()));
                break;
            }
            end(victim.get(), plan.stopByNanos());
        }
        Admission answer = gone.isPresent() ? gone.get() : admission.admit(plan.requests(), nowNanos);
        if (answer instanceof Admitted) {
            ledger.keep(mark);
        } else {
            ledger.rollBack(mark);
        }
        return answer;
    }

    /** Plans the end of a reservation and of what belongs to it. A shorter time needs no proof. */
    private void end(Reservation reservation, long endNanos) {
        ledger.related(reservation.id()).stream()
                .filter(it -> !ledger.isStopped(it.id()))
                .forEach(it -> end(it, endNanos));
        PathRequest request = reservation.request();
        if (request.startNanos() >= endNanos) {
            // It has not started, and never will.
            ledger.replace(reservation.id());
        } else if (request.endNanos() > endNanos) {
            ledger.replace(
                    reservation.id(),
                    new Reservation(
                            request.during(request.startNanos(), endNanos),
                            reservation.hops(),
                            reservation.relation()));
        }
    }

    /** At the earliest start that is found; where there are too many to try, when all that was displaced is gone. Empty when they fit at none. */
    private Optional<ImmutableList<PathRequest>> earliest(
            ImmutableList<PathRequest> requests, long whenAllIsGone, long nowNanos) {
        PathRequest first = requests.getFirst();
        long earliest = Math.max(first.startNanos(), nowNanos);
        long latest = Math.max(earliest, whenAllIsGone);
        long duration = first.endNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : first.endNanos() - earliest;
        StartWindow window = new StartWindow(earliest, latest, duration);
        return switch (admission.queries().earliestStart(requests, window, nowNanos, MOST_STARTS)) {
            case StartAnswer.Found found -> Optional.of(found.requests());
            case StartAnswer.None none -> Optional.empty();
            case StartAnswer.GaveUp gaveUp -> {
                ImmutableList<PathRequest> last = requests.stream()
                        .map(it -> it.during(latest, Exact.addCapped(latest, duration)))
                        .collect(ImmutableList.toImmutableList());
                yield admission.feasible(last, nowNanos) instanceof Admitted ? Optional.of(last) : Optional.empty();
            }
        };
    }

    private static boolean standsSomethingInTheWay(Rejected refusal) {
        return switch (refusal.reason()) {
            case BANDWIDTH, LATENCY, SWITCH_CAPACITY -> true;
            case POLICY -> refusal.isPolicyForNow();
            case INVALID, UNKNOWN_ENDPOINT, NO_PATH -> false;
        };
    }

    private static int holding(Reservation reservation) {
        return reservation.request().priority().holding();
    }

    private static long rate(Reservation reservation) {
        return reservation.request().traffic().rateBitsPerSecond();
    }
}
