package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.program.MeterPlan;
import io.plumbline.controller.view.FlowView.DirectionView;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import org.jspecify.annotations.Nullable;

/** One direction of a guaranteed flow: its path, the proven bound by its terms, and the meter that polices it. */
public record DirectionJson(
        String direction,
        String from,
        String to,
        long boundMicroseconds,
        long deadlineMicroseconds,
        ImmutableList<Hop> path,
        Bound bound,
        Meter meter) {

    /** @param label null on the access link, where the label is gone */
    public record Hop(
            String link,
            String name,
            @JsonProperty("class") String className,
            @Nullable Integer label,
            long boundMicroseconds) {}

    /** Terms of the bound, each rounded up for itself: their sum may exceed the total by a microsecond a term. */
    public record Bound(
            long queuesMicroseconds,
            long propagationMicroseconds,
            long processingMicroseconds,
            long softwareAllowanceMicroseconds,
            long totalMicroseconds) {
        static Bound of(Certificate proof) {
            return new Bound(
                    Micros.up(proof.hops().stream()
                            .mapToLong(HopProof::budgetNanos)
                            .sum()),
                    Micros.up(proof.hops().stream()
                            .mapToLong(HopProof::propagationNanos)
                            .sum()),
                    Micros.up(proof.ingressProcessingNanos()
                            + proof.hops().stream()
                                    .mapToLong(HopProof::processingNanos)
                                    .sum()),
                    Micros.up(proof.ingressSoftwareAllowanceNanos()
                            + proof.hops().stream()
                                    .mapToLong(HopProof::softwareAllowanceNanos)
                                    .sum()),
                    Micros.up(proof.totalNanos()));
        }
    }

    /** What is programmed at the ingress, and therefore what was admitted. */
    public record Meter(
            @JsonProperty("switch") String device,
            long rateBitsPerSecond,
            long burstBits,
            long tickBits,
            long stallAllowanceBits,
            long packetsPerSecond,
            long burstPackets,
            boolean packetMeter) {
        static Meter of(MeterPlan plan) {
            return new Meter(
                    plan.device(),
                    plan.rateBitsPerSecond(),
                    plan.burstBits(),
                    plan.tickBits(),
                    plan.stallAllowanceBits(),
                    plan.packetsPerSecond(),
                    plan.burstPackets(),
                    plan.packetMeter());
        }
    }

    static DirectionJson of(DirectionView view) {
        Certificate proof = view.certificate();
        return new DirectionJson(
                view.direction(),
                view.from(),
                view.to(),
                Micros.up(proof.totalNanos()),
                Micros.down(proof.deadlineNanos()),
                path(view),
                Bound.of(proof),
                Meter.of(view.meter()));
    }

    static ImmutableList<DirectionJson> all(ImmutableList<DirectionView> views) {
        return views.stream().map(DirectionJson::of).collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<Hop> path(DirectionView view) {
        ImmutableList.Builder<Hop> path = ImmutableList.builder();
        for (int i = 0; i < view.certificate().hops().size(); i++) {
            HopProof proof = view.certificate().hops().get(i);
            BookedHop booked = view.reservation().hops().get(i);
            path.add(new Hop(
                    proof.linkId(), view.linkNames().get(i), proof.className(), label(booked), Micros.up(sum(proof))));
        }
        return path.build();
    }

    /** The terms that one hop adds to the bound. */
    static long sum(HopProof hop) {
        return hop.budgetNanos() + hop.propagationNanos() + hop.processingNanos() + hop.softwareAllowanceNanos();
    }

    static @Nullable Integer label(BookedHop hop) {
        return hop.label() == 0 ? null : hop.label();
    }
}
