package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.simulated.frame.Headers;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.criteria.ArpHaCriterion;
import org.onosproject.net.flow.criteria.ArpOpCriterion;
import org.onosproject.net.flow.criteria.ArpPaCriterion;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.EthCriterion;
import org.onosproject.net.flow.criteria.EthTypeCriterion;
import org.onosproject.net.flow.criteria.ExtensionCriterion;
import org.onosproject.net.flow.criteria.ExtensionSelector;
import org.onosproject.net.flow.criteria.IPCriterion;
import org.onosproject.net.flow.criteria.IPDscpCriterion;
import org.onosproject.net.flow.criteria.IPEcnCriterion;
import org.onosproject.net.flow.criteria.IPProtocolCriterion;
import org.onosproject.net.flow.criteria.IPv6NDTargetAddressCriterion;
import org.onosproject.net.flow.criteria.IcmpCodeCriterion;
import org.onosproject.net.flow.criteria.IcmpTypeCriterion;
import org.onosproject.net.flow.criteria.Icmpv6CodeCriterion;
import org.onosproject.net.flow.criteria.Icmpv6TypeCriterion;
import org.onosproject.net.flow.criteria.MetadataCriterion;
import org.onosproject.net.flow.criteria.PortCriterion;
import org.onosproject.net.flow.criteria.SctpPortCriterion;
import org.onosproject.net.flow.criteria.TcpPortCriterion;
import org.onosproject.net.flow.criteria.UdpPortCriterion;
import org.onosproject.net.flow.criteria.VlanIdCriterion;
import org.onosproject.net.flow.criteria.VlanPcpCriterion;

/** What a rule matches, ready to be asked often. */
final class RuleMatch {
    private static final int SIXTEEN_BITS = 0xffff;
    private static final IpAddress IPV4_ZERO = IpAddress.valueOf("0.0.0.0");
    private static final IpAddress IPV6_ZERO = IpAddress.valueOf("::");

    private final ImmutableList<Predicate<Packet>> conditions;

    private RuleMatch(ImmutableList<Predicate<Packet>> conditions) {
        this.conditions = conditions;
    }

    /** Null when a criterion is not one that this switch knows. */
    static @Nullable RuleMatch of(TrafficSelector selector) {
        ImmutableList.Builder<Predicate<Packet>> conditions = ImmutableList.builder();
        for (Criterion criterion : selector.criteria()) {
            Predicate<Packet> condition = condition(criterion);
            if (condition == null) {
                return null;
            }
            conditions.add(condition);
        }
        return new RuleMatch(conditions.build());
    }

    boolean matches(Packet packet) {
        for (Predicate<Packet> condition : conditions) {
            if (!condition.test(packet)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Predicate<Packet> condition(Criterion criterion) {
        return switch (criterion) {
            case PortCriterion port -> packet -> packet.inPort().equals(port.port());
            case MetadataCriterion metadata -> packet -> packet.metadata() == metadata.metadata();
            case EthCriterion eth -> ethernet(eth);
            case EthTypeCriterion type ->
                number(Headers::etherType, type.ethType().toShort() & SIXTEEN_BITS);
            case VlanIdCriterion vlan -> vlan(vlan);
            case VlanPcpCriterion pcp -> priority(pcp);
            case IPProtocolCriterion protocol -> number(Headers::ipProtocol, protocol.protocol() & 0xff);
            case IPDscpCriterion dscp -> number(Headers::dscp, dscp.ipDscp());
            case IPEcnCriterion ecn -> number(Headers::ecn, ecn.ipEcn());
            case IPCriterion ip -> address(ip);
            default -> transport(criterion);
        };
    }

    private static @Nullable Predicate<Packet> transport(Criterion criterion) {
        return switch (criterion) {
            case TcpPortCriterion tcp -> port(criterion.type(), tcp.tcpPort(), tcp.mask());
            case UdpPortCriterion udp -> port(criterion.type(), udp.udpPort(), udp.mask());
            case SctpPortCriterion sctp -> port(criterion.type(), sctp.sctpPort(), sctp.mask());
            case IcmpTypeCriterion type -> number(Headers::icmpType, type.icmpType() & 0xff);
            case IcmpCodeCriterion code -> number(Headers::icmpCode, code.icmpCode() & 0xff);
            case Icmpv6TypeCriterion type -> number(Headers::icmpType, type.icmpv6Type() & 0xff);
            case Icmpv6CodeCriterion code -> number(Headers::icmpCode, code.icmpv6Code() & 0xff);
            case IPv6NDTargetAddressCriterion target ->
                packet -> target.targetAddress().equals(packet.headers().ndTarget());
            case ArpOpCriterion operation -> number(Headers::arpOperation, operation.arpOp());
            case ArpPaCriterion address -> arpAddress(address);
            case ArpHaCriterion address -> arpMac(address);
            case ExtensionCriterion extension -> extension(extension.extensionSelector());
            default -> null;
        };
    }

    private static @Nullable Predicate<Packet> extension(ExtensionSelector selector) {
        return switch (selector) {
            case MaskedVlan vlan -> packet -> vlan.matches(tag(packet.headers()));
            case MaskedMetadata masked -> packet -> (packet.metadata() & masked.mask()) == masked.value();
            default -> null;
        };
    }

    private static int tag(Headers headers) {
        return headers.tagged() ? MaskedVlan.PRESENT | headers.vlanId() : 0;
    }

    private static Predicate<Packet> arpAddress(ArpPaCriterion address) {
        return address.type() == Criterion.Type.ARP_SPA
                ? packet -> address.ip().equals(packet.headers().source())
                : packet -> address.ip().equals(packet.headers().destination());
    }

    private static Predicate<Packet> arpMac(ArpHaCriterion address) {
        return longNumber(
                address.type() == Criterion.Type.ARP_SHA ? Headers::arpSourceMac : Headers::arpTargetMac,
                address.mac().toLong(),
                -1L);
    }

    /** A number that the frame lacks counts as 0, as in Open vSwitch: what must be there is in the prerequisites. */
    private static Predicate<Packet> number(ToIntFunction<Headers> field, int value) {
        return packet -> Math.max(0, field.applyAsInt(packet.headers())) == value;
    }

    private static Predicate<Packet> longNumber(ToLongFunction<Headers> field, long value, long mask) {
        return packet -> (Math.max(0, field.applyAsLong(packet.headers())) & mask) == (value & mask);
    }

    private static Predicate<Packet> ethernet(EthCriterion eth) {
        long mask = eth.mask() == null ? -1L : eth.mask().toLong();
        return switch (eth.type()) {
            case ETH_SRC, ETH_SRC_MASKED ->
                longNumber(Headers::ethSrc, eth.mac().toLong(), mask);
            default -> longNumber(Headers::ethDst, eth.mac().toLong(), mask);
        };
    }

    private static @Nullable Predicate<Packet> priority(VlanPcpCriterion pcp) {
        return pcp.type() == Criterion.Type.VLAN_PCP
                ? packet -> packet.headers().vlanPcp() == pcp.priority()
                : null;
    }

    private static @Nullable Predicate<Packet> vlan(VlanIdCriterion vlan) {
        if (vlan.type() != Criterion.Type.VLAN_VID) {
            return null;
        }
        if (vlan.vlanId().equals(VlanId.NONE)) {
            return packet -> !packet.headers().tagged();
        }
        if (vlan.vlanId().equals(VlanId.ANY)) {
            return packet -> packet.headers().tagged();
        }
        return packet -> packet.headers().vlanId() == vlan.vlanId().toShort();
    }

    private static @Nullable Predicate<Packet> address(IPCriterion ip) {
        IpPrefix prefix = ip.ip();
        boolean source = ip.type() == Criterion.Type.IPV4_SRC || ip.type() == Criterion.Type.IPV6_SRC;
        boolean ipv4 = ip.type() == Criterion.Type.IPV4_SRC || ip.type() == Criterion.Type.IPV4_DST;
        if (prefix.isIp4() != ipv4 || prefix.prefixLength() == 0) {
            return null;
        }
        IpAddress zero = ipv4 ? IPV4_ZERO : IPV6_ZERO;
        return packet -> {
            IpAddress address =
                    source ? packet.headers().source() : packet.headers().destination();
            return prefix.contains(address == null ? zero : address);
        };
    }

    /** OpenFlow 1.3 has no masks for ports. */
    private static @Nullable Predicate<Packet> port(Criterion.Type type, TpPort port, @Nullable TpPort mask) {
        return switch (type) {
            case TCP_SRC, UDP_SRC, SCTP_SRC -> mask == null ? number(Headers::sourcePort, port.toInt()) : null;
            case TCP_DST, UDP_DST, SCTP_DST -> mask == null ? number(Headers::destinationPort, port.toInt()) : null;
            default -> null;
        };
    }
}
