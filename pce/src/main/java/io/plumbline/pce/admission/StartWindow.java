package io.plumbline.pce.admission;

import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.path.PathRequest;

/**
 * A duration that may begin at any instant of a window.
 *
 * @param earliestNanos first instant at which it may start, since the epoch
 * @param latestNanos last instant at which it may start
 * @param durationNanos how long it lasts; {@link Long#MAX_VALUE} when it has no end
 */
public record StartWindow(long earliestNanos, long latestNanos, long durationNanos) {

    /** A duration that has to lie within [fromNanos, untilNanos). */
    public static StartWindow within(long fromNanos, long untilNanos, long durationNanos) {
        return new StartWindow(fromNanos, untilNanos - durationNanos, durationNanos);
    }

    /** A request moved to start at an instant. */
    PathRequest at(PathRequest request, long startNanos) {
        return request.during(startNanos, Exact.addCapped(startNanos, durationNanos));
    }
}
