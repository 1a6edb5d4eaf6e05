package io.plumbline.southbound.openflow.wire;

import java.util.ArrayList;
import java.util.List;

/** Meters as a switch describes and counts them (OpenFlow 1.3.5, sections 7.3.5.12 and 7.3.5.13; the same in 1.4 and 1.5). */
public final class Meters {
    private static final int PACKETS = 2;
    private static final int BURST = 4;
    private static final int DROP = 1;

    private Meters() {}

    /** A meter's configuration. */
    public record Configuration(long id, boolean packets, boolean burst, List<Band> bands) {}

    /**
     * A band.
     *
     * @param drop whether it drops; what others do is not read
     */
    public record Band(boolean drop, long rate, long burst) {}

    /** A meter's counters. */
    public record Statistics(long id, long packetsIn, long bytesIn, long packetsBanded, long bytesBanded) {}

    public static List<Configuration> configurations(Span body) throws MalformedMessage {
        List<Configuration> meters = new ArrayList<>();
        while (!body.isEmpty()) {
            Span meter = body.structure(0, 8, "a meter").skip(2);
            int flags = meter.u16();
            long id = meter.u32();
            List<Band> bands = new ArrayList<>();
            while (!meter.isEmpty()) {
                Span band = meter.structure(2, 12, "a band of meter " + id);
                int type = band.u16();
                bands.add(new Band(type == DROP, band.skip(2).u32(), band.u32()));
            }
            meters.add(new Configuration(id, (flags & PACKETS) != 0, (flags & BURST) != 0, bands));
        }
        return meters;
    }

    public static List<Statistics> statistics(Span body) throws MalformedMessage {
        List<Statistics> meters = new ArrayList<>();
        while (!body.isEmpty()) {
            Span meter = body.structure(4, 40, "the counters of a meter");
            long id = meter.u32();
            long packetsIn = meter.skip(12).i64();
            long bytesIn = meter.i64();
            meter.skip(8);
            long packets = 0;
            long bytes = 0;
            while (!meter.isEmpty()) {
                packets += meter.i64();
                bytes += meter.i64();
            }
            meters.add(new Statistics(id, packetsIn, bytesIn, packets, bytes));
        }
        return meters;
    }
}
