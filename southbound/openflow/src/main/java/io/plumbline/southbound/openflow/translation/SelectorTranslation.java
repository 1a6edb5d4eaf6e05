package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.criteria.Criteria;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.ExtensionSelector;
import org.projectfloodlight.openflow.protocol.OFMatchV3;
import org.projectfloodlight.openflow.protocol.OFOxmList;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.oxm.OFOxm;
import org.projectfloodlight.openflow.types.ArpOpcode;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.ICMPv4Code;
import org.projectfloodlight.openflow.types.ICMPv4Type;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpDscp;
import org.projectfloodlight.openflow.types.IpEcn;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFBooleanValue;
import org.projectfloodlight.openflow.types.OFMetadata;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.U8;
import org.projectfloodlight.openflow.types.VlanPcp;

/**
 * An OXM match as a selector, the inverse of {@link MatchTranslation}. What the vocabulary has no word for (another controller's rule)
 * becomes a {@link Foreign} criterion: it is seen, and equals nothing that we put.
 */
final class SelectorTranslation {
    private final DeviceId device;

    SelectorTranslation(DeviceId device) {
        this.device = device;
    }

    TrafficSelector selector(Match match) {
        TrafficSelector.Builder selector = DefaultTrafficSelector.builder();
        OFOxmList fields = ((OFMatchV3) match).getOxmList();
        for (OFOxm<?> field : fields) {
            selector.add(field.isMasked() ? masked(field) : exact(field));
        }
        return selector.build();
    }

    private Criterion exact(OFOxm<?> field) {
        Object value = field.getValue();
        return switch (field.getMatchField().id) {
            case IN_PORT -> Criteria.matchInPort(Ports.fromOpenFlow(((OFPort) value).getPortNumber()));
            case METADATA ->
                Criteria.matchMetadata(((OFMetadata) value).getValue().getValue());
            case ETH_DST -> Criteria.matchEthDst(mac(value));
            case ETH_SRC -> Criteria.matchEthSrc(mac(value));
            case ETH_TYPE -> Criteria.matchEthType(((EthType) value).getValue());
            case VLAN_VID -> Criteria.matchVlanId(vlan((OFVlanVidMatch) value));
            case VLAN_PCP -> Criteria.matchVlanPcp(((VlanPcp) value).getValue());
            case MPLS_LABEL -> Criteria.matchMplsLabel(MplsLabel.mplsLabel((int) ((U32) value).getValue()));
            case MPLS_BOS -> Criteria.matchMplsBos(((OFBooleanValue) value).getValue());
            case ARP_OP -> Criteria.matchArpOp(((ArpOpcode) value).getOpcode());
            case ARP_SPA -> Criteria.matchArpSpa(Ip4Address.valueOf(((IPv4Address) value).getInt()));
            case ARP_TPA -> Criteria.matchArpTpa(Ip4Address.valueOf(((IPv4Address) value).getInt()));
            case ARP_SHA -> Criteria.matchArpSha(mac(value));
            case ARP_THA -> Criteria.matchArpTha(mac(value));
            default -> internet(field, value);
        };
    }

    private Criterion internet(OFOxm<?> field, Object value) {
        return switch (field.getMatchField().id) {
            case IP_PROTO -> Criteria.matchIPProtocol(((IpProtocol) value).getIpProtocolNumber());
            case IP_DSCP -> Criteria.matchIPDscp(((IpDscp) value).getDscpValue());
            case IP_ECN -> Criteria.matchIPEcn(((IpEcn) value).getEcnValue());
            case IPV4_SRC -> Criteria.matchIPSrc(ipv4(value, IpPrefix.MAX_INET_MASK_LENGTH));
            case IPV4_DST -> Criteria.matchIPDst(ipv4(value, IpPrefix.MAX_INET_MASK_LENGTH));
            case IPV6_SRC -> Criteria.matchIPv6Src(ipv6(value, IpPrefix.MAX_INET6_MASK_LENGTH));
            case IPV6_DST -> Criteria.matchIPv6Dst(ipv6(value, IpPrefix.MAX_INET6_MASK_LENGTH));
            case ICMPV4_TYPE -> Criteria.matchIcmpType(((ICMPv4Type) value).getType());
            case ICMPV4_CODE -> Criteria.matchIcmpCode(((ICMPv4Code) value).getCode());
            case ICMPV6_TYPE -> Criteria.matchIcmpv6Type(((U8) value).getValue());
            case ICMPV6_CODE -> Criteria.matchIcmpv6Code(((U8) value).getValue());
            case IPV6_ND_TARGET ->
                Criteria.matchIPv6NDTargetAddress(Ip6Address.valueOf(((IPv6Address) value).getBytes()));
            case TCP_SRC -> Criteria.matchTcpSrc(port(value));
            case TCP_DST -> Criteria.matchTcpDst(port(value));
            case UDP_SRC -> Criteria.matchUdpSrc(port(value));
            case UDP_DST -> Criteria.matchUdpDst(port(value));
            case SCTP_SRC -> Criteria.matchSctpSrc(port(value));
            case SCTP_DST -> Criteria.matchSctpDst(port(value));
            default -> foreign(field);
        };
    }

    private Criterion masked(OFOxm<?> field) {
        Object value = field.getValue();
        Object mask = field.getMask();
        return switch (field.getMatchField().id) {
            case METADATA ->
                extension(new MaskedMetadata(
                        ((OFMetadata) value).getValue().getValue(),
                        ((OFMetadata) mask).getValue().getValue()));
            case ETH_DST -> Criteria.matchEthDstMasked(mac(value), mac(mask));
            case ETH_SRC -> Criteria.matchEthSrcMasked(mac(value), mac(mask));
            case VLAN_VID ->
                maskedVlan(field, ((OFVlanVidMatch) value).getRawVid(), ((OFVlanVidMatch) mask).getRawVid());
            case IPV4_SRC, IPV4_DST, IPV6_SRC, IPV6_DST -> prefix(field);
            default -> foreign(field);
        };
    }

    private Criterion prefix(OFOxm<?> field) {
        Object value = field.getValue();
        boolean four = value instanceof IPv4Address;
        int length = four ? length((IPv4Address) field.getMask()) : length((IPv6Address) field.getMask());
        if (length < 0) {
            return foreign(field);
        }
        return switch (field.getMatchField().id) {
            case IPV4_SRC -> Criteria.matchIPSrc(ipv4(value, length));
            case IPV4_DST -> Criteria.matchIPDst(ipv4(value, length));
            case IPV6_SRC -> Criteria.matchIPv6Src(ipv6(value, length));
            default -> Criteria.matchIPv6Dst(ipv6(value, length));
        };
    }

    private Criterion maskedVlan(OFOxm<?> field, short value, short mask) {
        if (value == MaskedVlan.PRESENT && mask == MaskedVlan.PRESENT) {
            return Criteria.matchVlanId(VlanId.ANY);
        }
        int bits = Short.toUnsignedInt(mask);
        boolean clean = (bits & ~0x1fff) == 0 && (value & ~bits) == 0;
        return clean ? extension(new MaskedVlan(value, bits)) : foreign(field);
    }

    private static VlanId vlan(OFVlanVidMatch vlan) {
        return vlan.isPresentBitSet() ? VlanId.vlanId(vlan.getVlan()) : VlanId.NONE;
    }

    private Criterion extension(ExtensionSelector selector) {
        return Criteria.extension(selector, device);
    }

    private Criterion foreign(OFOxm<?> field) {
        return extension(Foreign.of(field));
    }

    private static MacAddress mac(Object value) {
        return MacAddress.valueOf(((org.projectfloodlight.openflow.types.MacAddress) value).getBytes());
    }

    private static TpPort port(Object value) {
        return TpPort.tpPort(((TransportPort) value).getPort());
    }

    private static IpPrefix ipv4(Object value, int length) {
        return IpPrefix.valueOf(((IPv4Address) value).getInt(), length);
    }

    private static IpPrefix ipv6(Object value, int length) {
        return IpPrefix.valueOf(Ip6Address.valueOf(((IPv6Address) value).getBytes()), length);
    }

    private static int length(IPv4Address mask) {
        return mask.isCidrMask() ? mask.asCidrMaskLength() : -1;
    }

    private static int length(IPv6Address mask) {
        return mask.isCidrMask() ? mask.asCidrMaskLength() : -1;
    }
}
