package io.plumbline.controller.discovery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.MacAddress;

/**
 * A neighbour solicitation or advertisement (RFC 4861), with the checks of section 7.1.
 *
 * @param solicitation or advertisement
 * @param source zero while an address is being tried out (RFC 4862)
 * @param linkLayer the address in the option, if there is one
 */
record NeighborMessage(
        boolean solicitation,
        Ip6Address source,
        Ip6Address destination,
        Ip6Address target,
        @Nullable MacAddress linkLayer) {

    static final Ip6Address ALL_NODES = Ip6Address.valueOf("ff02::1");

    private static final int IPV6_HEADER = 40;
    private static final int LEAST = 24;
    private static final int MOST = 512;
    private static final int ICMPV6 = 58;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int SOURCE_OPTION = 1;
    private static final int TARGET_OPTION = 2;
    private static final int SOLICITED = 0x40;
    private static final int OVERRIDE = 0x20;
    private static final int OPTION_BYTES = 8;

    /** Reads the message; null when it is none or a malformed one. */
    static @Nullable NeighborMessage read(EthernetFrame frame) {
        byte[] bytes = frame.bytes();
        int ip = frame.payload();
        if (frame.payloadBytes() < IPV6_HEADER + LEAST || (bytes[ip] & 0xf0) != 0x60 || bytes[ip + 6] != ICMPV6) {
            return null;
        }
        int length = EthernetFrame.unsignedShort(bytes, ip + 4);
        int icmp = ip + IPV6_HEADER;
        int type = bytes[icmp] & 0xff;
        boolean sane = length >= LEAST
                && length <= Math.min(MOST, frame.payloadBytes() - IPV6_HEADER)
                && bytes[ip + 7] == (byte) 255
                && (type == SOLICITATION || type == ADVERTISEMENT)
                && bytes[icmp + 1] == 0
                && checksum(bytes, ip, length) == 0;
        return sane ? read(bytes, ip, length, type == SOLICITATION) : null;
    }

    private static @Nullable NeighborMessage read(byte[] bytes, int ip, int length, boolean solicitation) {
        int icmp = ip + IPV6_HEADER;
        @Nullable MacAddress linkLayer = null;
        for (int at = icmp + LEAST; at < icmp + length; ) {
            int option = at + 2 <= icmp + length ? (bytes[at + 1] & 0xff) * OPTION_BYTES : 0;
            if (option == 0 || at + option > icmp + length) {
                return null;
            }
            if (bytes[at] == (solicitation ? SOURCE_OPTION : TARGET_OPTION)) {
                linkLayer = EthernetFrame.address(bytes, at + 2);
            }
            at += option;
        }
        NeighborMessage message = new NeighborMessage(
                solicitation,
                Ip6Address.valueOf(bytes, ip + 8),
                Ip6Address.valueOf(bytes, ip + 24),
                Ip6Address.valueOf(bytes, icmp + 8),
                linkLayer);
        return message.target.isMulticast() || message.source.isMulticast() ? null : message;
    }

    /** Whether the sender only asks if somebody has the address already. */
    boolean triesOut() {
        return solicitation && source.isZero();
    }

    /** The frame that answers this solicitation in the name of the target. */
    byte[] answerFrom(MacAddress owner, MacAddress asker, EthernetFrame asked) {
        boolean known = !source.isZero();
        Ip6Address to = known ? source : ALL_NODES;
        byte[] frame = frame(asked, owner, known ? asker : manyOf(ALL_NODES), target, to, ADVERTISEMENT, TARGET_OPTION);
        return finished(frame, asked.payload(), (known ? SOLICITED : 0) | OVERRIDE);
    }

    /** A question of the controller itself to one host: are you still there? */
    static byte[] question(MacAddress host, Ip6Address target) {
        EthernetFrame model = EthernetFrame.untagged(EthernetFrame.IPV6);
        NeighborMessage ask = new NeighborMessage(true, ControllerAddress.LINK_LOCAL, target, target, null);
        byte[] frame = ask.frame(
                model, ControllerAddress.MAC, host, ControllerAddress.LINK_LOCAL, target, SOLICITATION, SOURCE_OPTION);
        return finished(frame, model.payload(), 0);
    }

    private byte[] frame(
            EthernetFrame model,
            MacAddress from,
            MacAddress to,
            Ip6Address source,
            Ip6Address destination,
            int type,
            int option) {
        byte[] frame = model.frameFor(to.toBytes(), from.toBytes(), IPV6_HEADER + LEAST + OPTION_BYTES);
        int ip = model.payload();
        int icmp = ip + IPV6_HEADER;
        frame[ip] = 0x60;
        EthernetFrame.putShort(frame, ip + 4, LEAST + OPTION_BYTES);
        frame[ip + 6] = ICMPV6;
        frame[ip + 7] = (byte) 255;
        System.arraycopy(source.toOctets(), 0, frame, ip + 8, 16);
        System.arraycopy(destination.toOctets(), 0, frame, ip + 24, 16);
        frame[icmp] = (byte) type;
        System.arraycopy(target.toOctets(), 0, frame, icmp + 8, 16);
        frame[icmp + LEAST] = (byte) option;
        frame[icmp + LEAST + 1] = 1;
        System.arraycopy(from.toBytes(), 0, frame, icmp + LEAST + 2, 6);
        return frame;
    }

    private static byte[] finished(byte[] frame, int ip, int flags) {
        int icmp = ip + IPV6_HEADER;
        frame[icmp + 4] = (byte) flags;
        EthernetFrame.putShort(frame, icmp + 2, checksum(frame, ip, LEAST + OPTION_BYTES));
        return frame;
    }

    /** A host's message in a frame of its own, with its traffic class reset. */
    static byte[] copy(EthernetFrame frame) {
        byte[] bytes = frame.bytes();
        int length = IPV6_HEADER + EthernetFrame.unsignedShort(bytes, frame.payload() + 4);
        byte[] copy = frame.frameFor(Arrays.copyOf(bytes, 6), Arrays.copyOfRange(bytes, 6, 12), length);
        System.arraycopy(bytes, frame.payload(), copy, frame.payload(), length);
        copy[frame.payload()] = 0x60;
        copy[frame.payload() + 1] &= 0x0f;
        return copy;
    }

    /** 33:33 and the last four bytes (RFC 2464 section 7). */
    private static MacAddress manyOf(Ip6Address group) {
        byte[] ip = group.toOctets();
        return MacAddress.valueOf(new byte[] {0x33, 0x33, ip[12], ip[13], ip[14], ip[15]});
    }

    /** The Internet checksum over pseudo header and message (RFC 4443 section 2.3); 0 over a message that holds its own. */
    static int checksum(byte[] bytes, int ip, int length) {
        long sum = ICMPV6 + (long) length;
        for (int at = ip + 8; at < ip + IPV6_HEADER; at += 2) {
            sum += EthernetFrame.unsignedShort(bytes, at);
        }
        int icmp = ip + IPV6_HEADER;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? bytes[icmp + i + 1] & 0xff : 0;
            sum += (bytes[icmp + i] & 0xff) << 8 | low;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
