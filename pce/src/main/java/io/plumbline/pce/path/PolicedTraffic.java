package io.plumbline.pce.path;

import io.plumbline.pce.calculus.Exact;

/**
 * What a meter as programmed can let through, in its own units: a bucket of metered bits and a bucket of packets (RFC 2212 token
 * bucket with its smallest packet). On a link whose frames occupy {@code o} bytes more than the metered length, it becomes
 * {@code rho = rate + 8 o pps} and {@code sigma = burst + tick + 8 o (burstPackets + tickPackets)} wire bits.
 *
 * @param rateBitsPerSecond metered rate as programmed
 * @param burstBits metered bucket as programmed, the stall allowance included
 * @param tickBits what one meter tick can add to the bucket
 * @param packetsPerSecond most packets a second: as programmed into a packet meter, or rate / smallest possible packet
 * @param burstPackets most packets at once, likewise
 * @param tickPackets what one meter tick can add, likewise
 * @param maxPacketBytes the largest frame, without tag and FCS
 */
public record PolicedTraffic(
        long rateBitsPerSecond,
        long burstBits,
        long tickBits,
        long packetsPerSecond,
        long burstPackets,
        long tickPackets,
        int maxPacketBytes) {

    /** No traffic at all. */
    public static final PolicedTraffic NONE = new PolicedTraffic(0, 0, 0, 0, 0, 0, 0);

    /**
     * The same traffic at another rate: rate, packets a second and what a tick adds are scaled in proportion, rounded up; what may come at
     * once and the packet size stay, so that a burst still holds a packet. More rate never gives less of anything.
     */
    public PolicedTraffic withRate(long newRateBitsPerSecond) {
        return new PolicedTraffic(
                newRateBitsPerSecond,
                burstBits,
                Exact.mulDivCeil(tickBits, newRateBitsPerSecond, rateBitsPerSecond),
                Exact.mulDivCeil(packetsPerSecond, newRateBitsPerSecond, rateBitsPerSecond),
                burstPackets,
                Exact.mulDivCeil(tickPackets, newRateBitsPerSecond, rateBitsPerSecond),
                maxPacketBytes);
    }
}
