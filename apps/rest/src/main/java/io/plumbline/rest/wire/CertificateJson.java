package io.plumbline.rest.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.FlowView.DirectionView;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.path.PolicedTraffic;
import org.jspecify.annotations.Nullable;

/** The proofs of a guaranteed flow: integers only, wire bits and nanoseconds, exactly as they were proven. */
public record CertificateJson(String id, ImmutableList<Proof> proofs) {

    /** @param endNanos null when open */
    public record Proof(
            String direction,
            String reservationId,
            long ledgerVersion,
            String ingressNode,
            String egressNode,
            long startNanos,
            @Nullable Long endNanos,
            long deadlineNanos,
            Traffic traffic,
            Traffic probe,
            long ingressProcessingNanos,
            long ingressSoftwareAllowanceNanos,
            ImmutableList<Hop> hops,
            long totalNanos,
            long slackNanos) {
        static Proof of(DirectionView view) {
            Certificate proof = view.certificate();
            return new Proof(
                    view.direction(),
                    proof.reservationId(),
                    proof.ledgerVersion(),
                    proof.ingressNode(),
                    proof.egressNode(),
                    proof.startNanos(),
                    proof.endNanos() == Long.MAX_VALUE ? null : proof.endNanos(),
                    proof.deadlineNanos(),
                    Traffic.of(proof.traffic()),
                    Traffic.of(proof.probe()),
                    proof.ingressProcessingNanos(),
                    proof.ingressSoftwareAllowanceNanos(),
                    proof.hops().stream().map(Hop::of).collect(ImmutableList.toImmutableList()),
                    proof.totalNanos(),
                    proof.slackNanos());
        }
    }

    /** A bucket of metered bits and one of packets, as programmed. */
    public record Traffic(
            long rateBitsPerSecond,
            long burstBits,
            long tickBits,
            long packetsPerSecond,
            long burstPackets,
            long tickPackets,
            int maxPacketBytes) {
        static Traffic of(PolicedTraffic policed) {
            return new Traffic(
                    policed.rateBitsPerSecond(),
                    policed.burstBits(),
                    policed.tickBits(),
                    policed.packetsPerSecond(),
                    policed.burstPackets(),
                    policed.tickPackets(),
                    policed.maxPacketBytes());
        }
    }

    public record Hop(
            String link,
            int classIndex,
            @JsonProperty("class") String className,
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
            ImmutableList<Inequality> inequalities) {
        static Hop of(HopProof hop) {
            return new Hop(
                    hop.linkId(),
                    hop.classIndex(),
                    hop.className(),
                    hop.capacityBitsPerSecond(),
                    hop.bestEffortFloorBitsPerSecond(),
                    hop.frameOverheadBytes(),
                    hop.lowerFrameBits(),
                    hop.flowRateBitsPerSecond(),
                    hop.flowBurstBits(),
                    hop.burstGrowthBits(),
                    hop.lingerNanos(),
                    hop.classes().stream().map(ClassSums::of).collect(ImmutableList.toImmutableList()),
                    hop.loads().stream().map(Load::of).collect(ImmutableList.toImmutableList()),
                    hop.budgetNanos(),
                    hop.calculatedNanos(),
                    hop.propagationNanos(),
                    hop.processingNanos(),
                    hop.softwareAllowanceNanos(),
                    hop.inequalities().stream().map(Inequality::of).collect(ImmutableList.toImmutableList()));
        }
    }

    public record ClassSums(
            @JsonProperty("class") String className,
            long rateBitsPerSecond,
            long burstBits,
            long budgetNanos,
            long bufferBits) {
        static ClassSums of(Certificate.ClassSums sums) {
            return new ClassSums(
                    sums.className(),
                    sums.rateBitsPerSecond(),
                    sums.burstBits(),
                    sums.budgetNanos(),
                    sums.bufferBits());
        }
    }

    /** What is booked in every class at one instant. */
    public record Load(long atNanos, ImmutableList<ClassSums> classes) {
        static Load of(Certificate.Load load) {
            return new Load(
                    load.atNanos(),
                    load.classes().stream().map(ClassSums::of).collect(ImmutableList.toImmutableList()));
        }
    }

    /** {@code left <= right}, at the instant at which the slack is least. */
    public record Inequality(String name, long left, long right, long slack, String unit, long atNanos) {
        static Inequality of(Certificate.Inequality inequality) {
            return new Inequality(
                    inequality.name(),
                    inequality.left(),
                    inequality.right(),
                    inequality.slack(),
                    inequality.unit(),
                    inequality.atNanos());
        }
    }

    public static CertificateJson of(FlowView flow) {
        return new CertificateJson(
                flow.id(), flow.directions().stream().map(Proof::of).collect(ImmutableList.toImmutableList()));
    }
}
