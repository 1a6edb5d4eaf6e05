package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.Linger;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.NodeLedger;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Constrained search for a path and a class on each of its links: exact, by setting labels.
 *
 * <p><b>Why labels of three numbers are exact.</b> Whether a link admits the request depends on how the path came there, in two ways:
 * the burst has grown by the variation so far, and the entry lasts longer by the delay so far. Both only get worse with more. So of two
 * labels at one node, (cost, delay, variation) each no greater, the greater one can be dropped: whatever completes it completes the
 * other, at no more cost. A walk that comes back to a node has grown in all three and is dropped for its own ancestor, so what is found
 * has no loop; and if completing the lesser label would cross its own way, cutting out the loop makes it lesser still.
 *
 * <p>Labels are set in order of cost so far + least cost to go (A*), ties broken by a hash of the request's id so that equal ways are
 * used evenly but reproducibly; the first one to reach the egress is the cheapest admissible. A label that cannot meet the deadline even
 * with the least budgets is not made. Searching by delay instead of cost needs two numbers only and finds the least bound; it also
 * answers, still exactly, when the search by cost would take too many labels.
 */
public final class PathSearch {
    private static final int MOST_LABELS_BY_COST = 20_000;

    /** A path and its bound. */
    public record Found(TePath path, long boundNanos) {}

    private enum Order {
        COST,
        DELAY
    }

    private record Label(
            int node,
            @Nullable Label parent,
            @Nullable Arc arc,
            int classIndex,
            long cost,
            PathDelay delay,
            long key,
            long tie) {}

    private static final Comparator<Label> BY_KEY = (a, b) -> {
        int byKey = Long.compare(a.key(), b.key());
        return byKey != 0 ? byKey : Long.compare(a.tie(), b.tie());
    };

    private final SearchGraph graph;
    private final ReservationLedger ledger;
    private final PathRequest request;
    private final ImmutableSortedSet<Failure> failures;
    private final long hash;
    private final int ingress;
    private final int egress;
    private final @Nullable Offer[] offers;

    /** For a path that is always used. Both ends must be known. Valid while nothing is booked. */
    public PathSearch(SearchGraph graph, ReservationLedger ledger, PathRequest request, long seed) {
        this(graph, ledger, request, ImmutableSortedSet.of(), seed);
    }

    /** For a path that is used in these failures alone, so that it has to fit beside what is used in them and what is always used. */
    public PathSearch(
            SearchGraph graph,
            ReservationLedger ledger,
            PathRequest request,
            ImmutableSortedSet<Failure> failures,
            long seed) {
        this.graph = graph;
        this.ledger = ledger;
        this.request = request;
        this.failures = failures;
        hash = mix(seed ^ hashOf(request.id()));
        ingress = graph.number(request.ingressNode());
        egress = graph.number(request.egressNode());
        offers = new Offer[graph.arcCount()];
    }

    /**
     * The cheapest admissible path within the deadline; when that is too hard, the quickest. Empty only if there is none, which is found
     * out first, because to search by delay in vain is much shorter than to search by cost in vain.
     */
    public Optional<Found> best() {
        Optional<Found> quickest = quickest(request.deadlineNanos(), true);
        if (quickest.isEmpty()) {
            return quickest;
        }
        List<Found> cheapest = new ArrayList<>(1);
        boolean complete = run(Order.COST, request.deadlineNanos(), true, cheapest);
        return complete ? cheapest.stream().findFirst() : quickest;
    }

    /**
     * The admissible path with the least bound.
     *
     * @param deadlineNanos longest bound of interest
     * @param countSwitches whether labels, meters and table entries must be free too
     */
    public Optional<Found> quickest(long deadlineNanos, boolean countSwitches) {
        List<Found> found = new ArrayList<>(1);
        run(Order.DELAY, deadlineNanos, countSwitches, found);
        return found.stream().findFirst();
    }

    /** The price of a path of this graph now: {@link LoadCost} of every limit that the request uses up on it. */
    public long loadCost(TePath path) {
        long cost = 0;
        int node = ingress;
        for (TePath.Hop hop : path.hops()) {
            Arc arc = Arrays.stream(graph.out(node))
                    .filter(candidate -> candidate.link().id().equals(hop.linkId()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not on the graph: " + hop.linkId()));
            cost += offer(arc).cost(hop.classIndex());
            node = arc.to();
        }
        return cost;
    }

    /** Whether the ends are connected by links that guarantees may use and that take the largest packet, capacity ignored. */
    public boolean isConnected() {
        return graph.backwards(egress, arc -> offer(arc).packetsFit() ? 1 : SearchGraph.UNREACHABLE)[ingress]
                < SearchGraph.UNREACHABLE;
    }

    /** False when it gave up. */
    private boolean run(Order order, long deadlineNanos, boolean countSwitches, List<Found> found) {
        long[] delayToGo = graph.leastDelayTo(egress);
        long[] toGo = order == Order.DELAY ? delayToGo : graph.backwards(egress, this::leastCost);
        if (toGo[ingress] >= SearchGraph.UNREACHABLE) {
            return true;
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<Label>[] settled = new List[graph.nodeCount()];
        PriorityQueue<Label> queue = new PriorityQueue<>(BY_KEY);
        PathDelay start = PathDelay.atIngress(graph.node(ingress));
        queue.add(new Label(ingress, null, null, -1, 0, start, toGo[ingress], hash));
        int labels = 0;
        for (Label label = queue.poll(); label != null; label = queue.poll()) {
            if (isDominated(label.delay(), settled[label.node()])) {
                continue;
            }
            if (label.node() == egress) {
                found.add(new Found(pathTo(label), label.delay().mostNanos()));
                return true;
            }
            if (order == Order.COST && ++labels > MOST_LABELS_BY_COST) {
                return false;
            }
            if (settled[label.node()] == null) {
                settled[label.node()] = new ArrayList<>(4);
            }
            settled[label.node()].add(label);
            for (Arc arc : graph.out(label.node())) {
                if (toGo[arc.to()] >= SearchGraph.UNREACHABLE || arc.to() != egress && !graph.isTransit(arc.to())) {
                    continue;
                }
                for (int p = arc.calculus().firstGuaranteedClass();
                        p < arc.calculus().classes();
                        p++) {
                    PathDelay delay = label.delay().over(arc.link(), p, graph.node(arc.to()));
                    if (Exact.addCapped(delay.mostNanos(), delayToGo[arc.to()]) > deadlineNanos
                            || isDominated(delay, settled[arc.to()])
                            || !admits(arc, p, label.delay(), countSwitches)) {
                        continue;
                    }
                    long cost = order == Order.COST ? label.cost() + offer(arc).cost(p) : 0;
                    long key = (order == Order.COST ? cost : delay.mostNanos()) + toGo[arc.to()];
                    long tie = mix(label.tie() + 31L * arc.index() + p);
                    queue.add(new Label(arc.to(), label, arc, p, cost, delay, key, tie));
                }
            }
        }
        return true;
    }

    /** Settled labels of a node never come later in the order, so only the other numbers are compared. */
    private static boolean isDominated(PathDelay delay, @Nullable List<Label> settled) {
        if (settled == null) {
            return false;
        }
        for (Label other : settled) {
            if (other.delay().mostNanos() <= delay.mostNanos()
                    && other.delay().variationNanos() <= delay.variationNanos()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the request may join a class of a link, having come there with that delay. */
    private boolean admits(Arc arc, int classIndex, PathDelay before, boolean countSwitches) {
        Offer offer = offer(arc);
        TokenBucket here = offer.bucket().afterVariation(before.variationNanos());
        long linger = Linger.nanos(before, here, arc.calculus().largestBudgetNanos());
        long until = Exact.addCapped(request.endNanos(), linger);
        return here.burstBits() <= offer.admissibleBurst(classIndex, until)
                && (!countSwitches || switchAdmits(arc, until) && offer.hasLabel(until));
    }

    private boolean switchAdmits(Arc arc, long until) {
        boolean first = arc.from() == ingress;
        NodeLedger held = ledger.node(graph.node(arc.from()).id());
        int entries = NodeLedger.entries(first, arc.to() == egress);
        return held.peakEntries(request.startNanos(), until) + entries
                        <= graph.node(arc.from()).entryCapacity()
                && (!first
                        || held.peakMeters(request.startNanos(), until) + NodeLedger.METERS
                                <= graph.node(arc.from()).meterCapacity());
    }

    /** The lowest class is the cheapest one: it has the fewest limits to pay for. */
    private long leastCost(Arc arc) {
        Offer offer = offer(arc);
        return offer.packetsFit() ? offer.cost(arc.calculus().classes() - 1) : SearchGraph.UNREACHABLE;
    }

    Offer offer(Arc arc) {
        Offer offer = offers[arc.index()];
        if (offer == null) {
            offer = new Offer(arc, ledger.link(arc.link().id()), request, failures);
            offers[arc.index()] = offer;
        }
        return offer;
    }

    private static TePath pathTo(Label last) {
        List<TePath.Hop> hops = new ArrayList<>();
        for (Label label = last; label != null && label.arc() != null; label = label.parent()) {
            hops.add(new TePath.Hop(label.arc().link().id(), label.classIndex()));
        }
        return new TePath(ImmutableList.copyOf(hops).reverse());
    }

    private static long hashOf(String id) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
