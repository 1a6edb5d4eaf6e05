package io.plumbline.pce.graph;

import io.plumbline.pce.graph.Dijkstra.Stop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two disjoint paths of least total weight (Suurballe, 1974; Bhandari, 1999): a shortest path, and then a shortest way that may take arcs
 * of it back. Where both run against each other, they cancel, and the rest is two paths.
 *
 * <p>Weights are reduced by the distance to go, so that no arc is negative and arcs of the first path cost nothing either way. Arcs are told
 * apart by number, so parallel arcs are as good as any. For disjoint nodes, a node of the first path has an entry and an exit: who enters
 * it may leave only backwards along the first path, until it leaves that path from an exit.
 *
 * <p><b>Sharing.</b> Where there is no disjoint pair, or none is wanted at all cost, {@link #findLeastShared} lets both paths use the same
 * arc (and node) at a price above the weight of any pair: what they share is least, and of such pairs the weight.
 *
 * <p>Disjoint arcs are not disjoint links where a link is two arcs, one each way. It makes no difference here: of a pair that uses a link
 * both ways, leave out both arcs and exchange the rests, and it weighs no more.
 */
public final class DisjointPaths {
    /** What two paths must not have in common, apart from their ends. */
    public enum Kind {
        ARCS,
        /** Nodes, and so arcs too. */
        NODES
    }

    private static final int NONE = -1;

    private final CsrGraph graph;
    private final Dijkstra toGo;
    private final ArcPath first = new ArcPath();
    private final ArcPath second = new ArcPath();

    /** By node: the arc of the first path that leaves it, and the one that enters it. */
    private final int[] next;

    private final int[] before;

    /** By side of a node: 2v is the entry of v, where there is one, 2v + 1 its exit. How far, from which side, over which arc. */
    private final long[] distances;

    private final int[] from;
    private final int[] over;
    private final IntPool touched = new IntPool();
    private final KeyHeap heap = new KeyHeap();

    /** By node: arcs of the pair that leave it. */
    private final int[] pairArc;

    private final int[] otherPairArc;
    private final IntPool pairNodes = new IntPool();
    private final ArcPath spare = new ArcPath();
    private final NodeSet met;

    private long[] weights = {};
    private long @Nullable [] excluded;
    private int source;
    private int target;
    private Kind kind = Kind.ARCS;

    /** What it costs to share an arc or a node; {@link CsrGraph#UNUSABLE} when that is not allowed. */
    private long sharePrice;

    public DisjointPaths(CsrGraph graph) {
        this.graph = graph;
        toGo = Dijkstra.backwards(graph);
        next = new int[graph.nodeCount()];
        before = new int[graph.nodeCount()];
        distances = new long[2 * graph.nodeCount()];
        from = new int[2 * graph.nodeCount()];
        over = new int[2 * graph.nodeCount()];
        pairArc = new int[graph.nodeCount()];
        otherPairArc = new int[graph.nodeCount()];
        met = new NodeSet(graph.nodeCount());
        Arrays.fill(next, NONE);
        Arrays.fill(before, NONE);
        Arrays.fill(distances, CsrGraph.UNUSABLE);
        Arrays.fill(pairArc, NONE);
        Arrays.fill(otherPairArc, NONE);
    }

    public Outcome find(Kind kind, long[] weights, int source, int target) {
        return find(kind, weights, source, target, RouteConstraints.NONE);
    }

    /**
     * {@link #first()} and {@link #second()} are a disjoint pair of least total weight.
     *
     * @param source not the target
     * @param constraints without waypoints; {@link ProtectedPaths} takes them
     */
    public Outcome find(Kind kind, long[] weights, int source, int target, RouteConstraints constraints) {
        if (constraints.waypointCount() > 0) {
            throw new IllegalArgumentException("waypoints: " + constraints.waypointCount()
                    + " given, a pair of least weight takes none; ProtectedPaths does");
        }
        return find(kind, weights, source, target, constraints.excludedArcs(), CsrGraph.UNUSABLE);
    }

    /**
     * A pair that shares as few arcs, or nodes and arcs, as possible, and of such pairs one of least total weight. None only if there is
     * no path.
     */
    public Outcome findLeastShared(Kind kind, long[] weights, int source, int target, RouteConstraints constraints) {
        if (constraints.waypointCount() > 0) {
            throw new IllegalArgumentException(
                    "waypoints: " + constraints.waypointCount() + " given, a pair of least weight takes none");
        }
        graph.checkLength("weights", weights);
        long largest = 0;
        for (int arc = 0; arc < weights.length; arc++) {
            largest = CsrGraph.isUnusable(arc, weights[arc]) ? largest : Math.max(largest, weights[arc]);
        }
        // Neither path has more arcs than the graph has nodes; the pair shares no more arcs, nor nodes.
        long nodes = graph.nodeCount();
        long most = CsrGraph.UNUSABLE / (8 * nodes * nodes + 1);
        if (largest > most) {
            throw new IllegalArgumentException("weights: " + largest + " given, at most " + most + " allowed among "
                    + nodes + " nodes when sharing has a price");
        }
        return find(kind, weights, source, target, constraints.excludedArcs(), 2 * nodes * largest + 1);
    }

    private Outcome find(
            Kind newKind,
            long[] newWeights,
            int newSource,
            int newTarget,
            long @Nullable [] newExcluded,
            long newSharePrice) {
        graph.checkLength("weights", newWeights);
        graph.checkNode("source", newSource);
        graph.checkNode("target", newTarget);
        if (newSource == newTarget) {
            throw new IllegalArgumentException("target: node " + newTarget + " given, which is the source");
        }
        kind = newKind;
        weights = newWeights;
        source = newSource;
        target = newTarget;
        excluded = newExcluded;
        sharePrice = newSharePrice;
        first.clear();
        second.clear();
        toGo.begin();
        toGo.seed(target, 0, Dijkstra.NO_ARC, null);
        toGo.run(weights, excluded, source, null, CsrGraph.UNUSABLE, Stop.AT_TARGET);
        if (toGo.distance(source) >= CsrGraph.UNUSABLE) {
            return Outcome.NONE;
        }
        for (int node = source; node != target; ) {
            int arc = toGo.parent(node);
            first.add(arc);
            next[node] = arc;
            node = graph.head(arc);
            before[node] = arc;
        }
        try {
            if (searchSecond()) {
                separate();
                return Outcome.FOUND;
            }
            first.clear();
            return Outcome.NONE;
        } finally {
            forget();
        }
    }

    /** The lighter one of the pair. */
    public ArcPath first() {
        return first;
    }

    public ArcPath second() {
        return second;
    }

    /** What both weigh together. */
    public long totalWeight() {
        return first.weight() + second.weight();
    }

    /** Distance to go, where it is less than that of the source; beyond, that is a potential as well. */
    private long potential(int node) {
        return Math.min(toGo.distance(node), toGo.distance(source));
    }

    private static int exit(int node) {
        return 2 * node + 1;
    }

    private boolean isInnerNode(int node) {
        return before[node] != NONE && node != target;
    }

    private int arrival(int node) {
        return kind == Kind.NODES && isInnerNode(node) ? 2 * node : exit(node);
    }

    /** Dijkstra's algorithm with reduced weights, from the exit of the source to the target. */
    private boolean searchSecond() {
        heap.clear();
        reach(exit(source), 0, NONE, NONE);
        while (!heap.isEmpty()) {
            long distance = heap.minKey();
            int side = heap.pop();
            if (distance > distances[side]) {
                continue;
            }
            int node = side >> 1;
            if (node == target) {
                return true;
            }
            int back = node == source ? NONE : before[node];
            if (back != NONE) {
                reach(exit(graph.tail(back)), distance, side, back);
            }
            if (side == exit(node)) {
                leave(node, side, distance);
            } else if (sharePrice < CsrGraph.UNUSABLE) {
                reach(exit(node), distance + sharePrice, side, NONE);
            }
        }
        return false;
    }

    private void leave(int node, int side, long distance) {
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            int arc = graph.outArc(i);
            if (CsrGraph.isUnusable(arc, weights[arc]) || RouteConstraints.isExcluded(excluded, arc)) {
                continue;
            }
            int head = graph.head(arc);
            if (arc != next[node]) {
                reach(arrival(head), distance + weights[arc] + potential(head) - potential(node), side, arc);
            } else if (sharePrice < CsrGraph.UNUSABLE) {
                reach(arrival(head), distance + sharePrice, side, arc);
            }
        }
    }

    private void reach(int side, long distance, int fromSide, int arc) {
        if (distance < distances[side]) {
            if (distances[side] == CsrGraph.UNUSABLE) {
                touched.add(side);
            }
            distances[side] = distance;
            from[side] = fromSide;
            over[side] = arc;
            heap.push(distance, side);
        }
    }

    /** Makes two paths of the first one and the way that was found. */
    private void separate() {
        for (int i = 0; i < first.length(); i++) {
            addToPair(first.arc(i));
        }
        for (int side = arrival(target); side != exit(source); side = from[side]) {
            int arc = over[side];
            int node = side >> 1;
            if (arc == NONE) {
                continue;
            }
            if (graph.head(arc) == node && graph.tail(arc) == from[side] >> 1) {
                addToPair(arc);
            } else {
                removeFromPair(arc);
            }
        }
        cancelOpposites();
        first.clear();
        second.clear();
        walk(first);
        walk(second);
        if (second.weight() < first.weight()) {
            spare.set(first);
            first.set(second);
            second.set(spare);
        }
    }

    private void addToPair(int arc) {
        int node = graph.tail(arc);
        if (pairArc[node] == NONE) {
            pairArc[node] = arc;
            pairNodes.add(node);
        } else {
            otherPairArc[node] = arc;
        }
    }

    private void removeFromPair(int arc) {
        int node = graph.tail(arc);
        if (pairArc[node] == arc) {
            pairArc[node] = otherPairArc[node];
        }
        otherPairArc[node] = NONE;
    }

    /** Two arcs between the same nodes, one each way, lead nowhere. Only arcs of weight 0 are ever left like that. */
    private void cancelOpposites() {
        for (int i = 0; i < pairNodes.size(); i++) {
            int node = pairNodes.get(i);
            cancelOpposite(otherPairArc[node]);
            cancelOpposite(pairArc[node]);
        }
    }

    private void cancelOpposite(int arc) {
        if (arc == NONE) {
            return;
        }
        int head = graph.head(arc);
        int opposite = isOpposite(arc, pairArc[head]) ? pairArc[head] : otherPairArc[head];
        if (isOpposite(arc, opposite)) {
            removeFromPair(arc);
            removeFromPair(opposite);
        }
    }

    private boolean isOpposite(int arc, int other) {
        return other != NONE && graph.head(other) == graph.tail(arc);
    }

    private void walk(ArcPath path) {
        for (int node = source; node != target; ) {
            int arc = otherPairArc[node] != NONE ? otherPairArc[node] : pairArc[node];
            removeFromPair(arc);
            path.add(arc);
            node = graph.head(arc);
        }
        path.cutLoops(graph, met);
        path.weigh(path.weightIn(weights));
    }

    private void forget() {
        for (int node = source; node != target; ) {
            int arc = next[node];
            next[node] = NONE;
            node = graph.head(arc);
            before[node] = NONE;
        }
        for (int i = 0; i < touched.size(); i++) {
            distances[touched.get(i)] = CsrGraph.UNUSABLE;
        }
        touched.clear();
        for (int i = 0; i < pairNodes.size(); i++) {
            pairArc[pairNodes.get(i)] = NONE;
            otherPairArc[pairNodes.get(i)] = NONE;
        }
        pairNodes.clear();
    }
}
