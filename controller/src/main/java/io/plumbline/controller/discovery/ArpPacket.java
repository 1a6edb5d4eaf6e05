package io.plumbline.controller.discovery;

import org.jspecify.annotations.Nullable;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.MacAddress;

/** An ARP packet for IPv4 over Ethernet (RFC 826). */
record ArpPacket(
        boolean request, MacAddress senderMac, Ip4Address senderIp, MacAddress targetMac, Ip4Address targetIp) {
    private static final int LENGTH = 28;
    private static final long FIXED = 0x0001_0800_0604L;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;

    /** Reads the packet; null when it is none, or when the sender it names is not the one that sent the frame. */
    static @Nullable ArpPacket read(EthernetFrame frame) {
        byte[] bytes = frame.bytes();
        int at = frame.payload();
        if (frame.payloadBytes() < LENGTH || fixed(bytes, at) != FIXED) {
            return null;
        }
        int operation = EthernetFrame.unsignedShort(bytes, at + 6);
        MacAddress sender = EthernetFrame.address(bytes, at + 8);
        if (operation != REQUEST && operation != REPLY || !sender.equals(frame.source())) {
            return null;
        }
        return new ArpPacket(
                operation == REQUEST,
                sender,
                Ip4Address.valueOf(bytes, at + 14),
                EthernetFrame.address(bytes, at + 18),
                Ip4Address.valueOf(bytes, at + 24));
    }

    private static long fixed(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 6; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    /** The frame that answers this request in the name of the target. */
    byte[] answerFrom(MacAddress owner, EthernetFrame asked) {
        return new ArpPacket(false, owner, targetIp, senderMac, senderIp).frame(asked, senderMac);
    }

    /** A question of the controller itself to one host: are you still there? It names no sender (RFC 5227, ARP probe). */
    static byte[] question(MacAddress host, Ip4Address target) {
        return new ArpPacket(true, ControllerAddress.MAC, Ip4Address.ZERO, MacAddress.ZERO, target)
                .frame(EthernetFrame.untagged(EthernetFrame.ARP), host);
    }

    /** This packet in a frame of its own: nothing else of a host's frame is passed on. */
    byte[] frame(EthernetFrame model, MacAddress destination) {
        byte[] frame = model.frameFor(destination.toBytes(), senderMac.toBytes(), LENGTH);
        int at = model.payload();
        for (int i = 0; i < 6; i++) {
            frame[at + i] = (byte) (FIXED >> 8 * (5 - i));
        }
        EthernetFrame.putShort(frame, at + 6, request ? REQUEST : REPLY);
        System.arraycopy(senderMac.toBytes(), 0, frame, at + 8, 6);
        System.arraycopy(senderIp.toOctets(), 0, frame, at + 14, 4);
        System.arraycopy(targetMac.toBytes(), 0, frame, at + 18, 6);
        System.arraycopy(targetIp.toOctets(), 0, frame, at + 24, 4);
        return frame;
    }
}
