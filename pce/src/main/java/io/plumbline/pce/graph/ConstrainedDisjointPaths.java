package io.plumbline.pce.graph;

import com.google.common.primitives.ImmutableIntArray;
import io.plumbline.pce.graph.DisjointPaths.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Two paths that have no arc (or node) and no risk group in common, each within a delay bound of its own, of least total weight: exact, where
 * {@link DisjointPaths} is not enough. NP-hard with risk groups, and with bounds.
 *
 * <p><b>How.</b> If the lightest disjoint pair happens to keep everything, that is it. Else branch and bound, in order of the weight of the
 * first path. A branch is a set of risks (groups, nodes, arcs) that the first path avoids. Its first path is the lightest that does, within
 * its bound; with the lightest second one beside it that is a pair. A better pair of the branch has a first path that weighs no less, so its
 * second path has to be lighter; and therefore it takes one of the risks of the first path found, which its own first path must avoid:
 * one branch further for each such risk.
 *
 * <p><b>Few branches.</b> Not all risks of the first path matter. A <em>conflict</em> is a set of them that by itself leaves no second path
 * light enough; only its members are branched on. A small one is found by halving: the shortest list of risks that is a conflict ends
 * with a risk that belongs to it, which then goes to the front. Where all ways end in one duct, the conflict is that duct, and one branch
 * proves that there is no pair.
 *
 * <p>Waypoints bind the first path alone, exclusions both. Of equals the one found first is taken.
 */
public final class ConstrainedDisjointPaths {
    private static final int MOST_BRANCHES = 10_000;

    /** Risks that the first path avoids, in order of number, and the lightest first path that does. */
    private record Branch(long weight, int number, ImmutableIntArray avoided, int[] path) {}

    private final CsrGraph graph;
    private final RiskGroups groups;
    private final int mostBranches;
    private final DisjointPaths lightest;
    private final ConstrainedShortestPath unbounded;
    private final ConstrainedShortestPath bounded;
    private final ArcPath first = new ArcPath();
    private final ArcPath second = new ArcPath();

    private Kind kind = Kind.ARCS;
    private long[] weights = {};
    private long[][] delays = {};
    private long[] firstBound = {};
    private long[] secondBound = {};
    private int source;
    private int target;
    private RouteConstraints constraints = RouteConstraints.NONE;
    private boolean gaveUp;

    public ConstrainedDisjointPaths(CsrGraph graph, RiskGroups groups) {
        this(graph, groups, MOST_BRANCHES);
    }

    /** @param mostBranches how many branches may be looked at before it gives up */
    public ConstrainedDisjointPaths(CsrGraph graph, RiskGroups groups, int mostBranches) {
        this.graph = graph;
        this.groups = groups;
        this.mostBranches = mostBranches;
        lightest = new DisjointPaths(graph);
        unbounded = new ConstrainedShortestPath(graph, 0);
        bounded = new ConstrainedShortestPath(graph, 1);
    }

    /** {@link #first()} and {@link #second()} are a pair of least total weight that shares no risk group either. */
    public Outcome find(Kind kind, long[] weights, int source, int target, RouteConstraints constraints) {
        delays = new long[0][];
        firstBound = new long[0];
        secondBound = firstBound;
        return find(kind, weights, source, target, constraints, unbounded);
    }

    /**
     * After giving up, the pair is the best that was met, or none.
     *
     * @param delays by arc, as weights
     * @param firstBound the most delay of the first path
     * @param secondBound and of the second one
     * @param source not the target
     */
    public Outcome find(
            Kind kind,
            long[] weights,
            long[] delays,
            long firstBound,
            long secondBound,
            int source,
            int target,
            RouteConstraints constraints) {
        graph.checkLength("delays", delays);
        checkBound("firstBound", firstBound);
        checkBound("secondBound", secondBound);
        this.delays = new long[][] {delays};
        this.firstBound = new long[] {firstBound};
        this.secondBound = new long[] {secondBound};
        return find(kind, weights, source, target, constraints, bounded);
    }

    private static void checkBound(String name, long bound) {
        if (bound < 0) {
            throw new IllegalArgumentException(name + ": " + bound + " given, at least 0 allowed");
        }
    }

    /** The first path; without waypoints and with equal bounds, the lighter one. */
    public ArcPath first() {
        return first;
    }

    public ArcPath second() {
        return second;
    }

    /** What both weigh together; {@link CsrGraph#UNUSABLE} when there is none. */
    public long totalWeight() {
        return Math.min(first.weight() + second.weight(), CsrGraph.UNUSABLE);
    }

    private Outcome find(
            Kind newKind,
            long[] newWeights,
            int newSource,
            int newTarget,
            RouteConstraints newConstraints,
            ConstrainedShortestPath search) {
        kind = newKind;
        weights = newWeights;
        source = newSource;
        target = newTarget;
        constraints = newConstraints;
        gaveUp = false;
        first.clear();
        second.clear();
        if (lightest.find(kind, weights, source, target, constraints.withoutWaypoints()) == Outcome.NONE) {
            return Outcome.NONE;
        }
        if (constraints.waypointCount() == 0
                && (take(lightest.first(), lightest.second()) || take(lightest.second(), lightest.first()))) {
            return Outcome.FOUND;
        }
        branch(search, lightest.totalWeight());
        return gaveUp ? Outcome.GAVE_UP : totalWeight() < CsrGraph.UNUSABLE ? Outcome.FOUND : Outcome.NONE;
    }

    /** Takes a pair of disjoint paths, if it keeps everything. */
    private boolean take(ArcPath one, ArcPath other) {
        if (!keeps(one, firstBound) || !keeps(other, secondBound)) {
            return false;
        }
        RouteConstraints beside = constraints.excludingAlso(excluded(risks(one.toArray())));
        for (int i = 0; i < other.length(); i++) {
            if (beside.excludes(other.arc(i))) {
                return false;
            }
        }
        first.set(one);
        second.set(other);
        return true;
    }

    private boolean keeps(ArcPath path, long[] bound) {
        return bound.length == 0
                || path.weightIn(delays[0]) < CsrGraph.UNUSABLE && path.weightIn(delays[0]) <= bound[0];
    }

    private void branch(ConstrainedShortestPath search, long leastTotal) {
        boolean alike = constraints.waypointCount() == 0 && (firstBound.length == 0 || firstBound[0] == secondBound[0]);
        PriorityQueue<Branch> queue =
                new PriorityQueue<>(Comparator.comparingLong(Branch::weight).thenComparingInt(Branch::number));
        Set<ImmutableIntArray> known = new HashSet<>();
        grow(search, ImmutableIntArray.of(), queue, known);
        for (Branch branch = queue.poll(); branch != null; branch = queue.poll()) {
            if (alike && 2 * branch.weight >= totalWeight() || totalWeight() == leastTotal) {
                return;
            }
            int[] risks = risks(branch.path);
            long light = totalWeight() - branch.weight;
            if (findSecond(search, risks, risks.length, light)) {
                first.clear();
                for (int arc : branch.path) {
                    first.add(arc);
                }
                first.weigh(branch.weight);
                second.set(search.path());
            }
            int conflicting = toFront(search, risks, totalWeight() - branch.weight);
            for (int i = 0; i < conflicting; i++) {
                if (known.size() > mostBranches) {
                    gaveUp = true;
                    return;
                }
                grow(search, with(branch.avoided, risks[i]), queue, known);
            }
        }
    }

    /** Adds a branch, unless it is known or no first path is left. */
    private void grow(
            ConstrainedShortestPath search,
            ImmutableIntArray avoided,
            PriorityQueue<Branch> queue,
            Set<ImmutableIntArray> known) {
        if (!known.add(avoided)) {
            return;
        }
        RouteConstraints off = constraints.excludingAlso(excluded(avoided.toArray()));
        Outcome outcome = search.find(weights, delays, firstBound, source, target, off, null);
        gaveUp |= outcome == Outcome.GAVE_UP;
        if (outcome == Outcome.FOUND) {
            queue.add(new Branch(
                    search.path().weight(), known.size(), avoided, search.path().toArray()));
        }
    }

    private static ImmutableIntArray with(ImmutableIntArray sorted, int more) {
        ImmutableIntArray.Builder builder = ImmutableIntArray.builder(sorted.length() + 1);
        int i = 0;
        while (i < sorted.length() && sorted.get(i) < more) {
            builder.add(sorted.get(i++));
        }
        builder.add(more);
        while (i < sorted.length()) {
            builder.add(sorted.get(i++));
        }
        return builder.build();
    }

    /** Whether a second path that keeps off the first so many risks weighs less than a limit; {@code search.path()} is the lightest. */
    private boolean findSecond(ConstrainedShortestPath search, int[] risks, int count, long limit) {
        int[] some = Arrays.copyOf(risks, count);
        RouteConstraints beside = constraints.withoutWaypoints().excludingAlso(excluded(some));
        Outcome outcome = search.find(weights, delays, secondBound, source, target, beside, null);
        gaveUp |= outcome == Outcome.GAVE_UP;
        return search.path().weight() < limit;
    }

    /**
     * Brings a conflict to the front: a few risks that leave no second path lighter than a limit, as all of them together do not.
     *
     * @return of how many risks it is
     */
    private int toFront(ConstrainedShortestPath search, int[] risks, long limit) {
        int members = 0;
        int size = risks.length;
        while (findSecond(search, risks, members, limit)) {
            // The first `size` risks are a conflict, the first `members` are not, and belong to every one that is found
            // from here on.
            int light = members;
            while (size - light > 1) {
                int middle = (light + size) >>> 1;
                if (findSecond(search, risks, middle, limit)) {
                    light = middle;
                } else {
                    size = middle;
                }
            }
            int member = risks[size - 1];
            System.arraycopy(risks, members, risks, members + 1, size - 1 - members);
            risks[members++] = member;
        }
        return members;
    }

    /** What a second path must not share with a first one: groups, then arcs from {@link RiskGroups#count} on, then nodes. */
    private int[] risks(int[] path) {
        IntPool risks = new IntPool();
        Set<Integer> known = new HashSet<>();
        for (int arc : path) {
            for (int i = groups.begin(arc); i < groups.end(arc); i++) {
                if (known.add(groups.group(i))) {
                    risks.add(groups.group(i));
                }
            }
            int head = graph.head(arc);
            if (kind == Kind.NODES && head != target) {
                risks.add(groups.count() + graph.arcCount() + head);
            } else if (groups.begin(arc) == groups.end(arc)) {
                risks.add(groups.count() + arc);
            }
        }
        return risks.toArray();
    }

    private long[] excluded(int[] risks) {
        long[] excluded = RouteConstraints.noArcs(graph);
        for (int risk : risks) {
            if (risk < groups.count()) {
                groups.exclude(excluded, risk);
            } else if (risk < groups.count() + graph.arcCount()) {
                RouteConstraints.exclude(excluded, risk - groups.count());
            } else {
                RouteConstraints.excludeNode(graph, excluded, risk - groups.count() - graph.arcCount());
            }
        }
        return excluded;
    }
}
