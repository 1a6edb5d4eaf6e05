package io.plumbline.pce.protection;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeTopology;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a reservation in each single failure of its path, as it is booked now.
 *
 * @param reservation the first way
 * @param alternatives the ways out that are booked, in order of id
 * @param oldWays what is left of ways on which it went before
 * @param coverage by failure that cuts the first way: who brings the flow back
 */
public record ProtectedFlow(
        Reservation reservation,
        ImmutableList<Reservation> alternatives,
        ImmutableList<Reservation> oldWays,
        ImmutableSortedMap<Failure, Recovery> coverage) {

    /** Who brings a flow back after a failure. */
    public enum Recovery {
        /** The data plane by itself: the switch before the failure sends around it (fast failover). */
        LOCAL_DETOUR,
        /** The data plane by itself: the ingress, which watches the liveness of the whole way, switches to the backup. */
        HEAD_END_SWITCH,
        /** The controller, if there is room elsewhere at that time. */
        CONTROLLER,
        /** Nobody: an end has failed, or nothing was asked for. */
        NOBODY
    }

    /** The failures after which the data plane goes on within the deadline, with nobody's help. */
    public ImmutableSortedSet<Failure> coveredByDataPlane() {
        return ImmutableSortedSet.copyOf(Sets.filter(coverage.keySet(), failure -> {
            Recovery recovery = coverage.get(failure);
            return recovery == Recovery.LOCAL_DETOUR || recovery == Recovery.HEAD_END_SWITCH;
        }));
    }

    /** Of a booked reservation that stands for itself; empty when there is none. */
    public static Optional<ProtectedFlow> of(TeTopology topology, ReservationLedger ledger, String id) {
        return ledger.reservation(id)
                .filter(reservation -> reservation.relation().isEmpty())
                .map(reservation -> of(topology, ledger, reservation));
    }

    private static ProtectedFlow of(TeTopology topology, ReservationLedger ledger, Reservation reservation) {
        WaysOut waysOut = new WaysOut(topology);
        ImmutableList<Reservation> related = ledger.related(reservation.id());
        ImmutableList<Reservation> alternatives =
                related.stream().filter(Reservation::onlyOnFailure).collect(ImmutableList.toImmutableList());
        ImmutableSortedMap.Builder<Failure, Recovery> coverage = ImmutableSortedMap.naturalOrder();
        Set<Failure> ends = Set.of(
                Failure.ofNode(reservation.request().ingressNode()),
                Failure.ofNode(reservation.request().egressNode()));
        Recovery otherwise = reservation.request().protection().isPresent() ? Recovery.CONTROLLER : Recovery.NOBODY;
        for (Failure failure : waysOut.hitting(reservation.hops())) {
            coverage.put(
                    failure,
                    ends.contains(failure)
                            ? Recovery.NOBODY
                            : alternatives.stream()
                                    .filter(it -> it.failures().contains(failure))
                                    .filter(it -> survives(it, failure, ledger, waysOut))
                                    .findFirst()
                                    .map(ProtectedFlow::recovery)
                                    .orElse(otherwise));
        }
        return new ProtectedFlow(
                reservation,
                alternatives,
                related.stream().filter(it -> !it.onlyOnFailure()).collect(ImmutableList.toImmutableList()),
                coverage.buildOrThrow());
    }

    private static Recovery recovery(Reservation alternative) {
        boolean detour = alternative.relation().orElseThrow().role() == Role.DETOUR;
        return detour ? Recovery.LOCAL_DETOUR : Recovery.HEAD_END_SWITCH;
    }

    private static boolean survives(
            Reservation alternative, Failure failure, ReservationLedger ledger, WaysOut waysOut) {
        ImmutableList<BookedHop> path = ledger.wholePath(alternative).orElse(ImmutableList.of());
        return !path.isEmpty() && !waysOut.hitting(path).contains(failure);
    }
}
