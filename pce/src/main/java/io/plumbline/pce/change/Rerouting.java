package io.plumbline.pce.change;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.change.ChangeAnswer.Refused;
import io.plumbline.pce.change.ChangeAnswer.Unchanged;
import io.plumbline.pce.change.Impact.Fate;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides on every reservation whose way is cut or is to be left, as the topology is now: those that are cut first; of these, and of the others, in order of holding priority, then those that
 * asked to be restored before those that did not; then in order of id.
 */
public final class Rerouting {
    private final TeTopology topology;
    private final ReservationLedger ledger;
    private final ChangeControl changes;
    private final Map<String, State> states = new HashMap<>();

    /** Of a link. */
    private enum State {
        WHOLE,
        DRAINED,
        CUT
    }

    public Rerouting(TeTopology topology, ReservationLedger ledger, ChangeControl changes) {
        this.topology = topology;
        this.ledger = ledger;
        this.changes = changes;
    }

    /** One for each reservation that is hit, in the order of the decisions. */
    public ImmutableList<Impact> run(long nowNanos) {
        Map<Boolean, List<Reservation>> live = ledger.reservations().stream()
                .filter(it -> it.relation().isEmpty() && it.request().endNanos() > nowNanos)
                .filter(this::isHit)
                .filter(it -> !ledger.isStopped(it.id()))
                .sorted(Comparator.comparingInt(
                                (Reservation it) -> it.request().priority().holding())
                        .thenComparing(it -> it.request().protection().isEmpty())
                        .thenComparing(Reservation::id))
                .collect(Collectors.partitioningBy(this::isCut));
        ImmutableList.Builder<Impact> impacts = ImmutableList.builder();
        for (boolean cut : new boolean[] {true, false}) {
            for (Reservation reservation : live.getOrDefault(cut, List.of())) {
                impacts.add(decide(reservation, nowNanos));
            }
        }
        return impacts.build();
    }

    private boolean isHit(Reservation reservation) {
        // Asked of everything that is booked, most of which is not hit.
        for (BookedHop hop : reservation.hops()) {
            if (state(hop) != State.WHOLE) {
                return true;
            }
        }
        return waysOut(reservation).stream().anyMatch(this::isCut);
    }

    private Impact decide(Reservation reservation, long nowNanos) {
        String id = reservation.id();
        if (isCut(reservation)) {
            return isCovered(reservation)
                    ? new Impact(id, Fate.COVERED, Optional.empty(), Optional.empty())
                    : moved(reservation, hasStarted(reservation.request(), nowNanos), nowNanos);
        }
        if (reservation.hops().stream().anyMatch(hop -> state(hop) == State.DRAINED)) {
            return moved(reservation, false, nowNanos);
        }
        return new Impact(id, Fate.EXPOSED, Optional.empty(), Optional.empty());
    }

    private static boolean hasStarted(PathRequest request, long nowNanos) {
        return request.startNanos() <= nowNanos;
    }

    private Impact moved(Reservation reservation, boolean isLost, long nowNanos) {
        Fate otherwise = isLost ? Fate.REVOKED : Fate.STAYS;
        return switch (changes.move(reservation.id(), nowNanos)) {
            case Changed changed -> new Impact(reservation.id(), Fate.MOVED, Optional.of(changed), Optional.empty());
            case Refused refused ->
                new Impact(reservation.id(), otherwise, Optional.empty(), Optional.of(refused.refusal()));
            case Unchanged same ->
                throw new IllegalStateException("stays on a way that is not to be used: " + reservation.id());
        };
    }

    private ImmutableList<Reservation> waysOut(Reservation reservation) {
        return ledger.related(reservation.id()).stream()
                .filter(Reservation::onlyOnFailure)
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether a way out that is whole leaves the first way before the first link of it that is cut. */
    private boolean isCovered(Reservation reservation) {
        ImmutableList<BookedHop> hops = reservation.hops();
        int cut = 0;
        while (!isCut(hops.get(cut))) {
            cut++;
        }
        int at = cut;
        return waysOut(reservation).stream().anyMatch(it -> {
            boolean leavesInTime = it.relation().orElseThrow().role() == Role.BACKUP
                    || it.relation().orElseThrow().sharedHops() == at;
            return leavesInTime
                    && it.hops().stream().noneMatch(this::isCut)
                    && ledger.wholePath(it).isPresent();
        });
    }

    private boolean isCut(Reservation reservation) {
        return reservation.hops().stream().anyMatch(this::isCut);
    }

    private boolean isCut(BookedHop hop) {
        return state(hop) == State.CUT;
    }

    private State state(BookedHop hop) {
        State known = states.get(hop.linkId());
        if (known == null) {
            known = find(hop);
            states.put(hop.linkId(), known);
        }
        return known;
    }

    private State find(BookedHop hop) {
        TeLink link = topology.links().get(hop.linkId());
        TeNode from = topology.nodes().get(hop.from());
        TeNode to = topology.nodes().get(hop.to());
        if (link == null || from == null || to == null || !link.up() || !from.up() || !to.up()) {
            return State.CUT;
        }
        return link.drained() || from.drained() || to.drained() ? State.DRAINED : State.WHOLE;
    }
}
