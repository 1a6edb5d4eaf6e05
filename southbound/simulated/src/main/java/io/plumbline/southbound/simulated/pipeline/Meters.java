package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.Meter;

/** The meters of a switch by number. */
final class Meters {
    private final SwitchLimits limits;
    private final TreeMap<Long, InstalledMeter> meters = new TreeMap<>();

    Meters(SwitchLimits limits) {
        this.limits = limits;
    }

    @Nullable
    InstalledMeter get(long id) {
        return meters.get(id);
    }

    @Nullable
    Problem add(MeterEntry entry, long nowNanos) {
        if (meters.containsKey(entry.id().id())) {
            return new Problem(Kind.METER_EXISTS, "OFPMMFC_METER_EXISTS: " + entry.id());
        }
        if (meters.size() >= limits.maxMeters()) {
            return new Problem(Kind.METERS_EXHAUSTED, "OFPMMFC_OUT_OF_METERS: " + meters.size() + " are held");
        }
        return put(entry, nowNanos);
    }

    /** Replaces a meter: full buckets, counters at zero. */
    @Nullable
    Problem modify(MeterEntry entry, long nowNanos) {
        return meters.containsKey(entry.id().id())
                ? put(entry, nowNanos)
                : new Problem(Kind.BAD_METER, "OFPMMFC_UNKNOWN_METER: " + entry.id());
    }

    private @Nullable Problem put(MeterEntry entry, long nowNanos) {
        Problem problem = problem(entry);
        if (problem == null) {
            meters.put(entry.id().id(), new InstalledMeter(entry, limits.meter(), nowNanos));
        }
        return problem;
    }

    private @Nullable Problem problem(MeterEntry entry) {
        if (entry.id().id() < 1) {
            return new Problem(Kind.BAD_METER, "OFPMMFC_INVALID_METER: " + entry.id());
        }
        boolean countsPackets = entry.request().unit() == Meter.Unit.PKTS_PER_SEC;
        if (entry.request().unit() == Meter.Unit.BYTES_PER_SEC
                || countsPackets && !limits.meter().packetMeters()) {
            return new Problem(
                    Kind.BAD_METER, "OFPMMFC_BAD_FLAGS: " + entry.request().unit());
        }
        for (Band band : entry.request().bands()) {
            if (band.type() != Band.Type.DROP) {
                return new Problem(Kind.BAD_METER, "OFPMMFC_BAD_BAND: " + band.type());
            }
            if (band.rate() <= 0 || band.burst() != null && band.burst() < 0) {
                return new Problem(Kind.BAD_METER, "OFPMMFC_BAD_RATE: " + band.rate());
            }
        }
        return null;
    }

    boolean remove(long id) {
        return meters.remove(id) != null;
    }

    ImmutableList<HeldMeter> held() {
        return meters.values().stream().map(InstalledMeter::held).collect(ImmutableList.toImmutableList());
    }

    void clear() {
        meters.clear();
    }
}
