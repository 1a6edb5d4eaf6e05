package io.plumbline.southbound.openflow.connection;

import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.openflow.wire.Multipart;
import java.util.Optional;

/** What the switches we know really do; docs/switches/ says how it was found. Of one we do not know, the worst is assumed. */
final class Drivers {
    private static final long KILO = 1000;
    private static final long MILLISECOND_NANOS = 1_000_000;

    private Drivers() {}

    static SwitchLimits limits(
            SwitchDescription description, Optional<Multipart.MeterFeatures> meters, long maxGroups, boolean bundles) {
        int maxMeters = (int) Math.min(
                Integer.MAX_VALUE, meters.map(Multipart.MeterFeatures::max).orElse(0L));
        int groups = (int) Math.min(Integer.MAX_VALUE, maxGroups);
        boolean openVSwitch = description.manufacturer().equals("Nicira, Inc.")
                && description.hardware().equals("Open vSwitch");
        return openVSwitch
                ? openVSwitch(maxMeters, groups, bundles)
                : unknown(
                        maxMeters,
                        groups,
                        meters.map(Multipart.MeterFeatures::countsPackets).orElse(false),
                        bundles);
    }

    /** Open vSwitch 3.1, userspace datapath: the action {@code set_queue} selects nothing there, the mark does. */
    private static SwitchLimits openVSwitch(int maxMeters, int maxGroups, boolean bundles) {
        return new SwitchLimits(
                new SwitchLimits.MeterModel(KILO, KILO, MILLISECOND_NANOS, true, MILLISECOND_NANOS),
                maxMeters,
                200_000,
                maxGroups,
                true,
                bundles,
                false,
                true,
                14,
                true);
    }

    private static SwitchLimits unknown(int maxMeters, int maxGroups, boolean packetMeters, boolean bundles) {
        long tick = 10 * MILLISECOND_NANOS;
        return new SwitchLimits(
                new SwitchLimits.MeterModel(KILO, KILO, tick, packetMeters, tick),
                maxMeters,
                1000,
                maxGroups,
                true,
                bundles,
                false,
                false,
                14,
                true);
    }
}
