package io.plumbline.controller.view;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.program.MeterPlan;
import io.plumbline.controller.verify.Statement;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.reservation.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One guaranteed flow as it is now.
 *
 * @param id given by the controller, e.g. {@code gf-1}
 * @param reason why it ended, was rejected, is degraded or is held; empty otherwise
 * @param end planned end; absent when open
 * @param leaseExpires absent without a lease
 * @param capacityReturnsAt after a release: when the last booking's linger is over
 * @param directions one, or two for both ways
 * @param evidence what the data plane last said
 */
public record FlowView(
        String id,
        GuaranteedFlow request,
        IntentState state,
        String reason,
        Instant admittedAt,
        Instant start,
        Optional<Instant> end,
        Optional<Instant> leaseExpires,
        Optional<Instant> capacityReturnsAt,
        ImmutableList<DirectionView> directions,
        ImmutableList<Statement> evidence,
        Timing timing) {

    /**
     * One direction.
     *
     * @param direction {@code forward} or {@code reverse}
     * @param from ingress port, {@code device/port}
     * @param to egress port
     * @param meter what is programmed at the ingress
     * @param linkNames a name a person knows for each hop of the path, in order
     */
    public record DirectionView(
            String direction,
            String from,
            String to,
            Reservation reservation,
            Certificate certificate,
            MeterPlan meter,
            ImmutableList<String> linkNames) {}

    /** How long each step of the set-up took. Zero for steps that have not happened. */
    public record Timing(Duration admission, Duration journal, Duration install, Duration verify, Duration total) {
        public static final Timing NONE =
                new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
