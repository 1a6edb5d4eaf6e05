package io.plumbline.controller.program;

import java.util.Optional;
import java.util.OptionalInt;
import org.onlab.packet.EthType;
import org.onlab.packet.Ip6Prefix;
import org.onlab.packet.IpAddress;
import org.onlab.packet.IpPrefix;
import org.onlab.packet.MacAddress;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.TrafficSelector;

/**
 * Which packets the ingress edge takes for a guaranteed flow: IP packets that enter by one port. Everything absent means any, but for the
 * VLAN, where absent means untagged.
 *
 * @param ingress {@code device/port}
 * @param ipVersion 4 or 6
 * @param sourceIp address text
 * @param destinationIp address text
 * @param sourceMac where the source has no address
 * @param destinationMac where the destination has no address
 */
public record Classifier(
        String ingress,
        int ipVersion,
        Optional<String> sourceIp,
        Optional<String> destinationIp,
        Optional<String> sourceMac,
        Optional<String> destinationMac,
        OptionalInt protocol,
        OptionalInt sourcePort,
        OptionalInt destinationPort,
        OptionalInt vlan) {
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** Whether some packet belongs to both: then neither's bound would hold, so both cannot be admitted. */
    public boolean overlaps(Classifier other) {
        return ingress.equals(other.ingress)
                && ipVersion == other.ipVersion
                && vlan.equals(other.vlan)
                && meet(sourceIp, other.sourceIp)
                && meet(destinationIp, other.destinationIp)
                && meet(sourceMac, other.sourceMac)
                && meet(destinationMac, other.destinationMac)
                && meet(protocol, other.protocol)
                && meet(sourcePort, other.sourcePort)
                && meet(destinationPort, other.destinationPort);
    }

    private static boolean meet(Optional<String> a, Optional<String> b) {
        return a.isEmpty() || b.isEmpty() || a.equals(b);
    }

    private static boolean meet(OptionalInt a, OptionalInt b) {
        return a.isEmpty() || b.isEmpty() || a.equals(b);
    }

    /** As a match of the classification table. */
    public TrafficSelector selector() {
        TrafficSelector.Builder match = DefaultTrafficSelector.builder()
                .matchInPort(ConnectPoint.deviceConnectPoint(ingress).port())
                .matchEthType(ethernetType())
                .matchVlanId(vlan.isPresent() ? VlanId.vlanId((short) vlan.getAsInt()) : VlanId.NONE);
        sourceMac.ifPresent(mac -> match.matchEthSrc(MacAddress.valueOf(mac)));
        destinationMac.ifPresent(mac -> match.matchEthDst(MacAddress.valueOf(mac)));
        sourceIp.ifPresent(ip -> matchIp(match, ip, true));
        destinationIp.ifPresent(ip -> matchIp(match, ip, false));
        protocol.ifPresent(number -> match.matchIPProtocol((byte) number));
        sourcePort.ifPresent(port -> matchPort(match, port, true));
        destinationPort.ifPresent(port -> matchPort(match, port, false));
        return match.build();
    }

    /** Ethernet type of its packets. */
    short ethernetType() {
        return ipVersion == 6
                ? EthType.EtherType.IPV6.ethType().toShort()
                : EthType.EtherType.IPV4.ethType().toShort();
    }

    private static void matchIp(TrafficSelector.Builder match, String text, boolean source) {
        IpPrefix host = IpAddress.valueOf(text).toIpPrefix();
        if (host instanceof Ip6Prefix && source) {
            match.matchIPv6Src(host);
        } else if (host instanceof Ip6Prefix) {
            match.matchIPv6Dst(host);
        } else if (source) {
            match.matchIPSrc(host);
        } else {
            match.matchIPDst(host);
        }
    }

    private void matchPort(TrafficSelector.Builder match, int number, boolean source) {
        TpPort port = TpPort.tpPort(number);
        switch (protocol.orElse(-1)) {
            case TCP -> {
                if (source) {
                    match.matchTcpSrc(port);
                } else {
                    match.matchTcpDst(port);
                }
            }
            case UDP -> {
                if (source) {
                    match.matchUdpSrc(port);
                } else {
                    match.matchUdpDst(port);
                }
            }
            default -> throw new IllegalStateException("ports without TCP or UDP: " + this);
        }
    }
}
