package io.plumbline.southbound.openflow.translation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.openflow.wire.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.DefaultBand;
import org.onosproject.net.meter.DefaultMeterRequest;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;
import org.onosproject.net.meter.MeterRequest;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterFlags;
import org.projectfloodlight.openflow.protocol.OFMeterMod;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.meterband.OFMeterBand;

/** Meters as METER_MOD and back. ONOS's KB_PER_SEC is OpenFlow's kbit/s: rates in 1000 bit/s, bursts in 1000 bits. */
final class MeterTranslation {
    private static final long MAX_METER = 0xffff_0000L;
    private static final long MAX_32_BITS = 0xffff_ffffL;

    private final OFFactory factory;
    private final DeviceId device;

    MeterTranslation(OFFactory factory, DeviceId device) {
        this.factory = factory;
        this.device = device;
    }

    OFMessage modify(OFMeterModCommand command, MeterEntry meter, long xid) throws Untranslatable {
        MeterRequest request = meter.request();
        List<OFMeterBand> bands = new ArrayList<>();
        for (Band band : request.bands()) {
            bands.add(band(band));
        }
        OFMeterMod.Builder message = builder(command, meter.id(), xid).setFlags(flags(request));
        return withBands(message, bands).build();
    }

    OFMessage remove(MeterId id, long xid) throws Untranslatable {
        OFMeterMod.Builder message = builder(OFMeterModCommand.DELETE, id, xid).setFlags(Set.of());
        return withBands(message, List.of()).build();
    }

    private OFMeterMod.Builder builder(OFMeterModCommand command, MeterId id, long xid) throws Untranslatable {
        if (id.id() < 1 || id.id() > MAX_METER) {
            throw new Untranslatable(Kind.BAD_METER, "meter " + id.id() + " is not between 1 and " + MAX_METER);
        }
        return factory.buildMeterMod().setXid(xid).setCommand(command).setMeterId(id.id());
    }

    private OFMeterMod.Builder withBands(OFMeterMod.Builder message, List<OFMeterBand> bands) {
        return factory.getVersion() == OFVersion.OF_13 ? message.setMeters(bands) : message.setBands(bands);
    }

    private static Set<OFMeterFlags> flags(MeterRequest request) throws Untranslatable {
        ImmutableSet.Builder<OFMeterFlags> flags = ImmutableSet.builder();
        switch (request.unit()) {
            case KB_PER_SEC -> flags.add(OFMeterFlags.KBPS);
            case PKTS_PER_SEC -> flags.add(OFMeterFlags.PKTPS);
            default -> throw new Untranslatable(Kind.BAD_METER, "no OpenFlow meter counts " + request.unit());
        }
        if (request.isBurst()) {
            flags.add(OFMeterFlags.BURST);
        }
        return flags.add(OFMeterFlags.STATS).build();
    }

    private OFMeterBand band(Band band) throws Untranslatable {
        if (band.type() != Band.Type.DROP) {
            throw new Untranslatable(Kind.BAD_METER, "band " + band.type() + " is not supported: drop is");
        }
        return factory.meterBands().drop(thirtyTwoBits(band.rate()), thirtyTwoBits(burst(band)));
    }

    /** ONOS leaves the burst of a band null when none was given. */
    private static long burst(Band band) {
        Long burst = band.burst();
        return burst == null ? 0 : burst;
    }

    private static long thirtyTwoBits(long value) throws Untranslatable {
        if (value < 0 || value > MAX_32_BITS) {
            throw new Untranslatable(Kind.BAD_METER, "rate or burst " + value + " does not fit into 32 bits");
        }
        return value;
    }

    HeldMeter held(Meters.Configuration meter, Meters.@Nullable Statistics counters) {
        List<Band> bands = new ArrayList<>();
        for (Meters.Band band : meter.bands()) {
            bands.add(DefaultBand.builder()
                    .ofType(band.drop() ? Band.Type.DROP : Band.Type.EXPERIMENTAL)
                    .withRate(band.rate())
                    .burstSize(band.burst())
                    .build());
        }
        MeterRequest.Builder request = DefaultMeterRequest.builder()
                .forDevice(device)
                .fromApp(new DefaultApplicationId(0, "switch"))
                .withUnit(meter.packets() ? Meter.Unit.PKTS_PER_SEC : Meter.Unit.KB_PER_SEC)
                .withBands(ImmutableList.copyOf(bands));
        if (meter.burst()) {
            request.burst();
        }
        MeterEntry entry = new MeterEntry(MeterId.meterId(meter.id()), request.add());
        return counters == null
                ? new HeldMeter(entry, 0, 0, 0, 0)
                : new HeldMeter(
                        entry,
                        counters.packetsIn(),
                        counters.bytesIn(),
                        counters.packetsBanded(),
                        counters.bytesBanded());
    }
}
