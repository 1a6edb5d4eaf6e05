package io.plumbline.pce.path;

import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.path.SearchGraph.ArcCost;
import java.util.Arrays;

/**
 * Whether a path without a loop can pass a node between two others, the direction of links ignored: whether two ways that share no node
 * lead from it, one to each (a flow of two, by augmenting paths). Where the answer is no, no path does; where links go both ways and no
 * other node has to be passed, one does when the answer is yes.
 */
final class Passage {
    private static final int NONE = -1;

    private static final int[] NOBODY = {};

    private final int[][] neighbours;
    private final int[] line;

    /** By node: the one before it on the way on which it was reached; later of the nodes of the first way alone. */
    private final int[] before;

    /** By node: whether the second way has come to its entry, where the first one leads through it, and to its exit. */
    private final boolean[] isEntered;

    private final boolean[] isLeft;

    /** @param cost {@link SearchGraph#UNREACHABLE} for an arc that cannot be used */
    Passage(SearchGraph graph, ArcCost cost) {
        int nodes = graph.nodeCount();
        neighbours = new int[nodes][];
        for (int node = 0; node < nodes; node++) {
            int[] found = NOBODY;
            for (Arc arc : graph.out(node)) {
                found = cost.of(arc) < SearchGraph.UNREACHABLE ? with(found, arc.to()) : found;
            }
            for (Arc arc : graph.in(node)) {
                found = cost.of(arc) < SearchGraph.UNREACHABLE ? with(found, arc.from()) : found;
            }
            neighbours[node] = found;
        }
        line = new int[nodes];
        before = new int[nodes];
        isEntered = new boolean[nodes];
        isLeft = new boolean[nodes];
    }

    private static int[] with(int[] nodes, int another) {
        for (int node : nodes) {
            if (node == another) {
                return nodes;
            }
        }
        int[] more = Arrays.copyOf(nodes, nodes.length + 1);
        more[nodes.length] = another;
        return more;
    }

    /** Which nodes are in the way. */
    interface Closed {
        boolean is(int node);
    }

    /** @param closed nodes that no way may lead through; asked of none of the three */
    boolean leads(int from, int through, int to, Closed closed) {
        int reached = firstWay(from, through, to, closed);
        return reached != NONE && secondWay(through, reached == from ? to : from, closed);
    }

    /** The end that is reached first; {@link #before} leads back from it. */
    private int firstWay(int from, int through, int to, Closed closed) {
        Arrays.fill(before, NONE);
        before[through] = through;
        int count = 0;
        line[count++] = through;
        for (int i = 0; i < count; i++) {
            int node = line[i];
            for (int next : neighbours[node]) {
                if (before[next] == NONE) {
                    before[next] = node;
                    if (next == from || next == to) {
                        forgetAllBut(next, through);
                        return next;
                    }
                    if (!closed.is(next)) {
                        line[count++] = next;
                    }
                }
            }
        }
        return NONE;
    }

    private void forgetAllBut(int end, int through) {
        int count = 0;
        for (int at = end; at != through; at = before[at]) {
            line[count++] = at;
        }
        int last = through;
        Arrays.fill(before, NONE);
        while (count > 0) {
            int at = line[--count];
            before[at] = last;
            last = at;
        }
    }

    /** Whoever comes to the first way, or its end, from outside may only go back along it; then that goes on where the other has come from. */
    private boolean secondWay(int through, int goal, Closed closed) {
        Arrays.fill(isEntered, false);
        Arrays.fill(isLeft, false);
        isLeft[through] = true;
        int count = 0;
        line[count++] = through;
        for (int i = 0; i < count; i++) {
            int node = line[i];
            for (int next : neighbours[node]) {
                if (next == goal) {
                    return true;
                }
                if (before[next] == NONE) {
                    if (!isLeft[next] && !closed.is(next)) {
                        isLeft[next] = true;
                        line[count++] = next;
                    }
                } else if (before[next] != node) {
                    for (int at = next; !isEntered[at] && at != through; at = before[at]) {
                        isEntered[at] = true;
                        if (!isLeft[before[at]]) {
                            isLeft[before[at]] = true;
                            line[count++] = before[at];
                        }
                    }
                }
            }
        }
        return false;
    }
}
