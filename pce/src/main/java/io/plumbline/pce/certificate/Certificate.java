package io.plumbline.pce.certificate;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.topology.Failure;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param slackNanos deadline - total; negative only when the network's constants have changed since
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

    /** The inequality that the whole path has to hold. */
    public Inequality endToEnd() {
        return new Inequality("end-to-end", totalNanos, deadlineNanos, slackNanos, "ns", startNanos);
    }

    /** Whether every inequality holds. Always so when admitted; a later change of constants or a stop that never came may end it. */
    public boolean holds() {
        return violated().findAny().isEmpty();
    }

    /** The inequalities that do not hold. */
    public Stream<Inequality> violated() {
        return Stream.concat(Stream.of(endToEnd()), hops.stream().flatMap(hop -> hop.inequalities().stream()))
                .filter(inequality -> inequality.slack() < 0);
    }

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
     * @param lingerNanos for how long the entry stays booked after a stop
     * @param classes what is booked at the instant that is worst for the delay of the class used, this reservation included
     * @param loads what is booked at every instant, and in the failure, that an inequality names; in order of time, then of failure
     * @param budgetNanos D_p, the term of the bound
     * @param calculatedNanos d_p, what the calculus gives now, at the worst instant
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
            long lingerNanos,
            ImmutableList<ClassSums> classes,
            ImmutableList<Load> loads,
            long budgetNanos,
            long calculatedNanos,
            long propagationNanos,
            long processingNanos,
            long softwareAllowanceNanos,
            ImmutableList<Inequality> inequalities) {}

    /** What is booked in one class of a link at one instant, and the class's constants. */
    public record ClassSums(
            String className, long rateBitsPerSecond, long burstBits, long budgetNanos, long bufferBits) {}

    /**
     * What is booked in every class of a link at one instant, highest class first, control frames included.
     *
     * @param failure what has failed then: what is used in that failure is in the sums; empty when nothing has
     */
    public record Load(long atNanos, Optional<Failure> failure, ImmutableList<ClassSums> classes) {}

    /**
     * {@code left <= right}; slack = right - left, never negative in a valid certificate.
     *
     * @param name one of
     *     <ul>
     *       <li>{@code end-to-end}: sum of all terms against the deadline
     *       <li>{@code burst>=packet}: the largest frame against sigma
     *       <li>{@code packet<=L}: the largest frame against L
     *       <li>{@code rate>=meter}: what the meters let through against rho
     *       <li>{@code burst>=meter+growth}: meter burst, tick and growth against sigma
     *       <li>{@code linger}: what is needed against what is booked after a stop
     *       <li>{@code stability}: sum of all rates against C less the best-effort floor, and below C
     *       <li>{@code delay[class]}: d_p against D_p, for the class used and every lower one
     *       <li>{@code backlog[class]}: b_p against B_p, likewise
     *     </ul>
     *
     * @param atNanos the instant at which the slack is least; the start for what does not depend on time
     * @param failure what has failed when the slack is least; empty when nothing has, or when it does not depend on it
     */
    public record Inequality(
            String name, long left, long right, long slack, String unit, long atNanos, Optional<Failure> failure) {

        /** One that depends on no failure. */
        public Inequality(String name, long left, long right, long slack, String unit, long atNanos) {
            this(name, left, right, slack, unit, atNanos, Optional.empty());
        }
    }
}
