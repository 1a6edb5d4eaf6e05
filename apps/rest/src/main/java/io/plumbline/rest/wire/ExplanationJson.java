package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.FlowView.DirectionView;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why the promise holds, hop by hop, in numbers and in words. The words use the names of switches, the members their ids. */
public record ExplanationJson(
        String id, @Nullable String name, String state, String summary, ImmutableList<Direction> directions) {

    /**
     * @param slackMicroseconds deadline - bound
     * @param text the ingress in words: what the meter lets through
     */
    public record Direction(
            String direction,
            String from,
            String to,
            String ingress,
            long ingressMicroseconds,
            DirectionJson.Meter meter,
            ImmutableList<Hop> hops,
            DirectionJson.Bound bound,
            long deadlineMicroseconds,
            long slackMicroseconds,
            String text) {
        static Direction of(DirectionView view, SwitchNames names) {
            Certificate proof = view.certificate();
            DirectionJson.Meter meter = DirectionJson.Meter.of(view.meter());
            long ingressNanos = proof.ingressProcessingNanos() + proof.ingressSoftwareAllowanceNanos();
            return new Direction(
                    view.direction(),
                    view.from(),
                    view.to(),
                    proof.ingressNode(),
                    Micros.up(ingressNanos),
                    meter,
                    hops(view, ingressNanos),
                    DirectionJson.Bound.of(proof),
                    Micros.down(proof.deadlineNanos()),
                    Micros.down(proof.slackNanos()),
                    ingressText(names.of(proof.ingressNode()), proof, meter));
        }

        private static ImmutableList<Hop> hops(DirectionView view, long ingressNanos) {
            ImmutableList.Builder<Hop> hops = ImmutableList.builder();
            long soFar = ingressNanos;
            for (int i = 0; i < view.certificate().hops().size(); i++) {
                HopProof proof = view.certificate().hops().get(i);
                soFar += DirectionJson.sum(proof);
                hops.add(Hop.of(
                        i + 1,
                        view.linkNames().get(i),
                        proof,
                        view.reservation().hops().get(i),
                        soFar));
            }
            return hops.build();
        }

        private static String ingressText(String ingress, Certificate proof, DirectionJson.Meter meter) {
            return String.format(
                    Locale.ROOT,
                    "%s lets through at most %,d bit/s with %,d bit at once (%,d bit of it because a software switch may stall) and %,d bit a meter tick, in at most %,d packets/s with %,d at once; it adds %,d us of processing and %,d us of software allowance.",
                    ingress,
                    meter.rateBitsPerSecond(),
                    meter.burstBits(),
                    meter.stallAllowanceBits(),
                    meter.tickBits(),
                    meter.packetsPerSecond(),
                    meter.burstPackets(),
                    Micros.up(proof.ingressProcessingNanos()),
                    Micros.up(proof.ingressSoftwareAllowanceNanos()));
        }
    }

    /**
     * @param queueMicroseconds the class's budget, the term of the bound
     * @param calculatedMicroseconds what the calculus gives for that queue with everything booked now
     * @param boundMicroseconds sum of this hop's terms
     * @param soFarMicroseconds sum of all terms up to here, the ingress included
     * @param burstGrowthBits the part of the burst that grew on the hops before
     * @param tightest the inequality with the least room
     */
    public record Hop(
            int hop,
            String link,
            String name,
            @JsonProperty("class") String className,
            @Nullable Integer label,
            long queueMicroseconds,
            long calculatedMicroseconds,
            long propagationMicroseconds,
            long processingMicroseconds,
            long softwareAllowanceMicroseconds,
            long boundMicroseconds,
            long soFarMicroseconds,
            long rateBitsPerSecond,
            long burstBits,
            long burstGrowthBits,
            @Nullable InequalityJson tightest,
            String text) {
        private static final ImmutableList<String> SHARED = ImmutableList.of("stability", "delay[", "backlog[");

        static Hop of(int number, String name, HopProof proof, BookedHop booked, long soFarNanos) {
            InequalityJson tightest = tightest(proof);
            return new Hop(
                    number,
                    proof.linkId(),
                    name,
                    proof.className(),
                    DirectionJson.label(booked),
                    Micros.up(proof.budgetNanos()),
                    Micros.up(proof.calculatedNanos()),
                    Micros.up(proof.propagationNanos()),
                    Micros.up(proof.processingNanos()),
                    Micros.up(proof.softwareAllowanceNanos()),
                    Micros.up(DirectionJson.sum(proof)),
                    Micros.up(soFarNanos),
                    proof.flowRateBitsPerSecond(),
                    proof.flowBurstBits(),
                    proof.burstGrowthBits(),
                    tightest,
                    text(name, proof, booked, tightest));
        }

        private static String text(String name, HopProof proof, BookedHop booked, @Nullable InequalityJson tightest) {
            String label = booked.label() == 0 ? "untagged" : "with label " + booked.label();
            String least = tightest == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            " Least room: %s, %,d of %,d %s used.",
                            tightest.name(),
                            tightest.left(),
                            tightest.right(),
                            tightest.unit());
            return String.format(
                    Locale.ROOT,
                    "%s in class %s %s: at most %,d us in the queue (%,d us with what is booked now), then %,d us propagation, %,d us processing and %,d us software allowance. Booked: %,d bit/s and %,d bit at once, %,d bit of it grown on the way.%s",
                    name,
                    proof.className(),
                    label,
                    Micros.up(proof.budgetNanos()),
                    Micros.up(proof.calculatedNanos()),
                    Micros.up(proof.propagationNanos()),
                    Micros.up(proof.processingNanos()),
                    Micros.up(proof.softwareAllowanceNanos()),
                    proof.flowRateBitsPerSecond(),
                    proof.flowBurstBits(),
                    proof.burstGrowthBits(),
                    least);
        }

        /** Of those that other flows share in, by the share of the right side that is left; of equal ones the first. */
        private static @Nullable InequalityJson tightest(HopProof proof) {
            return proof.inequalities().stream()
                    .filter(each -> SHARED.stream().anyMatch(each.name()::startsWith))
                    .min(Comparator.comparingDouble(
                            each -> each.right() == 0 ? 0 : (double) each.slack() / Math.abs((double) each.right())))
                    .map(InequalityJson::of)
                    .orElse(null);
        }
    }

    public static ExplanationJson of(FlowView flow, SwitchNames names) {
        return new ExplanationJson(
                flow.id(),
                RefusalJson.orNull(flow.request().name()),
                flow.state().name(),
                summary(flow),
                flow.directions().stream()
                        .map(direction -> Direction.of(direction, names))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static String summary(FlowView flow) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s from %s to %s is %s",
                flow.id(),
                flow.request().from(),
                flow.request().to(),
                flow.state().name()));
        if (!flow.reason().isEmpty()) {
            text.append(" (").append(flow.reason()).append(')');
        }
        for (DirectionView direction : flow.directions()) {
            text.append(String.format(
                    Locale.ROOT,
                    "; %s: at most %,d us over %d links, %,d us were asked",
                    direction.direction(),
                    Micros.up(direction.certificate().totalNanos()),
                    direction.certificate().hops().size(),
                    Micros.down(direction.certificate().deadlineNanos())));
        }
        return text.append('.').toString();
    }
}
