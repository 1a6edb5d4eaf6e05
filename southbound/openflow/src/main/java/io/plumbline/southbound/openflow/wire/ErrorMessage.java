package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * OFPT_ERROR. Read by hand: switches send codes that no codec lists (Open vSwitch has a hundred of its own), and an unknown error is
 * still an answer to the request that its xid names.
 *
 * @param xid of the request that failed
 * @param type OFPET_, 0xffff for an experimenter's
 * @param code within the type
 * @param experimenter whose error it is, 0 for the standard's
 */
public record ErrorMessage(int xid, int type, int code, int experimenter) {
    public static final int HELLO_FAILED = 0;
    public static final int BAD_REQUEST = 1;
    public static final int BAD_ACTION = 2;
    public static final int BAD_INSTRUCTION = 3;
    public static final int BAD_MATCH = 4;
    public static final int FLOW_MOD_FAILED = 5;
    public static final int GROUP_MOD_FAILED = 6;
    public static final int ROLE_REQUEST_FAILED = 11;
    public static final int METER_MOD_FAILED = 12;
    public static final int BUNDLE_FAILED = 17;
    public static final int EXPERIMENTER = 0xffff;

    /** OFPHFC_INCOMPATIBLE. */
    public static final int INCOMPATIBLE = 0;
    /** OFPBRC_BAD_VERSION. */
    public static final int BAD_VERSION = 0;
    /** OFPBRC_BAD_LEN. */
    public static final int BAD_LENGTH = 6;

    private static final int MAX_TEXT = 200;
    private static final int MAX_ECHOED = 64;

    public static ErrorMessage read(ByteBuf frame) throws MalformedMessage {
        Span body = Span.body(frame);
        int type = body.u16();
        int code = body.u16();
        int experimenter = type == EXPERIMENTER && body.remaining() >= 4 ? body.i32() : 0;
        return new ErrorMessage(Header.peek(frame).xid(), type, code, experimenter);
    }

    /** An error with a text that a person at the switch can read in its log. */
    public static ByteBuf write(ByteBufAllocator allocator, int version, int xid, int type, int code, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return write(allocator, version, xid, type, code, ascii, Math.min(ascii.length, MAX_TEXT));
    }

    /** An error that shows the start of the message it answers. */
    public static ByteBuf answer(ByteBufAllocator allocator, int version, int type, int code, ByteBuf offending) {
        byte[] echoed = new byte[Math.min(offending.readableBytes(), MAX_ECHOED)];
        offending.getBytes(offending.readerIndex(), echoed);
        int xid = echoed.length >= Header.BYTES ? Header.peek(offending).xid() : 0;
        return write(allocator, version, xid, type, code, echoed, echoed.length);
    }

    private static ByteBuf write(
            ByteBufAllocator allocator, int version, int xid, int type, int code, byte[] data, int bytes) {
        int length = 12 + bytes;
        ByteBuf out = Header.write(allocator.buffer(length, length), version, Header.ERROR, length, xid);
        return out.writeShort(type).writeShort(code).writeBytes(data, 0, bytes);
    }

    /** Type and code as the specification names them, where it does. */
    public String text() {
        return ErrorNames.name(this);
    }
}
