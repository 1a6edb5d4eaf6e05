package io.plumbline.pce.calculus;

import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;

/**
 * What a path has cost a frame when its last bit reaches the next queue.
 *
 * @param mostNanos the longest it may have taken since the last bit came into the ingress pipeline: every term of the bound
 * @param variationNanos the part of it that may also have been nothing: budgets and software allowances. It is what the burst grows by;
 *     propagation and processing are constant and add nothing. (A frame never takes less than its own transmission time, so the true
 *     variation at a queue is a little less than its budget. That is not used: the smallest frame is not known here.)
 */
public record PathDelay(long mostNanos, long variationNanos) {

    /**
     * At the first queue. The ingress switch's allowance is a term of the bound, but no growth: the meter stands right before the
     * queue, and the burst programmed into it contains what a stalled pipeline may let through at once.
     */
    public static PathDelay atIngress(TeNode ingress) {
        return new PathDelay(ingress.processingNanos() + ingress.softwareAllowanceNanos(), 0);
    }

    /** The least that a frame takes. */
    public long leastNanos() {
        return mostNanos - variationNanos;
    }

    /** At the next queue, or at the end of the path. */
    public PathDelay over(TeLink link, int classIndex, TeNode receiver) {
        long budget = link.classes().get(classIndex).budgetNanos();
        return new PathDelay(
                mostNanos
                        + budget
                        + link.propagationNanos()
                        + receiver.processingNanos()
                        + receiver.softwareAllowanceNanos(),
                variationNanos + budget + receiver.softwareAllowanceNanos());
    }
}
