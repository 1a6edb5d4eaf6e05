package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.List;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.DefaultBand;
import org.onosproject.net.meter.DefaultMeterRequest;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;
import org.onosproject.net.meter.MeterRequest;

/**
 * Meters 1 to 15 of every switch: how many packets a second it may send to the controller. LLDP of links has one of its own, so that
 * no host can drown it and make a link flap. Edge ports are spread over several, so that one host's flood does not silence all.
 *
 * @param present whether the switch has them; where it cannot count packets, only the controller's own limits hold
 */
public record SystemMeters(boolean present) {
    /** The largest number that is taken; meters of guaranteed flows begin above. */
    public static final int LAST = 15;

    private static final int LLDP_AT_LINK = 1;
    private static final int LLDP_AT_EDGE = 2;
    private static final int LLDP_AT_UNDETERMINED = 3;
    private static final int FIRST_NEIGHBOR = 4;
    private static final int FIRST_SOURCE = 10;
    private static final int SPREAD = 6;

    private static final DefaultApplicationId OWNER = new DefaultApplicationId(0x504c, "io.plumbline");

    /** The meters of a switch. */
    static SystemMeters of(SwitchLimits limits) {
        return new SystemMeters(limits.meter().packetMeters() && limits.maxMeters() >= LAST);
    }

    ImmutableSortedMap<Long, MeterEntry> entries(DeviceId device) {
        ImmutableSortedMap.Builder<Long, MeterEntry> meters = ImmutableSortedMap.naturalOrder();
        for (long id = 1; present && id <= LAST; id++) {
            meters.put(id, new MeterEntry(MeterId.meterId(id), request(device, packetsPerSecond(id))));
        }
        return meters.buildOrThrow();
    }

    private static int packetsPerSecond(long id) {
        if (id == LLDP_AT_LINK) {
            return 1000;
        }
        return id < FIRST_NEIGHBOR ? 50 : id < FIRST_SOURCE ? 500 : 100;
    }

    private static MeterRequest request(DeviceId device, int packetsPerSecond) {
        Band band = new DefaultBand.Builder()
                .ofType(Band.Type.DROP)
                .withRate(packetsPerSecond)
                .burstSize(packetsPerSecond)
                .build();
        return new DefaultMeterRequest.Builder()
                .forDevice(device)
                .fromApp(OWNER)
                .withUnit(Meter.Unit.PKTS_PER_SEC)
                .burst()
                .withBands(List.of(band))
                .add();
    }

    TrafficTreatment puntLldp(BaseRule kind) {
        return switch (kind) {
            case LLDP_AT_LINK -> punt(LLDP_AT_LINK);
            case LLDP_AT_EDGE -> punt(LLDP_AT_EDGE);
            default -> punt(LLDP_AT_UNDETERMINED);
        };
    }

    TrafficTreatment puntNeighbor(PortNumber port) {
        return punt(FIRST_NEIGHBOR + port.toLong() % SPREAD);
    }

    TrafficTreatment puntSource(PortNumber port) {
        return punt(FIRST_SOURCE + port.toLong() % SPREAD);
    }

    private TrafficTreatment punt(long meter) {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        if (present) {
            treatment.meter(MeterId.meterId(meter));
        }
        return treatment.punt().build();
    }
}
