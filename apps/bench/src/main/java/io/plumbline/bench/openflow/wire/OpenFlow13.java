package io.plumbline.bench.openflow.wire;

import java.nio.ByteBuffer;

/** The numbers of OpenFlow 1.3 (ONF TS-006, appendix A) that a benchmark meets, and the shape of a message. */
public final class OpenFlow13 {

    public static final byte VERSION = 4;

    /** Version, type, length, transaction. */
    public static final int HEADER_BYTES = 8;

    public static final int HELLO = 0;
    public static final int ERROR = 1;
    public static final int ECHO_REQUEST = 2;
    public static final int ECHO_REPLY = 3;
    public static final int EXPERIMENTER = 4;
    public static final int FEATURES_REQUEST = 5;
    public static final int FEATURES_REPLY = 6;
    public static final int GET_CONFIG_REQUEST = 7;
    public static final int GET_CONFIG_REPLY = 8;
    public static final int SET_CONFIG = 9;
    public static final int PACKET_IN = 10;
    public static final int PACKET_OUT = 13;
    public static final int FLOW_MOD = 14;
    public static final int GROUP_MOD = 15;
    public static final int TABLE_MOD = 17;
    public static final int MULTIPART_REQUEST = 18;
    public static final int MULTIPART_REPLY = 19;
    public static final int BARRIER_REQUEST = 20;
    public static final int BARRIER_REPLY = 21;
    public static final int QUEUE_GET_CONFIG_REQUEST = 22;
    public static final int QUEUE_GET_CONFIG_REPLY = 23;
    public static final int ROLE_REQUEST = 24;
    public static final int ROLE_REPLY = 25;
    public static final int GET_ASYNC_REQUEST = 26;
    public static final int GET_ASYNC_REPLY = 27;
    public static final int METER_MOD = 29;

    private static final int ALIGNMENT = 8;

    private OpenFlow13() {}

    /** A message with its header written and the position at its body. */
    public static ByteBuffer message(int type, int transaction, int bodyBytes) {
        int length = HEADER_BYTES + bodyBytes;
        return ByteBuffer.allocate(length)
                .put(VERSION)
                .put((byte) type)
                .putShort((short) length)
                .putInt(transaction);
    }

    /** HELLO that offers 1.3 alone, by the version bitmap. */
    public static byte[] hello() {
        return message(HELLO, 0, 8)
                .putShort((short) 1)
                .putShort((short) 8)
                .putInt(1 << VERSION)
                .array();
    }

    /** Length that a structure takes with its padding. */
    public static int padded(int bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /** Whether a message changes what a switch holds. */
    public static boolean changesState(int type) {
        return type == FLOW_MOD || type == GROUP_MOD || type == METER_MOD || type == TABLE_MOD;
    }
}
