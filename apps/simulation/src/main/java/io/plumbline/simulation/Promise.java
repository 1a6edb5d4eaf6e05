package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.program.LinkEnds;
import io.plumbline.controller.view.FlowView;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** The ports of each path that each direction ever had, as they were shown. */
    private final List<Set<ImmutableList<String>>> paths =
            new ArrayList<>(List.of(new LinkedHashSet<>(), new LinkedHashSet<>()));

    Promise(GuaranteedFlow request, String key, int port) {
        this.request = request;
        this.key = key;
        this.port = port;
    }

    boolean isBothWays() {
        return request.direction() == GuaranteedFlow.Direction.BOTH;
    }

    /** Takes note of what is shown of it. */
    void seen(FlowView view) {
        id = view.id();
        // The answer may have been lost; until it was settled it could still fail.
        over |= !settled && view.reason().startsWith("set-up failed");
        for (FlowView.DirectionView direction : view.directions()) {
            paths.get(direction.direction().equals("forward") ? 0 : 1).add(ports(direction));
        }
    }

    Set<ImmutableList<String>> paths(int direction) {
        return paths.get(direction);
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
