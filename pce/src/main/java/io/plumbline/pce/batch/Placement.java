package io.plumbline.pce.batch;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.Optional;

/**
 * Where whole demands go, each on one path.
 *
 * @param paths by demand: the arcs of its path; empty when it is not carried
 * @param carriedBitsPerSecond the sum of what is
 * @param optimal proven to be the most that can be carried
 * @param relaxation the bound, and how it was found
 */
public record Placement(
        ImmutableList<Optional<ImmutableIntArray>> paths,
        long carriedBitsPerSecond,
        boolean optimal,
        Relaxation relaxation) {

    private static final int MOST_ROUNDS = 200;
    private static final int SEARCHES_PER_DEMAND = 50;

    /** Places as much volume as it can: column generation, then {@link Rounding}. */
    public static Placement of(FlowNetwork network, List<Demand> demands, MasterSolver solver) {
        return round(network, demands, ColumnGeneration.solve(network, demands, solver, MOST_ROUNDS));
    }

    /** Makes a split solution whole. */
    public static Placement round(FlowNetwork network, List<Demand> demands, Relaxation relaxation) {
        return new Rounding(network, demands, relaxation, SEARCHES_PER_DEMAND * demands.size()).place();
    }

    /** What is carried, as a part of the most that can be; 1 when nothing can. */
    public double partOfBound() {
        long bound = relaxation.upperBoundBitsPerSecond();
        return bound == 0 ? 1 : (double) carriedBitsPerSecond / bound;
    }
}
