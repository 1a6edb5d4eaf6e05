package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * One port (OpenFlow 1.3.5, section 7.2.1; 1.5.1, section 7.2.1).
 *
 * @param number 32 bits, unsigned
 * @param name as sent, not yet made harmless
 * @param down administratively or without a link
 * @param speedKilobits now; 0 when not told
 */
public record PortDescription(int number, byte[] address, String name, boolean down, long speedKilobits) {
    /** Reasons of a port status. */
    public static final int DELETED = 1;

    private static final int ADDRESS_BYTES = 6;
    private static final int NAME_BYTES = 16;
    private static final int PORT_DOWN = 1;
    private static final int LINK_DOWN = 1;
    private static final int ETHERNET = 0;
    private static final int BYTES_13 = 64;
    private static final int LEAST = 40;
    private static final int MAX_RESERVED = 0xffff_ff00;

    /** A port status: what happened, and the port. */
    public record Status(int reason, PortDescription port) {
        public static Status read(ByteBuf frame) throws MalformedMessage {
            Span body = Span.body(frame);
            int reason = body.u8();
            return new Status(
                    reason,
                    PortDescription.read(body.skip(7), Header.peek(frame).version()));
        }
    }

    /** The ports of one part of an answer. */
    public static List<PortDescription> list(Span body, int version) throws MalformedMessage {
        List<PortDescription> ports = new ArrayList<>();
        while (!body.isEmpty()) {
            ports.add(read(body, version));
        }
        return ports;
    }

    private static PortDescription read(Span list, int version) throws MalformedMessage {
        return version == OFVersion.OF_13.getWireVersion()
                ? fixed(list.take(BYTES_13))
                : withProperties(list.structure(4, LEAST, "a port"));
    }

    private static PortDescription fixed(Span port) throws MalformedMessage {
        int number = port.i32();
        byte[] address = port.skip(4).bytes(ADDRESS_BYTES);
        String name = port.skip(2).text(NAME_BYTES);
        boolean down = down(port.i32(), port.i32());
        return new PortDescription(number, address, name, down, port.skip(16).u32());
    }

    private static PortDescription withProperties(Span port) throws MalformedMessage {
        int number = port.i32();
        byte[] address = port.skip(4).bytes(ADDRESS_BYTES);
        String name = port.skip(2).text(NAME_BYTES);
        boolean down = down(port.i32(), port.i32());
        long speed = 0;
        while (!port.isEmpty()) {
            Span property = port.structure(2, 4, "a property of a port");
            int type = property.u16();
            if (type == ETHERNET && property.remaining() >= 30) {
                speed = property.skip(22).u32();
            }
        }
        return new PortDescription(number, address, name, down, speed);
    }

    private static boolean down(int configuration, int state) {
        return (configuration & PORT_DOWN) != 0 || (state & LINK_DOWN) != 0;
    }

    /** Whether frames come and go there, and it is not one of the reserved numbers. */
    public boolean physical() {
        return number != 0 && Integer.compareUnsigned(number, MAX_RESERVED) <= 0;
    }
}
