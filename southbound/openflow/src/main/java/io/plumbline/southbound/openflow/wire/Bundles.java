package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import java.util.OptionalInt;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * Messages that are carried out together or not at all (OpenFlow 1.4.0, section 7.3.9; for 1.3 the ONF extension 230, the same bodies
 * inside an experimenter message). Every bundle here is atomic and ordered.
 */
public final class Bundles {
    public static final int OPEN = 0;
    public static final int OPENED = 1;
    public static final int COMMIT = 4;
    public static final int DISCARD = 6;

    private static final int ONF = 0x4f4e_4600;
    private static final int ONF_CONTROL = 2300;
    private static final int ONF_ADD = 2301;
    private static final int ATOMIC_AND_ORDERED = 3;

    private Bundles() {}

    private static boolean extension(int version) {
        return version == OFVersion.OF_13.getWireVersion();
    }

    /** Opens, commits or discards. */
    public static void writeControl(int version, int xid, int bundle, int what, ByteBuf out) {
        if (extension(version)) {
            Header.write(out, version, Header.EXPERIMENTER, 24, xid)
                    .writeInt(ONF)
                    .writeInt(ONF_CONTROL);
        } else {
            Header.write(out, version, Header.BUNDLE_CONTROL, 16, xid);
        }
        out.writeInt(bundle).writeShort(what).writeShort(ATOMIC_AND_ORDERED);
    }

    /** Begins the message that adds another one, which is to be appended next. Returns where it began. */
    public static int beginAdd(int version, int xid, int bundle, ByteBuf out) {
        int start = out.writerIndex();
        if (extension(version)) {
            Header.write(out, version, Header.EXPERIMENTER, 0, xid)
                    .writeInt(ONF)
                    .writeInt(ONF_ADD);
        } else {
            Header.write(out, version, Header.BUNDLE_ADD, 0, xid);
        }
        out.writeInt(bundle).writeZero(2).writeShort(ATOMIC_AND_ORDERED);
        return start;
    }

    /** Ends it. No rule comes near the length that a message can have. */
    public static void endAdd(int start, ByteBuf out) {
        out.setShort(start + 2, out.writerIndex() - start);
    }

    /** What a bundle control message says; empty when it is no such message. */
    public static OptionalInt readControl(Header header, ByteBuf frame) throws MalformedMessage {
        Span body = Span.body(frame);
        if (header.type() == Header.EXPERIMENTER) {
            boolean ours = body.remaining() >= 16 && body.i32() == ONF && body.i32() == ONF_CONTROL;
            return ours ? OptionalInt.of(body.skip(4).u16()) : OptionalInt.empty();
        }
        return OptionalInt.of(body.skip(4).u16());
    }
}
