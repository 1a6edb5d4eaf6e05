package io.plumbline.southbound.simulated.frame;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ethernet frame without FCS. Immutable; rewriting gives a new frame. Any bytes are a frame: what a rewrite needs and does not find
 * (a tag, an IP header) leaves the frame as it is.
 */
public final class Frame {
    public static final int VLAN = 0x8100;
    public static final int SERVICE_VLAN = 0x88a8;
    static final int ADDRESSES_LENGTH = 12;
    static final int TAG_LENGTH = 4;
    static final int HEADER_LENGTH = 14;
    private static final int DROP_ELIGIBLE = 0x1000;

    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Frame of(byte[] bytes) {
        return new Frame(bytes.clone());
    }

    public static FrameBuilder builder() {
        return new FrameBuilder();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** Whether it holds addresses and a type; a switch drops anything shorter. */
    public boolean isWhole() {
        return bytes.length >= HEADER_LENGTH;
    }

    /** How many VLAN tags stand at its front. */
    public int tagCount() {
        int count = 0;
        while (isTag(Wire.u16(bytes, ADDRESSES_LENGTH + count * TAG_LENGTH))
                && bytes.length >= HEADER_LENGTH + (count + 1) * TAG_LENGTH) {
            count++;
        }
        return count;
    }

    static boolean isTag(int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN;
    }

    /** The VLAN id of the outermost tag, or -1. */
    public int vlanId() {
        return headers().vlanId();
    }

    /** The priority of the outermost tag, or -1. */
    public int vlanPcp() {
        return headers().vlanPcp();
    }

    /** The DSCP of the IP header behind all tags, or -1. */
    public int dscp() {
        return headers().dscp();
    }

    /** Everything behind all of its tags. */
    public Headers headers() {
        return headers(tagCount());
    }

    /** What a switch sees that looks behind {@code visibleTags} tags at most. */
    public Headers headers(int visibleTags) {
        return Headers.parse(bytes, Math.min(visibleTags, tagCount()));
    }

    /** With one more tag in front, its id and priority zero (OpenFlow 1.3 would copy them from an outer tag, Open vSwitch does not). */
    public Frame pushVlan(int tpid) {
        if (!isWhole()) {
            return this;
        }
        byte[] tagged = new byte[bytes.length + TAG_LENGTH];
        System.arraycopy(bytes, 0, tagged, 0, ADDRESSES_LENGTH);
        System.arraycopy(
                bytes, ADDRESSES_LENGTH, tagged, ADDRESSES_LENGTH + TAG_LENGTH, bytes.length - ADDRESSES_LENGTH);
        Wire.putU16(tagged, ADDRESSES_LENGTH, tpid);
        Wire.putU16(tagged, ADDRESSES_LENGTH + 2, 0);
        return new Frame(tagged);
    }

    /** Without its outermost tag. */
    public Frame popVlan() {
        return withoutTag(0);
    }

    /** Without one of its tags; 0 is the outermost. */
    public Frame withoutTag(int index) {
        if (index >= tagCount()) {
            return this;
        }
        int at = ADDRESSES_LENGTH + index * TAG_LENGTH;
        byte[] bare = new byte[bytes.length - TAG_LENGTH];
        System.arraycopy(bytes, 0, bare, 0, at);
        System.arraycopy(bytes, at + TAG_LENGTH, bare, at, bare.length - at);
        return new Frame(bare);
    }

    public Frame withVlanId(int vlanId) {
        return withTagControl(0x0fff, vlanId);
    }

    public Frame withVlanPcp(int pcp) {
        return withTagControl(0xe000, pcp << 13);
    }

    /** A tag that changes loses its drop-eligible bit: Open vSwitch keeps "there is a tag" in its place. */
    private Frame withTagControl(int mask, int value) {
        int control = Wire.u16(bytes, HEADER_LENGTH);
        int changedControl = control & ~mask | value & mask;
        if (tagCount() == 0 || changedControl == control) {
            return this;
        }
        byte[] changed = bytes.clone();
        Wire.putU16(changed, HEADER_LENGTH, changedControl & ~DROP_ELIGIBLE);
        return new Frame(changed);
    }

    /** With this destination address. */
    public Frame withEthDst(long mac) {
        return withMac(0, mac);
    }

    /** With this source address. */
    public Frame withEthSrc(long mac) {
        return withMac(6, mac);
    }

    private Frame withMac(int offset, long mac) {
        if (!isWhole()) {
            return this;
        }
        byte[] changed = bytes.clone();
        Wire.putU48(changed, offset, mac);
        return new Frame(changed);
    }

    /** With this DSCP in the IP header behind {@code visibleTags} tags; ECN bits stay, a right IPv4 checksum stays right. */
    public Frame withDscp(int dscp, int visibleTags) {
        Headers headers = headers(visibleTags);
        if (!headers.isIp() || headers.ipProtocol() <= 0 || headers.dscp() == dscp) {
            return this;
        }
        byte[] changed = bytes.clone();
        int at = headers.networkOffset();
        int typeOfService = dscp << 2 | headers.ecn();
        if (headers.etherType() == Headers.IPV4) {
            changed[at + 1] = (byte) typeOfService;
            int sum = Wire.u16(bytes, at + 10);
            Wire.putU16(changed, at + 10, Checksum.changed(sum, headers.typeOfService(), typeOfService));
        } else {
            Wire.putU16(changed, at, Wire.u16(bytes, at) & 0xf00f | typeOfService << 4);
        }
        return new Frame(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && Arrays.equals(bytes, frame.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** What matters of it in a trace. */
    @Override
    public String toString() {
        return isWhole()
                ? headers() + " " + bytes.length + " B"
                : HexFormat.of().formatHex(bytes);
    }
}
