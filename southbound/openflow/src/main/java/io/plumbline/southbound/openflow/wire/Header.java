package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;

/**
 * The eight bytes at the start of every message (OpenFlow 1.3.5, section 7.1.1): the same in every version.
 *
 * @param version wire version, 4 for OpenFlow 1.3
 * @param type message type, 0 to 255
 * @param length of the whole message, 8 to 65535
 * @param xid transaction
 */
public record Header(int version, int type, int length, int xid) {
    /** Bytes of a header. */
    public static final int BYTES = 8;

    public static final int HELLO = 0;
    public static final int ERROR = 1;
    public static final int ECHO_REQUEST = 2;
    public static final int ECHO_REPLY = 3;
    public static final int EXPERIMENTER = 4;
    public static final int FEATURES_REPLY = 6;
    public static final int PACKET_IN = 10;
    public static final int FLOW_REMOVED = 11;
    public static final int PORT_STATUS = 12;
    public static final int MULTIPART_REPLY = 19;
    public static final int BARRIER_REQUEST = 20;
    public static final int BARRIER_REPLY = 21;
    public static final int ROLE_REPLY = 25;
    public static final int ROLE_STATUS = 30;
    public static final int BUNDLE_CONTROL = 33;
    public static final int BUNDLE_ADD = 34;

    /** Reads without moving the reader index. */
    public static Header peek(ByteBuf frame) {
        int at = frame.readerIndex();
        return new Header(
                frame.getUnsignedByte(at),
                frame.getUnsignedByte(at + 1),
                frame.getUnsignedShort(at + 2),
                frame.getInt(at + 4));
    }

    /** Writes a header; the length counts these eight bytes. */
    public static ByteBuf write(ByteBuf out, int version, int type, int length, int xid) {
        return out.writeByte(version).writeByte(type).writeShort(length).writeInt(xid);
    }
}
