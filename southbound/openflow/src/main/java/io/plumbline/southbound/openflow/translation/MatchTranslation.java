package io.plumbline.southbound.openflow.translation;

import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import java.util.List;
import org.onlab.packet.IpPrefix;
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
import org.onosproject.net.flow.criteria.MplsBosCriterion;
import org.onosproject.net.flow.criteria.MplsCriterion;
import org.onosproject.net.flow.criteria.PortCriterion;
import org.onosproject.net.flow.criteria.SctpPortCriterion;
import org.onosproject.net.flow.criteria.TcpPortCriterion;
import org.onosproject.net.flow.criteria.UdpPortCriterion;
import org.onosproject.net.flow.criteria.VlanIdCriterion;
import org.onosproject.net.flow.criteria.VlanPcpCriterion;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.ArpOpcode;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.ICMPv4Code;
import org.projectfloodlight.openflow.types.ICMPv4Type;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpDscp;
import org.projectfloodlight.openflow.types.IpEcn;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFBooleanValue;
import org.projectfloodlight.openflow.types.OFMetadata;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.U8;
import org.projectfloodlight.openflow.types.VlanPcp;

/** A selector as an OXM match. What a switch would give back in another form is refused here, so that read-back equals what was put. */
final class MatchTranslation {
    private static final int ALL_VLAN_BITS = 0x1fff;

    private final OFFactory factory;

    MatchTranslation(OFFactory factory) {
        this.factory = factory;
    }

    /** The fields that are foreign, which a codec has no way to write. */
    static List<Foreign.Field> foreign(TrafficSelector selector) {
        return selector.criteria().stream()
                .filter(MatchTranslation::isForeign)
                .map(criterion -> (Foreign.Field) ((ExtensionCriterion) criterion).extensionSelector())
                .toList();
    }

    private static boolean isForeign(Criterion criterion) {
        return criterion instanceof ExtensionCriterion extension
                && extension.extensionSelector() instanceof Foreign.Field;
    }

    /** All fields but the foreign ones. */
    Match match(TrafficSelector selector) throws Untranslatable {
        Match.Builder match = factory.buildMatch();
        for (Criterion criterion : selector.criteria()) {
            try {
                if (!isForeign(criterion)) {
                    add(match, criterion);
                }
            } catch (IllegalArgumentException | UnsupportedOperationException impossible) {
                throw Untranslatable.match(criterion + ": " + impossible.getMessage());
            }
        }
        return match.build();
    }

    private static void add(Match.Builder match, Criterion criterion) throws Untranslatable {
        switch (criterion.type()) {
            case IN_PORT -> match.setExact(MatchField.IN_PORT, Ports.toOpenFlow(((PortCriterion) criterion).port()));
            case METADATA ->
                match.setExact(MatchField.METADATA, OFMetadata.ofRaw(((MetadataCriterion) criterion).metadata()));
            case ETH_DST -> match.setExact(MatchField.ETH_DST, mac(((EthCriterion) criterion).mac()));
            case ETH_SRC -> match.setExact(MatchField.ETH_SRC, mac(((EthCriterion) criterion).mac()));
            case ETH_DST_MASKED -> masked(match, MatchField.ETH_DST, (EthCriterion) criterion);
            case ETH_SRC_MASKED -> masked(match, MatchField.ETH_SRC, (EthCriterion) criterion);
            case ETH_TYPE ->
                match.setExact(
                        MatchField.ETH_TYPE,
                        EthType.of(Short.toUnsignedInt(
                                ((EthTypeCriterion) criterion).ethType().toShort())));
            case VLAN_VID -> vlan(match, ((VlanIdCriterion) criterion).vlanId());
            case VLAN_PCP -> match.setExact(MatchField.VLAN_PCP, VlanPcp.of(((VlanPcpCriterion) criterion).priority()));
            case EXTENSION -> extension(match, ((ExtensionCriterion) criterion).extensionSelector());
            case MPLS_LABEL ->
                match.setExact(
                        MatchField.MPLS_LABEL,
                        U32.of(((MplsCriterion) criterion).label().toInt()));
            case MPLS_BOS ->
                match.setExact(MatchField.MPLS_BOS, OFBooleanValue.of(((MplsBosCriterion) criterion).mplsBos()));
            case ARP_OP -> match.setExact(MatchField.ARP_OP, ArpOpcode.of(((ArpOpCriterion) criterion).arpOp()));
            case ARP_SPA ->
                match.setExact(
                        MatchField.ARP_SPA,
                        IPv4Address.of(((ArpPaCriterion) criterion).ip().toInt()));
            case ARP_TPA ->
                match.setExact(
                        MatchField.ARP_TPA,
                        IPv4Address.of(((ArpPaCriterion) criterion).ip().toInt()));
            case ARP_SHA -> match.setExact(MatchField.ARP_SHA, mac(((ArpHaCriterion) criterion).mac()));
            case ARP_THA -> match.setExact(MatchField.ARP_THA, mac(((ArpHaCriterion) criterion).mac()));
            default -> internet(match, criterion);
        }
    }

    private static void internet(Match.Builder match, Criterion criterion) throws Untranslatable {
        switch (criterion.type()) {
            case IP_PROTO ->
                match.setExact(MatchField.IP_PROTO, IpProtocol.of(((IPProtocolCriterion) criterion).protocol()));
            case IP_DSCP -> match.setExact(MatchField.IP_DSCP, IpDscp.of(((IPDscpCriterion) criterion).ipDscp()));
            case IP_ECN -> match.setExact(MatchField.IP_ECN, IpEcn.of(((IPEcnCriterion) criterion).ipEcn()));
            case IPV4_SRC -> ipv4(match, MatchField.IPV4_SRC, ((IPCriterion) criterion).ip());
            case IPV4_DST -> ipv4(match, MatchField.IPV4_DST, ((IPCriterion) criterion).ip());
            case IPV6_SRC -> ipv6(match, MatchField.IPV6_SRC, ((IPCriterion) criterion).ip());
            case IPV6_DST -> ipv6(match, MatchField.IPV6_DST, ((IPCriterion) criterion).ip());
            case ICMPV4_TYPE ->
                match.setExact(MatchField.ICMPV4_TYPE, ICMPv4Type.of(((IcmpTypeCriterion) criterion).icmpType()));
            case ICMPV4_CODE ->
                match.setExact(MatchField.ICMPV4_CODE, ICMPv4Code.of(((IcmpCodeCriterion) criterion).icmpCode()));
            case ICMPV6_TYPE ->
                match.setExact(MatchField.ICMPV6_TYPE, U8.of(((Icmpv6TypeCriterion) criterion).icmpv6Type()));
            case ICMPV6_CODE ->
                match.setExact(MatchField.ICMPV6_CODE, U8.of(((Icmpv6CodeCriterion) criterion).icmpv6Code()));
            case IPV6_ND_TARGET ->
                match.setExact(
                        MatchField.IPV6_ND_TARGET,
                        IPv6Address.of(((IPv6NDTargetAddressCriterion) criterion)
                                .targetAddress()
                                .toOctets()));
            case TCP_SRC -> transport(match, MatchField.TCP_SRC, ((TcpPortCriterion) criterion).tcpPort());
            case TCP_DST -> transport(match, MatchField.TCP_DST, ((TcpPortCriterion) criterion).tcpPort());
            case UDP_SRC -> transport(match, MatchField.UDP_SRC, ((UdpPortCriterion) criterion).udpPort());
            case UDP_DST -> transport(match, MatchField.UDP_DST, ((UdpPortCriterion) criterion).udpPort());
            case SCTP_SRC -> transport(match, MatchField.SCTP_SRC, ((SctpPortCriterion) criterion).sctpPort());
            case SCTP_DST -> transport(match, MatchField.SCTP_DST, ((SctpPortCriterion) criterion).sctpPort());
            default -> throw Untranslatable.match("no OpenFlow match for " + criterion.type() + ": " + criterion);
        }
    }

    private static MacAddress mac(org.onlab.packet.MacAddress mac) {
        return MacAddress.of(mac.toBytes());
    }

    private static void masked(Match.Builder match, MatchField<MacAddress> field, EthCriterion criterion)
            throws Untranslatable {
        org.onlab.packet.MacAddress mask = criterion.mask();
        if (mask == null) {
            throw Untranslatable.match(criterion + " has no mask");
        }
        MacAddress value = mac(criterion.mac());
        MacAddress bits = mac(mask);
        if (bits.equals(MacAddress.NO_MASK)
                || bits.equals(MacAddress.FULL_MASK)
                || !value.applyMask(bits).equals(value)) {
            throw Untranslatable.match(
                    criterion + ": a mask must leave something open, something fixed, and cover the value");
        }
        match.setMasked(field, value, bits);
    }

    private static void vlan(Match.Builder match, VlanId vlan) throws Untranslatable {
        if (vlan.equals(VlanId.NONE)) {
            match.setExact(MatchField.VLAN_VID, OFVlanVidMatch.UNTAGGED);
        } else if (vlan.equals(VlanId.ANY)) {
            match.setMasked(MatchField.VLAN_VID, OFVlanVidMatch.PRESENT, OFVlanVidMatch.PRESENT);
        } else {
            match.setExact(MatchField.VLAN_VID, OFVlanVidMatch.ofVlan(Short.toUnsignedInt(vlan.toShort())));
        }
    }

    private static void extension(Match.Builder match, ExtensionSelector extension) throws Untranslatable {
        switch (extension) {
            case MaskedVlan vlan -> maskedVlan(match, vlan);
            case MaskedMetadata metadata ->
                match.setMasked(
                        MatchField.METADATA, OFMetadata.ofRaw(metadata.value()), OFMetadata.ofRaw(metadata.mask()));
            default -> throw Untranslatable.match("no OpenFlow match for " + extension);
        }
    }

    private static void maskedVlan(Match.Builder match, MaskedVlan vlan) throws Untranslatable {
        if (vlan.mask() == ALL_VLAN_BITS || vlan.mask() == 0 || vlan.equals(MaskedVlan.tagged())) {
            throw Untranslatable.match(vlan + " is what a plain VLAN_VID says; VlanId.ANY matches any tag");
        }
        match.setMasked(
                MatchField.VLAN_VID, OFVlanVidMatch.ofRawVid((short) vlan.value()), OFVlanVidMatch.ofRawVid((short)
                        vlan.mask()));
    }

    private static void ipv4(Match.Builder match, MatchField<IPv4Address> field, IpPrefix prefix)
            throws Untranslatable {
        notEverything(prefix, prefix.isIp4());
        IPv4Address address = IPv4Address.of(prefix.address().getIp4Address().toInt());
        if (prefix.prefixLength() == IpPrefix.MAX_INET_MASK_LENGTH) {
            match.setExact(field, address);
        } else {
            match.setMasked(field, address, IPv4Address.ofCidrMaskLength(prefix.prefixLength()));
        }
    }

    private static void ipv6(Match.Builder match, MatchField<IPv6Address> field, IpPrefix prefix)
            throws Untranslatable {
        notEverything(prefix, prefix.isIp6());
        IPv6Address address = IPv6Address.of(prefix.address().toOctets());
        if (prefix.prefixLength() == IpPrefix.MAX_INET6_MASK_LENGTH) {
            match.setExact(field, address);
        } else {
            match.setMasked(field, address, IPv6Address.ofCidrMaskLength(prefix.prefixLength()));
        }
    }

    private static void notEverything(IpPrefix prefix, boolean family) throws Untranslatable {
        if (!family || prefix.prefixLength() == 0) {
            throw Untranslatable.match(
                    prefix + (family ? " matches everything: leave it out" : " is of the other IP version"));
        }
    }

    private static void transport(Match.Builder match, MatchField<TransportPort> field, org.onlab.packet.TpPort port) {
        match.setExact(field, TransportPort.of(port.toInt()));
    }
}
