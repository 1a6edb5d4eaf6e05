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
import java.util.List;
import java.util.Optional;

/**
 * Decides on every reservation whose way is cut or is to be left, as the topology is now: those that are cut first; of these, and of the others, in order of holding priority, then those that
 * asked to be restored before those that did not; then in order of id.
 */
public final class Rerouting {
    private final TeTopology topology;
    private final ReservationLedger ledger;
    private final ChangeControl changes;

    public Rerouting(TeTopology topology, ReservationLedger ledger, ChangeControl changes) {
        this.topology = topology;
        this.ledger = ledger;
        this.changes = changes;
    }

    /** One for each reservation that is hit, in the order of the decisions. */
    public ImmutableList<Impact> run(long nowNanos) {
        List<Reservation> live = ledger.reservations().stream()
                .filter(it -> it.relation().isEmpty() && !ledger.isStopped(it.id()))
                .filter(it -> it.request().endNanos() > nowNanos)
                .sorted(Comparator.comparing((Reservation it) -> !isCut(it))
                        .thenComparingInt(it -> it.request().priority().holding())
                        .thenComparing(it -> it.request().protection().isEmpty())
                        .thenComparing(Reservation::id))
                .toList();
        ImmutableList.Builder<Impact> impacts = ImmutableList.builder();
        for (Reservation reservation : live) {
            decide(reservation, nowNanos).ifPresent(impacts::add);
        }
        return impacts.build();
    }

    private Optional<Impact> decide(Reservation reservation, long nowNanos) {
        String id = reservation.id();
        if (isCut(reservation)) {
            return Optional.of(
                    isCovered(reservation)
                            ? new Impact(id, Fate.COVERED, Optional.empty(), Optional.empty())
                            : moved(reservation, hasStarted(reservation.request(), nowNanos), nowNanos));
        }
        if (reservation.hops().stream().anyMatch(this::isDrained)) {
            return Optional.of(moved(reservation, false, nowNanos));
        }
        boolean exposed =
                waysOut(reservation).stream().anyMatch(it -> it.hops().stream().anyMatch(this::isCut));
        return exposed
                ? Optional.of(new Impact(id, Fate.EXPOSED, Optional.empty(), Optional.empty()))
                : Optional.empty();
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
        TeLink link = topology.links().get(hop.linkId());
        TeNode from = topology.nodes().get(hop.from());
        TeNode to = topology.nodes().get(hop.to());
        return link == null || from == null || to == null || !link.up() || !from.up() || !to.up();
    }

    private boolean isDrained(BookedHop hop) {
        TeLink link = topology.links().get(hop.linkId());
        TeNode from = topology.nodes().get(hop.from());
        TeNode to = topology.nodes().get(hop.to());
        return link != null && link.drained() || from != null && from.drained() || to != null && to.drained();
    }
}
