package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * A multipart reply (OpenFlow 1.3.5, section 7.3.5), and those bodies that are a few fixed fields.
 *
 * @param type OFPMP_
 * @param more whether another part of this reply follows
 * @param body what follows the head
 */
public record Multipart(int type, boolean more, Span body) {
    public static final int DESCRIPTION = 0;
    public static final int FLOWS = 1;
    public static final int GROUP_DESCRIPTIONS = 7;
    public static final int GROUP_FEATURES = 8;
    public static final int METERS = 9;
    public static final int METER_CONFIGURATIONS = 10;
    public static final int METER_FEATURES = 11;
    public static final int PORT_DESCRIPTIONS = 13;

    private static final int REQUEST = 18;
    private static final int HEAD_BYTES = 16;
    private static final int ALL_GROUPS = 0xffff_fffc;

    public static Multipart read(ByteBuf frame) throws MalformedMessage {
        Span rest = Span.body(frame);
        int type = rest.u16();
        boolean more = (rest.u16() & 1) != 0;
        return new Multipart(type, more, rest.skip(4).rest());
    }

    /** Asks for all groups. From 1.5 on the request names which; openflowj leaves that out. */
    public static void writeGroupDescriptionRequest(int version, int xid, ByteBuf out) {
        boolean named = version >= OFVersion.OF_15.getWireVersion();
        Header.write(out, version, REQUEST, named ? HEAD_BYTES + 8 : HEAD_BYTES, xid);
        out.writeShort(GROUP_DESCRIPTIONS).writeShort(0).writeZero(4);
        if (named) {
            out.writeInt(ALL_GROUPS).writeZero(4);
        }
    }

    /** OFPMP_DESC, as sent, not yet made harmless. */
    public record Description(
            String manufacturer, String hardware, String software, String serialNumber, String datapath) {}

    public Description description() throws MalformedMessage {
        return new Description(body.text(256), body.text(256), body.text(256), body.text(32), body.text(256));
    }

    /**
     * OFPMP_METER_FEATURES.
     *
     * @param max how many meters
     * @param countsPackets whether a meter can count packets a second
     */
    public record MeterFeatures(long max, boolean countsPackets) {
        private static final int PACKETS_PER_SECOND = 2;
    }

    public MeterFeatures meterFeatures() throws MalformedMessage {
        long max = body.u32();
        int capabilities = body.skip(4).i32();
        return new MeterFeatures(max, (capabilities & MeterFeatures.PACKETS_PER_SECOND) != 0);
    }

    /** OFPMP_GROUP_FEATURES: the most groups of type ALL, SELECT, INDIRECT and FF; the least of them. */
    public long maxGroups() throws MalformedMessage {
        body.skip(8);
        return Math.min(Math.min(body.u32(), body.u32()), Math.min(body.u32(), body.u32()));
    }
}
