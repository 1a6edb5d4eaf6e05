package io.plumbline.pce.graph;

import io.plumbline.pce.graph.Dijkstra.Stop;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Loopless paths in order of weight: Yen's algorithm with Lawler's improvement, its searches put off until they are needed.
 *
 * <p><b>How.</b> The paths form a tree: each one leaves an earlier one, its parent, at some node, the spur, by an arc that none before has
 * taken from there. What is still to come is therefore a set of <em>deviations</em>: (parent, spur, arcs that are taken already). A
 * deviation has a lower bound that costs no search: the way to the spur, and then the best of the arcs that are left with the distance to
 * go from its head, which may cross the way to the spur. Deviations wait in a heap by that bound. When one comes up, the bound is followed
 * along a shortest path to the target. If that stays clear of the way to the spur, as it nearly always does, it is the next path, and no
 * search was made. If not, A* finds the best that does; it goes back into the heap with what it really weighs.
 *
 * <p>Among equal weights comes first what was set up first: by parent, then by spur, so that those that leave early, and have least in
 * common, come first.
 *
 * <p><b>Identities.</b> In a graph of layers ({@link Layers}) several nodes stand for one node of the network. Then the best way on may
 * meet one identity twice. Such a walk is never delivered; but deviations of it, at or before the arc that closes its first loop, are
 * followed like any other. Everything beyond has that loop as well.
 */
final class Deviations {
    private static final int NONE = -1;

    private final CsrGraph graph;

    /** Node v has the identity v mod identities. */
    private final int identities;

    private final Dijkstra search;

    /** Identities. */
    private final NodeSet met;

    private long[] weights = {};
    private long @Nullable [] excluded;
    private long[] toGo = {};
    private int source;
    private int target;
    private long limit;
    private long seed;
    private int mostLoops;
    private int loops;

    /** Arcs of paths and of suffixes. */
    private final IntPool pool = new IntPool();

    /** Paths: where their arcs are in the pool, the spur, what was taken there already, the last node that may be a spur. */
    private int paths;

    private int[] pathBegin = new int[16];
    private int[] pathLength = new int[16];
    private int[] pathSpur = new int[16];
    private int[] pathTaken = new int[16];

    /** Whether the deviations of the last path are still to be set up: only when there is a next one. */
    private boolean owed;

    private int lastSpur;

    /** Deviations: parent, spur, arcs taken, the best arc left, and once it is searched the way from the spur. */
    private int deviations;

    private int[] parent = new int[64];
    private int[] spur = new int[64];
    private int[] taken = new int[64];
    private int[] first = new int[64];
    private int[] suffixBegin = new int[64];
    private int[] suffixLength = new int[64];
    private final KeyHeap heap = new KeyHeap();

    /** Lists of arcs that are taken: (arc, next). */
    private final IntPool lists = new IntPool();

    private final ArcPath suffix = new ArcPath();

    Deviations(CsrGraph graph, int identities) {
        this.graph = graph;
        this.identities = identities;
        search = Dijkstra.forwards(graph);
        met = new NodeSet(identities);
    }

    /**
     * @param toGo by node, at most the distance to the target; searches are nearly never made when it is the distance
     * @param limit no path above it
     * @param mostLoops how many walks with a loop may be met before it gives up
     */
    void start(
            long[] newWeights,
            long @Nullable [] newExcluded,
            int newSource,
            int newTarget,
            long[] newToGo,
            long newLimit,
            long newSeed,
            int newMostLoops) {
        weights = newWeights;
        excluded = newExcluded;
        source = newSource;
        target = newTarget;
        toGo = newToGo;
        limit = Math.min(newLimit, CsrGraph.UNUSABLE - 1);
        seed = newSeed;
        mostLoops = newMostLoops;
        loops = 0;
        pool.clear();
        lists.clear();
        heap.clear();
        paths = 0;
        deviations = 0;
        owed = false;
        if (toGo[source] <= limit) {
            add(toGo[source], NONE, 0, NONE, NONE);
        }
    }

    /** Writes the next path. */
    Outcome next(ArcPath path) {
        path.clear();
        if (loops > mostLoops) {
            return Outcome.GAVE_UP;
        }
        if (owed) {
            deviate(paths - 1, lastSpur);
            owed = false;
        }
        while (!heap.isEmpty()) {
            long weight = heap.minKey();
            int deviation = heap.pop();
            if (suffixBegin[deviation] == NONE && !follow(deviation)) {
                long truly = search(deviation);
                if (truly > limit) {
                    continue;
                }
                if (!heap.isEmpty() && heap.minKey() < truly) {
                    keepSuffix(deviation);
                    heap.push(truly, deviation);
                    continue;
                }
                weight = truly;
            }
            int loop = accept(deviation);
            if (loop == NONE) {
                owed = true;
                lastSpur = pathLength[paths - 1] - 1;
                for (int i = 0; i < pathLength[paths - 1]; i++) {
                    path.add(pool.get(pathBegin[paths - 1] + i));
                }
                path.weigh(weight);
                return Outcome.FOUND;
            }
            if (++loops > mostLoops) {
                return Outcome.GAVE_UP;
            }
            deviate(paths - 1, loop);
        }
        return Outcome.NONE;
    }

    /** Follows no deviation of the last path beyond an arc. */
    void skip(int index) {
        lastSpur = Math.min(lastSpur, index);
    }

    private int identity(int node) {
        return node < identities ? node : node % identities;
    }

    private void add(long bound, int parentPath, int spurIndex, int takenArcs, int firstArc) {
        if (deviations == parent.length) {
            int size = 2 * deviations;
            parent = Arrays.copyOf(parent, size);
            spur = Arrays.copyOf(spur, size);
            taken = Arrays.copyOf(taken, size);
            first = Arrays.copyOf(first, size);
            suffixBegin = Arrays.copyOf(suffixBegin, size);
            suffixLength = Arrays.copyOf(suffixLength, size);
        }
        parent[deviations] = parentPath;
        spur[deviations] = spurIndex;
        taken[deviations] = takenArcs;
        first[deviations] = firstArc;
        suffixBegin[deviations] = NONE;
        heap.push(bound, deviations++);
    }

    /** Sets up the deviations of a path, from its own spur up to and including the last one. */
    private void deviate(int path, int last) {
        met.clear();
        int node = source;
        long before = 0;
        for (int i = 0; i <= last; i++) {
            met.add(identity(node));
            int arc = pool.get(pathBegin[path] + i);
            if (i >= pathSpur[path]) {
                int takenBefore = i == pathSpur[path] ? pathTaken[path] : NONE;
                int list = lists.add(arc);
                lists.add(takenBefore);
                int best = bestArc(node, list, before);
                if (best != NONE) {
                    add(before + weights[best] + toGo[graph.head(best)], path, i, list, best);
                }
            }
            before += weights[arc];
            node = graph.head(arc);
        }
    }

    /** The arc from a spur that promises most: not taken, and its head not marked. */
    private int bestArc(int node, int list, long before) {
        int best = NONE;
        long least = limit - before;
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            int arc = graph.outArc(i);
            int head = graph.head(arc);
            if (met.contains(identity(head)) || !isOpen(arc) || isTaken(arc, list)) {
                continue;
            }
            long bound = weights[arc] + toGo[head];
            if (bound < least || bound == least && (best == NONE || isBefore(arc, best))) {
                best = arc;
                least = bound;
            }
        }
        return best;
    }

    private boolean isOpen(int arc) {
        return !CsrGraph.isUnusable(arc, weights[arc]) && !RouteConstraints.isExcluded(excluded, arc);
    }

    private boolean isTaken(int arc, int list) {
        for (int at = list; at != NONE; at = lists.get(at + 1)) {
            if (lists.get(at) == arc) {
                return true;
            }
        }
        return false;
    }

    private boolean isBefore(int arc, int other) {
        return Spread.rank(seed, arc) < Spread.rank(seed, other);
    }

    /** Follows the bound of a deviation to the target; false when it meets a node twice, or the bound was not the truth. */
    private boolean follow(int deviation) {
        markPrefix(deviation);
        suffix.clear();
        int node = spurNode(deviation);
        int arc = first[deviation];
        if (arc == NONE) {
            arc = node == target ? NONE : tightArc(node);
        }
        while (node != target) {
            if (arc == NONE) {
                return false;
            }
            node = graph.head(arc);
            if (met.contains(identity(node))) {
                return false;
            }
            met.add(identity(node));
            suffix.add(arc);
            arc = node == target ? NONE : tightArc(node);
        }
        return true;
    }

    /** An arc on a shortest path to the target; one that brings it nearer before one of weight 0, which may lead round. */
    private int tightArc(int node) {
        int best = NONE;
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            int arc = graph.outArc(i);
            if (isOpen(arc)
                    && weights[arc] + toGo[graph.head(arc)] == toGo[node]
                    && (best == NONE
                            || weights[arc] > 0 && weights[best] == 0
                            || (weights[arc] > 0) == (weights[best] > 0) && isBefore(arc, best))) {
                best = arc;
            }
        }
        return best;
    }

    private int spurNode(int deviation) {
        return spur[deviation] == 0 ? source : graph.head(pool.get(pathBegin[parent[deviation]] + spur[deviation] - 1));
    }

    /** Marks the nodes up to and including the spur. */
    private void markPrefix(int deviation) {
        met.clear();
        met.add(identity(source));
        for (int i = 0; i < spur[deviation]; i++) {
            met.add(identity(graph.head(pool.get(pathBegin[parent[deviation]] + i))));
        }
    }

    /** The best way on from a spur, by A*; its weight with the way to the spur. */
    private long search(int deviation) {
        search.begin();
        int node = spurNode(deviation);
        if (parent[deviation] == NONE) {
            search.seed(source, 0, Dijkstra.NO_ARC, toGo);
        } else {
            long before = blockPrefix(deviation);
            for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
                int arc = graph.outArc(i);
                if (isOpen(arc) && !isTaken(arc, taken[deviation])) {
                    search.seed(graph.head(arc), before + weights[arc], arc, toGo);
                }
            }
        }
        search.run(weights, excluded, target, toGo, limit, Stop.AT_TARGET);
        suffix.clear();
        long weight = search.distance(target);
        if (weight >= CsrGraph.UNUSABLE) {
            return weight;
        }
        for (int at = target; at != node; at = graph.tail(search.parent(at))) {
            suffix.add(search.parent(at));
        }
        suffix.reverse(0);
        return weight;
    }

    /** Keeps the search off all that stands for a node up to the spur; what the way to the spur weighs. */
    private long blockPrefix(int deviation) {
        block(source);
        long before = 0;
        for (int i = 0; i < spur[deviation]; i++) {
            int arc = pool.get(pathBegin[parent[deviation]] + i);
            before += weights[arc];
            block(graph.head(arc));
        }
        return before;
    }

    private void block(int node) {
        for (int same = identity(node); same < graph.nodeCount(); same += identities) {
            search.block(same);
        }
    }

    private void keepSuffix(int deviation) {
        suffixBegin[deviation] = pool.size();
        suffixLength[deviation] = suffix.length();
        for (int i = 0; i < suffix.length(); i++) {
            pool.add(suffix.arc(i));
        }
    }

    /** Makes a path of a deviation; the index of the arc that closes its first loop, or {@link #NONE}. */
    private int accept(int deviation) {
        if (paths == pathBegin.length) {
            pathBegin = Arrays.copyOf(pathBegin, 2 * paths);
            pathLength = Arrays.copyOf(pathLength, 2 * paths);
            pathSpur = Arrays.copyOf(pathSpur, 2 * paths);
            pathTaken = Arrays.copyOf(pathTaken, 2 * paths);
        }
        int begin = pool.size();
        for (int i = 0; i < spur[deviation]; i++) {
            pool.add(pool.get(pathBegin[parent[deviation]] + i));
        }
        boolean kept = suffixBegin[deviation] != NONE;
        int count = kept ? suffixLength[deviation] : suffix.length();
        for (int i = 0; i < count; i++) {
            pool.add(kept ? pool.get(suffixBegin[deviation] + i) : suffix.arc(i));
        }
        pathBegin[paths] = begin;
        pathLength[paths] = pool.size() - begin;
        pathSpur[paths] = spur[deviation];
        pathTaken[paths] = taken[deviation];
        return firstLoop(paths++);
    }

    private int firstLoop(int path) {
        if (identities == graph.nodeCount()) {
            return NONE;
        }
        met.clear();
        met.add(identity(source));
        for (int i = 0; i < pathLength[path]; i++) {
            int head = identity(graph.head(pool.get(pathBegin[path] + i)));
            if (met.contains(head)) {
                return i;
            }
            met.add(head);
        }
        return NONE;
    }
}
