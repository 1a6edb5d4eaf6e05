package io.plumbline.pce.certificate;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.path.PolicedTraffic;

/**
 * The re-checkable proof of one reservation's bound: every input, every inequality and its slack. Needs nothing else to be proven
 * again; all values are integers, wire bits and nanoseconds.
 *
 * @param reservationId whose bound
 * @param ledgerVersion version of the ledger in which it was proven
 * @param ingressNode where it is policed
 * @param egressNode where it leaves
 * @param startNanos of the promise, since the epoch
 * @param endNanos of the promise
 * @param deadlineNanos what was asked
 * @param traffic the ingress meter as programmed
 * @param probe the path probe's bucket
 * @param ingressProcessingNanos constant term of the ingress switch
 * @param ingressSoftwareAllowanceNanos allowance term of the ingress switch
 * @param hops in path order
 * @param totalNanos the promise: sum of all terms
 * @param slackNanos deadline - total, never negative
 */
public record Certificate(
        String reservationId,
        long ledgerVersion,
        String ingressNode,
        String egressNode,
        long startNanos,
        long endNanos,
        long deadlineNanos,
        PolicedTraffic traffic,
        PolicedTraffic probe,
        long ingressProcessingNanos,
        long ingressSoftwareAllowanceNanos,
        ImmutableList<HopProof> hops,
        long totalNanos,
        long slackNanos) {

    /**
     * One link of the path.
     *
     * @param linkId the link
     * @param classIndex the queue used
     * @param className its name
     * @param capacityBitsPerSecond C
     * @param bestEffortFloorBitsPerSecond never reserved
     * @param frameOverheadBytes framing overhead and tag: what a frame occupies beyond its metered length
     * @param lowerFrameBits L, the largest frame that a lower class may send
     * @param flowRateBitsPerSecond rho of this reservation here
     * @param flowBurstBits sigma of this reservation here
     * @param burstGrowthBits the part of sigma that comes from the variation of the hops before
     * @param classes for every class of the link, the largest sums over the interval of the promise, this reservation included
     * @param budgetNanos D_p, the term of the bound
     * @param calculatedNanos d_p, what the calculus gives now
     * @param propagationNanos term of the bound
     * @param processingNanos constant of the receiving node, term of the bound
     * @param softwareAllowanceNanos allowance of the receiving node, term of the bound
     * @param inequalities every inequality of the model at this link, each with its slack
     */
    public record HopProof(
            String linkId,
            int classIndex,
            String className,
            long capacityBitsPerSecond,
            long bestEffortFloorBitsPerSecond,
            int frameOverheadBytes,
            long lowerFrameBits,
            long flowRateBitsPerSecond,
            long flowBurstBits,
            long burstGrowthBits,
            ImmutableList<ClassSums> classes,
            long budgetNanos,
            long calculatedNanos,
            long propagationNanos,
            long processingNanos,
            long softwareAllowanceNanos,
            ImmutableList<Inequality> inequalities) {}

    /** What is booked in one class of a link at the worst instant of the promise, and the class's constants. */
    public record ClassSums(
            String className, long rateBitsPerSecond, long burstBits, long budgetNanos, long bufferBits) {}

    /** {@code left <= right}; slack = right - left, never negative in a valid certificate. */
    public record Inequality(String name, long left, long right, long slack, String unit) {}
}
