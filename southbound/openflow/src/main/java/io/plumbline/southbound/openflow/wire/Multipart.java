package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The head of a multipart reply (OpenFlow 1.3.5, section 7.3.5), and those bodies that are a few fixed fields.
 *
 * @param type OFPMP_
 * @param more whether another part of this reply follows
 * @param bodyAt index of the body in the frame
 * @param bodyLength in bytes
 */
public record Multipart(int type, boolean more, int bodyAt, int bodyLength) {
    public static final int DESCRIPTION = 0;
    public static final int FLOWS = 1;
    public static final int GROUP_DESCRIPTIONS = 7;
    public static final int GROUP_FEATURES = 8;
    public static final int METERS = 9;
    public static final int METER_CONFIGURATIONS = 10;
    public static final int METER_FEATURES = 11;
    public static final int PORT_DESCRIPTIONS = 13;

    private static final int BODY = 16;

    public static Multipart read(ByteBuf frame) throws MalformedMessage {
        int length = Header.peek(frame).length();
        if (length < BODY) {
            throw new MalformedMessage("a multipart reply of " + length + " bytes has no head");
        }
        int at = frame.readerIndex();
        return new Multipart(
                frame.getUnsignedShort(at + 8), (frame.getUnsignedShort(at + 10) & 1) != 0, at + BODY, length - BODY);
    }

    private void atLeast(int bytes, String what) throws MalformedMessage {
        if (bodyLength < bytes) {
            throw new MalformedMessage(what + " has " + bodyLength + " bytes, not " + bytes);
        }
    }

    /** OFPMP_DESC: fixed strings of 256, 256, 256, 32 and 256 bytes. */
    public Description description(ByteBuf frame) throws MalformedMessage {
        atLeast(1056, "the description of a switch");
        return new Description(
                text(frame, 0, 256),
                text(frame, 256, 256),
                text(frame, 512, 256),
                text(frame, 768, 32),
                text(frame, 800, 256));
    }

    private String text(ByteBuf frame, int offset, int most) {
        int length = frame.bytesBefore(bodyAt + offset, most, (byte) 0);
        return frame.toString(bodyAt + offset, length < 0 ? most : length, StandardCharsets.ISO_8859_1);
    }

    /** OFPMP_METER_FEATURES. */
    public MeterFeatures meterFeatures(ByteBuf frame) throws MalformedMessage {
        atLeast(16, "the meter features");
        return new MeterFeatures(frame.getUnsignedInt(bodyAt), frame.getInt(bodyAt + 8));
    }

    /** OFPMP_GROUP_FEATURES: the most groups of type ALL, SELECT, INDIRECT and FF; the least of them. */
    public long maxGroups(ByteBuf frame) throws MalformedMessage {
        atLeast(40, "the group features");
        long least = Long.MAX_VALUE;
        for (int type = 0; type < 4; type++) {
            least = Math.min(least, frame.getUnsignedInt(bodyAt + 8 + 4 * type));
        }
        return least;
    }

    /** As sent, not yet made harmless. */
    public record Description(
            String manufacturer, String hardware, String software, String serialNumber, String datapath) {}

    /**
     * What its meters can do.
     *
     * @param max how many
     * @param capabilities OFPMF_ bits
     */
    public record MeterFeatures(long max, int capabilities) {
        private static final int PACKETS_PER_SECOND = 2;

        public boolean countsPackets() {
            return (capabilities & PACKETS_PER_SECOND) != 0;
        }
    }
}
