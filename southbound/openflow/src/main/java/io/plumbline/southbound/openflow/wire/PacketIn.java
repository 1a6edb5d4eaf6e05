package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;

/**
 * OFPT_PACKET_IN (OpenFlow 1.3.5, section 7.4.1; the same in 1.4 and 1.5). Read by hand: it is what a host can make a switch send by the
 * hundred thousand, and its match may hold fields of the switch's own that no codec knows.
 *
 * @param inPort the port it came in by, as an unsigned 32-bit number
 * @param reason OFPR_
 * @param table that punted it
 * @param cookie of the rule that punted it
 * @param frame the Ethernet frame
 */
public record PacketIn(int inPort, int reason, int table, long cookie, byte[] frame) {
    private static final int MATCH = 24;
    private static final int OXM_IN_PORT = 0x8000_0004;

    public static PacketIn read(ByteBuf message) throws MalformedMessage {
        int start = message.readerIndex();
        int length = Header.peek(message).length();
        if (length < MATCH + 8 + 2) {
            throw new MalformedMessage("a packet-in of " + length + " bytes is too short for its fixed part");
        }
        int matchLength = message.getUnsignedShort(start + MATCH + 2);
        int data = MATCH + (matchLength + 7) / 8 * 8 + 2;
        if (message.getUnsignedShort(start + MATCH) != 1 || matchLength < 4 || data > length) {
            throw new MalformedMessage("a packet-in of " + length + " bytes has a match of " + matchLength);
        }
        byte[] frame = new byte[length - data];
        message.getBytes(start + data, frame);
        return new PacketIn(
                inPort(message, start + MATCH + 4, start + MATCH + matchLength),
                message.getUnsignedByte(start + 14),
                message.getUnsignedByte(start + 15),
                message.getLong(start + 16),
                frame);
    }

    private static int inPort(ByteBuf message, int first, int end) throws MalformedMessage {
        int at = first;
        while (end - at >= 4) {
            int header = message.getInt(at);
            int length = header & 0xff;
            if (length > end - at - 4) {
                throw new MalformedMessage(
                        "a packet-in has a match field of " + length + " in " + (end - at - 4) + " bytes");
            }
            if (header == OXM_IN_PORT) {
                return message.getInt(at + 4);
            }
            at += 4 + length;
        }
        throw new MalformedMessage("a packet-in does not say by which port the packet came");
    }
}
