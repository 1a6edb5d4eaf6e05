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
 * <p><b>Else, labels.</b> A label is a way from the source to a node, with its cost and what it uses. Labels are settled in order of the
 * least that they can lead to (A*). One is dropped when
 *
 * <ul>
 *   <li>it cannot keep a bound even with the least to go of that resource, or cannot be cheaper than the incumbent;
 *   <li>it keeps all bounds when it goes on along the cheapest path of all: that is the best that comes of it, and an incumbent;
 *   <li>a settled label of its node costs no more and uses no more of anything, because what is left to go is the same. A way that comes
 *       back to a node is dropped for its own beginning, so there are no loops.
 * </ul>
 *
 * <p><b>With a price.</b> When that takes more than a few labels, a price is put on the resource that the cheapest path exceeds by most. A
 * path that keeps the bound and is cheaper than the incumbent weighs {@code cost + price * amount} at most {@code incumbent + price *
 * bound}; so the least weight to go tells much better than cost and amount by themselves which labels lead nowhere (Lagrangian
 * relaxation). A good price is found as LARAC does (Juttner et al., INFOCOM 2001), each step a search by a {@link Blend}; the paths that
 * come up are incumbents, too.
 *
 * <p>Of equals the one found first is taken; there is no spreading. With waypoints, where a loop cannot be cut out and dominance
 * therefore does not hold, paths are tried in order of cost ({@link KShortestPaths}).
 */
public final class ConstrainedShortestPath {
    /** All bounds can be kept singly, but perhaps not together. */
    public static final int NO_RESOURCE = -1;

    private static final int MOST_LABELS = 2_000_000;

    /** What is tried without a price: about as much work as to find one on a small network. */
    private static final int FEW_LABELS = 300;

    private static final int MOST_PRICES = 64;

    /** After so many prices what is left of the network is worth looking for. */
    private static final int CONFINING_PRICE = 2;

    /** Cost and amount in a blend come to less than 2 to that power each. */
    private static final int BLEND_BITS = 59;

    /** By how many powers of 2 a later price may be above the first. */
    private static final int SPARE_BITS = 8;

    private static final int NONE = -1;

    private final CsrGraph graph;
    private final int resourceCount;
    private final int fewLabels;
    private final int mostLabels;
    private final BidirectionalSearch cheapest;
    private final Dijkstra costTree;
    private final Dijkstra[] resourceTrees;
    private final ToGo costToGo = new ToGo();
    private final ToGo[] toGo;
    private final Blend blend;
    private final Settled settled;
    private final KeyHeap queue = new KeyHeap();
    private @Nullable KShortestPaths throughWaypoints;

    private long[] costs = {};
    private long[][] amounts = {};
    private final long[] bounds;
    private long @Nullable [] excluded;
    private int source;
    private int target;

    /** The blend of cost and what is used of a resource in which labels weigh; without a price that is the cost alone. */
    private long perCost;

    private long perAmount;
    private boolean isPriced;

    /** The resource that has a price, or is to have it. */
    private int priced;

    /** A way that leads to more than that weight is of no interest. */
    private long limit;

    private final CheapestTails cheapestTails;
    private final NodeSet met;
    private final long[] used;

    /** What is looked at. */
    private final ArcPath trial = new ArcPath();

    /** The incumbent, and what is found. */
    private final ArcPath path = new ArcPath();

    private int binding;
    private long leastOfBinding;
    private long lowerBound;

    public ConstrainedShortestPath(CsrGraph graph, int resourceCount) {
        this(graph, resourceCount, MOST_LABELS);
    }

    /** @param mostLabels how many labels (with waypoints: paths) a search may make before it gives up */
    public ConstrainedShortestPath(CsrGraph graph, int resourceCount, int mostLabels) {
        this(graph, resourceCount, FEW_LABELS, mostLabels);
    }

    /** @param fewLabels how many labels are made before it looks for a price */
    ConstrainedShortestPath(CsrGraph graph, int resourceCount, int fewLabels, int mostLabels) {
        this.graph = graph;
        this.resourceCount = resourceCount;
        this.fewLabels = Math.min(fewLabels, mostLabels);
        this.mostLabels = mostLabels;
        cheapest = new BidirectionalSearch(graph);
        costTree = cheapest.backwards();
        resourceTrees = new Dijkstra[resourceCount];
        toGo = new ToGo[resourceCount];
        for (int r = 0; r < resourceCount; r++) {
            resourceTrees[r] = Dijkstra.backwards(graph);
            toGo[r] = new ToGo();
        }
        blend = new Blend(graph);
        settled = new Settled(graph.nodeCount(), resourceCount);
        cheapestTails = new CheapestTails(graph, resourceCount, costTree);
        met = new NodeSet(graph.nodeCount());
        bounds = new long[resourceCount];
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
        begin(costs, amounts, bounds, source, target, constraints.excludedArcs());
        return constraints.waypointCount() == 0 ? find(toGo) : findThroughWaypoints(constraints);
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
            bounds[r] = Math.min(newBounds[r], CsrGraph.UNUSABLE - 1);
        }
        costs = newCosts;
        amounts = newAmounts;
        source = newSource;
        target = newTarget;
        excluded = newExcluded;
        binding = NO_RESOURCE;
        leastOfBinding = 0;
        lowerBound = 0;
        path.clear();
    }

    /** The path, when there was one: the cheapest; after giving up, the cheapest that was met, or none. */
    public ArcPath path() {
        return path;
    }

    /** What the path uses of a resource. */
    public long used(int resource) {
        return path.weightIn(amounts[resource]);
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

    private Outcome find(long @Nullable [][] knownToGo) {
        lowerBound = cheapest.find(costs, excluded, source, target);
        if (lowerBound >= CsrGraph.UNUSABLE) {
            return Outcome.NONE;
        }
        trial.set(cheapest.path());
        offerTrial();
        if (isProven()) {
            return Outcome.FOUND;
        }
        costToGo.set(cheapest.forwards(), costTree, lowerBound);
        for (int r = 0; r < resourceCount; r++) {
            if (!findToGo(r, knownToGo)) {
                return Outcome.NONE;
            }
        }
        priced = mostExceeded();
        for (int i = 1; i <= resourceCount; i++) {
            int r = (priced + i) % resourceCount;
            if (knownToGo == null && takeTree(resourceTrees[r])) {
                continue;
            }
            blend.begin(costs, amounts[r], excluded, source, target, costToGo, toGo[r]);
            if (!takeBlended(0, 1, bounds[r])) {
                return Outcome.NONE;
            }
        }
        if (isProven()) {
            return Outcome.FOUND;
        }
        Outcome outcome = withoutPrice(fewLabels);
        return outcome == Outcome.GAVE_UP && fewLabels < mostLabels ? withPrice() : outcome;
    }

    /** Finds what is left to go of a resource; false when it alone cannot keep its bound. */
    private boolean findToGo(int r, long @Nullable [][] known) {
        if (known == null) {
            Dijkstra tree = resourceTrees[r];
            tree.begin();
            tree.seed(target, 0, Dijkstra.NO_ARC, null);
            tree.run(amounts[r], excluded, source, null, CsrGraph.UNUSABLE, Stop.RESUMABLE);
            toGo[r].set(tree.distances(), tree.distance(source));
        } else {
            toGo[r].set(known[r], CsrGraph.UNUSABLE);
        }
        if (toGo[r].at(source) <= bounds[r]) {
            return true;
        }
        binding = r;
        leastOfBinding = toGo[r].at(source);
        return false;
    }

    /** The resource whose bound what is looked at exceeds by most, for its size. */
    private int mostExceeded() {
        int most = 0;
        double excess = 0;
        for (int r = 0; r < resourceCount; r++) {
            long amount = trial.weightIn(amounts[r]);
            double here = amount <= bounds[r] ? 0 : amount / (bounds[r] + 1.0);
            if (here > excess) {
                most = r;
                excess = here;
            }
        }
        return most;
    }

    /** Looks at the path of a search back from the target; false when some of its arcs must not be used. */
    private boolean takeTree(Dijkstra tree) {
        trial.clear();
        for (int node = source; node != target; node = graph.head(tree.parent(node))) {
            trial.add(tree.parent(node));
        }
        offerTrial();
        return trial.weight() < CsrGraph.UNUSABLE;
    }

    /** Looks at the path that weighs least in a blend; false when none is within the limit. */
    private boolean takeBlended(long newPerCost, long newPerAmount, long most) {
        trial.clear();
        if (blend.least(newPerCost, newPerAmount, most) >= CsrGraph.UNUSABLE) {
            return false;
        }
        blend.addPath(trial);
        offerTrial();
        return true;
    }

    /** What is looked at is the incumbent, if it keeps all bounds and is cheaper. */
    private void offerTrial() {
        trial.weigh(trial.weightIn(costs));
        if (trial.weight() >= path.weight()) {
            return;
        }
        for (int r = 0; r < resourceCount; r++) {
            if (trial.weightIn(amounts[r]) > bounds[r]) {
                return;
            }
        }
        path.set(trial);
    }

    private boolean hasIncumbent() {
        return path.weight() < CsrGraph.UNUSABLE;
    }

    /** Whether no path that keeps the bounds is cheaper than the incumbent. */
    private boolean isProven() {
        return path.weight() <= lowerBound;
    }

    /** Labels in order of cost so far and least cost to go. */
    private Outcome withoutPrice(int most) {
        isPriced = false;
        perCost = 1;
        perAmount = 0;
        return setLabels(most);
    }

    /**
     * Finds the price with which the least weight proves most, and sets labels with it. Two paths are known: one that is too cheap to keep
     * the bound, and one that keeps it. With the price at which both weigh the same, either nothing weighs less, or what does takes the
     * place of one of them.
     */
    private Outcome withPrice() {
        blend.begin(costs, amounts[priced], excluded, source, target, costToGo, toGo[priced]);
        if (hasIncumbent()) {
            trial.set(path);
        } else {
            takeBlended(0, 1, bounds[priced]);
        }
        long reach = hasIncumbent() ? path.weight() : trial.weight();
        if (bits(reach) > BLEND_BITS) {
            return withoutPrice();
        }
        long[] amount = amounts[priced];
        long cheapCost = cheapest.path().weight();
        long cheapAmount = cheapest.path().weightIn(amount);
        long quickCost = trial.weight();
        long quickAmount = trial.weightIn(amount);
        setScale((quickCost - cheapCost) / (cheapAmount - quickAmount), reach);
        for (int prices = 0; prices < MOST_PRICES && !isProven() && quickCost <= reach; prices++) {
            if (prices == CONFINING_PRICE && hasIncumbent()) {
                blend.confine(limit());
            }
            setPrice((double) (quickCost - cheapCost) / (cheapAmount - quickAmount));
            if (!takeBlended(perCost, perAmount, perCost * reach + perAmount * bounds[priced])) {
                break;
            }
            long cost = trial.weight();
            long used = trial.weightIn(amount);
            long weight = perCost * cost + perAmount * used;
            raiseLowerBound(weight);
            if (weight >= perCost * quickCost + perAmount * quickAmount || cost == cheapCost && used == cheapAmount) {
                break;
            }
            if (used <= bounds[priced]) {
                quickCost = cost;
                quickAmount = used;
            } else {
                cheapCost = cost;
                cheapAmount = used;
            }
        }
        if (!hasIncumbent()) {
            return withoutPrice();
        }
        blend.searchBack(limit());
        isPriced = true;
        return setLabels(mostLabels);
    }

    /** For want of an incumbent, and of a limit. */
    private Outcome withoutPrice() {
        costTree.begin();
        costTree.seed(target, 0, Dijkstra.NO_ARC, null);
        costTree.run(costs, excluded, Dijkstra.NO_NODE, null, path.weight() - 1, Stop.RESUMABLE);
        costToGo.set(costTree.distances(), CsrGraph.UNUSABLE);
        return withoutPrice(mostLabels);
    }

    /** Blends with a power of 2 of the cost, which may come to so much, that leaves room for a price and more. */
    private void setScale(long price, long mostCost) {
        int bits = Math.max(bits(mostCost), bits(price) + SPARE_BITS + bits(bounds[priced]));
        perCost = 1L << Math.max(0, BLEND_BITS - bits);
    }

    private void setPrice(double price) {
        perAmount = (long) Math.min(price * perCost, (1L << BLEND_BITS) / (bounds[priced] + 1));
    }

    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /** Ways that weigh no less lead to nothing cheaper than what follows from that. */
    private void raiseLowerBound(long weight) {
        long least = Math.ceilDiv(weight - perAmount * bounds[priced], perCost);
        lowerBound = Math.max(lowerBound, Math.min(least, path.weight()));
    }

    private Outcome setLabels(int most) {
        if (isProven()) {
            return Outcome.FOUND;
        }
        limit = limit();
        queue.clear();
        settled.clear();
        cheapestTails.begin(amounts, target);
        Arrays.fill(used, 0);
        queue.push(leftToGo(source), settled.add(source, NONE, NONE, 0, used));
        while (!queue.isEmpty() && queue.minKey() <= limit) {
            raiseLowerBound(queue.minKey());
            int label = queue.pop();
            int node = settled.node(label);
            if (settled.isDominated(node, label)) {
                continue;
            }
            settled.settle(label, node);
            if (!expand(label, node, most)) {
                return Outcome.GAVE_UP;
            }
        }
        lowerBound = path.weight();
        return hasIncumbent() ? Outcome.FOUND : Outcome.NONE;
    }

    /** What a path weighs at most that keeps the bound and is cheaper than the incumbent. */
    private long limit() {
        return perCost * (path.weight() - 1) + perAmount * bounds[priced];
    }

    private long leftToGo(int node) {
        return isPriced ? blend.toGo(node) : costToGo.at(node);
    }

    /** False when there are too many labels. */
    private boolean expand(int label, int node, int most) {
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            int arc = graph.outArc(i);
            int head = graph.head(arc);
            long left = leftToGo(head);
            if (left >= CsrGraph.UNUSABLE || !isOpen(arc)) {
                continue;
            }
            long cost = settled.cost(label) + costs[arc];
            if (cost + costToGo.at(head) >= path.weight() || !keepsBounds(label, arc, head)) {
                continue;
            }
            long weight = perCost * cost + perAmount * used[priced] + left;
            if (weight > limit || settled.isDominated(head, cost, used)) {
                continue;
            }
            if (keepsBoundsAlongCheapest(head)) {
                take(label, arc, head);
                continue;
            }
            if (settled.size() >= most) {
                return false;
            }
            queue.push(weight, settled.add(head, label, arc, cost, used));
        }
        return true;
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

    /** Whether a label can still keep all bounds after an arc; writes what it uses then. */
    private boolean keepsBounds(int label, int arc, int head) {
        for (int r = 0; r < resourceCount; r++) {
            long amount = settled.used(label, r) + amounts[r][arc];
            if (amount + toGo[r].at(head) > bounds[r]) {
                return false;
            }
            used[r] = amount;
        }
        return true;
    }

    /** Whether what is used so far leaves enough for the cheapest path from a node; that there is one and what it uses must be known. */
    private boolean keepsBoundsAlongCheapest(int node) {
        if (!costToGo.isKnown(node)) {
            return false;
        }
        cheapestTails.reach(node);
        for (int r = 0; r < resourceCount; r++) {
            if (used[r] + cheapestTails.used(node, r) > bounds[r]) {
                return false;
            }
        }
        return true;
    }

    /** The incumbent is the way to a label, an arc, and the cheapest path from there. */
    private void take(int label, int arc, int head) {
        trial.clear();
        trial.add(arc);
        for (int l = label; settled.arc(l) != NONE; l = settled.parent(l)) {
            trial.add(settled.arc(l));
        }
        trial.reverse(0);
        cheapestTails.append(head, trial);
        trial.cutLoops(graph, met);
        offerTrial();
        limit = limit();
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
            trial.set(throughWaypoints.path());
            offerTrial();
            if (hasIncumbent()) {
                return Outcome.FOUND;
            }
        }
        return Outcome.GAVE_UP;
    }
}
