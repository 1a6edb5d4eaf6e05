package io.plumbline.southbound.simulated.frame;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/**
 * What a switch can match of a frame. A number that the frame does not carry is -1, an address null. A damaged header counts as absent,
 * with everything behind it; of an IP fragment the transport ports are 0, whichever fragment it is (Open vSwitch, fragments "normal").
 *
 * @param tagControl of the outermost visible tag, or -1 when there is none
 * @param innerTagControl of the second visible tag, or -1
 * @param etherType behind the visible tags: a further tag's TPID when not all are visible
 * @param networkOffset where the header behind the visible tags begins
 * @param typeOfService IPv4 TOS or IPv6 traffic class
 * @param sourcePort of TCP, UDP or SCTP
 * @param icmpType of ICMP or ICMPv6, by {@code ipProtocol}
 * @param arpOperation with {@code source} and {@code destination} the protocol addresses
 * @param ndTarget target address of a neighbour solicitation or advertisement
 */
public record Headers(
        long ethDst,
        long ethSrc,
        int tagControl,
        int innerTagControl,
        int etherType,
        int networkOffset,
        int typeOfService,
        int ipProtocol,
        @Nullable IpAddress source,
        @Nullable IpAddress destination,
        int sourcePort,
        int destinationPort,
        int icmpType,
        int icmpCode,
        int arpOperation,
        long arpSourceMac,
        long arpTargetMac,
        @Nullable IpAddress ndTarget) {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;
    public static final int SCTP = 132;

    static Headers parse(byte[] bytes, int visibleTags) {
        return new HeaderParser(bytes, visibleTags).parse();
    }

    /** Whether there is a visible tag. */
    public boolean tagged() {
        return tagControl >= 0;
    }

    public int vlanId() {
        return tagged() ? tagControl & 0x0fff : -1;
    }

    public int vlanPcp() {
        return tagged() ? tagControl >> 13 : -1;
    }

    public int dscp() {
        return typeOfService < 0 ? -1 : typeOfService >> 2;
    }

    public int ecn() {
        return typeOfService < 0 ? -1 : typeOfService & 0x03;
    }

    /** Whether a whole IPv4 or IPv6 header is there. */
    public boolean isIp() {
        return typeOfService >= 0;
    }

    /** The same for all frames between the same ends; defined by its values alone, so that it is equal in every run. */
    public int flowHash() {
        int hash = Long.hashCode(ethSrc) * 31 + Long.hashCode(ethDst);
        hash = hash * 31 + (source == null ? 0 : Arrays.hashCode(source.toOctets()));
        hash = hash * 31 + (destination == null ? 0 : Arrays.hashCode(destination.toOctets()));
        return ((hash * 31 + ipProtocol) * 31 + sourcePort) * 31 + destinationPort;
    }

    @Override
    public String toString() {
        ImmutableList.Builder<String> words = ImmutableList.builder();
        words.add(MacAddress.valueOf(ethSrc) + " > " + MacAddress.valueOf(ethDst));
        if (tagged()) {
            words.add("vlan " + vlanId() + " pcp " + vlanPcp());
        }
        words.add(String.format("0x%04x", etherType));
        if (arpOperation >= 0) {
            words.add("arp " + arpOperation + " " + source + " > " + destination);
        } else if (isIp()) {
            words.add(source + ":" + sourcePort + " > " + destination + ":" + destinationPort + " proto " + ipProtocol
                    + " dscp " + dscp());
        }
        return String.join(" ", words.build());
    }
}
