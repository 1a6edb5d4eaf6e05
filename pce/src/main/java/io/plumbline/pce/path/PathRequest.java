package io.plumbline.pce.path;

import java.util.Optional;

/**
 * What the path computation engine is asked for: one direction of one guaranteed flow.
 *
 * @param id of the reservation to be; unique among live reservations
 * @param ingressNode the switch that polices the flow; the delay counts from the last bit into its pipeline
 * @param egressNode the termination point where the flow leaves; its access link is the last hop
 * @param traffic what the ingress meter lets through, which is what is admitted
 * @param probe the path probe's own bucket, booked beside the flow; {@link PolicedTraffic#NONE} for none
 * @param deadlineNanos end-to-end bound asked for
 * @param startNanos since the epoch
 * @param endNanos since the epoch, exclusive; {@link Long#MAX_VALUE} when open
 * @param protection what is to become of it when something fails; empty when nothing is promised for that
 * @param priority what it may displace, and what it
 * @param route where the path may go and has to pass
 */
public record PathRequest(
        String id,
        String ingressNode,
        String egressNode,
        PolicedTraffic traffic,
        PolicedTraffic probe,
        long deadlineNanos,
        long startNanos,
        long endNanos,
        Optional<Protection> protection,
        Priority priority,
        RoutePolicy route) {

    /** Displaces nothing, and nothing displaces it; over any path. */
    public PathRequest(
            String id,
            String ingressNode,
            String egressNode,
            PolicedTraffic traffic,
            PolicedTraffic probe,
            long deadlineNanos,
            long startNanos,
            long endNanos,
            Optional<Protection> protection) {
        this(
                id,
                ingressNode,
                egressNode,
                traffic,
                probe,
                deadlineNanos,
                startNanos,
                endNanos,
                protection,
                Priority.NONE,
                RoutePolicy.ANY);
    }

    /** Unprotected, too. */
    public PathRequest(
            String id,
            String ingressNode,
            String egressNode,
            PolicedTraffic traffic,
            PolicedTraffic probe,
            long deadlineNanos,
            long startNanos,
            long endNanos) {
        this(id, ingressNode, egressNode, traffic, probe, deadlineNanos, startNanos, endNanos, Optional.empty());
    }

    /** The same with a protection. */
    public PathRequest withProtection(Protection newProtection) {
        return with(traffic, deadlineNanos, startNanos, endNanos, Optional.of(newProtection), priority, route);
    }

    /** The same with another priority. */
    public PathRequest withPriority(Priority newPriority) {
        return with(traffic, deadlineNanos, startNanos, endNanos, protection, newPriority, route);
    }

    /** The same over other paths. */
    public PathRequest withRoute(RoutePolicy newRoute) {
        return with(traffic, deadlineNanos, startNanos, endNanos, protection, priority, newRoute);
    }

    /** The same at another time. */
    public PathRequest during(long newStartNanos, long newEndNanos) {
        return with(traffic, deadlineNanos, newStartNanos, newEndNanos, protection, priority, route);
    }

    /** The same with another deadline. */
    public PathRequest withDeadline(long newDeadlineNanos) {
        return with(traffic, newDeadlineNanos, startNanos, endNanos, protection, priority, route);
    }

    /** The same with other traffic. */
    public PathRequest withTraffic(PolicedTraffic newTraffic) {
        return with(newTraffic, deadlineNanos, startNanos, endNanos, protection, priority, route);
    }

    private PathRequest with(
            PolicedTraffic newTraffic,
            long newDeadlineNanos,
            long newStartNanos,
            long newEndNanos,
            Optional<Protection> newProtection,
            Priority newPriority,
            RoutePolicy newRoute) {
        return new PathRequest(
                id,
                ingressNode,
                egressNode,
                newTraffic,
                probe,
                newDeadlineNanos,
                newStartNanos,
                newEndNanos,
                newProtection,
                newPriority,
                newRoute);
    }

    /** The largest frame of flow and probe, without tag and FCS. */
    public int largestPacketBytes() {
        return Math.max(traffic.maxPacketBytes(), probe.maxPacketBytes());
    }
}
