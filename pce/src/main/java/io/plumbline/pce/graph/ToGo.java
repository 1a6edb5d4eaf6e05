package io.plumbline.pce.graph;

/**
 * By node, at most what is left to go in some weights: from a search backwards that went as far as a radius, beyond which the radius is
 * all it knows. A search from both ends knows of a node that it came past on its other side, too: what is left is at least the whole less
 * what lies behind.
 */
final class ToGo {
    private long[] distances = {};
    private long radius;
    private long[] behind = {};
    private long radiusBehind;
    private long whole;

    /** From a search to one end. */
    void set(long[] toEnd, long newRadius) {
        distances = toEnd;
        radius = newRadius;
        behind = toEnd;
        radiusBehind = -1;
    }

    /** From a search that found the way between both ends. */
    void set(Dijkstra fromStart, Dijkstra toEnd, long newWhole) {
        distances = toEnd.distances();
        radius = Math.min(toEnd.radius(), newWhole);
        behind = fromStart.distances();
        radiusBehind = Math.min(fromStart.radius(), newWhole);
        whole = newWhole;
    }

    long at(int node) {
        long left = Math.min(distances[node], radius);
        return behind[node] <= radiusBehind ? Math.max(left, whole - behind[node]) : left;
    }

    /** Whether the search came there: then it is the distance itself, and the way is known. */
    boolean isKnown(int node) {
        return distances[node] <= radius;
    }
}
