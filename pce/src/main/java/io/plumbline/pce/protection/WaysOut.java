package io.plumbline.pce.protection;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.path.Protection.Level;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.SingleFailures;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;

/**
 * Which ways out of failures a way needs: from where, when they are used, and what they have to avoid.
 *
 * <p>When a way out is used is not a matter of what was asked for: an ingress that misses the other end switches whatever has failed on the
 * way, and a switch whose link is down goes around whatever took it down. So it is booked for all of these failures, though it has to
 * survive only those asked for.
 */
final class WaysOut {
    private final TeTopology topology;
    private final SingleFailures failures;

    WaysOut(TeTopology topology) {
        this.topology = topology;
        failures = new SingleFailures(topology);
    }

    /**
     * A way out.
     *
     * @param sharedHops how many hops come before the node from which it leaves
     * @param used failures in which it is used
     * @param avoided those of them that it has to survive
     */
    record Need(Role role, int sharedHops, ImmutableSortedSet<Failure> used, ImmutableSortedSet<Failure> avoided) {}

    /** Every single failure by which a link may be down. */
    ImmutableSortedSet<Failure> hitting(String linkId) {
        TeLink link = topology.links().get(linkId);
        return link == null ? ImmutableSortedSet.of(Failure.ofLink(linkId)) : failures.hitting(link);
    }

    /** Every single failure by which a way may be cut. */
    ImmutableSortedSet<Failure> hitting(Iterable<BookedHop> hops) {
        ImmutableSortedSet.Builder<Failure> all = ImmutableSortedSet.naturalOrder();
        hops.forEach(hop -> all.addAll(hitting(hop.linkId())));
        return all.build();
    }

    /** What nothing can go around: the ends, and the access link with its switch where the egress has no other. */
    ImmutableSet<Failure> unavoidable(Way way) {
        PathRequest request = way.request();
        ImmutableSet.Builder<Failure> unavoidable = ImmutableSet.builder();
        unavoidable.add(Failure.ofNode(request.ingressNode()), Failure.ofNode(request.egressNode()));
        long accessLinks = topology.links().values().stream()
                .filter(link -> link.to().equals(request.egressNode()))
                .count();
        if (accessLinks <= 1) {
            unavoidable.addAll(hitting(way.hops().getLast().linkId()));
        }
        return unavoidable.build();
    }

    /** Those that a way needs for its protection; none where nothing can be gone around. */
    ImmutableList<Need> of(Way way) {
        if (way.request().protection().isEmpty()) {
            return ImmutableList.of();
        }
        Protection protection = way.request().protection().get();
        ImmutableSet<Failure> unavoidable = unavoidable(way);
        List<Need> needs = new ArrayList<>();
        if (protection.level() == Level.BACKUP) {
            needs.add(need(Role.BACKUP, 0, way, hitting(way.hops()), protection, unavoidable));
        } else if (protection.level() == Level.DETOURS) {
            for (int i = 0; i < way.hops().size(); i++) {
                needs.add(need(Role.DETOUR, i, way, hitting(way.hops().get(i).linkId()), protection, unavoidable));
            }
        }
        return needs.stream().filter(need -> !need.avoided().isEmpty()).collect(ImmutableList.toImmutableList());
    }

    private static Need need(
            Role role,
            int shared,
            Way way,
            ImmutableSortedSet<Failure> hitting,
            Protection protection,
            ImmutableSet<Failure> unavoidable) {
        Failure sender = Failure.ofNode(way.node(shared));
        return new Need(
                role,
                shared,
                without(hitting, ImmutableSet.of(sender)),
                hitting.stream()
                        .filter(failure -> protection.against().contains(failure.kind()))
                        .filter(failure -> !failure.equals(sender) && !unavoidable.contains(failure))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Failure::compareTo)));
    }

    private static ImmutableSortedSet<Failure> without(ImmutableSortedSet<Failure> all, ImmutableSet<Failure> some) {
        return ImmutableSortedSet.copyOf(Sets.difference(all, some));
    }

    /** Links that a way out has to keep off: what it has to survive, and the nodes that the first way has come through. */
    ImmutableSet<String> closedTo(Need need, Way way) {
        ImmutableSet.Builder<String> before = ImmutableSet.builder();
        for (int i = 0; i < need.sharedHops(); i++) {
            before.add(way.node(i));
        }
        ImmutableSet<String> nodesBefore = before.build();
        return topology.links().values().stream()
                .filter(link -> nodesBefore.contains(link.to())
                        || !Sets.intersection(failures.hitting(link), need.avoided())
                                .isEmpty())
                .map(TeLink::id)
                .collect(ImmutableSet.toImmutableSet());
    }
}
