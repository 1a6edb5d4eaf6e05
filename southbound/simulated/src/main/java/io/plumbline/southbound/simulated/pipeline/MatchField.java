package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.simulated.frame.Headers;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;

/**
 * What a rule can look at, each as a number. What a frame lacks reads as 0, as in Open vSwitch: a match on it names, by its prerequisites,
 * what must be there. Addresses are two numbers; of IPv4 the high one is 0.
 */
enum MatchField {
    IN_PORT(packet -> packet.inPort().toLong()),
    METADATA(Packet::metadata),
    ETH_DST(headers(Headers::ethDst)),
    ETH_SRC(headers(Headers::ethSrc)),
    ETH_TYPE(headers(Headers::etherType)),
    /** {@link MaskedVlan#PRESENT} and the id, or 0. */
    VLAN(packet ->
            packet.headers().tagged() ? MaskedVlan.PRESENT | packet.headers().vlanId() : 0),
    VLAN_PCP(headers(Headers::vlanPcp)),
    IP_PROTOCOL(headers(Headers::ipProtocol)),
    DSCP(headers(Headers::dscp)),
    ECN(headers(Headers::ecn)),
    SOURCE_HIGH(packet -> high(packet.headers().source())),
    SOURCE_LOW(packet -> low(packet.headers().source())),
    DESTINATION_HIGH(packet -> high(packet.headers().destination())),
    DESTINATION_LOW(packet -> low(packet.headers().destination())),
    SOURCE_PORT(headers(Headers::sourcePort)),
    DESTINATION_PORT(headers(Headers::destinationPort)),
    ICMP_TYPE(headers(Headers::icmpType)),
    ICMP_CODE(headers(Headers::icmpCode)),
    ND_TARGET_HIGH(packet -> high(packet.headers().ndTarget())),
    ND_TARGET_LOW(packet -> low(packet.headers().ndTarget())),
    ARP_OPERATION(headers(Headers::arpOperation)),
    ARP_SOURCE_MAC(headers(Headers::arpSourceMac)),
    ARP_TARGET_MAC(headers(Headers::arpTargetMac));

    private final ToLongFunction<Packet> reader;

    MatchField(ToLongFunction<Packet> reader) {
        this.reader = reader;
    }

    long read(Packet packet) {
        return reader.applyAsLong(packet);
    }

    private static ToLongFunction<Packet> headers(ToLongFunction<Headers> field) {
        return packet -> Math.max(0, field.applyAsLong(packet.headers()));
    }

    static long high(@Nullable IpAddress address) {
        return address == null || address.isIp4()
                ? 0
                : ByteBuffer.wrap(address.toOctets()).getLong();
    }

    static long low(@Nullable IpAddress address) {
        if (address == null) {
            return 0;
        }
        ByteBuffer octets = ByteBuffer.wrap(address.toOctets());
        return address.isIp4() ? Integer.toUnsignedLong(octets.getInt()) : octets.getLong(Long.BYTES);
    }
}
