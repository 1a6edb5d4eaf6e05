package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.Fibre;
import io.plumbline.pce.topology.Limits;
import io.plumbline.pce.topology.TeTopology;
import java.util.Arrays;

/**
 * Points drawn at random in a square, linked where they are near each other (Gilbert 1961), and along the shortest tree that joins them all
 * (Prim 1957), so that it is connected at any density. Propagation follows the distance ({@link Fibre}).
 *
 * @param nodes how many
 * @param meanDegree links of a node that nearness gives on average, the border of the square apart
 * @param sideKm of the square
 * @param seed of the points
 */
public record GeometricRandom(int nodes, int meanDegree, int sideKm, long seed) implements Generator {
    private static final int METRES = 1_000;

    public GeometricRandom {
        Limits.check("nodes", nodes, 1, 100_000);
        Limits.check("meanDegree", meanDegree, 0, 1_000);
        Limits.check("sideKm", sideKm, 1, 20_000);
    }

    @Override
    public TeTopology topology(Blueprint blueprint) {
        Drawing drawing = new Drawing(blueprint);
        SplitMix64 random = new SplitMix64(seed);
        long side = (long) sideKm * METRES;
        long[] x = new long[nodes];
        long[] y = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            drawing.node(id(i));
            x[i] = random.below(side);
            y[i] = random.below(side);
        }
        // pi r^2 n / side^2 = degree
        long nearSquared = (long) (meanDegree / (StrictMath.PI * nodes) * side * side);
        linkNear(drawing, x, y, nearSquared);
        linkTree(drawing, x, y, nearSquared);
        return drawing.topology();
    }

    /** Every pair that is near; only points of neighbouring squares of a grid are compared. */
    private void linkNear(Drawing drawing, long[] x, long[] y, long nearSquared) {
        long near = (long) StrictMath.sqrt(nearSquared) + 1;
        long side = (long) sideKm * METRES;
        // Not more cells than points, or empty ones would cost more than they save.
        int cells = (int) Math.max(1, Math.min(side / near, (long) StrictMath.sqrt(nodes)));
        int[] first = new int[cells * cells];
        int[] next = new int[nodes];
        Arrays.fill(first, -1);
        for (int i = nodes - 1; i >= 0; i--) {
            int cell = cell(x[i], cells, side) * cells + cell(y[i], cells, side);
            next[i] = first[cell];
            first[cell] = i;
        }
        for (int i = 0; i < nodes; i++) {
            int column = cell(x[i], cells, side);
            int row = cell(y[i], cells, side);
            for (int c = Math.max(0, column - 1); c <= Math.min(cells - 1, column + 1); c++) {
                for (int r = Math.max(0, row - 1); r <= Math.min(cells - 1, row + 1); r++) {
                    for (int j = first[c * cells + r]; j >= 0; j = next[j]) {
                        if (i < j && squared(x, y, i, j) <= nearSquared) {
                            link(drawing, x, y, i, j);
                        }
                    }
                }
            }
        }
    }

    private static int cell(long at, int cells, long side) {
        return (int) (at * cells / side);
    }

    /** Prim's algorithm on all pairs; branches that are near are links already. */
    private void linkTree(Drawing drawing, long[] x, long[] y, long nearSquared) {
        long[] distance = new long[nodes];
        int[] by = new int[nodes];
        boolean[] joined = new boolean[nodes];
        Arrays.fill(distance, Long.MAX_VALUE);
        int at = 0;
        for (int count = 1; count < nodes; count++) {
            joined[at] = true;
            int nearest = -1;
            for (int j = 0; j < nodes; j++) {
                if (joined[j]) {
                    continue;
                }
                long here = squared(x, y, at, j);
                if (here < distance[j]) {
                    distance[j] = here;
                    by[j] = at;
                }
                if (nearest < 0 || distance[j] < distance[nearest]) {
                    nearest = j;
                }
            }
            if (distance[nearest] > nearSquared) {
                link(drawing, x, y, by[nearest], nearest);
            }
            at = nearest;
        }
    }

    private static long squared(long[] x, long[] y, int i, int j) {
        long dx = x[i] - x[j];
        long dy = y[i] - y[j];
        return dx * dx + dy * dy;
    }

    private void link(Drawing drawing, long[] x, long[] y, int i, int j) {
        double km = StrictMath.sqrt(squared(x, y, i, j)) / METRES;
        drawing.link(id(i), id(j), Fibre.propagationNanos(km));
    }

    private String id(int node) {
        return "node-" + Drawing.number(node, nodes);
    }
}
