package io.plumbline.pce.graph;

import java.util.Arrays;

/** From a node on along the cheapest path, which a search from the target has found: what that uses of each resource, worked out once a node. */
final class CheapestTails {
    private final CsrGraph graph;
    private final int resourceCount;
    private final Dijkstra tree;
    private final long[] used;
    private final NodeSet known;
    private final int[] stack;
    private long[][] amounts = {};
    private int target;

    CheapestTails(CsrGraph graph, int resourceCount, Dijkstra tree) {
        this.graph = graph;
        this.resourceCount = resourceCount;
        this.tree = tree;
        used = new long[graph.nodeCount() * resourceCount];
        known = new NodeSet(graph.nodeCount());
        stack = new int[graph.nodeCount()];
    }

    /** The search is another one now. */
    void begin(long[][] newAmounts, int newTarget) {
        amounts = newAmounts;
        target = newTarget;
        known.clear();
        known.add(target);
        Arrays.fill(used, target * resourceCount, (target + 1) * resourceCount, 0);
    }

    /** Makes what is used from a node on known; the search must have settled it. */
    void reach(int from) {
        int depth = 0;
        int node = from;
        for (; !known.contains(node); node = graph.head(tree.parent(node))) {
            stack[depth++] = node;
        }
        while (depth > 0) {
            node = stack[--depth];
            int arc = tree.parent(node);
            for (int r = 0; r < resourceCount; r++) {
                long behind = used[graph.head(arc) * resourceCount + r];
                used[node * resourceCount + r] = CsrGraph.isUnusable(arc, amounts[r][arc])
                        ? CsrGraph.UNUSABLE
                        : Math.min(behind + amounts[r][arc], CsrGraph.UNUSABLE);
            }
            known.add(node);
        }
    }

    long used(int node, int resource) {
        return used[node * resourceCount + resource];
    }

    void append(int from, ArcPath path) {
        for (int node = from; node != target; node = graph.head(tree.parent(node))) {
            path.add(tree.parent(node));
        }
    }
}
