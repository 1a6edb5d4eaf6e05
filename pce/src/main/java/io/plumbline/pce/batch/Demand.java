package io.plumbline.pce.batch;

/**
 * What wants to be carried, whole and on one path.
 *
 * @param source node of a {@link FlowNetwork}
 * @param target another node of it
 * @param rateBitsPerSecond needed on every arc of the path; its volume
 * @param delayBoundNanos most that the delays of the path's arcs may add up to
 */
public record Demand(int source, int target, long rateBitsPerSecond, long delayBoundNanos) {
    public Demand {
        if (source < 0 || target < 0 || source == target) {
            throw new IllegalArgumentException(
                    "demand from " + source + " to " + target + ": two nodes are needed, not negative");
        }
        if (rateBitsPerSecond < 1 || delayBoundNanos < 0) {
            throw new IllegalArgumentException("demand of " + rateBitsPerSecond + " bit/s within " + delayBoundNanos
                    + " ns: at least 1 and 0 are needed");
        }
    }
}
