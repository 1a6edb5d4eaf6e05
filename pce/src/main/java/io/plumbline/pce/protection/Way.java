package io.plumbline.pce.protection;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.Linger;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way of a flow from its ingress to its egress as it is booked, with what it has cost a frame before each hop; and the bookings of
 * another way beside it.
 *
 * <p><b>Where two ways meet.</b> Frames of one flow that come to the same class of a link over two ways were let through by one meter, and
 * have taken between the least of both delays and the most of both. So they arrive as one flow with
 *
 * <pre>
 *   sigma_joint = sigma + rho (most over both - least over both)
 * </pre>
 *
 * whatever is sent over which way, and however often that changes (guarantee.md, switch-over; constant propagation counts here). The rate
 * is booked once. Over several ways the spread is at most the one of the first way, and for each other way what it adds to that by
 * itself: intervals that all contain the first one cover no more. So for each other way its own addition to the burst is booked. In
 * different classes, or where only one way goes, each way has what its own path needs.
 */
public record Way(PathRequest request, ImmutableList<BookedHop> hops, ImmutableList<PathDelay> before, PathDelay end) {

    /** Empty when something on it is not known (any more). */
    public static Optional<Way> of(TeTopology topology, PathRequest request, ImmutableList<BookedHop> hops) {
        TeNode ingress = topology.nodes().get(request.ingressNode());
        if (ingress == null) {
            return Optional.empty();
        }
        PathDelay delay = PathDelay.atIngress(ingress);
        ImmutableList.Builder<PathDelay> before = ImmutableList.builder();
        for (BookedHop hop : hops) {
            TeLink link = topology.links().get(hop.linkId());
            TeNode receiver = topology.nodes().get(hop.to());
            if (link == null
                    || receiver == null
                    || hop.classIndex() >= link.classes().size()) {
                return Optional.empty();
            }
            before.add(delay);
            delay = delay.over(link, hop.classIndex(), receiver);
        }
        return Optional.of(new Way(request, hops, before.build(), delay));
    }

    /** The node from which a hop leaves. */
    public String node(int hop) {
        return hops.get(hop).from();
    }

    /** The hop of this way over a link in a class; -1 when there is none. */
    public int indexOf(String linkId, int classIndex) {
        for (int i = 0; i < hops.size(); i++) {
            if (hops.get(i).linkId().equals(linkId)) {
                return hops.get(i).classIndex() == classIndex ? i : -1;
            }
        }
        return -1;
    }

    /**
     * What has to be booked for another way beside this one. Where both meet in one class, the hop has no rate and no label, and only what
     * the other way adds to the burst. Elsewhere it has everything but a label.
     *
     * @param shared how many hops of this way come before those
     */
    public ImmutableList<BookedHop> beside(int shared, List<TePath.Hop> others, TeTopology topology) {
        PathDelay delay = shared < before.size() ? before.get(shared) : end;
        List<BookedHop> booked = new ArrayList<>();
        for (TePath.Hop hop : others) {
            TeLink link = known(topology.links().get(hop.linkId()), hop.linkId());
            int p = hop.classIndex();
            TokenBucket metered = TokenBucket.onWire(request.traffic(), request.probe(), link.overheadBytes());
            int met = indexOf(link.id(), p);
            booked.add(
                    met < 0
                            ? alone(link, p, metered.afterVariation(delay.variationNanos()), delay)
                            : joining(link, p, met, metered, delay));
            delay = delay.over(link, p, known(topology.nodes().get(link.to()), link.to()));
        }
        return ImmutableList.copyOf(booked);
    }

    private static BookedHop alone(TeLink link, int p, TokenBucket bucket, PathDelay delay) {
        return hop(link, p, bucket, Linger.nanos(delay, bucket, largestBudget(link)));
    }

    private BookedHop joining(TeLink link, int p, int met, TokenBucket metered, PathDelay delay) {
        PathDelay own = before.get(met);
        long most = Math.max(own.mostNanos(), delay.mostNanos());
        long least = Math.min(own.mostNanos() - own.variationNanos(), delay.mostNanos() - delay.variationNanos());
        long addition = metered.afterVariation(most - least).burstBits()
                - metered.afterVariation(own.variationNanos()).burstBits();
        TokenBucket joint = new TokenBucket(
                metered.rateBitsPerSecond(), Exact.addCapped(hops.get(met).burstBits(), addition));
        return hop(
                link,
                p,
                new TokenBucket(0, addition),
                Linger.nanos(new PathDelay(most, 0), joint, largestBudget(link)));
    }

    private static BookedHop hop(TeLink link, int p, TokenBucket bucket, long linger) {
        return new BookedHop(
                link.id(),
                link.from(),
                link.to(),
                p,
                link.classes().get(p).name(),
                0,
                bucket.rateBitsPerSecond(),
                bucket.burstBits(),
                linger);
    }

    public static long largestBudget(TeLink link) {
        return link.classes().stream()
                .mapToLong(ServiceClass::budgetNanos)
                .max()
                .orElse(0);
    }

    private static <T> T known(@Nullable T one, String id) {
        if (one == null) {
            throw new IllegalStateException("way over something unknown: " + id);
        }
        return one;
    }
}
