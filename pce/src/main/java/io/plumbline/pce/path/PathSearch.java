package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.CandidatePaths.Candidate;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.path.SearchGraph.Tree;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeTopology;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Constrained search for a path and a class on each of its links.
 *
 * <p>First a few {@link CandidatePaths}, with the cheapest classes along each ({@link ClassChoice}): that is where most requests go, and
 * it needs no search over the network. When none of them will do, the search over all paths and classes ({@link LabelSearch}): exact, so
 * that nothing is refused that fits anywhere. What that search has to look at is first narrowed to links that admit the request at all; a
 * network that is full refuses most requests by that alone.
 *
 * <p>What the request's {@link RoutePolicy} excludes is not on the graph ({@link SearchGraph#within}). When it has waypoints, there are no
 * candidates, and the search over all paths and classes is {@link WaypointSearch}.
 */
public final class PathSearch {
    private static final int MOST_LABELS_BY_COST = 20_000;
    private static final int MOST_LABELS_BY_WAYPOINTS = 2_000;
    private static final int[] NO_CLASSES = {};
    private static final int[] NO_WAYPOINTS = {};
    private static final long[] NOWHERE = {};

    /** A path and its bound. */
    public record Found(TePath path, long boundNanos) {}

    private final SearchGraph graph;
    private final PathRequest request;
    private final Demand demand;
    private final Offers offers;
    private final long hash;
    private final int ingress;
    private final int egress;
    private final long startNanos;
    private final int[] waypoints;
    private long @Nullable [] delayToGo;
    private boolean gaveUp;

    /**
     * For a path that is always used. Both ends and all waypoints must be known. Valid while nothing is booked.
     *
     * @param graph what the route of the request leaves
     */
    public PathSearch(SearchGraph graph, ReservationLedger ledger, PathRequest request, long seed) {
        this(graph, request, graph.offers(ledger), seed);
    }

    /** For a path that is used in these failures alone, so that it has to fit beside what is used in them and what is always used. */
    public PathSearch(
            SearchGraph graph,
            ReservationLedger ledger,
            PathRequest request,
            ImmutableSortedSet<Failure> failures,
            long seed) {
        this(graph, request, failures.isEmpty() ? graph.offers(ledger) : new Offers(graph, ledger, failures), seed);
    }

    private PathSearch(SearchGraph graph, PathRequest request, Offers offers, long seed) {
        if (!graph.isWithin(request.route())) {
            throw new IllegalArgumentException("graph: not what the route of " + request.id() + " leaves");
        }
        this.graph = graph;
        this.request = request;
        this.offers = offers;
        demand = new Demand(graph, request);
        hash = Hash.mix(seed ^ Hash.of(request.id()));
        ingress = graph.number(request.ingressNode());
        egress = graph.number(request.egressNode());
        startNanos = PathDelay.atIngress(graph.node(ingress)).mostNanos();
        waypoints = request.route().allowsAll() ? NO_WAYPOINTS : numbers(graph, request.route());
    }

    private static int[] numbers(SearchGraph graph, RoutePolicy route) {
        return route.waypoints().stream().mapToInt(graph::number).toArray();
    }

    /** An admissible path within the deadline, the cheapest of the candidates if one of them is. Empty only if there is none. */
    public Optional<Found> best() {
        Optional<Found> candidate = waypoints.length == 0 ? bestCandidate() : Optional.empty();
        return candidate.isPresent() ? candidate : cheapest();
    }

    /**
     * That path with the cheapest classes, if it is admissible within the deadline; empty too when it is not one of the graph, or passes
     * by a waypoint.
     */
    public Optional<Found> along(List<String> linkIds) {
        Arc[] arcs = new Arc[linkIds.size()];
        int node = ingress;
        int passed = 0;
        for (int i = 0; i < arcs.length; i++) {
            String linkId = linkIds.get(i);
            Optional<Arc> next = Arrays.stream(graph.out(node))
                    .filter(arc -> arc.link().id().equals(linkId))
                    .findFirst();
            if (next.isEmpty() || !admitsAtAll(next.get())) {
                return Optional.empty();
            }
            arcs[i] = next.get();
            node = arcs[i].to();
            passed += passed < waypoints.length && node == waypoints[passed] ? 1 : 0;
        }
        int[] chosen = new int[arcs.length];
        long cost = new ClassChoice(this, graph.classScratch())
                .cheapest(arcs, request.deadlineNanos() - startNanos, ClassChoice.NONE, chosen);
        return node == egress && passed == waypoints.length && cost < ClassChoice.NONE
                ? Optional.of(found(arcs, chosen))
                : Optional.empty();
    }

    /**
     * The cheapest admissible path within the deadline; when that is too hard, the quickest. Empty only if there is none, which is found
     * out first, because to search by delay in vain is much shorter than to search by cost in vain.
     */
    public Optional<Found> cheapest() {
        Optional<Found> quickest = quickest(request.deadlineNanos(), true);
        if (quickest.isEmpty()) {
            return quickest;
        }
        if (waypoints.length > 0) {
            Optional<Found> cheapest = throughWaypoints(true, request.deadlineNanos(), true);
            return cheapest.isPresent() ? cheapest : quickest;
        }
        long[] costToGo = graph.backwards(egress, -1, this::leastAdmissibleCost).distances();
        int label = graph.labels()
                .run(this, true, costToGo, delayToGo(), request.deadlineNanos(), true, MOST_LABELS_BY_COST);
        return label >= 0 ? Optional.of(found(label, graph.labels().labels())) : quickest;
    }

    /**
     * The admissible path with the least bound.
     *
     * @param deadlineNanos longest bound of interest
     * @param countSwitches whether labels, meters and table entries must be free too
     */
    public Optional<Found> quickest(long deadlineNanos, boolean countSwitches) {
        if (waypoints.length > 0) {
            return throughWaypoints(false, deadlineNanos, countSwitches);
        }
        long[] toGo = delayToGo();
        if (toGo.length == 0) {
            return Optional.empty();
        }
        int label = graph.labels().run(this, false, toGo, toGo, deadlineNanos, countSwitches, Integer.MAX_VALUE);
        return label >= 0 ? Optional.of(found(label, graph.labels().labels())) : Optional.empty();
    }

    /** Exactly, or when that is too hard, by numbers alone. */
    private Optional<Found> throughWaypoints(boolean byCost, long deadlineNanos, boolean countSwitches) {
        if (!leavesIngress()) {
            return Optional.empty();
        }
        WaypointSearch through = new WaypointSearch(graph, this, waypoints, this::leastAdmissibleDelay);
        long[][] delays = through.toGo(this::leastAdmissibleDelay);
        long[][] toGo = byCost ? through.toGo(this::leastAdmissibleCost) : delays;
        for (WaypointSearch.Comparison comparison : WaypointSearch.Comparison.values()) {
            int label = through.run(
                    comparison, byCost, toGo, delays, deadlineNanos, countSwitches, MOST_LABELS_BY_WAYPOINTS);
            if (label >= 0) {
                return Optional.of(found(label, through.labels()));
            }
            if (label == LabelSearch.NONE && comparison == WaypointSearch.Comparison.NUMBERS_AND_NODES) {
                return Optional.empty();
            }
            gaveUp = true;
        }
        return Optional.empty();
    }

    /**
     * Whether the search through waypoints ever was too hard: what it found may not have been the best then, and where it found nothing
     * there may be a path.
     */
    public boolean gaveUp() {
        return gaveUp;
    }

    /** The same as if nothing were booked. */
    public PathSearch onEmptyNetwork() {
        return new PathSearch(graph, request, new Offers(graph, new ReservationLedger(), ImmutableSortedSet.of()), 0);
    }

    /** The topology, whole. */
    public TeTopology topology() {
        return graph.topology();
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
            cost += cost(arc, hop.classIndex());
            node = arc.to();
        }
        return cost;
    }

    /** Whether the ends are connected by links that guarantees may use and that take the largest packet; capacity and waypoints ignored. */
    public boolean isConnected() {
        Tree tree = graph.leastDelayTo(egress);
        int node = ingress;
        while (node != egress) {
            if (tree.distances()[node] >= SearchGraph.UNREACHABLE) {
                return false;
            }
            Arc arc = graph.arc(tree.arcs()[node]);
            if (!isUsable(arc)) {
                return isConnectedSomehow();
            }
            node = arc.to();
        }
        return true;
    }

    private boolean isConnectedSomehow() {
        return graph.backwards(egress, ingress, arc -> isUsable(arc) ? 1 : SearchGraph.UNREACHABLE)
                        .distances()[ingress]
                < SearchGraph.UNREACHABLE;
    }

    private Optional<Found> bestCandidate() {
        Candidate[] candidates = graph.candidates().between(ingress, egress);
        long spare = request.deadlineNanos() - startNanos;
        ClassChoice choice = new ClassChoice(this, graph.classScratch());
        Candidate best = null;
        int[] classes = NO_CLASSES;
        long least = ClassChoice.NONE;
        for (int at : inOrderOfLeastCost(candidates, spare)) {
            int[] chosen = new int[candidates[at].arcs().length];
            long cost = choice.cheapest(candidates[at].arcs(), spare, least, chosen);
            if (cost < least) {
                least = cost;
                best = candidates[at];
                classes = chosen;
            }
        }
        return best == null ? Optional.empty() : Optional.of(found(best.arcs(), classes));
    }

    /** Those whose links admit the request at all, by what they cost with the lowest classes; equal ones turned by the request's hash. */
    private int[] inOrderOfLeastCost(Candidate[] candidates, long spare) {
        int[] order = new int[candidates.length];
        long[] costs = new long[candidates.length];
        int count = 0;
        int turn = candidates.length == 0 ? 0 : (int) Long.remainderUnsigned(hash, candidates.length);
        for (int i = 0; i < candidates.length; i++) {
            int candidate = (turn + i) % candidates.length;
            if (candidates[candidate].leastNanos() > spare) {
                continue;
            }
            long cost = leastCost(candidates[candidate]);
            if (cost >= SearchGraph.UNREACHABLE) {
                continue;
            }
            int at = count++;
            for (; at > 0 && costs[at - 1] > cost; at--) {
                costs[at] = costs[at - 1];
                order[at] = order[at - 1];
            }
            costs[at] = cost;
            order[at] = candidate;
        }
        return Arrays.copyOf(order, count);
    }

    private long leastCost(Candidate candidate) {
        for (Arc arc : candidate.arcs()) {
            if (!admitsAtAll(arc)) {
                return SearchGraph.UNREACHABLE;
            }
        }
        long sum = 0;
        for (Arc arc : candidate.arcs()) {
            sum += leastCost(arc);
        }
        return sum;
    }

    /** By node: least delay to the egress over links, and with classes, that admit the burst as it is at the ingress. */
    private long[] delayToGo() {
        long @Nullable [] known = delayToGo;
        if (known == null) {
            known = leavesIngress()
                    ? graph.backwards(egress, -1, this::leastAdmissibleDelay).distances()
                    : NOWHERE;
            delayToGo = known;
        }
        return known;
    }

    private boolean leavesIngress() {
        for (Arc arc : graph.out(ingress)) {
            if (admitsAtAll(arc)) {
                return true;
            }
        }
        return false;
    }

    private long leastAdmissibleDelay(Arc arc) {
        if (!isUsable(arc)) {
            return SearchGraph.UNREACHABLE;
        }
        long[] admissible = admissibleBursts(arc, request.endNanos());
        long burst = bucket(arc).burstBits();
        long least = SearchGraph.UNREACHABLE;
        for (int p = arc.calculus().firstGuaranteedClass(); p < arc.calculus().classes(); p++) {
            if (burst <= admissible[p]) {
                least = Math.min(least, arc.delayNanos(p));
            }
        }
        return least;
    }

    private long leastAdmissibleCost(Arc arc) {
        return admitsAtAll(arc) ? leastCost(arc) : SearchGraph.UNREACHABLE;
    }

    /** Whether the request may join some class of a link, if its burst has not grown before. */
    private boolean admitsAtAll(Arc arc) {
        long[] admissible = admissibleBursts(arc, request.endNanos());
        return isUsable(arc)
                && bucket(arc).burstBits() <= admissible[arc.calculus().classes()];
    }

    SearchGraph graph() {
        return graph;
    }

    int ingress() {
        return ingress;
    }

    int egress() {
        return egress;
    }

    long hash() {
        return hash;
    }

    /** What has passed at the ingress switch. */
    long startNanos() {
        return startNanos;
    }

    boolean isUsable(Arc arc) {
        return demand.packetsFit(arc);
    }

    /** Rate and first-hop burst in wire bits of a link. */
    TokenBucket bucket(Arc arc) {
        return demand.bucket(arc);
    }

    long burstAfter(Arc arc, long variationNanos) {
        return demand.burstAfter(arc, variationNanos);
    }

    /** Until when the entry at a link has to last, which is reached with that delay and that burst. */
    long until(Arc arc, long mostNanos, long burstBits) {
        return demand.until(arc, mostNanos, burstBits);
    }

    /** As {@link Offer#admissibleBursts}, from the start of the request. */
    long[] admissibleBursts(Arc arc, long until) {
        return offers.at(arc).admissibleBursts(bucket(arc).rateBitsPerSecond(), request.startNanos(), until);
    }

    /** As {@link Offer#refusalWeight}, reached with that delay. */
    long refusalWeight(Arc arc, PathDelay before) {
        TokenBucket bucket = bucket(arc).afterVariation(before.variationNanos());
        long until = until(arc, before.mostNanos(), bucket.burstBits());
        return offers.at(arc).refusalWeight(bucket, request.startNanos(), until);
    }

    /** As {@link Offer#leastShortfall}, reached with that delay. */
    Shortfall leastShortfall(Arc arc, PathDelay before) {
        TokenBucket bucket = bucket(arc).afterVariation(before.variationNanos());
        long until = until(arc, before.mostNanos(), bucket.burstBits());
        return offers.at(arc).leastShortfall(bucket, request.startNanos(), until);
    }

    boolean switchAdmits(Arc arc, long until) {
        return offers.at(arc).switchAdmits(arc.from() == ingress, arc.to() == egress, request.startNanos(), until);
    }

    long cost(Arc arc, int classIndex) {
        return offers.at(arc).cost(classIndex, bucket(arc), request.startNanos(), request.endNanos());
    }

    /** The lowest class is the cheapest one: it has the fewest limits to pay for. */
    long leastCost(Arc arc) {
        return cost(arc, arc.calculus().classes() - 1);
    }

    private Found found(int label, Labels labels) {
        return found(labels.way(label), labels.classes(label));
    }

    private Found found(Arc[] way, int[] classes) {
        ImmutableList.Builder<TePath.Hop> hops = ImmutableList.builderWithExpectedSize(way.length);
        long bound = startNanos;
        for (int i = 0; i < way.length; i++) {
            hops.add(new TePath.Hop(way[i].link().id(), classes[i]));
            bound += way[i].delayNanos(classes[i]);
        }
        return new Found(new TePath(hops.build()), bound);
    }
}
