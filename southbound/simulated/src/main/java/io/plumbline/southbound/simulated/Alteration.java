package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import java.util.List;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupDescription;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupBuckets;
import org.onosproject.net.group.GroupDescription;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.DefaultBand;
import org.onosproject.net.meter.DefaultMeterRequest;
import org.onosproject.net.meter.MeterRequest;

/**
 * How a faulty switch gets a change wrong: a rule that drops instead, a meter that lets twice as much through, a group short of its last
 * bucket.
 */
final class Alteration {
    private Alteration() {}

    static Change of(Change change) {
        return switch (change) {
            case PutRule put -> new PutRule(dropping(put.rule()));
            case AddMeter add -> new AddMeter(doubled(add.meter()));
            case ModifyMeter modify -> new ModifyMeter(doubled(modify.meter()));
            case AddGroup add -> new AddGroup(shortened(add.group()));
            case ModifyGroup modify -> new ModifyGroup(shortened(modify.group()));
            case RemoveRule remove -> remove;
            case RemoveMeter remove -> remove;
            case RemoveGroup remove -> remove;
        };
    }

    /** The same rule, cookie included, but what matches is dropped. */
    static FlowRule dropping(FlowRule rule) {
        return with(rule, DefaultTrafficTreatment.builder().drop().build());
    }

    /** The same rule, cookie included, that does something else. */
    static FlowRule with(FlowRule rule, TrafficTreatment treatment) {
        FlowRule.Builder builder = DefaultFlowRule.builder()
                .forDevice(rule.deviceId())
                .forTable(rule.tableId())
                .withPriority(rule.priority())
                .withSelector(rule.selector())
                .withTreatment(treatment)
                .withCookie(rule.id().value())
                .withHardTimeout(rule.hardTimeout());
        return (rule.isPermanent() ? builder.makePermanent() : builder.makeTemporary(rule.timeout())).build();
    }

    private static MeterEntry doubled(MeterEntry meter) {
        MeterRequest request = meter.request();
        ImmutableList<Band> bands =
                request.bands().stream().map(Alteration::doubled).collect(ImmutableList.toImmutableList());
        MeterRequest.Builder builder = DefaultMeterRequest.builder()
                .forDevice(request.deviceId())
                .fromApp(request.appId())
                .withUnit(request.unit())
                .withBands(bands);
        return new MeterEntry(meter.id(), (request.isBurst() ? builder.burst() : builder).add());
    }

    private static GroupDescription shortened(GroupDescription group) {
        List<GroupBucket> buckets = group.buckets().buckets();
        if (buckets.size() < 2) {
            return group;
        }
        return new DefaultGroupDescription(
                group.deviceId(),
                group.type(),
                new GroupBuckets(buckets.subList(0, buckets.size() - 1)),
                group.appCookie(),
                group.givenGroupId(),
                group.appId());
    }

    private static Band doubled(Band band) {
        DefaultBand.Builder builder = new DefaultBand.Builder();
        builder.ofType(band.type()).withRate(2 * band.rate());
        return builder.burstSize(band.burst() == null ? 0 : band.burst()).build();
    }
}
