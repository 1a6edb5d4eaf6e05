package io.plumbline.pce.path;

/**
 * The inequality that keeps a request off the path that comes nearest.
 *
 * @param linkId where
 * @param className class whose inequality fails; empty when it is the link's stability
 * @param quantity {@code rate}, {@code delay} or {@code buffer}
 * @param asked what would be needed
 * @param available what there is
 * @param unit of both
 * @param atNanos instant at which it binds
 */
public record Shortfall(
        String linkId, String className, String quantity, long asked, long available, String unit, long atNanos) {

    /** By how much, in millionths of what there is; at most a million. */
    long millionths() {
        if (available <= 0) {
            return 1_000_000;
        }
        double part = (double) (asked - available) / available;
        return Math.round(Math.min(1, part) * 1_000_000);
    }
}
