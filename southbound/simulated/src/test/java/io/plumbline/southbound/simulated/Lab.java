package io.plumbline.southbound.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupBucket;
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
import org.onosproject.net.meter.MeterRequest;

/** A simulated network in virtual time with a controller's end that only takes notes. */
final class Lab {
    static final DefaultApplicationId APP = new DefaultApplicationId(7, "test");
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    final VirtualTime time = new VirtualTime();
    final SimulatedNetwork network;
    final List<SwitchEvent> events = new ArrayList<>();
    SimulatedSouthbound southbound;

    Lab(long seed) {
        network = new SimulatedNetwork(seed, time);
        southbound = network.southbound();
    }

    /** Connects a controller to everything added so far. */
    Lab connect() {
        try {
            southbound.start(events::add);
        } catch (SouthboundException impossible) {
            throw new AssertionError(impossible);
        }
        time.advance(10 * MILLI);
        return this;
    }

    static DeviceId device(String name) {
        return DeviceId.deviceId(String.format("of:%016x", Long.parseLong(name.substring(1))));
    }

    /** The newest connection of a switch. */
    Switch target(String name) {
        return events(SwitchEvent.Connected.class).stream()
                .map(SwitchEvent.Connected::target)
                .filter(target -> target.id().equals(device(name)))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    <T extends SwitchEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T> T wait(CompletionStage<T> stage) {
        assertThat(time.await(60 * SECOND, () -> stage.toCompletableFuture().isDone()))
                .isTrue();
        return stage.toCompletableFuture().join();
    }

    ApplyOutcome apply(String name, Change... changes) {
        return wait(target(name).apply(update(changes)));
    }

    /** Applies, and insists that all of it was carried out. */
    Lab install(String name, Change... changes) {
        assertThat(apply(name, changes)).isEqualTo(new ApplyOutcome.Applied());
        return this;
    }

    ReadOutcome.State read(String name) {
        return (ReadOutcome.State) wait(target(name).read(ReadScope.ALL));
    }

    static ProgramUpdate update(Change... changes) {
        return new ProgramUpdate(ImmutableList.copyOf(changes));
    }

    static ProgramUpdate.PutRule put(FlowRule rule) {
        return new ProgramUpdate.PutRule(rule);
    }

    static FlowRule rule(
            String name,
            int table,
            int priority,
            Consumer<TrafficSelector.Builder> match,
            Consumer<TrafficTreatment.Builder> actions) {
        return timed(name, table, priority, 0, match, actions);
    }

    static FlowRule timed(
            String name,
            int table,
            int priority,
            int hardSeconds,
            Consumer<TrafficSelector.Builder> match,
            Consumer<TrafficTreatment.Builder> actions) {
        TrafficSelector.Builder selector = DefaultTrafficSelector.builder();
        match.accept(selector);
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        actions.accept(treatment);
        return DefaultFlowRule.builder()
                .forDevice(device(name))
                .forTable(table)
                .withPriority(priority)
                .withSelector(selector.build())
                .withTreatment(treatment.build())
                .fromApp(APP)
                .makePermanent()
                .withHardTimeout(hardSeconds)
                .build();
    }

    static MeterEntry meter(String name, long id, Meter.Unit unit, long rate, @Nullable Long burst) {
        DefaultBand.Builder band = new DefaultBand.Builder();
        band.ofType(Band.Type.DROP).withRate(rate);
        if (burst != null) {
            band.burstSize(burst);
        }
        MeterRequest.Builder request = DefaultMeterRequest.builder()
                .forDevice(device(name))
                .fromApp(APP)
                .withUnit(unit)
                .withBands(List.of(band.build()));
        return new MeterEntry(MeterId.meterId(id), (burst == null ? request : request.burst()).add());
    }

    static GroupDescription group(String name, int id, GroupDescription.Type type, GroupBucket... buckets) {
        return new DefaultGroupDescription(
                device(name),
                type,
                new GroupBuckets(List.of(buckets)),
                new DefaultGroupKey(new byte[] {(byte) id}),
                id,
                APP);
    }

    static TrafficTreatment treatment(Consumer<TrafficTreatment.Builder> actions) {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        actions.accept(treatment);
        return treatment.build();
    }

    /** A fast-failover bucket that watches a port. */
    @SuppressWarnings("NullAway") // ONOS says "watches no group" by null
    static GroupBucket watching(long port, Consumer<TrafficTreatment.Builder> actions) {
        return DefaultGroupBucket.createFailoverGroupBucket(treatment(actions), PortNumber.portNumber(port), null);
    }
}
