package io.plumbline.southbound.simulated.frame;

import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;

/**
 * Reads {@link Headers} from bytes that anybody may have made: every length is checked before it is believed, and what is believed is
 * exactly what Open vSwitch believes (lib/flow.c, version 3.1; held to it by OpenVSwitchConformanceIT). It does not look at IP versions.
 */
final class HeaderParser {
    private static final int LOWEST_TYPE = 0x0600;
    private static final int NO_TYPE = 0x05ff;
    private static final int REVERSE_ARP = 0x8035;
    private static final int SNAP_LENGTH = 8;
    private static final long SNAP = 0xaaaa_0300_0000L;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final ImmutableSet<Integer> EXTENSIONS =
            ImmutableSet.of(HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS);
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;

    private final byte[] bytes;
    private final int visibleTags;
    private int typeOfService = -1;
    private int ipProtocol = -1;
    private @Nullable IpAddress source;
    private @Nullable IpAddress destination;
    private int sourcePort = -1;
    private int destinationPort = -1;
    private int icmpType = -1;
    private int icmpCode = -1;
    private int arpOperation = -1;
    private long arpSourceMac = -1;
    private long arpTargetMac = -1;
    private @Nullable IpAddress ndTarget;

    HeaderParser(byte[] bytes, int visibleTags) {
        this.bytes = bytes;
        this.visibleTags = visibleTags;
    }

    Headers parse() {
        int typeAt = Frame.ADDRESSES_LENGTH + visibleTags * Frame.TAG_LENGTH;
        int etherType = Wire.u16(bytes, typeAt);
        int networkAt = typeAt + 2;
        if (etherType >= 0 && etherType < LOWEST_TYPE) {
            etherType = snapType(networkAt);
            networkAt += SNAP_LENGTH;
        }
        switch (etherType) {
            case Headers.IPV4 -> ipv4(networkAt);
            case Headers.IPV6 -> ipv6(networkAt);
            case Headers.ARP, REVERSE_ARP -> arp(networkAt);
            default -> {
                // nothing behind it that a switch matches
            }
        }
        return new Headers(
                Wire.u48(bytes, 0),
                Wire.u48(bytes, 6),
                visibleTags > 0 ? Wire.u16(bytes, Frame.HEADER_LENGTH) : -1,
                visibleTags > 1 ? Wire.u16(bytes, Frame.HEADER_LENGTH + Frame.TAG_LENGTH) : -1,
                etherType,
                networkAt,
                typeOfService,
                ipProtocol,
                source,
                destination,
                sourcePort,
                destinationPort,
                icmpType,
                icmpCode,
                arpOperation,
                arpSourceMac,
                arpTargetMac,
                ndTarget);
    }

    /** The type behind an IEEE 802.3 length, if it is an LLC SNAP header (RFC 1042) that says it. */
    private int snapType(int at) {
        boolean snap = Wire.u48(bytes, at) == SNAP && bytes.length >= at + SNAP_LENGTH;
        int type = Wire.u16(bytes, at + 6);
        return snap && type >= LOWEST_TYPE ? type : NO_TYPE;
    }

    private void ipv4(int at) {
        int headerLength = (Wire.u8(bytes, at) & 0x0f) * 4;
        int totalLength = Wire.u16(bytes, at + 2);
        boolean whole = bytes.length >= at + 20
                && headerLength >= 20
                && totalLength >= headerLength
                && bytes.length >= at + totalLength;
        if (!whole) {
            return;
        }
        typeOfService = Wire.u8(bytes, at + 1);
        ipProtocol = Wire.u8(bytes, at + 9);
        source = address(IpAddress.Version.INET, at + 12, 4);
        destination = address(IpAddress.Version.INET, at + 16, 4);
        boolean fragment = (Wire.u16(bytes, at + 6) & 0x3fff) != 0;
        transport(at + headerLength, at + totalLength, fragment);
    }

    private void ipv6(int at) {
        int payloadLength = Wire.u16(bytes, at + 4);
        boolean whole = bytes.length >= at + 40 && bytes.length >= at + 40 + payloadLength;
        if (!whole) {
            return;
        }
        source = address(IpAddress.Version.INET6, at + 8, 16);
        destination = address(IpAddress.Version.INET6, at + 24, 16);
        if (extensions(Wire.u8(bytes, at + 6), at + 40, at + 40 + payloadLength)) {
            typeOfService = Wire.u16(bytes, at) >> 4 & 0xff;
        }
    }

    /** Walks the extension headers to the transport; RFC 8200 section 4. False when one does not fit. */
    private boolean extensions(int firstHeader, int firstAt, int end) {
        int next = firstHeader;
        int at = firstAt;
        boolean fragment = false;
        while (EXTENSIONS.contains(next)) {
            if (at + 8 > end) {
                return false;
            }
            int length = switch (next) {
                case AUTHENTICATION -> (Wire.u8(bytes, at + 1) + 2) * 4;
                case FRAGMENT -> 8;
                default -> (Wire.u8(bytes, at + 1) + 1) * 8;
            };
            if (at + length > end) {
                return false;
            }
            if (next == FRAGMENT && Wire.u16(bytes, at + 2) != 0) {
                fragment = true;
                if ((Wire.u16(bytes, at + 2) & 0xfff8) != 0) {
                    ipProtocol = FRAGMENT;
                    return true;
                }
            }
            next = Wire.u8(bytes, at);
            at += length;
        }
        ipProtocol = next;
        transport(at, end, fragment);
        return true;
    }

    private void transport(int at, int end, boolean fragment) {
        switch (ipProtocol) {
            case Headers.TCP -> ports(at, end, tcpLength(at), fragment);
            case Headers.UDP -> ports(at, end, 8, fragment);
            case Headers.SCTP -> ports(at, end, 12, fragment);
            case Headers.ICMP, Headers.ICMPV6 -> icmp(at, end, fragment);
            default -> {
                // no ports
            }
        }
    }

    /** More than there can be, when the header says less than its least. */
    private int tcpLength(int at) {
        int length = (Wire.u8(bytes, at + 12) >> 4) * 4;
        return length < 20 ? Integer.MAX_VALUE : length;
    }

    private void ports(int at, int end, int headerLength, boolean fragment) {
        if (fragment) {
            sourcePort = 0;
            destinationPort = 0;
        } else if (headerLength <= end - at) {
            sourcePort = Wire.u16(bytes, at);
            destinationPort = Wire.u16(bytes, at + 2);
        }
    }

    private void icmp(int at, int end, boolean fragment) {
        if (fragment) {
            icmpType = 0;
            icmpCode = 0;
        } else if (at + 8 <= end) {
            icmpType = Wire.u8(bytes, at);
            icmpCode = Wire.u8(bytes, at + 1);
            boolean neighbour = icmpType == NEIGHBOUR_SOLICITATION || icmpType == NEIGHBOUR_ADVERTISEMENT;
            if (ipProtocol == Headers.ICMPV6 && neighbour && icmpCode == 0 && at + 24 <= end) {
                ndTarget = address(IpAddress.Version.INET6, at + 8, 16);
            }
        }
    }

    private void arp(int at) {
        boolean ethernetIpv4 = bytes.length >= at + 28
                && Wire.u16(bytes, at) == 1
                && Wire.u16(bytes, at + 2) == Headers.IPV4
                && Wire.u16(bytes, at + 4) == 0x0604;
        if (!ethernetIpv4) {
            return;
        }
        arpOperation = Wire.u16(bytes, at + 6) <= 0xff ? Wire.u16(bytes, at + 6) : -1;
        arpSourceMac = Wire.u48(bytes, at + 8);
        source = address(IpAddress.Version.INET, at + 14, 4);
        arpTargetMac = Wire.u48(bytes, at + 18);
        destination = address(IpAddress.Version.INET, at + 24, 4);
    }

    private IpAddress address(IpAddress.Version version, int at, int length) {
        return IpAddress.valueOf(version, Arrays.copyOfRange(bytes, at, at + length));
    }
}
