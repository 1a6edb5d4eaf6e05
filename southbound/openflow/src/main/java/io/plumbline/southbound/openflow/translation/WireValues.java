package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Span;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.TpPort;

/** Addresses and ports from the wire. */
final class WireValues {
    private WireValues() {}

    static MacAddress mac(Span value) throws MalformedMessage {
        return MacAddress.valueOf(value.bytes(6));
    }

    static Ip4Address ipv4(Span value) throws MalformedMessage {
        return Ip4Address.valueOf(value.i32());
    }

    static IpPrefix ipv4(Span value, int length) throws MalformedMessage {
        return IpPrefix.valueOf(value.i32(), length);
    }

    static Ip6Address ipv6(Span value) throws MalformedMessage {
        return Ip6Address.valueOf(value.bytes(16));
    }

    static IpPrefix ipv6(Span value, int length) throws MalformedMessage {
        return IpPrefix.valueOf(ipv6(value), length);
    }

    static TpPort port(Span value) throws MalformedMessage {
        return TpPort.tpPort(value.u16());
    }

    /** The length of the prefix that this mask leaves, or -1 when its ones are not all in front. */
    static int prefixLength(Span mask) throws MalformedMessage {
        int length = 0;
        boolean open = true;
        while (!mask.isEmpty()) {
            int bits = mask.u8();
            int ones = Integer.numberOfLeadingZeros(~(bits << 24));
            if (bits != (0xff00 >> ones & 0xff) || (!open && bits != 0)) {
                return -1;
            }
            length += ones;
            open = ones == 8;
        }
        return length;
    }
}
