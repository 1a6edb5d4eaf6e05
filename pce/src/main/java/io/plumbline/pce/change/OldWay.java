package io.plumbline.pce.change;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.SwitchOver;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.path.Protection.Level;
import io.plumbline.pce.protection.ProtectedBooking;
import io.plumbline.pce.protection.Way;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Relation;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is left of the way on which a flow went before a change, until its stop is confirmed: everything, except that where the new generation takes the same
 * class of the same link, it counts for what {@link SwitchOver} says. Its labels stay taken.
 */
final class OldWay {
    private final TeTopology topology;
    private final Reservation old;
    private final PathRequest anew;
    private final String id;
    private final Optional<Way> way;
    private final boolean standsAlone;

    /**
     * @param anew what takes its place, from the instant at which that starts
     */
    OldWay(TeTopology topology, ReservationLedger ledger, Reservation old, PathRequest anew) {
        this.topology = topology;
        this.old = old;
        this.anew = anew;
        id = ProtectedBooking.freshId(ledger, old.id(), "old way");
        way = Way.of(topology, old.request(), old.hops());
        standsAlone = ledger.related(old.id()).isEmpty();
    }

    /**
     * Whether it may count for less than everything: one ingress sends one or the other, no way out of failures belongs to either, nothing is left of a
     * change before, and the new generation is booked for as long.
     */
    boolean mayShare() {
        return way.isPresent()
                && standsAlone
                && anew.protection().map(Protection::level).orElse(Level.RESTORABLE) == Level.RESTORABLE
                && anew.ingressNode().equals(old.request().ingressNode())
                && anew.endNanos() >= old.request().endNanos();
    }

    /** Whether one meter, which is not written, lets both through. */
    boolean isOfSameTraffic() {
        return anew.traffic().equals(old.request().traffic())
                && anew.probe().equals(old.request().probe());
    }

    Reservation inFull() {
        return left(old.hops(), old.request().startNanos());
    }

    /** If the new generation had the same way. */
    Reservation asIfItStayed() {
        Way older = way.orElseThrow();
        List<BookedHop> hops = new ArrayList<>();
        for (int i = 0; i < old.hops().size(); i++) {
            hops.add(shared(
                    old.hops().get(i), older.before().get(i), older.before().get(i)));
        }
        return left(hops, anew.startNanos());
    }

    /** Beside a new generation that is to be booked. */
    Reservation beside(Reservation newer) {
        Way older = way.orElseThrow();
        Way other = Way.of(topology, newer.request(), newer.hops()).orElseThrow();
        List<BookedHop> hops = new ArrayList<>();
        for (int i = 0; i < old.hops().size(); i++) {
            BookedHop hop = old.hops().get(i);
            int met = other.indexOf(hop.linkId(), hop.classIndex());
            hops.add(
                    met < 0
                            ? hop
                            : shared(hop, older.before().get(i), other.before().get(met)));
        }
        return left(hops, anew.startNanos());
    }

    private BookedHop shared(BookedHop hop, PathDelay older, PathDelay newer) {
        TeLink link = Objects.requireNonNull(topology.links().get(hop.linkId()));
        PathRequest before = old.request();
        TokenBucket metered = TokenBucket.onWire(before.traffic(), before.probe(), link.overheadBytes());
        long largestBudget = Way.largestBudget(link);
        SwitchOver left = isOfSameTraffic()
                ? SwitchOver.ofSameTraffic(metered, older, newer, largestBudget)
                : SwitchOver.ofOtherTraffic(
                        metered,
                        TokenBucket.onWire(anew.traffic(), anew.probe(), link.overheadBytes())
                                .rateBitsPerSecond(),
                        older,
                        newer,
                        largestBudget);
        return new BookedHop(
                hop.linkId(),
                hop.from(),
                hop.to(),
                hop.classIndex(),
                hop.className(),
                hop.label(),
                left.rateBitsPerSecond(),
                left.burstBits(),
                left.lingerNanos());
    }

    private Reservation left(List<BookedHop> hops, long startNanos) {
        PathRequest since = ProtectedBooking.withId(old.request(), id)
                .during(startNanos, old.request().endNanos());
        return new Reservation(
                since,
                ImmutableList.copyOf(hops),
                Optional.of(new Relation(Role.OLD_WAY, old.id(), 0, ImmutableSortedSet.of())));
    }
}
