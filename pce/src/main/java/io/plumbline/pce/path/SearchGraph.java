package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.LinkCalculus;
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
import java.util.PriorityQueue;

/**
 * The part of a topology that guarantees may use, with nodes and links numbered in order of id. Left out are links that are down,
 * drained or not trusted, that lead to or from a node that is down, drained or unknown, that have nothing to reserve, or on which control
 * frames alone break their own budget.
 */
public final class SearchGraph {
    /** More delay than any path has. */
    static final long UNREACHABLE = Long.MAX_VALUE / 4;

    private static final int REMEMBERED_EGRESSES = 128;

    /** A link with the numbers of its ends. */
    record Arc(int index, TeLink link, LinkCalculus calculus, int from, int to) {}

    private record Reached(long distance, int node) {}

    private final TeTopology topology;
    private final ImmutableList<TeNode> nodes;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ImmutableList<Arc> arcs;
    private final Arc[][] out;
    private final Arc[][] in;
    private final Map<Integer, long[]> leastDelays = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, long[]> eldest) {
            return size() > REMEMBERED_EGRESSES;
        }
    };

    public SearchGraph(TeTopology topology) {
        this.topology = topology;
        nodes = ImmutableList.copyOf(topology.nodes().values());
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i).id(), i);
        }
        ImmutableList.Builder<Arc> usable = ImmutableList.builder();
        List<List<Arc>> leaving = lists(nodes.size());
        List<List<Arc>> entering = lists(nodes.size());
        int index = 0;
        for (TeLink link : topology.links().values()) {
            if (whyUnusable(topology, link).isPresent()) {
                continue;
            }
            Arc arc = new Arc(index++, link, new LinkCalculus(link), number(link.from()), number(link.to()));
            usable.add(arc);
            leaving.get(arc.from()).add(arc);
            entering.get(arc.to()).add(arc);
        }
        arcs = usable.build();
        out = leaving.stream().map(list -> list.toArray(Arc[]::new)).toArray(Arc[][]::new);
        in = entering.stream().map(list -> list.toArray(Arc[]::new)).toArray(Arc[][]::new);
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
        long[] toGo = leastDelayTo(number(egressNode));
        return arcs.stream()
                .filter(arc -> Exact.addCapped(leastDelay(arc), toGo[arc.to()]) <= boundNanos)
                .map(Arc::link)
                .collect(ImmutableList.toImmutableList());
    }

    int nodeCount() {
        return nodes.size();
    }

    int arcCount() {
        return arcs.size();
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
        return nodes.get(node).kind() == TeNode.Kind.SWITCH;
    }

    /** The least bound from every node to an egress, budgets being what they are, capacity ignored. Kept for the egresses used last. */
    long[] leastDelayTo(int egress) {
        return leastDelays.computeIfAbsent(egress, e -> backwards(e, this::leastDelay));
    }

    /** Bound of an arc with the least of its budgets. */
    long leastDelay(Arc arc) {
        long least = Long.MAX_VALUE;
        for (int p = arc.calculus().firstGuaranteedClass(); p < arc.calculus().classes(); p++) {
            least = Math.min(least, arc.calculus().budgetNanos(p));
        }
        TeNode receiver = nodes.get(arc.to());
        return least + arc.link().propagationNanos() + receiver.processingNanos() + receiver.softwareAllowanceNanos();
    }

    /** What an arc costs. */
    interface ArcCost {
        /** Not negative; {@link #UNREACHABLE} for an arc that cannot be used. */
        long of(Arc arc);
    }

    /** Dijkstra's algorithm against the direction of the arcs. */
    long[] backwards(int egress, ArcCost cost) {
        long[] distances = new long[nodes.size()];
        Arrays.fill(distances, UNREACHABLE);
        distances[egress] = 0;
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Long.compare(a.distance(), b.distance()));
        queue.add(new Reached(0, egress));
        for (Reached reached = queue.poll(); reached != null; reached = queue.poll()) {
            if (reached.distance() > distances[reached.node()]) {
                continue;
            }
            for (Arc arc : in[reached.node()]) {
                if (!isTransit(arc.from())) {
                    continue;
                }
                long distance = reached.distance() + Math.min(cost.of(arc), UNREACHABLE);
                if (distance < distances[arc.from()]) {
                    distances[arc.from()] = distance;
                    queue.add(new Reached(distance, arc.from()));
                }
            }
        }
        return distances;
    }

    private static List<List<Arc>> lists(int count) {
        List<List<Arc>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
