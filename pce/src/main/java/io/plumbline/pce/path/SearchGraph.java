package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a topology that guarantees may use, with nodes and links numbered in order of id. Left out are links that are down,
 * drained or not trusted, that lead to or from a node that is down, drained or unknown, that have nothing to reserve, or on which control
 * frames alone break their own budget; and what a {@link RoutePolicy} keeps off, where it is made for one.
 *
 * <p>It remembers what searches over it find out (least delays, candidate paths, what links have to offer), so it is owned by one thread.
 */
public final class SearchGraph {
    /** More delay than any path has. */
    static final long UNREACHABLE = Long.MAX_VALUE / 4;

    /** How many numbers the remembered trees may have together: 48 MB. */
    private static final int MOST_TREE_NODES = 4_000_000;

    /** How many arcs the remembered candidate paths may have together: 16 MB. */
    private static final int MOST_CANDIDATE_ARCS = 4_000_000;

    /** How many graphs of what policies leave are remembered; all of them together may remember as much as the whole by itself. */
    private static final int MOST_PARTS = 16;

    /**
     * A link with the numbers of its ends, and what it adds to a delay beside a budget.
     *
     * @param overhead which of the graph's frame overheads it has
     * @param constantNanos propagation, and processing of the receiver
     * @param allowanceNanos software allowance of the receiver
     */
    record Arc(
            int index,
            TeLink link,
            LinkCalculus calculus,
            int from,
            int to,
            int overhead,
            long constantNanos,
            long allowanceNanos) {

        /** What a frame's delay may grow by, with a class. */
        long delayNanos(int classIndex) {
            return calculus.budgetNanos(classIndex) + constantNanos + allowanceNanos;
        }

        /** The same with the least budget. */
        long leastDelayNanos() {
            return calculus.leastBudgetNanos() + constantNanos + allowanceNanos;
        }

        /** The part of it that may also be nothing. */
        long variationNanos(int classIndex) {
            return calculus.budgetNanos(classIndex) + allowanceNanos;
        }
    }

    /** Least delays between one node and all others, and the first arc of each way there. */
    record Tree(long[] distances, int[] arcs) {}

    private final TeTopology topology;
    private final RoutePolicy policy;
    private final ImmutableList<TeNode> nodes;
    private final boolean[] transit;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Integer> overheads = new ArrayList<>();
    private final Arc[] arcs;
    private final Arc[][] out;
    private final Arc[][] in;
    private final WaitingLine line = new WaitingLine();
    private final Map<Integer, Tree> treesTo;
    private final Map<Integer, Tree> treesFrom;
    private final CandidatePaths candidates;
    private final LabelSearch labels;
    private final ClassChoice.Scratch classScratch = new ClassChoice.Scratch();
    private final Map<RoutePolicy, SearchGraph> parts = remembered(MOST_PARTS);
    private @Nullable Offers offers;

    public SearchGraph(TeTopology topology) {
        this(topology, RoutePolicy.ANY);
    }

    /**
     * What a policy leaves of a topology.
     *
     * @param policy waypoints ignored
     */
    public SearchGraph(TeTopology topology, RoutePolicy policy) {
        this.topology = topology;
        this.policy = policy.withoutWaypoints();
        int share = policy.restricts() ? MOST_PARTS : 1;
        nodes = ImmutableList.copyOf(topology.nodes().values());
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i).id(), i);
        }
        transit = new boolean[nodes.size()];
        treesTo = remembered(MOST_TREE_NODES / 2 / share / Math.max(1, nodes.size()));
        treesFrom = remembered(MOST_TREE_NODES / 2 / share / Math.max(1, nodes.size()));
        List<Arc> usable = new ArrayList<>();
        List<List<Arc>> leaving = lists(nodes.size());
        List<List<Arc>> entering = lists(nodes.size());
        for (TeLink link : topology.links().values()) {
            if (whyUnusable(topology, link).isEmpty() && isAllowed(link)) {
                Arc arc = arc(usable.size(), link);
                usable.add(arc);
                leaving.get(arc.from()).add(arc);
                entering.get(arc.to()).add(arc);
            }
        }
        for (int i = 0; i < transit.length; i++) {
            transit[i] = nodes.get(i).kind() == TeNode.Kind.SWITCH;
        }
        arcs = usable.toArray(Arc[]::new);
        out = leaving.stream().map(list -> list.toArray(Arc[]::new)).toArray(Arc[][]::new);
        in = entering.stream().map(list -> list.toArray(Arc[]::new)).toArray(Arc[][]::new);
        candidates = new CandidatePaths(this, MOST_CANDIDATE_ARCS / share);
        labels = new LabelSearch(this);
    }

    private boolean isAllowed(TeLink link) {
        return !policy.restricts()
                || policy.against(link).isEmpty()
                        && policy.against(nodes.get(number(link.from()))).isEmpty()
                        && policy.against(nodes.get(number(link.to()))).isEmpty();
    }

    /** What a policy leaves of the same topology; itself when that is this. */
    public SearchGraph within(RoutePolicy other) {
        return isWithin(other)
                ? this
                : parts.computeIfAbsent(other.withoutWaypoints(), part -> new SearchGraph(topology, part));
    }

    /** Whether this is just what a policy leaves of the topology. */
    boolean isWithin(RoutePolicy other) {
        return policy == other || policy.equals(other.withoutWaypoints());
    }

    private Arc arc(int index, TeLink link) {
        int overhead = overheads.indexOf(link.overheadBytes());
        if (overhead < 0) {
            overhead = overheads.size();
            overheads.add(link.overheadBytes());
        }
        int to = number(link.to());
        return new Arc(
                index,
                link,
                new LinkCalculus(link),
                number(link.from()),
                to,
                overhead,
                link.propagationNanos() + nodes.get(to).processingNanos(),
                nodes.get(to).softwareAllowanceNanos());
    }

    /** Why guarantees keep off a link; empty when they do not. */
    public static Optional<String> whyUnusable(TeTopology topology, TeLink link) {
        TeNode from = topology.nodes().get(link.from());
        TeNode to = topology.nodes().get(link.to());
        if (from == null || to == null) {
            return Optional.of("has an unknown end");
        }
        if (!link.trusted()) {
            return Optional.of("is not trusted");
        }
        if (!link.up()) {
            return Optional.of("is down");
        }
        if (link.drained()) {
            return Optional.of("is drained");
        }
        if (!from.up() || !to.up()) {
            return Optional.of("has an end that is down, " + (from.up() ? to : from).id());
        }
        if (from.drained() || to.drained()) {
            return Optional.of("has an end that is drained, " + (from.drained() ? from : to).id());
        }
        LinkCalculus calculus = new LinkCalculus(link);
        if (calculus.firstGuaranteedClass() >= calculus.classes()) {
            return Optional.of("has no class for guaranteed flows");
        }
        if (calculus.reservableBitsPerSecond() <= 0) {
            return Optional.of("has no capacity to reserve");
        }
        if (!calculus.holdsControl()) {
            return Optional.of("cannot hold the budget of its control class");
        }
        return Optional.empty();
    }

    public TeTopology topology() {
        return topology;
    }

    /** The links over which an egress can be reached within a bound, capacity ignored; a path within the bound takes no others. */
    public ImmutableList<TeLink> linksTowards(String egressNode, long boundNanos) {
        long[] toGo = leastDelayTo(number(egressNode)).distances();
        return Arrays.stream(arcs)
                .filter(arc -> Exact.addCapped(arc.leastDelayNanos(), toGo[arc.to()]) <= boundNanos)
                .map(Arc::link)
                .collect(ImmutableList.toImmutableList());
    }

    int nodeCount() {
        return nodes.size();
    }

    int arcCount() {
        return arcs.length;
    }

    Arc arc(int index) {
        return arcs[index];
    }

    /** How many different overheads a frame can have on the way. */
    int overheads() {
        return overheads.size();
    }

    int overheadBytes(int overhead) {
        return overheads.get(overhead);
    }

    TeNode node(int number) {
        return nodes.get(number);
    }

    /** The number of a node that is known. */
    int number(String nodeId) {
        Integer number = numbers.get(nodeId);
        if (number == null) {
            throw new IllegalArgumentException("unknown node: " + nodeId);
        }
        return number;
    }

    Arc[] out(int node) {
        return out[node];
    }

    Arc[] in(int node) {
        return in[node];
    }

    /** Whether a path may lead on from a node that it has come to. */
    boolean isTransit(int node) {
        return transit[node];
    }

    CandidatePaths candidates() {
        return candidates;
    }

    LabelSearch labels() {
        return labels;
    }

    ClassChoice.Scratch classScratch() {
        return classScratch;
    }

    /** What the links have to offer to a flow that is always used, beside what a ledger has booked. */
    Offers offers(ReservationLedger ledger) {
        Offers current = offers;
        if (current == null || !current.isOf(ledger)) {
            current = new Offers(this, ledger, ImmutableSortedSet.of());
            offers = current;
        }
        return current;
    }

    /** The least bound from every node to an egress, budgets being what they are, capacity ignored. Kept for the egresses used last. */
    Tree leastDelayTo(int egress) {
        return treesTo.computeIfAbsent(egress, e -> backwards(e, -1, Arc::leastDelayNanos));
    }

    /** The same from an ingress to every node. */
    Tree leastDelayFrom(int ingress) {
        return treesFrom.computeIfAbsent(ingress, i -> forwards(i, Arc::leastDelayNanos));
    }

    /** What an arc costs. */
    interface ArcCost {
        /** Not negative; {@link #UNREACHABLE} for an arc that cannot be used. */
        long of(Arc arc);
    }

    /**
     * Dijkstra's algorithm against the direction of the arcs.
     *
     * @param enough the node at which it may stop; nodes that are farther have {@link #UNREACHABLE} or more than their distance then. -1
     *     to reach all.
     */
    Tree backwards(int egress, int enough, ArcCost cost) {
        return distances(egress, enough, cost, true);
    }

    private Tree forwards(int ingress, ArcCost cost) {
        return distances(ingress, -1, cost, false);
    }

    /** Of equal ways the one with the last arc that the root's own shuffle puts first, so that trees of different roots differ. */
    private Tree distances(int root, int enough, ArcCost cost, boolean backwards) {
        long[] distances = new long[nodes.size()];
        int[] last = new int[nodes.size()];
        Arrays.fill(distances, UNREACHABLE);
        Arrays.fill(last, -1);
        distances[root] = 0;
        line.clear();
        line.add(0, 0, root);
        while (!line.isEmpty()) {
            long reached = line.leastKey();
            int node = line.poll();
            if (reached > distances[node]) {
                continue;
            }
            if (node == enough) {
                break;
            }
            if (!backwards && node != root && !transit[node]) {
                continue;
            }
            for (Arc arc : backwards ? in[node] : out[node]) {
                int next = backwards ? arc.from() : arc.to();
                if (backwards && !transit[next]) {
                    continue;
                }
                long distance = reached + Math.min(cost.of(arc), UNREACHABLE);
                if (distance < distances[next]) {
                    distances[next] = distance;
                    last[next] = arc.index();
                    line.add(distance, 0, next);
                } else if (distance == distances[next]
                        && distance < UNREACHABLE
                        && Hash.mix(31L * root + arc.index()) < Hash.mix(31L * root + last[next])) {
                    last[next] = arc.index();
                }
            }
        }
        return new Tree(distances, last);
    }

    /** Those used last, and one at least. */
    private static <K, V> Map<K, V> remembered(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > Math.max(1, most);
            }
        };
    }

    private static List<List<Arc>> lists(int count) {
        List<List<Arc>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
