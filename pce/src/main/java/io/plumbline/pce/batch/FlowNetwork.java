package io.plumbline.pce.batch;

/**
 * Nodes and arcs as numbers, each arc with a capacity and a delay: what a linear program sees of a topology. Immutable; parallel arcs are
 * normal.
 */
public final class FlowNetwork {
    private final int nodes;
    private final int[] tails;
    private final int[] heads;
    private final long[] capacities;
    private final long[] delays;

    /** Arcs that leave a node: {@code leaving[leavingFrom[v]] ... leaving[leavingFrom[v + 1] - 1]}; likewise those that enter it. */
    final int[] leavingFrom;

    final int[] leaving;
    final int[] enteringFrom;
    final int[] entering;

    /** Arc a leads from {@code tails[a]} to {@code heads[a]}; capacities in bit/s, delays in ns, neither negative. */
    public FlowNetwork(int nodes, int[] tails, int[] heads, long[] capacities, long[] delays) {
        int arcs = tails.length;
        if (heads.length != arcs || capacities.length != arcs || delays.length != arcs) {
            throw new IllegalArgumentException(
                    "arcs: " + arcs + " tails, " + heads.length + " heads, " + capacities.length + " capacities and "
                            + delays.length + " delays given; as many of each are needed");
        }
        for (int arc = 0; arc < arcs; arc++) {
            if (tails[arc] < 0 || tails[arc] >= nodes || heads[arc] < 0 || heads[arc] >= nodes) {
                throw new IllegalArgumentException("arc " + arc + ": from " + tails[arc] + " to " + heads[arc]
                        + " given, nodes are 0 to " + (nodes - 1));
            }
            if (capacities[arc] < 0 || delays[arc] < 0) {
                throw new IllegalArgumentException("arc " + arc + ": " + capacities[arc] + " bit/s and " + delays[arc]
                        + " ns given, neither may be negative");
            }
        }
        this.nodes = nodes;
        this.tails = tails.clone();
        this.heads = heads.clone();
        this.capacities = capacities.clone();
        this.delays = delays.clone();
        leavingFrom = firsts(nodes, tails);
        leaving = sorted(tails, leavingFrom);
        enteringFrom = firsts(nodes, heads);
        entering = sorted(heads, enteringFrom);
    }

    private static int[] firsts(int nodes, int[] ends) {
        int[] firsts = new int[nodes + 1];
        for (int end : ends) {
            firsts[end + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            firsts[node + 1] += firsts[node];
        }
        return firsts;
    }

    private static int[] sorted(int[] ends, int[] firsts) {
        int[] next = firsts.clone();
        int[] sorted = new int[ends.length];
        for (int arc = 0; arc < ends.length; arc++) {
            sorted[next[ends[arc]]++] = arc;
        }
        return sorted;
    }

    public int nodes() {
        return nodes;
    }

    public int arcs() {
        return tails.length;
    }

    public int tail(int arc) {
        return tails[arc];
    }

    public int head(int arc) {
        return heads[arc];
    }

    public long capacityBitsPerSecond(int arc) {
        return capacities[arc];
    }

    public long delayNanos(int arc) {
        return delays[arc];
    }

    /** Throws when a demand names a node that there is not. */
    void check(Demand demand) {
        if (demand.source() >= nodes || demand.target() >= nodes) {
            throw new IllegalArgumentException(
                    "demand from " + demand.source() + " to " + demand.target() + ": nodes are 0 to " + (nodes - 1));
        }
    }

    /** A copy, by arc. */
    public long[] capacities() {
        return capacities.clone();
    }

    /** Delay of a path, given by its arcs. */
    public long delayNanos(int[] path) {
        long sum = 0;
        for (int arc : path) {
            sum += delays[arc];
        }
        return sum;
    }
}
