package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.api.MaskedVlan;
import io.plumbline.southbound.simulated.frame.Headers;
import org.onlab.packet.VlanId;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.Criterion.Type;
import org.onosproject.net.flow.criteria.EthTypeCriterion;
import org.onosproject.net.flow.criteria.ExtensionCriterion;
import org.onosproject.net.flow.criteria.IPProtocolCriterion;
import org.onosproject.net.flow.criteria.Icmpv6TypeCriterion;
import org.onosproject.net.flow.criteria.VlanIdCriterion;

/** What a match must say before it may say more: OpenFlow 1.3.5, 7.2.3.7 "Flow Match Fields", prerequisites. */
final class MatchPrerequisites {
    private final TrafficSelector selector;

    MatchPrerequisites(TrafficSelector selector) {
        this.selector = selector;
    }

    /** Whether all its criteria may stand beside one another. */
    boolean met() {
        return selector.criteria().stream().allMatch(this::met);
    }

    private boolean met(Criterion criterion) {
        return switch (criterion.type()) {
            case VLAN_PCP -> taggedForSure();
            case IP_PROTO, IP_DSCP, IP_ECN -> isIp();
            case IPV4_SRC, IPV4_DST -> etherType() == Headers.IPV4;
            case IPV6_SRC, IPV6_DST -> etherType() == Headers.IPV6;
            case TCP_SRC, TCP_DST, TCP_SRC_MASKED, TCP_DST_MASKED -> isIp() && protocol() == Headers.TCP;
            case UDP_SRC, UDP_DST, UDP_SRC_MASKED, UDP_DST_MASKED -> isIp() && protocol() == Headers.UDP;
            case SCTP_SRC, SCTP_DST, SCTP_SRC_MASKED, SCTP_DST_MASKED -> isIp() && protocol() == Headers.SCTP;
            case ICMPV4_TYPE, ICMPV4_CODE -> etherType() == Headers.IPV4 && protocol() == Headers.ICMP;
            case ICMPV6_TYPE, ICMPV6_CODE -> isIcmpv6();
            case IPV6_ND_TARGET -> isIcmpv6() && isNeighbourDiscovery();
            case ARP_OP, ARP_SPA, ARP_TPA, ARP_SHA, ARP_THA -> etherType() == Headers.ARP;
            default -> true;
        };
    }

    /** Whether every frame that matches has an IP header. */
    boolean isIp() {
        return etherType() == Headers.IPV4 || etherType() == Headers.IPV6;
    }

    /** Whether every frame that matches has a VLAN tag. */
    boolean taggedForSure() {
        return selector.criteria().stream().anyMatch(MatchPrerequisites::asksForTag);
    }

    private static boolean asksForTag(Criterion criterion) {
        return switch (criterion) {
            case VlanIdCriterion vlan ->
                vlan.type() == Type.VLAN_VID && !vlan.vlanId().equals(VlanId.NONE);
            case ExtensionCriterion extension ->
                extension.extensionSelector() instanceof MaskedVlan vlan && (vlan.value() & MaskedVlan.PRESENT) != 0;
            default -> false;
        };
    }

    private boolean isIcmpv6() {
        return etherType() == Headers.IPV6 && protocol() == Headers.ICMPV6;
    }

    private boolean isNeighbourDiscovery() {
        return selector.getCriterion(Type.ICMPV6_TYPE) instanceof Icmpv6TypeCriterion type
                && (type.icmpv6Type() == 135 || type.icmpv6Type() == 136);
    }

    private int etherType() {
        return selector.getCriterion(Type.ETH_TYPE) instanceof EthTypeCriterion type
                ? type.ethType().toShort() & 0xffff
                : -1;
    }

    private int protocol() {
        return selector.getCriterion(Type.IP_PROTO) instanceof IPProtocolCriterion protocol
                ? protocol.protocol() & 0xff
                : -1;
    }
}
