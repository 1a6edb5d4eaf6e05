package io.plumbline.controller.discovery;

import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.FrameBuilder;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/** What hosts send. */
final class Frames {
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int HOP_LIMIT = 14 + 7;

    private Frames() {}

    static byte[] arpRequest(int mac, String ip, String target) {
        return arp(Scene.mac(mac), MacAddress.BROADCAST, REQUEST, Scene.mac(mac), ip, MacAddress.ZERO, target);
    }

    static byte[] arpReply(int mac, String ip, int toMac, String toIp) {
        return arp(Scene.mac(mac), Scene.mac(toMac), REPLY, Scene.mac(mac), ip, Scene.mac(toMac), toIp);
    }

    static byte[] arp(
            MacAddress from,
            MacAddress to,
            int operation,
            MacAddress sender,
            String senderIp,
            MacAddress target,
            String targetIp) {
        return Frame.builder()
                .from(from)
                .to(to)
                .arp(operation, sender, IpAddress.valueOf(senderIp), target, IpAddress.valueOf(targetIp))
                .build()
                .bytes();
    }

    static byte[] udp(int mac, String ip, int toMac, String toIp) {
        return Frame.builder()
                .from(Scene.mac(mac))
                .to(Scene.mac(toMac))
                .ip(IpAddress.valueOf(ip), IpAddress.valueOf(toIp))
                .udp(1, 2)
                .build()
                .bytes();
    }

    static FrameBuilder from(int mac) {
        return Frame.builder().from(Scene.mac(mac));
    }

    static byte[] solicitation(int mac, String ip, String target) {
        byte[] group = Ip6Address.valueOf("ff02::1:ff00:0").toOctets();
        byte[] asked = Ip6Address.valueOf(target).toOctets();
        System.arraycopy(asked, 13, group, 13, 3);
        byte[] ethernet = {0x33, 0x33, group[12], group[13], group[14], group[15]};
        boolean triesOut = ip.equals("::");
        byte[] message = message(135, 0, target, triesOut ? 0 : 1, mac);
        return ndp(
                mac,
                MacAddress.valueOf(ethernet),
                ip,
                Ip6Address.valueOf(Ip6Address.valueOf(group).toOctets()),
                message);
    }

    static byte[] advertisement(int mac, String ip, int toMac, String toIp) {
        return ndp(mac, Scene.mac(toMac), ip, Ip6Address.valueOf(toIp), message(136, 0x60, ip, 2, mac));
    }

    private static byte[] message(int type, int flags, String target, int option, int mac) {
        byte[] message = new byte[option == 0 ? 24 : 32];
        message[0] = (byte) type;
        message[4] = (byte) flags;
        System.arraycopy(Ip6Address.valueOf(target).toOctets(), 0, message, 8, 16);
        if (option != 0) {
            message[24] = (byte) option;
            message[25] = 1;
            System.arraycopy(Scene.mac(mac).toBytes(), 0, message, 26, 6);
        }
        return message;
    }

    static byte[] ndp(int mac, MacAddress to, String from, Ip6Address destination, byte[] message) {
        byte[] frame = from(mac)
                .to(to)
                .ip(Ip6Address.valueOf(from), destination)
                .icmpv6(message)
                .build()
                .bytes();
        frame[HOP_LIMIT] = (byte) 255;
        return frame;
    }
}
