package io.plumbline.bench.pce.peer;

import io.plumbline.pce.graph.CsrGraph;
import org.jspecify.annotations.Nullable;

/** Finds a shortest path by any weights: what LARAC calls again and again. */
@FunctionalInterface
public interface Router {

    /**
     * The arcs of a shortest path in their order; null when there is none.
     *
     * @param weights of every arc, not negative; {@link CsrGraph#UNUSABLE} for one that must not be used
     */
    int @Nullable [] shortest(long[] weights, int from, int to);
}
