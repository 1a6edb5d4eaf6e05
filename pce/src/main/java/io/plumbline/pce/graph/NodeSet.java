package io.plumbline.pce.graph;

import java.util.Arrays;

/** A set of nodes that is emptied at no cost: a node is in it while it carries the mark of this round. */
final class NodeSet {
    private final int[] marks;
    private int mark = 1;

    NodeSet(int nodes) {
        marks = new int[nodes];
    }

    void clear() {
        if (++mark == Integer.MAX_VALUE) {
            Arrays.fill(marks, 0);
            mark = 1;
        }
    }

    void add(int node) {
        marks[node] = mark;
    }

    void remove(int node) {
        marks[node] = 0;
    }

    boolean contains(int node) {
        return marks[node] == mark;
    }
}
