package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;

/**
 * OFPT_PACKET_IN (OpenFlow 1.3.5, section 7.4.1; the same in 1.4 and 1.5).
 *
 * @param inPort the port it came in by, as an unsigned 32-bit number
 * @param reason OFPR_
 * @param table that punted it
 * @param cookie of the rule that punted it
 * @param frame the Ethernet frame
 */
public record PacketIn(int inPort, int reason, int table, long cookie, byte[] frame) {
    private static final int IN_PORT_CLASS = 0x8000;
    private static final int IN_PORT_FIELD = 0;

    public static PacketIn read(ByteBuf message) throws MalformedMessage {
        Span body = Span.body(message).skip(6);
        int reason = body.u8();
        int table = body.u8();
        long cookie = body.i64();
        int inPort = inPort(body.padded("the match of a packet-in"));
        body.skip(2);
        return new PacketIn(inPort, reason, table, cookie, body.bytes(body.remaining()));
    }

    /** The one field we need; there may be others before it, some of them the switch's own. */
    private static int inPort(Span fields) throws MalformedMessage {
        while (!fields.isEmpty()) {
            int oxmClass = fields.u16();
            int field = fields.u8();
            Span value = fields.take(fields.u8());
            if (oxmClass == IN_PORT_CLASS && field == IN_PORT_FIELD) {
                return value.i32();
            }
        }
        throw new MalformedMessage("a packet-in does not say by which port the packet came");
    }
}
