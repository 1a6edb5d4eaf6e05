package io.plumbline.southbound.openflow;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MeterEntry;
import java.util.List;
import java.util.function.Consumer;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupDescription;
import org.onosproject.net.group.DefaultGroupKey;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupBuckets;
import org.onosproject.net.group.GroupDescription;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.DefaultBand;
import org.onosproject.net.meter.DefaultMeterRequest;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

/** Short ways to write rules, meters and groups of the switch {@link #S1}. */
final class Rules {
    static final DeviceId S1 = DeviceId.deviceId("of:0000000000000001");

    private Rules() {}

    static PortNumber port(long number) {
        return PortNumber.portNumber(number);
    }

    static FlowRule rule(
            int table,
            int priority,
            long cookie,
            int hardSeconds,
            Consumer<TrafficSelector.Builder> match,
            Consumer<TrafficTreatment.Builder> action) {
        TrafficSelector.Builder selector = DefaultTrafficSelector.builder();
        match.accept(selector);
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        action.accept(treatment);
        FlowRule.Builder rule = DefaultFlowRule.builder()
                .forDevice(S1)
                .forTable(table)
                .withPriority(priority)
                .withCookie(cookie)
                .withSelector(selector.build())
                .withTreatment(treatment.build())
                .makePermanent();
        return (hardSeconds == 0 ? rule : rule.withHardTimeout(hardSeconds)).build();
    }

    /** A rule that needs no thought: in by a port, out by port 2. */
    static FlowRule simple(int priority, long cookie) {
        return rule(0, priority, cookie, 0, m -> m.matchInPort(port(1)), t -> t.setOutput(port(2)));
    }

    static MeterEntry meter(long id, Meter.Unit unit, long rate, long burst) {
        return new MeterEntry(
                MeterId.meterId(id),
                DefaultMeterRequest.builder()
                        .forDevice(S1)
                        .fromApp(new DefaultApplicationId(7, "test"))
                        .withUnit(unit)
                        .withBands(List.of(DefaultBand.builder()
                                .ofType(Band.Type.DROP)
                                .withRate(rate)
                                .burstSize(burst)
                                .build()))
                        .burst()
                        .add());
    }

    static GroupDescription group(int id, GroupDescription.Type type, GroupBucket... buckets) {
        return new DefaultGroupDescription(
                S1,
                type,
                new GroupBuckets(ImmutableList.copyOf(buckets)),
                new DefaultGroupKey(new byte[] {1}),
                id,
                new DefaultApplicationId(7, "test"));
    }
}
