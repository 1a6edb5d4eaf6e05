package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.program.LinkEnds;
import io.plumbline.controller.view.FlowView;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a tenant asked for, and what it was told: the auditor's own record, independent of the controller's. */
final class Promise {
    final GuaranteedFlow request;
    final String key;
    final int port;

    /** Of the controller, once it was told. */
    @Nullable
    String id;

    /** Under which it is shown, told or not; another life of the controller may give it to somebody else. */
    @Nullable
    String shownAs;

    /** It was told that the decision is for it. */
    boolean acknowledged;

    /** It was told that it is in force. */
    boolean settled;

    /** It was told that it failed, is refused, or has ended. */
    boolean over;

    /** It asked for the end. */
    boolean releaseAsked;

    /** It was told that nothing is let through any more. */
    boolean releaseAcknowledged;

    /** Until when it is kept without anything being asked; {@link Long#MAX_VALUE} without an end. */
    long lastsUntilNanos = Long.MAX_VALUE;

    /** For each direction, the ports of each path that it ever had, as they were shown, and when a packet is past each of its links. */
    private final List<Map<ImmutableList<String>, ImmutableList<Passing>>> paths =
            List.of(new LinkedHashMap<>(), new LinkedHashMap<>());

    /**
     * @param linkId of the path
     * @param nanos the most that a packet can take from the ingress until it is queued there
     */
    record Passing(String linkId, long nanos) {}

    Promise(GuaranteedFlow request, String key, int port) {
        this.request = request;
        this.key = key;
        this.port = port;
    }

    /** Whether it was told to be in force, and nothing has ended that. */
    boolean isInForce(long nowNanos) {
        return settled && !over && !releaseAsked && nowNanos < lastsUntilNanos;
    }

    boolean isBothWays() {
        return request.direction() == GuaranteedFlow.Direction.BOTH;
    }

    /** Takes note of what is shown of it. */
    void seen(FlowView view) {
        shownAs = view.id();
        // The answer may have been lost; until it was settled it could still fail.
        over |= !settled && view.reason().startsWith("set-up failed");
        for (FlowView.DirectionView direction : view.directions()) {
            paths.get(direction.direction().equals("forward") ? 0 : 1).put(ports(direction), passings(direction));
        }
    }

    Set<ImmutableList<String>> paths(int direction) {
        return paths.get(direction).keySet();
    }

    ImmutableList<Passing> passings(int direction, ImmutableList<String> path) {
        return paths.get(direction).getOrDefault(path, ImmutableList.of());
    }

    private static ImmutableList<Passing> passings(FlowView.DirectionView direction) {
        ImmutableList.Builder<Passing> passings = ImmutableList.builder();
        long most = 0;
        for (HopProof hop : direction.certificate().hops()) {
            passings.add(new Passing(hop.linkId(), most));
            most += hop.budgetNanos() + hop.propagationNanos();
        }
        return passings.build();
    }

    /** The switch ports that a path leaves by: {@code s1/2}. */
    static ImmutableList<String> ports(FlowView.DirectionView direction) {
        return direction.reservation().hops().stream()
                .map(BookedHop::linkId)
                .map(LinkEnds::of)
                .map(LinkEnds::from)
                .map(from -> "s" + Long.parseLong(from.deviceId().toString().substring(3), 16) + "/"
                        + from.port().toLong())
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public String toString() {
        return (id == null ? key : id) + " " + request.from() + " to " + request.to() + " port " + port;
    }
}
