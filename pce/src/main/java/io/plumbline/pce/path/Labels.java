package io.plumbline.pce.path;

import io.plumbline.pce.path.SearchGraph.Arc;
import java.util.Arrays;

/** The labels of one search, in columns: where each is, over which arc and in which class it came there from its parent, and at what cost. */
final class Labels {
    int[] nodes = new int[256];
    int[] parents = new int[256];
    long[] costs = new long[256];
    long[] delays = new long[256];
    long[] variations = new long[256];
    long[] ties = new long[256];

    /** Label settled before this one where it is, once it is settled; -1 at the end. */
    int[] nextSettled = new int[256];

    private final SearchGraph graph;
    private int[] arcs = new int[256];
    private int[] classes = new int[256];
    private int size;

    Labels(SearchGraph graph) {
        this.graph = graph;
    }

    void clear() {
        size = 0;
    }

    /** The number of the new label. */
    int add(int node, int parent, int arc, int classIndex, long cost, long delay, long variation, long tie) {
        if (size == nodes.length) {
            grow();
        }
        nodes[size] = node;
        parents[size] = parent;
        arcs[size] = arc;
        classes[size] = classIndex;
        costs[size] = cost;
        delays[size] = delay;
        variations[size] = variation;
        ties[size] = tie;
        return size++;
    }

    private void grow() {
        nodes = Arrays.copyOf(nodes, 2 * size);
        parents = Arrays.copyOf(parents, 2 * size);
        arcs = Arrays.copyOf(arcs, 2 * size);
        classes = Arrays.copyOf(classes, 2 * size);
        costs = Arrays.copyOf(costs, 2 * size);
        delays = Arrays.copyOf(delays, 2 * size);
        variations = Arrays.copyOf(variations, 2 * size);
        ties = Arrays.copyOf(ties, 2 * size);
        nextSettled = Arrays.copyOf(nextSettled, 2 * size);
    }

    /** Arcs of the way to a label. */
    Arc[] way(int label) {
        int hops = hops(label);
        Arc[] way = new Arc[hops];
        for (int at = label; hops > 0; at = parents[at]) {
            way[--hops] = graph.arc(arcs[at]);
        }
        return way;
    }

    /** Classes on that way. */
    int[] classes(int label) {
        int hops = hops(label);
        int[] chosen = new int[hops];
        for (int at = label; hops > 0; at = parents[at]) {
            chosen[--hops] = classes[at];
        }
        return chosen;
    }

    private int hops(int label) {
        int hops = 0;
        for (int at = label; parents[at] >= 0; at = parents[at]) {
            hops++;
        }
        return hops;
    }
}
