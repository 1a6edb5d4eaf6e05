package io.plumbline.southbound.openflow.translation;

import static io.plumbline.southbound.openflow.translation.WireValues.ipv4;
import static io.plumbline.southbound.openflow.translation.WireValues.ipv6;
import static io.plumbline.southbound.openflow.translation.WireValues.mac;
import static io.plumbline.southbound.openflow.translation.WireValues.port;

import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Span;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.VlanId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.criteria.Criteria;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.ExtensionCriterion;

/**
 * OXM fields as a selector, the inverse of {@link MatchTranslation}. What the vocabulary has no word for (a rule that somebody else
 * put) becomes a {@link Foreign} criterion: it is seen, and equals nothing that we put.
 */
final class SelectorTranslation {
    private static final int ALL_VLAN_BITS = 0x1fff;
    private static final long ALL_MAC_BITS = 0xffff_ffff_ffffL;
    private static final int RESERVED_PROTOCOL = 255;

    private final DeviceId device;

    SelectorTranslation(DeviceId device) {
        this.device = device;
    }

    TrafficSelector selector(Span fields) throws MalformedMessage {
        TrafficSelector.Builder selector = DefaultTrafficSelector.builder();
        while (!fields.isEmpty()) {
            selector.add(criterion(fields));
        }
        return selector.build();
    }

    private Criterion criterion(Span fields) throws MalformedMessage {
        Span whole = fields.again();
        int oxmClass = fields.u16();
        int fieldAndMask = fields.u8();
        Span value = fields.take(fields.u8());
        Span oxm = whole.take(4 + value.remaining());
        if (oxmClass != Oxm.BASIC_CLASS) {
            return foreign(oxm);
        }
        int field = fieldAndMask >> 1;
        boolean masked = (fieldAndMask & 1) != 0;
        Criterion known = masked ? masked(field, value, oxm) : ethernet(field, value, oxm);
        if (!value.isEmpty() && !(known instanceof ExtensionCriterion)) {
            throw new MalformedMessage("match field " + field + " is " + value.remaining() + " bytes too long");
        }
        return known;
    }

    private Criterion ethernet(int field, Span value, Span oxm) throws MalformedMessage {
        return switch (field) {
            case Oxm.IN_PORT -> Criteria.matchInPort(Ports.fromOpenFlow(value.i32()));
            case Oxm.METADATA -> Criteria.matchMetadata(value.i64());
            case Oxm.ETH_DST -> Criteria.matchEthDst(mac(value));
            case Oxm.ETH_SRC -> Criteria.matchEthSrc(mac(value));
            case Oxm.ETH_TYPE -> Criteria.matchEthType(value.u16());
            case Oxm.VLAN_VID -> vlan(value.u16(), oxm);
            case Oxm.VLAN_PCP -> Criteria.matchVlanPcp((byte) value.u8());
            case Oxm.MPLS_LABEL -> Criteria.matchMplsLabel(MplsLabel.mplsLabel(value.i32()));
            case Oxm.MPLS_BOS -> Criteria.matchMplsBos(value.u8() != 0);
            case Oxm.ARP_OP -> Criteria.matchArpOp(value.u16());
            case Oxm.ARP_SPA -> Criteria.matchArpSpa(ipv4(value));
            case Oxm.ARP_TPA -> Criteria.matchArpTpa(ipv4(value));
            case Oxm.ARP_SHA -> Criteria.matchArpSha(mac(value));
            case Oxm.ARP_THA -> Criteria.matchArpTha(mac(value));
            default -> internet(field, value, oxm);
        };
    }

    private Criterion internet(int field, Span value, Span oxm) throws MalformedMessage {
        return switch (field) {
            case Oxm.IP_PROTO -> protocol(value.u8(), oxm);
            case Oxm.IP_DSCP -> Criteria.matchIPDscp((byte) value.u8());
            case Oxm.IP_ECN -> Criteria.matchIPEcn((byte) value.u8());
            case Oxm.IPV4_SRC -> Criteria.matchIPSrc(ipv4(value, IpPrefix.MAX_INET_MASK_LENGTH));
            case Oxm.IPV4_DST -> Criteria.matchIPDst(ipv4(value, IpPrefix.MAX_INET_MASK_LENGTH));
            case Oxm.IPV6_SRC -> Criteria.matchIPv6Src(ipv6(value, IpPrefix.MAX_INET6_MASK_LENGTH));
            case Oxm.IPV6_DST -> Criteria.matchIPv6Dst(ipv6(value, IpPrefix.MAX_INET6_MASK_LENGTH));
            case Oxm.ICMPV4_TYPE -> Criteria.matchIcmpType((short) value.u8());
            case Oxm.ICMPV4_CODE -> Criteria.matchIcmpCode((short) value.u8());
            case Oxm.ICMPV6_TYPE -> Criteria.matchIcmpv6Type((short) value.u8());
            case Oxm.ICMPV6_CODE -> Criteria.matchIcmpv6Code((short) value.u8());
            case Oxm.IPV6_ND_TARGET -> Criteria.matchIPv6NDTargetAddress(ipv6(value));
            case Oxm.TCP_SRC -> Criteria.matchTcpSrc(port(value));
            case Oxm.TCP_DST -> Criteria.matchTcpDst(port(value));
            case Oxm.UDP_SRC -> Criteria.matchUdpSrc(port(value));
            case Oxm.UDP_DST -> Criteria.matchUdpDst(port(value));
            case Oxm.SCTP_SRC -> Criteria.matchSctpSrc(port(value));
            case Oxm.SCTP_DST -> Criteria.matchSctpDst(port(value));
            default -> foreign(oxm);
        };
    }

    private Criterion masked(int field, Span value, Span oxm) throws MalformedMessage {
        return switch (field) {
            case Oxm.METADATA -> metadata(value.i64(), value.i64(), oxm);
            case Oxm.ETH_DST, Oxm.ETH_SRC -> maskedMac(field, value.bytes(6), value.bytes(6), oxm);
            case Oxm.VLAN_VID -> maskedVlan(value.u16(), value.u16(), oxm);
            case Oxm.IPV4_SRC, Oxm.IPV4_DST, Oxm.IPV6_SRC, Oxm.IPV6_DST -> prefix(field, value, oxm);
            default -> foreign(oxm);
        };
    }

    /** The codec does not write the reserved protocol. */
    private Criterion protocol(int protocol, Span oxm) {
        return protocol == RESERVED_PROTOCOL ? foreign(oxm) : Criteria.matchIPProtocol((short) protocol);
    }

    private Criterion maskedMac(int field, byte[] value, byte[] mask, Span oxm) {
        long address = MacAddress.valueOf(value).toLong();
        long bits = MacAddress.valueOf(mask).toLong();
        if (bits == 0 || bits == ALL_MAC_BITS || (address & ~bits) != 0) {
            return foreign(oxm);
        }
        return field == Oxm.ETH_DST
                ? Criteria.matchEthDstMasked(MacAddress.valueOf(value), MacAddress.valueOf(mask))
                : Criteria.matchEthSrcMasked(MacAddress.valueOf(value), MacAddress.valueOf(mask));
    }

    private Criterion metadata(long value, long mask, Span oxm) {
        boolean clean = mask != 0 && mask != -1L && (value & ~mask) == 0;
        return clean ? Criteria.extension(new MaskedMetadata(value, mask), device) : foreign(oxm);
    }

    private Criterion prefix(int field, Span value, Span oxm) throws MalformedMessage {
        boolean four = field == Oxm.IPV4_SRC || field == Oxm.IPV4_DST;
        Span address = value.take(four ? 4 : 16);
        int length = WireValues.prefixLength(value.take(four ? 4 : 16));
        if (length <= 0) {
            return foreign(oxm);
        }
        return switch (field) {
            case Oxm.IPV4_SRC -> Criteria.matchIPSrc(ipv4(address, length));
            case Oxm.IPV4_DST -> Criteria.matchIPDst(ipv4(address, length));
            case Oxm.IPV6_SRC -> Criteria.matchIPv6Src(ipv6(address, length));
            default -> Criteria.matchIPv6Dst(ipv6(address, length));
        };
    }

    private Criterion vlan(int value, Span oxm) {
        if (value == 0) {
            return Criteria.matchVlanId(VlanId.NONE);
        }
        int vid = value - MaskedVlan.PRESENT;
        boolean tagged = vid >= 0 && vid <= VlanId.MAX_VLAN;
        return tagged ? Criteria.matchVlanId(VlanId.vlanId((short) vid)) : foreign(oxm);
    }

    private Criterion maskedVlan(int value, int mask, Span oxm) {
        if (value == MaskedVlan.PRESENT && mask == MaskedVlan.PRESENT) {
            return Criteria.matchVlanId(VlanId.ANY);
        }
        boolean partial = mask != 0 && mask != ALL_VLAN_BITS;
        boolean clean = partial && (mask & ~ALL_VLAN_BITS) == 0 && (value & ~mask) == 0;
        return clean ? Criteria.extension(new MaskedVlan(value, mask), device) : foreign(oxm);
    }

    private Criterion foreign(Span oxm) {
        return Criteria.extension(Foreign.field(oxm), device);
    }
}
