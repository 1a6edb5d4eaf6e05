package io.plumbline.southbound.simulated.frame;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/** Makes well-formed frames: addresses, tags, then ARP, IP with UDP or TCP, or any bytes. */
public final class FrameBuilder {
    private static final int HOP_LIMIT = 64;

    private long ethDst = MacAddress.BROADCAST.toLong();
    private long ethSrc;
    private final List<int[]> tags = new ArrayList<>();
    private int etherType = 0xffff;
    private byte[] payload = new byte[0];
    private @Nullable IpAddress source;
    private @Nullable IpAddress destination;
    private int dscp;
    private int ipProtocol = 59;
    private int length;

    FrameBuilder() {}

    public FrameBuilder from(MacAddress mac) {
        ethSrc = mac.toLong();
        return this;
    }

    public FrameBuilder to(MacAddress mac) {
        ethDst = mac.toLong();
        return this;
    }

    /** One more tag, inside those there are. */
    public FrameBuilder vlan(int vlanId, int pcp) {
        tags.add(new int[] {Frame.VLAN, pcp << 13 | vlanId});
        return this;
    }

    /** Pads the frame to this length, VLAN tags included; without it a frame is padded to 60 bytes. */
    public FrameBuilder length(int bytes) {
        length = bytes;
        return this;
    }

    /** Any other type and what it carries. */
    public FrameBuilder payload(int type, byte[] bytes) {
        etherType = type;
        payload = bytes.clone();
        return this;
    }

    public FrameBuilder arp(
            int operation, MacAddress senderMac, IpAddress sender, MacAddress targetMac, IpAddress target) {
        byte[] arp = new byte[28];
        Wire.putU16(arp, 0, 1);
        Wire.putU16(arp, 2, Headers.IPV4);
        Wire.putU16(arp, 4, 0x0604);
        Wire.putU16(arp, 6, operation);
        Wire.putU48(arp, 8, senderMac.toLong());
        System.arraycopy(sender.toOctets(), 0, arp, 14, 4);
        Wire.putU48(arp, 18, targetMac.toLong());
        System.arraycopy(target.toOctets(), 0, arp, 24, 4);
        return payload(Headers.ARP, arp);
    }

    /** IPv4 or IPv6, by the addresses. */
    public FrameBuilder ip(IpAddress from, IpAddress to) {
        source = from;
        destination = to;
        etherType = from.isIp4() ? Headers.IPV4 : Headers.IPV6;
        return this;
    }

    public FrameBuilder dscp(int value) {
        dscp = value;
        return this;
    }

    public FrameBuilder udp(int sourcePort, int destinationPort) {
        ipProtocol = Headers.UDP;
        payload = ports(new byte[8], sourcePort, destinationPort);
        Wire.putU16(payload, 4, payload.length);
        return this;
    }

    public FrameBuilder tcp(int sourcePort, int destinationPort) {
        ipProtocol = Headers.TCP;
        payload = ports(new byte[20], sourcePort, destinationPort);
        payload[12] = 0x50;
        return this;
    }

    /** Any other protocol with what it carries. */
    public FrameBuilder protocol(int number, byte[] bytes) {
        ipProtocol = number;
        payload = bytes.clone();
        return this;
    }

    /** An ICMPv6 message with a right checksum; call after {@link #ip}. */
    public FrameBuilder icmpv6(byte[] message) {
        byte[] bytes = message.clone();
        Wire.putU16(bytes, 2, 0);
        long sum = Checksum.sum(bytes, 0, bytes.length) + bytes.length + Headers.ICMPV6;
        if (source != null && destination != null) {
            sum += Checksum.sum(source.toOctets(), 0, 16) + Checksum.sum(destination.toOctets(), 0, 16);
        }
        Wire.putU16(bytes, 2, Checksum.fold(sum));
        return protocol(Headers.ICMPV6, bytes);
    }

    private static byte[] ports(byte[] header, int sourcePort, int destinationPort) {
        Wire.putU16(header, 0, sourcePort);
        Wire.putU16(header, 2, destinationPort);
        return header;
    }

    public Frame build() {
        int headerLength = Frame.HEADER_LENGTH + tags.size() * Frame.TAG_LENGTH;
        byte[] body = source == null || destination == null ? payload : packet(source, destination);
        byte[] frame = new byte[Math.max(headerLength + body.length, length == 0 ? 60 : length)];
        Wire.putU48(frame, 0, ethDst);
        Wire.putU48(frame, 6, ethSrc);
        int at = Frame.ADDRESSES_LENGTH;
        for (int[] tag : tags) {
            Wire.putU16(frame, at, tag[0]);
            Wire.putU16(frame, at + 2, tag[1]);
            at += Frame.TAG_LENGTH;
        }
        Wire.putU16(frame, at, etherType);
        System.arraycopy(body, 0, frame, headerLength, body.length);
        return Frame.of(frame);
    }

    private byte[] packet(IpAddress from, IpAddress to) {
        int headerLength = from.isIp4() ? 20 : 40;
        int wanted = length - Frame.HEADER_LENGTH - tags.size() * Frame.TAG_LENGTH;
        byte[] packet = new byte[Math.max(headerLength + payload.length, wanted)];
        System.arraycopy(payload, 0, packet, headerLength, payload.length);
        if (ipProtocol == Headers.UDP) {
            Wire.putU16(packet, headerLength + 4, packet.length - headerLength);
        }
        if (from.isIp4()) {
            ipv4(packet, from, to);
        } else {
            ipv6(packet, from, to);
        }
        return packet;
    }

    private void ipv4(byte[] packet, IpAddress from, IpAddress to) {
        packet[0] = 0x45;
        packet[1] = (byte) (dscp << 2);
        Wire.putU16(packet, 2, packet.length);
        packet[8] = HOP_LIMIT;
        packet[9] = (byte) ipProtocol;
        System.arraycopy(from.toOctets(), 0, packet, 12, 4);
        System.arraycopy(to.toOctets(), 0, packet, 16, 4);
        Checksum.fixIpv4(packet, 0);
    }

    private void ipv6(byte[] packet, IpAddress from, IpAddress to) {
        Wire.putU16(packet, 0, 6 << 12 | dscp << 6);
        Wire.putU16(packet, 4, packet.length - 40);
        packet[6] = (byte) ipProtocol;
        packet[7] = HOP_LIMIT;
        System.arraycopy(from.toOctets(), 0, packet, 8, 16);
        System.arraycopy(to.toOctets(), 0, packet, 24, 16);
    }
}
