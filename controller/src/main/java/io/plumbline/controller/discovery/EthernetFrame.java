package io.plumbline.controller.discovery;

import org.jspecify.annotations.Nullable;
import org.onlab.packet.MacAddress;

/**
 * A received Ethernet frame with at most one VLAN tag taken apart. What lies behind a second tag is opaque, as it is to the switches.
 *
 * @param bytes as received
 * @param vlan VID, or -1 without a tag
 * @param etherType behind the tag
 * @param payload where it begins
 */
record EthernetFrame(byte[] bytes, int vlan, int etherType, int payload) {
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86dd;

    /** Smallest frame on a wire, without FCS. */
    static final int LEAST_BYTES = 60;

    private static final int HEADER = 14;
    private static final int TAG = 4;
    private static final int VLAN_TAG = 0x8100;
    private static final int SERVICE_TAG = 0x88a8;
    private static final int VID_BITS = 0xfff;

    static @Nullable EthernetFrame read(byte[] bytes) {
        if (bytes.length < HEADER) {
            return null;
        }
        int type = unsignedShort(bytes, HEADER - 2);
        if (type != VLAN_TAG && type != SERVICE_TAG) {
            return new EthernetFrame(bytes, -1, type, HEADER);
        }
        if (bytes.length < HEADER + TAG) {
            return null;
        }
        int vlan = unsignedShort(bytes, HEADER) & VID_BITS;
        return new EthernetFrame(bytes, vlan, unsignedShort(bytes, HEADER + 2), HEADER + TAG);
    }

    static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    MacAddress source() {
        return address(bytes, 6);
    }

    static MacAddress address(byte[] bytes, int at) {
        byte[] address = new byte[MacAddress.MAC_ADDRESS_LENGTH];
        System.arraycopy(bytes, at, address, 0, address.length);
        return MacAddress.valueOf(address);
    }

    boolean toMany() {
        return (bytes[0] & 1) != 0;
    }

    int payloadBytes() {
        return bytes.length - payload;
    }

    /**
     * An empty frame of the same VLAN and ethertype for an answer or a copy: the priority of the tag is always 0, so that no host
     * lifts itself or others into a higher class.
     */
    byte[] frameFor(byte[] destination, byte[] source, int payloadBytes) {
        byte[] frame = new byte[Math.max(LEAST_BYTES, payload + payloadBytes)];
        System.arraycopy(destination, 0, frame, 0, 6);
        System.arraycopy(source, 0, frame, 6, 6);
        int at = 12;
        if (vlan >= 0) {
            putShort(frame, at, VLAN_TAG);
            putShort(frame, at + 2, vlan);
            at += TAG;
        }
        putShort(frame, at, etherType);
        return frame;
    }

    static void putShort(byte[] frame, int at, int value) {
        frame[at] = (byte) (value >> 8);
        frame[at + 1] = (byte) value;
    }

    /** An untagged model for frames that the controller makes up itself. */
    static EthernetFrame untagged(int etherType) {
        return new EthernetFrame(new byte[0], -1, etherType, HEADER);
    }
}
