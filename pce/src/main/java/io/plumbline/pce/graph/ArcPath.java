package io.plumbline.pce.graph;

import java.util.Arrays;

/** The arcs of a path, in order, and what they weigh. It belongs to the search that found it, and is valid until that search's next query. */
public final class ArcPath {
    private int[] arcs = new int[16];
    private int length;
    private long weight = CsrGraph.UNUSABLE;

    ArcPath() {}

    public int length() {
        return length;
    }

    public int arc(int index) {
        return arcs[index];
    }

    /** In the weights of the query; {@link CsrGraph#UNUSABLE} when there is no path. */
    public long weight() {
        return weight;
    }

    /** What the path weighs in other weights; {@link CsrGraph#UNUSABLE} when that much or more. */
    public long weightIn(long[] weights) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            if (CsrGraph.isUnusable(arcs[i], weights[arcs[i]])) {
                return CsrGraph.UNUSABLE;
            }
            sum = Math.min(sum + weights[arcs[i]], CsrGraph.UNUSABLE);
        }
        return sum;
    }

    /** A copy to keep. */
    public int[] toArray() {
        return Arrays.copyOf(arcs, length);
    }

    void clear() {
        length = 0;
        weight = CsrGraph.UNUSABLE;
    }

    void add(int arc) {
        if (length == arcs.length) {
            arcs = Arrays.copyOf(arcs, 2 * length);
        }
        arcs[length++] = arc;
    }

    void truncate(int newLength) {
        length = newLength;
    }

    /** Leaves out what leads from a node back to it. */
    void cutLoops(CsrGraph graph, NodeSet met) {
        met.clear();
        int kept = 0;
        for (int i = 0; i < length; i++) {
            met.add(graph.tail(arcs[i]));
            arcs[kept++] = arcs[i];
            int head = graph.head(arcs[i]);
            if (met.contains(head)) {
                while (graph.tail(arcs[--kept]) != head) {
                    met.remove(graph.tail(arcs[kept]));
                }
            }
        }
        length = kept;
    }

    void weigh(long newWeight) {
        weight = newWeight;
    }

    void set(ArcPath other) {
        if (arcs.length < other.length) {
            arcs = new int[other.arcs.length];
        }
        System.arraycopy(other.arcs, 0, arcs, 0, other.length);
        length = other.length;
        weight = other.weight;
    }

    /** Turns the arcs from an index on around. */
    void reverse(int from) {
        for (int i = from, j = length - 1; i < j; i++, j--) {
            int arc = arcs[i];
            arcs[i] = arcs[j];
            arcs[j] = arc;
        }
    }
}
