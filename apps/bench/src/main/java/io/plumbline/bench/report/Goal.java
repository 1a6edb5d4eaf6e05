package io.plumbline.bench.report;

/**
 * What a figure should reach. Printed, never asserted: an absolute time says as much about the machine as about us.
 *
 * @param text the goal in words
 * @param measured the figure in words
 */
public record Goal(String block, String text, String measured, boolean reached) {

    /** A goal that a ratio of two figures of one run should stay at or below. */
    public static Goal atMost(String block, String text, double most, double ratio) {
        return new Goal(block, text, "%.2f times".formatted(ratio), ratio <= most);
    }

    /** A goal that a ratio of two figures of one run should stay at or above. */
    public static Goal atLeast(String block, String text, double least, double ratio) {
        return new Goal(block, text, "%.2f times".formatted(ratio), ratio >= least);
    }

    @Override
    public String toString() {
        return "%-7s %s: %s".formatted(reached ? "REACHED" : "SHORT", text, measured);
    }
}
