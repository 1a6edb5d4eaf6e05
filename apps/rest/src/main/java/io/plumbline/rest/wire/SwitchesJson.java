package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.view.NetworkView;
import io.plumbline.controller.view.NetworkView.SwitchView;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchPort;
import org.jspecify.annotations.Nullable;

/** The switches that are connected, or known from network.yaml. */
public record SwitchesJson(ImmutableList<SwitchJson> switches) {

    /**
     * @param description null while it is not connected, as limits
     * @param readBackAt null until its base rules were read back
     */
    public record SwitchJson(
            String id,
            @Nullable String name,
            boolean connected,
            @Nullable Description description,
            @Nullable Limits limits,
            ImmutableList<Port> ports,
            int rules,
            int meters,
            @Nullable String readBackAt,
            long drifted) {
        static SwitchJson of(SwitchView view) {
            return new SwitchJson(
                    view.id(),
                    RefusalJson.orNull(view.name()),
                    view.connected(),
                    view.description().map(Description::of).orElse(null),
                    view.limits().map(Limits::of).orElse(null),
                    view.ports().stream().map(Port::of).collect(ImmutableList.toImmutableList()),
                    view.rules(),
                    view.meters(),
                    view.readBackAt().map(Object::toString).orElse(null),
                    view.drifted());
        }
    }

    public record Description(
            String manufacturer,
            String hardware,
            String software,
            String serialNumber,
            String datapath,
            String protocol,
            String remoteAddress) {
        static Description of(SwitchDescription description) {
            return new Description(
                    description.manufacturer(),
                    description.hardware(),
                    description.software(),
                    description.serialNumber(),
                    description.datapath(),
                    description.protocol(),
                    description.remoteAddress());
        }
    }

    /** What its meters, queues, tables and buffers really do. */
    public record Limits(
            int maxMeters,
            int maxEntries,
            int maxGroups,
            long meterRateUnitBitsPerSecond,
            long meterBurstUnitBits,
            long meterTickNanos,
            boolean packetMeters,
            boolean hardTimeouts,
            boolean bundles,
            boolean queueByAction,
            boolean bufferIsolation,
            int smallestFrameBytes,
            boolean software) {
        static Limits of(SwitchLimits limits) {
            return new Limits(
                    limits.maxMeters(),
                    limits.maxEntries(),
                    limits.maxGroups(),
                    limits.meter().rateUnitBitsPerSecond(),
                    limits.meter().burstUnitBits(),
                    limits.meter().tickNanos(),
                    limits.meter().packetMeters(),
                    limits.hardTimeouts(),
                    limits.bundles(),
                    limits.queueByAction(),
                    limits.bufferIsolation(),
                    limits.smallestFrameBytes(),
                    limits.software());
        }
    }

    /** @param speedBitsPerSecond null when the switch does not say */
    public record Port(
            String number,
            String name,
            String macAddress,
            @Nullable Long speedBitsPerSecond,
            boolean up) {
        static Port of(SwitchPort port) {
            return new Port(
                    port.number().hasName()
                            ? port.number().name()
                            : Long.toString(port.number().toLong()),
                    port.name(),
                    port.macAddress(),
                    port.speedBitsPerSecond() == 0 ? null : port.speedBitsPerSecond(),
                    port.up());
        }
    }

    public static SwitchesJson of(NetworkView view) {
        return new SwitchesJson(view.switches().stream().map(SwitchJson::of).collect(ImmutableList.toImmutableList()));
    }
}
