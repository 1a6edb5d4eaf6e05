package io.plumbline.controller.discovery;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/**
 * The LLDP frame of Plumbline (IEEE 802.1AB): chassis, port and time to live, and an organisationally specific TLV with nonce, time
 * and authentication code. Its layout is fixed, so reading one is comparing all that never changes and taking the five values out.
 *
 * @param device that sent it
 * @param port out of which it was sent
 * @param nonce used once
 * @param sentNanos since the epoch
 * @param code {@link LldpSigner#CODE_LENGTH} bytes
 */
record LldpFrame(DeviceId device, long port, long nonce, long sentNanos, byte[] code) {

    /** Bytes of a frame, without FCS. */
    static final int LENGTH = 76;

    static final int ETHER_TYPE = 0x88cc;

    private static final byte[] NEAREST_BRIDGE = {0x01, (byte) 0x80, (byte) 0xc2, 0, 0, 0x0e};
    private static final int CHASSIS = 0x0209;
    private static final int PORT = 0x0405;
    private static final int LOCALLY_ASSIGNED = 7;
    private static final int TIME_TO_LIVE = 0x0602;
    private static final int SECONDS = 4;
    private static final int ORGANISATION = 0xfe24;
    /** Locally administered organisation 02-50-4C, subtype 1. */
    private static final int PLUMBLINE = 0x02504c01;

    private static final int SOURCE = 6;
    private static final int ORGANISATION_OFFSET = 36;
    private static final int PLUMBLINE_OFFSET = 38;
    private static final String DEVICE_FORM = "of:%016x";

    /** The frame as it is sent from that Ethernet address. */
    byte[] bytes(byte[] source) {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH).put(NEAREST_BRIDGE).put(source);
        frame.putShort((short) ETHER_TYPE);
        frame.putShort((short) CHASSIS).put((byte) LOCALLY_ASSIGNED).putLong(number(device));
        frame.putShort((short) PORT).put((byte) LOCALLY_ASSIGNED).putInt((int) port);
        frame.putShort((short) TIME_TO_LIVE).putShort((short) SECONDS);
        frame.putShort((short) ORGANISATION).putInt(PLUMBLINE);
        frame.putLong(nonce).putLong(sentNanos).put(code);
        return frame.putShort((short) 0).array();
    }

    /** Whether it claims to be one of ours; others, as hosts and other vendors' switches send them, are none of our business. */
    static boolean isOurs(byte[] frame) {
        return frame.length >= PLUMBLINE_OFFSET + 4
                && ByteBuffer.wrap(frame).getShort(ORGANISATION_OFFSET) == (short) ORGANISATION
                && ByteBuffer.wrap(frame).getInt(PLUMBLINE_OFFSET) == PLUMBLINE;
    }

    /** Reads a frame; empty when a single byte is not where it belongs. The code is not verified here. */
    static Optional<LldpFrame> read(byte[] bytes) {
        if (bytes.length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        byte[] source = Arrays.copyOfRange(bytes, SOURCE, SOURCE + 6);
        LldpFrame read = new LldpFrame(
                DeviceId.deviceId(DEVICE_FORM.formatted(frame.getLong(17))),
                Integer.toUnsignedLong(frame.getInt(28)),
                frame.getLong(42),
                frame.getLong(50),
                Arrays.copyOfRange(bytes, 58, 58 + LldpSigner.CODE_LENGTH));
        return Arrays.equals(read.bytes(source), bytes) ? Optional.of(read) : Optional.empty();
    }

    /** The number of a device {@code of:%016x}. */
    static long number(DeviceId device) {
        return Long.parseUnsignedLong(device.toString().substring(3), 16);
    }

    ConnectPoint sender() {
        return new ConnectPoint(device, PortNumber.portNumber(port));
    }
}
