package io.plumbline.controller.inventory;

import io.plumbline.pce.topology.TeLink.ControlBooking;

/**
 * The class above all others: discovery and path liveness. Policed where the frames are made, booked on every link.
 *
 * @param pcp VLAN priority of tagged control frames
 * @param rateBitsPerSecond in frames without tag and FCS
 * @param burstBytes likewise
 * @param maxPacketBytes the largest control frame, likewise
 */
public record ControlClass(int pcp, long rateBitsPerSecond, int burstBytes, int maxPacketBytes) {

    /** What discovery needs: its frame. */
    public static final int LEAST_PACKET_BYTES = 128;

    /** What discovery needs: its frame once a second on each link, with as much again for its retries and for path probes. */
    public static final long LEAST_RATE_BITS_PER_SECOND = 8_192;

    private static final int SMALLEST_FRAME_BYTES = 60;
    private static final int TAG_BYTES = 4;

    /**
     * Rate and burst in wire bits of a link whose frames occupy {@code framingOverheadBytes} more. Frames of the least size with a
     * tag grow most, so all are counted as such; rounded up, never to book too little.
     */
    public ControlBooking booking(int framingOverheadBytes) {
        long wireBytes = SMALLEST_FRAME_BYTES + TAG_BYTES + (long) framingOverheadBytes;
        return new ControlBooking(
                Math.ceilDiv(Math.multiplyExact(rateBitsPerSecond, wireBytes), SMALLEST_FRAME_BYTES),
                Math.ceilDiv(8L * burstBytes * wireBytes, SMALLEST_FRAME_BYTES));
    }
}
