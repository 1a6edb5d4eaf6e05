package io.plumbline.pce.graph;

import io.plumbline.pce.graph.Dijkstra.Stop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest path that keeps several additive bounds, exactly: one cost, and for each resource (delay, loss as the logarithm of what
 * arrives, ...) an amount by arc and a bound on the sum. NP-hard; quick on networks.
 *
 * <p><b>Cheap ways out.</b> The cheapest path of all, if it keeps the bounds. No path, if a resource alone cannot keep its bound. A path
 * with the least of one resource that keeps the other bounds too is an incumbent: nothing dearer is looked at.
 *
 * <p><b>Else, labels.</b> A label is a way from the source to a node, with its cost and what it uses. Labels are settled in order of cost so
 * far + least cost to go (A*). One is dropped when
 *
 * <ul>
 *   <li>it cannot keep a bound even with the least to go of that resource, or cannot be cheaper than the incumbent;
 *   <li>a settled label of its node uses no more of anything: that one is also no dearer, because what is left to go is the same. A way
 *       that comes back to a node is dropped for its own beginning, so there are no loops.
 * </ul>
 *
 * <p>It is over as soon as a label that is settled keeps the bounds when it goes on along the cheapest path of all: nothing in the queue is
 * cheaper than that. With one resource the labels of a node are settled with ever less of it, so the newest alone is compared.
 *
 * <p>Of equals the one found first is taken; there is no spreading. With waypoints, where a loop cannot be cut out and dominance
 * therefore does not hold, paths are tried in order of cost ({@link KShortestPaths}).
 */
public final class ConstrainedShortestPath {
    /** All bounds can be kept singly, but perhaps not together. */
    public static final int NO_RESOURCE = -1;

    private static final int MOST_LABELS = 2_000_000;
    private static final int NONE = -1;

    private final CsrGraph graph;
    private final int resourceCount;
    private final int mostLabels;
    private final Dijkstra costToGo;
    private final Dijkstra resourceToGo;
    private final long[][] ownToGo;
    private final Settled settled;
    private final KeyHeap queue = new KeyHeap();
    private @Nullable KShortestPaths throughWaypoints;

    private long[] costs = {};
    private long[][] amounts = {};
    private long[] bounds = {};
    private long @Nullable [] excluded;
    private final long[][] toGo;
    private int source;
    private int target;

    /** By node: what the cheapest path from there uses. */
    private final long[] along;

    private final NodeSet alongKnown;
    private final int[] stack;

    private final ArcPath path = new ArcPath();
    private final long[] used;
    private int binding;
    private long leastOfBinding;
    private long lowerBound;

    public ConstrainedShortestPath(CsrGraph graph, int resourceCount) {
        this(graph, resourceCount, MOST_LABELS);
    }

    /** @param mostLabels how many labels (with waypoints: paths) a search may make before it gives up */
    public ConstrainedShortestPath(CsrGraph graph, int resourceCount, int mostLabels) {
        this.graph = graph;
        this.resourceCount = resourceCount;
        this.mostLabels = mostLabels;
        costToGo = Dijkstra.backwards(graph);
        resourceToGo = Dijkstra.backwards(graph);
        ownToGo = new long[resourceCount][graph.nodeCount()];
        toGo = new long[resourceCount][];
        settled = new Settled(graph.nodeCount(), resourceCount);
        along = new long[graph.nodeCount() * resourceCount];
        alongKnown = new NodeSet(graph.nodeCount());
        stack = new int[graph.nodeCount()];
        used = new long[resourceCount];
    }

    /** {@link #path()} is a cheapest path of those that keep all bounds. */
    public Outcome find(long[] costs, long[][] amounts, long[] bounds, int source, int target) {
        return find(costs, amounts, bounds, source, target, RouteConstraints.NONE, null);
    }

    /**
     * @param costs by arc
     * @param amounts by resource, then by arc; as weights
     * @param bounds by resource: the most that a path may use
     * @param toGo by resource, then by node: at most the least amount from there to the target, as {@link ShortestPath#distancesTo} gives it
     *     for the amounts (or for lesser ones); null when it is to be found out here
     */
    public Outcome find(
            long[] costs,
            long[][] amounts,
            long[] bounds,
            int source,
            int target,
            RouteConstraints constraints,
            long @Nullable [][] toGo) {
        if (constraints.waypointCount() == 0) {
            return find(costs, amounts, bounds, source, target, constraints.excludedArcs(), toGo);
        }
        begin(costs, amounts, bounds, source, target, constraints.excludedArcs());
        return findThroughWaypoints(constraints);
    }

    Outcome find(
            long[] newCosts,
            long[][] newAmounts,
            long[] newBounds,
            int newSource,
            int newTarget,
            long @Nullable [] newExcluded,
            long @Nullable [][] knownToGo) {
        begin(newCosts, newAmounts, newBounds, newSource, newTarget, newExcluded);
        costToGo.begin();
        costToGo.seed(target, 0, Dijkstra.NO_ARC, null);
        costToGo.run(costs, excluded, source, null, CsrGraph.UNUSABLE, Stop.RESUMABLE);
        lowerBound = costToGo.distance(source);
        if (lowerBound >= CsrGraph.UNUSABLE) {
            return Outcome.NONE;
        }
        addCheapest(source);
        if (weighPath()) {
            return Outcome.FOUND;
        }
        path.clear();
        for (int r = 0; r < resourceCount; r++) {
            toGo[r] = knownToGo == null ? leastToGo(r) : knownToGo[r];
            if (toGo[r][source] > bounds[r]) {
                binding = r;
                leastOfBinding = knownToGo == null ? leastAtSource(r) : toGo[r][source];
                return Outcome.NONE;
            }
        }
        findIncumbent();
        // What costs more to go than the incumbent costs in all is of no interest.
        costToGo.run(costs, excluded, Dijkstra.NO_NODE, null, path.weight() - 1, Stop.AT_TARGET);
        return setLabels();
    }

    private void begin(
            long[] newCosts,
            long[][] newAmounts,
            long[] newBounds,
            int newSource,
            int newTarget,
            long @Nullable [] newExcluded) {
        graph.checkLength("costs", newCosts);
        graph.checkNode("source", newSource);
        graph.checkNode("target", newTarget);
        if (newAmounts.length != resourceCount || newBounds.length != resourceCount) {
            throw new IllegalArgumentException("resources: " + newAmounts.length + " amounts and " + newBounds.length
                    + " bounds given, " + resourceCount + " of each needed");
        }
        for (int r = 0; r < resourceCount; r++) {
            graph.checkLength("amounts of resource " + r, newAmounts[r]);
            if (newBounds[r] < 0) {
                throw new IllegalArgumentException(
                        "bound of resource " + r + ": " + newBounds[r] + " given, at least 0 allowed");
            }
        }
        costs = newCosts;
        amounts = newAmounts;
        bounds = newBounds;
        source = newSource;
        target = newTarget;
        excluded = newExcluded;
        binding = NO_RESOURCE;
        leastOfBinding = 0;
        lowerBound = 0;
        alongKnown.clear();
        path.clear();
    }

    /** The path, when there was one: the cheapest; after giving up, the cheapest that was met, or none. */
    public ArcPath path() {
        return path;
    }

    /** What the path uses of a resource. */
    public long used(int resource) {
        return used[resource];
    }

    /** When there is none: the resource whose bound no path keeps; {@link #NO_RESOURCE} when each can be kept by itself, or no path leads there. */
    public int binding() {
        return binding;
    }

    /** Of resource {@link #binding()}: the least that a path uses; {@link CsrGraph#UNUSABLE} when none leads there. */
    public long leastOfBinding() {
        return leastOfBinding;
    }

    /** No path that keeps the bounds costs less; of use after giving up. */
    public long lowerBound() {
        return lowerBound;
    }

    private long[] leastToGo(int r) {
        resourceToGo.begin();
        resourceToGo.seed(target, 0, Dijkstra.NO_ARC, null);
        resourceToGo.run(amounts[r], excluded, Dijkstra.NO_NODE, null, bounds[r], Stop.AT_TARGET);
        System.arraycopy(resourceToGo.distances(), 0, ownToGo[r], 0, graph.nodeCount());
        return ownToGo[r];
    }

    /** The least amount between the ends, whatever the bound. */
    private long leastAtSource(int r) {
        resourceToGo.begin();
        resourceToGo.seed(target, 0, Dijkstra.NO_ARC, null);
        resourceToGo.run(amounts[r], excluded, source, null, CsrGraph.UNUSABLE, Stop.AT_TARGET);
        return resourceToGo.distance(source);
    }

    /** Appends the cheapest path from a node to the target. */
    private void addCheapest(int from) {
        for (int node = from; node != target; node = graph.head(costToGo.parent(node))) {
            path.add(costToGo.parent(node));
        }
    }

    /** Whether the arcs of the path keep the bounds; its cost and what it uses. */
    private boolean weighPath() {
        boolean keeps = true;
        for (int r = 0; r < resourceCount; r++) {
            used[r] = path.weightIn(amounts[r]);
            keeps &= used[r] < CsrGraph.UNUSABLE && used[r] <= bounds[r];
        }
        path.weigh(path.weightIn(costs));
        return keeps;
    }

    /** The cheapest of the paths with the least of one resource that keep the other bounds; none leaves the path empty. */
    private void findIncumbent() {
        int best = NO_RESOURCE;
        long least = CsrGraph.UNUSABLE;
        for (int r = 0; r < resourceCount; r++) {
            if (followLeast(r) && weighPath() && path.weight() < least) {
                best = r;
                least = path.weight();
            }
        }
        path.clear();
        if (best != NO_RESOURCE) {
            followLeast(best);
            weighPath();
        }
    }

    /** Follows a path with the least of a resource; false when what is known to go does not lead to the target. */
    private boolean followLeast(int r) {
        path.clear();
        for (int node = source; node != target; ) {
            int arc = path.length() < graph.nodeCount() ? leastArc(node, r) : NONE;
            if (arc == NONE) {
                return false;
            }
            path.add(arc);
            node = graph.head(arc);
        }
        return true;
    }

    private int leastArc(int node, int r) {
        int level = NONE;
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            int arc = graph.outArc(i);
            if (isOpen(arc) && amounts[r][arc] + toGo[r][graph.head(arc)] == toGo[r][node]) {
                if (amounts[r][arc] > 0) {
                    return arc;
                }
                level = arc;
            }
        }
        return level;
    }

    private boolean isOpen(int arc) {
        if (RouteConstraints.isExcluded(excluded, arc) || CsrGraph.isUnusable(arc, costs[arc])) {
            return false;
        }
        for (int r = 0; r < resourceCount; r++) {
            if (CsrGraph.isUnusable(arc, amounts[r][arc])) {
                return false;
            }
        }
        return true;
    }

    private Outcome setLabels() {
        queue.clear();
        settled.clear();
        Arrays.fill(used, 0);
        queue.push(costToGo.distance(source), settled.add(source, NONE, NONE, 0, used));
        long incumbent = path.weight();
        while (!queue.isEmpty() && queue.minKey() < incumbent) {
            lowerBound = queue.minKey();
            int label = queue.pop();
            int node = settled.node(label);
            if (settled.isDominated(node, label)) {
                continue;
            }
            if (keepsBoundsAlongCheapest(label, node)) {
                path.clear();
                for (int l = label; settled.arc(l) != NONE; l = settled.parent(l)) {
                    path.add(settled.arc(l));
                }
                path.reverse(0);
                addCheapest(node);
                path.cutLoops(graph, alongKnown);
                weighPath();
                return Outcome.FOUND;
            }
            settled.settle(label, node);
            if (!expand(label, node, incumbent)) {
                weighPath();
                return Outcome.GAVE_UP;
            }
        }
        if (path.length() == 0) {
            return Outcome.NONE;
        }
        weighPath();
        lowerBound = incumbent;
        return Outcome.FOUND;
    }

    /** False when there are too many labels. */
    private boolean expand(int label, int node, long incumbent) {
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            int arc = graph.outArc(i);
            int head = graph.head(arc);
            long left = costToGo.distance(head);
            if (left >= CsrGraph.UNUSABLE || !isOpen(arc)) {
                continue;
            }
            long cost = settled.cost(label) + costs[arc];
            if (cost + left >= incumbent || !keepsBounds(label, arc, head) || settled.isDominated(head, used)) {
                continue;
            }
            if (settled.size() >= mostLabels) {
                return false;
            }
            queue.push(cost + left, settled.add(head, label, arc, cost, used));
        }
        return true;
    }

    /** Whether a label can still keep all bounds after an arc; writes what it uses then. */
    private boolean keepsBounds(int label, int arc, int head) {
        for (int r = 0; r < resourceCount; r++) {
            long amount = settled.used(label, r) + amounts[r][arc];
            if (amount + toGo[r][head] > bounds[r]) {
                return false;
            }
            used[r] = amount;
        }
        return true;
    }

    private boolean keepsBoundsAlongCheapest(int label, int node) {
        findAlong(node);
        for (int r = 0; r < resourceCount; r++) {
            if (settled.used(label, r) + along[node * resourceCount + r] > bounds[r]) {
                return false;
            }
        }
        return true;
    }

    /** What the cheapest path from a node uses, from what is known of the nodes behind it. */
    private void findAlong(int from) {
        int depth = 0;
        int node = from;
        for (; node != target && !alongKnown.contains(node); node = graph.head(costToGo.parent(node))) {
            stack[depth++] = node;
        }
        if (node == target) {
            Arrays.fill(along, target * resourceCount, (target + 1) * resourceCount, 0);
            alongKnown.add(target);
        }
        while (depth > 0) {
            node = stack[--depth];
            int arc = costToGo.parent(node);
            for (int r = 0; r < resourceCount; r++) {
                long behind = along[graph.head(arc) * resourceCount + r];
                along[node * resourceCount + r] = CsrGraph.isUnusable(arc, amounts[r][arc])
                        ? CsrGraph.UNUSABLE
                        : Math.min(behind + amounts[r][arc], CsrGraph.UNUSABLE);
            }
            alongKnown.add(node);
        }
    }

    private Outcome findThroughWaypoints(RouteConstraints constraints) {
        if (throughWaypoints == null) {
            throughWaypoints = new KShortestPaths(graph, mostLabels);
        }
        throughWaypoints.start(costs, source, target, constraints, Spread.NONE);
        for (int tried = 0; tried < mostLabels; tried++) {
            Outcome outcome = throughWaypoints.next();
            if (outcome != Outcome.FOUND) {
                return outcome;
            }
            lowerBound = throughWaypoints.path().weight();
            path.set(throughWaypoints.path());
            if (weighPath()) {
                return Outcome.FOUND;
            }
            path.clear();
        }
        return Outcome.GAVE_UP;
    }
}
