package io.plumbline.pce.graph;

/**
 * An immutable directed multigraph: nodes {@code 0..n-1}, arcs {@code 0..m-1}, and for each node its leaving and entering arcs in order of
 * their numbers (compressed sparse rows). Parallel arcs are arcs like any other; a self-loop is allowed and on no path.
 *
 * <p>Weights are not part of it. A query brings {@code long[] weights} by arc, so that one graph serves many weightings: not negative, and
 * {@link #UNUSABLE} or more for an arc that is not to be used. What a path weighs is less than {@link #UNUSABLE} too; a sum that reaches it
 * is no path. So the sum of any three weights of paths fits a long, and no search checks for overflow.
 */
public final class CsrGraph {
    /** The weight of an arc that cannot be used, and the distance of a node that cannot be reached. */
    public static final long UNUSABLE = Long.MAX_VALUE / 4;

    private final int[] tails;
    private final int[] heads;
    private final Rows out;
    private final Rows in;

    /** The arcs at each node: those of node v are {@code arcs[offsets[v]] .. arcs[offsets[v + 1] - 1]}; {@code ends} is the other end. */
    record Rows(int[] offsets, int[] arcs, int[] ends) {
        static Rows of(int nodes, int[] starts, int[] ends) {
            int[] offsets = new int[nodes + 1];
            for (int start : starts) {
                offsets[start + 1]++;
            }
            for (int node = 0; node < nodes; node++) {
                offsets[node + 1] += offsets[node];
            }
            int[] next = offsets.clone();
            int[] arcs = new int[starts.length];
            for (int arc = 0; arc < starts.length; arc++) {
                arcs[next[starts[arc]]++] = arc;
            }
            return new Rows(offsets, arcs, ends);
        }
    }

    /**
     * @param nodes how many
     * @param tails by arc: the node it leaves
     * @param heads by arc: the node it enters
     */
    public CsrGraph(int nodes, int[] tails, int[] heads) {
        if (nodes < 0) {
            throw new IllegalArgumentException("nodes: " + nodes + " given, at least 0 allowed");
        }
        if (tails.length != heads.length) {
            throw new IllegalArgumentException(
                    "arcs: " + tails.length + " tails and " + heads.length + " heads given, as many of each needed");
        }
        for (int arc = 0; arc < tails.length; arc++) {
            checkEnd("tail of arc ", arc, tails[arc], nodes);
            checkEnd("head of arc ", arc, heads[arc], nodes);
        }
        this.tails = tails.clone();
        this.heads = heads.clone();
        out = Rows.of(nodes, this.tails, this.heads);
        in = Rows.of(nodes, this.heads, this.tails);
    }

    private static void checkEnd(String what, int arc, int node, int nodes) {
        if (node < 0 || node >= nodes) {
            throw new IllegalArgumentException(
                    what + arc + ": " + node + " given, at least 0 and at most " + (nodes - 1) + " allowed");
        }
    }

    public int nodeCount() {
        return out.offsets.length - 1;
    }

    public int arcCount() {
        return tails.length;
    }

    public int tail(int arc) {
        return tails[arc];
    }

    public int head(int arc) {
        return heads[arc];
    }

    /** The arcs leaving a node are {@code outArc(i)} for i from here ... */
    public int outBegin(int node) {
        return out.offsets[node];
    }

    /** ... up to but not including here. */
    public int outEnd(int node) {
        return out.offsets[node + 1];
    }

    public int outArc(int index) {
        return out.arcs[index];
    }

    /** The arcs entering a node are {@code inArc(i)} for i from here ... */
    public int inBegin(int node) {
        return in.offsets[node];
    }

    /** ... up to but not including here. */
    public int inEnd(int node) {
        return in.offsets[node + 1];
    }

    public int inArc(int index) {
        return in.arcs[index];
    }

    /**
     * Throws unless there is a weight for each arc and none is negative. A search checks what it comes across; this checks all.
     *
     * @param name of the weights, for the message
     */
    public void checkWeights(String name, long[] weights) {
        checkLength(name, weights);
        for (int arc = 0; arc < weights.length; arc++) {
            if (weights[arc] < 0) {
                throw negative(arc, weights[arc]);
            }
        }
    }

    void checkLength(String name, long[] weights) {
        if (weights.length != tails.length) {
            throw new IllegalArgumentException(
                    name + ": " + weights.length + " given for " + tails.length + " arcs, one for each needed");
        }
    }

    void checkNode(String name, int node) {
        if (node < 0 || node >= nodeCount()) {
            throw new IllegalArgumentException(
                    name + ": node " + node + " given, at least 0 and at most " + (nodeCount() - 1) + " allowed");
        }
    }

    static IllegalArgumentException negative(int arc, long weight) {
        return new IllegalArgumentException("weight of arc " + arc + ": " + weight + " given, at least 0 allowed");
    }

    /** Whether a weight keeps an arc out of every path. */
    static boolean isUnusable(int arc, long weight) {
        if (weight < 0) {
            throw negative(arc, weight);
        }
        return weight >= UNUSABLE;
    }

    Rows out() {
        return out;
    }

    Rows in() {
        return in;
    }
}
