package io.plumbline.pce.graph;

import java.util.Arrays;

/** The labels of one {@link ConstrainedShortestPath}, in arrays, and of each node a list of those that are settled, newest first. */
final class Settled {
    private static final int NONE = -1;

    private final int resources;
    private int size;
    private int[] nodes = new int[256];
    private int[] parents = new int[256];
    private int[] arcs = new int[256];
    private int[] older = new int[256];
    private long[] costs = new long[256];
    private long[] used;
    private final int[] newest;
    private final IntPool touched = new IntPool();

    Settled(int nodeCount, int resources) {
        this.resources = resources;
        used = new long[256 * resources];
        newest = new int[nodeCount];
        Arrays.fill(newest, NONE);
    }

    void clear() {
        for (int i = 0; i < touched.size(); i++) {
            newest[touched.get(i)] = NONE;
        }
        touched.clear();
        size = 0;
    }

    int size() {
        return size;
    }

    /** A label that waits; its number. */
    int add(int node, int parent, int arc, long cost, long[] usedHere) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * size);
            parents = Arrays.copyOf(parents, 2 * size);
            arcs = Arrays.copyOf(arcs, 2 * size);
            older = Arrays.copyOf(older, 2 * size);
            costs = Arrays.copyOf(costs, 2 * size);
            used = Arrays.copyOf(used, 2 * size * resources);
        }
        nodes[size] = node;
        parents[size] = parent;
        arcs[size] = arc;
        costs[size] = cost;
        System.arraycopy(usedHere, 0, used, size * resources, resources);
        return size++;
    }

    void settle(int label, int node) {
        if (newest[node] == NONE) {
            touched.add(node);
        }
        older[label] = newest[node];
        newest[node] = label;
    }

    /** Whether a settled label of a node costs no more and uses no more of anything than a label does. */
    boolean isDominated(int node, int label) {
        return isDominated(node, costs[label], used, label * resources);
    }

    /** Whether a settled label of a node costs no more and uses no more of anything than that. */
    boolean isDominated(int node, long cost, long[] usedHere) {
        return isDominated(node, cost, usedHere, 0);
    }

    private boolean isDominated(int node, long cost, long[] usedHere, int begin) {
        for (int other = newest[node]; other != NONE; other = older[other]) {
            boolean less = costs[other] <= cost;
            for (int r = 0; r < resources && less; r++) {
                less = used[other * resources + r] <= usedHere[begin + r];
            }
            if (less) {
                return true;
            }
        }
        return false;
    }

    int node(int label) {
        return nodes[label];
    }

    int parent(int label) {
        return parents[label];
    }

    int arc(int label) {
        return arcs[label];
    }

    long cost(int label) {
        return costs[label];
    }

    long used(int label, int resource) {
        return used[label * resources + resource];
    }
}
