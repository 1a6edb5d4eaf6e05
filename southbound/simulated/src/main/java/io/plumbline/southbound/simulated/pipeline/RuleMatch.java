package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.criteria.ArpHaCriterion;
import org.onosproject.net.flow.criteria.ArpOpCriterion;
import org.onosproject.net.flow.criteria.ArpPaCriterion;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.Criterion.Type;
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

/** What a rule matches: bits of fields and their values. Two selectors that say the same in other words are the same match. */
record RuleMatch(MatchShape shape, MatchShape.Key key) {
    private static final long ALL = -1L;
    private static final int SIXTEEN_BITS = 0xffff;
    private static final int VLAN_BITS = MaskedVlan.PRESENT | VlanId.MAX_VLAN;

    /** One bit pattern that must be there. */
    private record Condition(MatchField field, long mask, long value) {}

    /** Null when a criterion is not one that this switch knows. */
    static @Nullable RuleMatch of(TrafficSelector selector) {
        List<Condition> conditions = new ArrayList<>();
        for (Criterion criterion : selector.criteria()) {
            ImmutableList<Condition> said = conditions(criterion);
            if (said.isEmpty()) {
                return null;
            }
            conditions.addAll(said);
        }
        conditions.sort(Comparator.comparing(Condition::field).thenComparingLong(Condition::mask));
        return new RuleMatch(
                new MatchShape(conditions.stream()
                        .map(condition -> new MatchShape.Part(condition.field, condition.mask))
                        .collect(ImmutableList.toImmutableList())),
                new MatchShape.Key(conditions.stream()
                        .mapToLong(condition -> condition.value & condition.mask)
                        .toArray()));
    }

    /** Empty when the criterion is unknown. */
    private static ImmutableList<Condition> conditions(Criterion criterion) {
        return switch (criterion) {
            case PortCriterion port ->
                port.type() == Type.IN_PORT
                        ? one(MatchField.IN_PORT, port.port().toLong())
                        : ImmutableList.of();
            case MetadataCriterion metadata -> one(MatchField.METADATA, metadata.metadata());
            case EthCriterion eth -> ethernet(eth);
            case EthTypeCriterion type ->
                one(MatchField.ETH_TYPE, type.ethType().toShort() & SIXTEEN_BITS);
            case VlanIdCriterion vlan -> vlan.type() == Type.VLAN_VID ? vlan(vlan.vlanId()) : ImmutableList.of();
            case VlanPcpCriterion pcp ->
                pcp.type() == Type.VLAN_PCP ? one(MatchField.VLAN_PCP, pcp.priority()) : ImmutableList.of();
            case IPProtocolCriterion protocol -> one(MatchField.IP_PROTOCOL, protocol.protocol() & 0xff);
            case IPDscpCriterion dscp -> one(MatchField.DSCP, dscp.ipDscp());
            case IPEcnCriterion ecn -> one(MatchField.ECN, ecn.ipEcn());
            case IPCriterion ip -> address(ip);
            case ExtensionCriterion extension -> extension(extension.extensionSelector());
            default -> transport(criterion);
        };
    }

    private static ImmutableList<Condition> transport(Criterion criterion) {
        return switch (criterion) {
            case TcpPortCriterion tcp -> port(criterion.type(), tcp.tcpPort(), tcp.mask());
            case UdpPortCriterion udp -> port(criterion.type(), udp.udpPort(), udp.mask());
            case SctpPortCriterion sctp -> port(criterion.type(), sctp.sctpPort(), sctp.mask());
            case IcmpTypeCriterion type -> one(MatchField.ICMP_TYPE, type.icmpType() & 0xff);
            case IcmpCodeCriterion code -> one(MatchField.ICMP_CODE, code.icmpCode() & 0xff);
            case Icmpv6TypeCriterion type -> one(MatchField.ICMP_TYPE, type.icmpv6Type() & 0xff);
            case Icmpv6CodeCriterion code -> one(MatchField.ICMP_CODE, code.icmpv6Code() & 0xff);
            case IPv6NDTargetAddressCriterion target ->
                ImmutableList.of(
                        new Condition(MatchField.ND_TARGET_HIGH, ALL, MatchField.high(target.targetAddress())),
                        new Condition(MatchField.ND_TARGET_LOW, ALL, MatchField.low(target.targetAddress())));
            case ArpOpCriterion operation -> one(MatchField.ARP_OPERATION, operation.arpOp());
            case ArpPaCriterion arp ->
                one(
                        arp.type() == Type.ARP_SPA ? MatchField.SOURCE_LOW : MatchField.DESTINATION_LOW,
                        MatchField.low(arp.ip()));
            case ArpHaCriterion arp ->
                one(
                        arp.type() == Type.ARP_SHA ? MatchField.ARP_SOURCE_MAC : MatchField.ARP_TARGET_MAC,
                        arp.mac().toLong());
            default -> ImmutableList.of();
        };
    }

    private static ImmutableList<Condition> one(MatchField field, long value) {
        return ImmutableList.of(new Condition(field, ALL, value));
    }

    private static ImmutableList<Condition> ethernet(EthCriterion eth) {
        MatchField field = switch (eth.type()) {
            case ETH_SRC, ETH_SRC_MASKED -> MatchField.ETH_SRC;
            default -> MatchField.ETH_DST;
        };
        MacAddress mask = eth.mask();
        return ImmutableList.of(new Condition(
                field, mask == null ? ALL : mask.toLong(), eth.mac().toLong()));
    }

    private static ImmutableList<Condition> vlan(VlanId vlan) {
        if (vlan.equals(VlanId.NONE)) {
            return masked(0, VLAN_BITS);
        }
        return vlan.equals(VlanId.ANY)
                ? masked(MaskedVlan.PRESENT, MaskedVlan.PRESENT)
                : masked(MaskedVlan.PRESENT | vlan.toShort(), VLAN_BITS);
    }

    private static ImmutableList<Condition> masked(int value, int mask) {
        return ImmutableList.of(new Condition(MatchField.VLAN, mask, value));
    }

    private static ImmutableList<Condition> extension(ExtensionSelector selector) {
        return switch (selector) {
            case MaskedVlan vlan -> masked(vlan.value(), vlan.mask());
            case MaskedMetadata masked ->
                ImmutableList.of(new Condition(MatchField.METADATA, masked.mask(), masked.value()));
            default -> ImmutableList.of();
        };
    }

    private static ImmutableList<Condition> address(IPCriterion ip) {
        return switch (ip.type()) {
            case IPV4_SRC -> ipv4(MatchField.SOURCE_LOW, ip.ip());
            case IPV4_DST -> ipv4(MatchField.DESTINATION_LOW, ip.ip());
            case IPV6_SRC -> ipv6(MatchField.SOURCE_HIGH, MatchField.SOURCE_LOW, ip.ip());
            default -> ipv6(MatchField.DESTINATION_HIGH, MatchField.DESTINATION_LOW, ip.ip());
        };
    }

    /** A prefix of no bits, or of the other version, is refused: it would read back as something else. */
    private static ImmutableList<Condition> ipv4(MatchField field, IpPrefix prefix) {
        int length = prefix.prefixLength();
        return prefix.isIp4() && length > 0
                ? ImmutableList.of(
                        new Condition(field, prefixMask(length, Integer.SIZE), MatchField.low(prefix.address())))
                : ImmutableList.of();
    }

    private static ImmutableList<Condition> ipv6(MatchField high, MatchField low, IpPrefix prefix) {
        IpAddress address = prefix.address();
        int length = prefix.prefixLength();
        if (!prefix.isIp6() || length == 0) {
            return ImmutableList.of();
        }
        Condition upper =
                new Condition(high, prefixMask(Math.min(length, Long.SIZE), Long.SIZE), MatchField.high(address));
        return length <= Long.SIZE
                ? ImmutableList.of(upper)
                : ImmutableList.of(
                        upper, new Condition(low, prefixMask(length - Long.SIZE, Long.SIZE), MatchField.low(address)));
    }

    /** The first {@code length} of {@code bits} bits; at least one. */
    private static long prefixMask(int length, int bits) {
        return ALL << (bits - length) & (bits == Long.SIZE ? ALL : (1L << bits) - 1);
    }

    /** OpenFlow 1.3 has no masks for ports. */
    private static ImmutableList<Condition> port(Type type, TpPort port, @Nullable TpPort mask) {
        return switch (type) {
            case TCP_SRC, UDP_SRC, SCTP_SRC ->
                mask == null ? one(MatchField.SOURCE_PORT, port.toInt()) : ImmutableList.of();
            case TCP_DST, UDP_DST, SCTP_DST ->
                mask == null ? one(MatchField.DESTINATION_PORT, port.toInt()) : ImmutableList.of();
            default -> ImmutableList.of();
        };
    }
}
