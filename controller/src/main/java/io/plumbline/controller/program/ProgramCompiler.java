package io.plumbline.controller.program;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.southbound.api.MeterEntry;
import java.util.List;
import java.util.Optional;
import org.onlab.packet.EthType;
import org.onlab.packet.VlanId;
import org.onosproject.core.ApplicationId;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.DefaultBand;
import org.onosproject.net.meter.DefaultMeterRequest;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

/**
 * From a booked direction to what each switch of its path must hold. Pure.
 *
 * <p>The ingress classifies and polices in table 0 and pushes the label in table 4, behind a second meter that counts packets, since a
 * rule of Open vSwitch takes one meter. Switches behind it match in-port and label, never the label alone, write the priority explicitly at
 * every hop, and swap the label, which is allocated per link. The egress pops it; the code point in the IP header, written at the
 * ingress, then selects the class on the access link. Where the switch can, the queue is set by action too.
 *
 * <p>Each generation of a direction has labels of its own, and at the ingress a value of its own between the two tables. So everything of a new
 * generation can be there before any packet meets it, and one rule, the classifier, decides by which meters and on which way all packets go.
 */
public final class ProgramCompiler {
    /** Table that classifies. */
    public static final int CLASSIFY_TABLE = 0;

    /** Table of the second meter and the label push. */
    public static final int LABEL_TABLE = 4;

    /** Ethertype of path probes: IEEE 802 local experimental 1. */
    public static final short PROBE_ETHERTYPE = (short) 0x88b5;

    private static final int PROBE_PRIORITY = 64_000;
    private static final int LABEL_PRIORITY = 50_000;
    private static final int CLASSIFIER_PRIORITY = 40_000;
    private static final ApplicationId APPLICATION = new DefaultApplicationId(1, "io.plumbline");

    private final ClassMarks marks;

    public ProgramCompiler(ClassMarks marks) {
        this.marks = marks;
    }

    /** Numbers of the ingress meters of one direction. */
    public record Meters(long bits, long packets) {}

    /**
     * Compiles one direction.
     *
     * @param flow number of the guaranteed flow
     * @param hardTimeoutSeconds after which the ingress stops by itself; 0 for never
     */
    public FlowProgram compile(long flow, BookedDirection direction, int hardTimeoutSeconds) {
        long cookie = Cookies.ofFlow(flow, direction.index());
        List<BookedHop> hops = direction.reservation().hops();
        ImmutableList.Builder<FlowProgram.Part> parts = ImmutableList.builder();
        parts.add(ingress(flow, direction, direction.meters(), hardTimeoutSeconds, cookie));
        for (int i = 1; i < hops.size(); i++) {
            parts.add(beyond(hops.get(i - 1), hops.get(i), i == hops.size() - 1, cookie));
        }
        return new FlowProgram(parts.build());
    }

    private FlowProgram.Part ingress(
            long flow, BookedDirection direction, Meters meters, int hardTimeoutSeconds, long cookie) {
        Classifier classifier = direction.classifier();
        BookedHop first = direction.reservation().hops().get(0);
        DeviceId device = LinkEnds.of(first.linkId()).from().deviceId();
        long tag = (long) direction.generation() << Integer.SIZE | Cookies.tag(flow, direction.index());
        MeterPlan plan = direction.meter();
        TrafficTreatment police = DefaultTrafficTreatment.builder()
                .meter(MeterId.meterId(meters.bits()))
                .writeMetadata(tag, -1L)
                .transition(LABEL_TABLE)
                .build();
        FlowRule classify = rule(device, CLASSIFY_TABLE, CLASSIFIER_PRIORITY, cookie, classifier.selector(), police)
                .withHardTimeout(hardTimeoutSeconds)
                .build();
        FlowRule label = rule(
                        device,
                        LABEL_TABLE,
                        CLASSIFIER_PRIORITY,
                        cookie,
                        labelSelector(classifier, tag),
                        labelTreatment(classifier, plan, meters, first))
                .build();
        ImmutableList.Builder<MeterEntry> entries = ImmutableList.builder();
        entries.add(meter(
                device,
                meters.bits(),
                Meter.Unit.KB_PER_SEC,
                plan.rateBitsPerSecond() / 1000,
                plan.burstBits() / 1000));
        if (plan.packetMeter()) {
            entries.add(meter(
                    device, meters.packets(), Meter.Unit.PKTS_PER_SEC, plan.packetsPerSecond(), plan.burstPackets()));
        }
        return new FlowProgram.Part(device, ImmutableList.of(label, classify), entries.build());
    }

    private static TrafficSelector labelSelector(Classifier classifier, long tag) {
        TrafficSelector.Builder match = DefaultTrafficSelector.builder()
                .matchEthType(classifier.ethernetType())
                .matchMetadata(tag);
        classifier.vlan().ifPresent(vlan -> match.matchVlanId(VlanId.vlanId((short) vlan)));
        return match.build();
    }

    private TrafficTreatment labelTreatment(Classifier classifier, MeterPlan plan, Meters meters, BookedHop first) {
        ClassMarks.Mark mark = marks.of(first.className());
        TrafficTreatment.Builder actions = DefaultTrafficTreatment.builder();
        if (plan.packetMeter()) {
            actions.meter(MeterId.meterId(meters.packets()));
        }
        actions.setIpDscp((byte) mark.dscp());
        if (classifier.vlan().isPresent()) {
            actions.setVlanPcp((byte) mark.pcp());
        }
        if (first.label() != 0) {
            actions.pushVlan(EthType.EtherType.VLAN.ethType());
            label(actions, first, mark);
        }
        return out(actions, first, mark);
    }

    private FlowProgram.Part beyond(BookedHop in, BookedHop out, boolean last, long cookie) {
        LinkEnds ends = LinkEnds.of(in.linkId());
        DeviceId device = ends.to().orElseThrow().deviceId();
        PortNumber inPort = ends.to().orElseThrow().port();
        ClassMarks.Mark mark = marks.of(out.className());
        TrafficTreatment.Builder actions = DefaultTrafficTreatment.builder();
        if (out.label() == 0) {
            actions.popVlan();
        } else {
            label(actions, out, mark);
        }
        FlowRule forward = rule(
                        device,
                        CLASSIFY_TABLE,
                        LABEL_PRIORITY,
                        cookie,
                        labelled(in, inPort).build(),
                        out(actions, out, mark))
                .build();
        if (!last) {
            return new FlowProgram.Part(device, ImmutableList.of(forward), ImmutableList.of());
        }
        FlowRule probe = rule(
                        device,
                        CLASSIFY_TABLE,
                        PROBE_PRIORITY,
                        cookie,
                        labelled(in, inPort).matchEthType(PROBE_ETHERTYPE).build(),
                        DefaultTrafficTreatment.builder().punt().build())
                .build();
        return new FlowProgram.Part(device, ImmutableList.of(probe, forward), ImmutableList.of());
    }

    private static TrafficSelector.Builder labelled(BookedHop in, PortNumber inPort) {
        return DefaultTrafficSelector.builder().matchInPort(inPort).matchVlanId(VlanId.vlanId((short) in.label()));
    }

    private static void label(TrafficTreatment.Builder actions, BookedHop hop, ClassMarks.Mark mark) {
        actions.setVlanId(VlanId.vlanId((short) hop.label())).setVlanPcp((byte) mark.pcp());
    }

    private static TrafficTreatment out(TrafficTreatment.Builder actions, BookedHop hop, ClassMarks.Mark mark) {
        return actions.setQueue(mark.queue())
                .setOutput(LinkEnds.of(hop.linkId()).from().port())
                .build();
    }

    private static FlowRule.Builder rule(
            DeviceId device,
            int table,
            int priority,
            long cookie,
            TrafficSelector selector,
            TrafficTreatment treatment) {
        return DefaultFlowRule.builder()
                .forDevice(device)
                .forTable(table)
                .withPriority(priority)
                .withCookie(cookie)
                .withSelector(selector)
                .withTreatment(treatment)
                .makePermanent();
    }

    private static MeterEntry meter(DeviceId device, long id, Meter.Unit unit, long rate, long burst) {
        Band band = DefaultBand.builder()
                .ofType(Band.Type.DROP)
                .withRate(rate)
                .burstSize(burst)
                .build();
        return new MeterEntry(
                MeterId.meterId(id),
                DefaultMeterRequest.builder()
                        .forDevice(device)
                        .fromApp(APPLICATION)
                        .withUnit(unit)
                        .withBands(ImmutableList.of(band))
                        .burst()
                        .add());
    }

    /** The label that the packets of a direction carry on the first link; empty when the path is one access link. */
    public static Optional<BookedHop> firstLabelled(BookedDirection direction) {
        BookedHop first = direction.reservation().hops().get(0);
        return first.label() == 0 ? Optional.empty() : Optional.of(first);
    }
}
