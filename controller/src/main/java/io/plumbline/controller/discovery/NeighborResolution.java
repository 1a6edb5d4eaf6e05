package io.plumbline.controller.discovery;

import io.plumbline.controller.inventory.LabelRange;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/**
 * Answers hosts that look for each other (ARP, NDP), learning from what they say. A request for a known host is answered at once out
 * of the port where it was asked; one for an unknown host is copied to all other edge ports, and the answer is brought to the asker. So
 * nothing is ever flooded by switches.
 */
final class NeighborResolution {
    private final Fabric fabric;
    private final HostTracker hosts;
    private final Budget copiesInAll;

    NeighborResolution(Fabric fabric, HostTracker hosts, DiscoverySettings settings) {
        this.fabric = fabric;
        this.hosts = hosts;
        this.copiesInAll = new Budget(settings.copiesInAll());
    }

    /** A frame was punted that is no LLDP. */
    void arrived(PortState port, EthernetFrame frame, long nowNanos, EffectsInMaking effects) {
        if (port.role != PortRole.EDGE || frame.vlan() >= LabelRange.LEAST) {
            return;
        }
        if (frame.etherType() == EthernetFrame.ARP) {
            @Nullable ArpPacket arp = ArpPacket.read(frame);
            if (arp != null) {
                arp(port, frame, arp, nowNanos, effects);
            } else if (port.complaints.take(nowNanos)) {
                String detail = "at " + port + ": a malformed ARP packet, or one that names another sender";
                effects.notice(Notice.HOST_REJECTED, frame.source().toString(), detail);
            }
            return;
        }
        @Nullable
        NeighborMessage message = frame.etherType() == EthernetFrame.IPV6 ? NeighborMessage.read(frame) : null;
        if (message != null) {
            ndp(port, frame, message, nowNanos, effects);
        } else if (showsHost(frame)) {
            hosts.see(port, frame.source(), KnownHost.Seen.TRAFFIC, nowNanos, effects);
        }
    }

    /**
     * Whether a frame tells that a host is there. The interface of a switch itself, too, sends IPv6 groups, spanning-tree and other
     * link-local frames now and then, so these tell nothing.
     */
    private static boolean showsHost(EthernetFrame frame) {
        return !frame.toMany() || frame.etherType() == EthernetFrame.IPV4;
    }

    private void arp(PortState port, EthernetFrame frame, ArpPacket arp, long nowNanos, EffectsInMaking effects) {
        @Nullable HostState host = hosts.see(port, arp.senderMac(), KnownHost.Seen.ARP, nowNanos, effects);
        boolean probe = arp.senderIp().isZero();
        if (host == null || !probe && !hosts.bind(host, arp.senderIp(), nowNanos, effects)) {
            return;
        }
        if (!arp.request()) {
            deliver(port, arp.targetMac(), () -> arp.frame(frame, arp.targetMac()), nowNanos, effects);
        } else if (!arp.senderIp().equals(arp.targetIp())) {
            @Nullable HostState owner = hosts.find((IpAddress) arp.targetIp());
            if (owner != null && owner.reachableAt() != null) {
                answer(port, host, owner, () -> arp.answerFrom(owner.mac, frame), effects);
            } else {
                copy(port, () -> arp.frame(frame, MacAddress.BROADCAST), nowNanos, effects);
            }
        }
    }

    private void ndp(
            PortState port, EthernetFrame frame, NeighborMessage message, long nowNanos, EffectsInMaking effects) {
        MacAddress sender = frame.source();
        if (message.linkLayer() != null && !message.linkLayer().equals(sender)) {
            return;
        }
        if (message.triesOut()) {
            triesOut(port, frame, message, sender, nowNanos, effects);
            return;
        }
        IpAddress said = message.solicitation() ? message.source() : message.target();
        @Nullable HostState host = hosts.see(port, sender, KnownHost.Seen.NDP, nowNanos, effects);
        if (host == null || !hosts.bind(host, said, nowNanos, effects)) {
            return;
        }
        if (message.solicitation()) {
            solicited(port, frame, message, host, nowNanos, effects);
        } else if (frame.toMany()) {
            copy(port, () -> NeighborMessage.copy(frame), nowNanos, effects);
        } else {
            MacAddress to = EthernetFrame.address(frame.bytes(), 0);
            deliver(port, to, () -> NeighborMessage.copy(frame), nowNanos, effects);
        }
    }

    private void solicited(
            PortState port,
            EthernetFrame frame,
            NeighborMessage message,
            HostState host,
            long nowNanos,
            EffectsInMaking effects) {
        @Nullable HostState owner = hosts.find((IpAddress) message.target());
        if (owner != null && owner.reachableAt() != null) {
            answer(port, host, owner, () -> message.answerFrom(owner.mac, host.mac, frame), effects);
        } else {
            copy(port, () -> NeighborMessage.copy(frame), nowNanos, effects);
        }
    }

    /** Duplicate address detection: whoever has the address is spoken for; it teaches nothing of the one who asks. */
    private void triesOut(
            PortState port,
            EthernetFrame frame,
            NeighborMessage message,
            MacAddress sender,
            long nowNanos,
            EffectsInMaking effects) {
        @Nullable HostState owner = hosts.find((IpAddress) message.target());
        if (owner == null) {
            copy(port, () -> NeighborMessage.copy(frame), nowNanos, effects);
        } else if (!owner.mac.equals(sender) && owner.reachableAt() != null) {
            effects.send(port.point, message.answerFrom(owner.mac, sender, frame));
        }
    }

    /** Hosts at one port hear each other without us. */
    private static void answer(
            PortState port, HostState asker, HostState owner, Supplier<byte[]> frame, EffectsInMaking effects) {
        if (owner != asker && owner.location != port) {
            effects.send(port.point, frame.get());
        }
    }

    private void deliver(
            PortState from, MacAddress to, Supplier<byte[]> frame, long nowNanos, EffectsInMaking effects) {
        @Nullable HostState receiver = hosts.find(to);
        PortState at = receiver == null ? null : receiver.reachableAt();
        if (at != null && at != from && from.deliveries.take(nowNanos)) {
            effects.send(at.point, frame.get());
        }
    }

    private void copy(PortState from, Supplier<byte[]> frame, long nowNanos, EffectsInMaking effects) {
        int others = Math.max(1, fabric.edgePorts().size() - 1);
        if (!from.copies.take(nowNanos) || !copiesInAll.take(nowNanos, others)) {
            return;
        }
        byte[] copy = frame.get();
        for (PortState port : fabric.edgePorts()) {
            if (port != from) {
                effects.send(port.point, copy);
            }
        }
    }
}
