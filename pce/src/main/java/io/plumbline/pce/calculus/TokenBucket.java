package io.plumbline.pce.calculus;

import io.plumbline.pce.path.PolicedTraffic;

/**
 * An arrival curve in wire bits of one link: in any closed interval of t seconds whole frames of at most {@code burst + rate * t} bits
 * arrive (Le Boudec and Thiran, section 1.2).
 */
public record TokenBucket(long rateBitsPerSecond, long burstBits) {

    /**
     * What a meter lets through, as the link sees it: each frame is {@code overheadBytes} longer there than what the meter counted, so
     * the packets that the meter can pass count beside its bits. The tick of the meter is part of the burst. Exact; nothing is rounded.
     */
    public static TokenBucket onWire(PolicedTraffic policed, int overheadBytes) {
        long overheadBits = 8L * overheadBytes;
        return new TokenBucket(
                policed.rateBitsPerSecond() + overheadBits * policed.packetsPerSecond(),
                policed.burstBits()
                        + policed.tickBits()
                        + overheadBits * (policed.burstPackets() + policed.tickPackets()));
    }

    /** Flow and probe together. */
    public static TokenBucket onWire(PolicedTraffic traffic, PolicedTraffic probe, int overheadBytes) {
        TokenBucket first = onWire(traffic, overheadBytes);
        TokenBucket second = onWire(probe, overheadBytes);
        return new TokenBucket(first.rateBitsPerSecond + second.rateBitsPerSecond, first.burstBits + second.burstBits);
    }

    /**
     * Behind something whose delay varies by up to {@code variationNanos}: what arrives in an interval of length t had left within one of
     * length {@code t + variation}, hence {@code burst + rate * variation}, rounded up. A constant delay adds nothing.
     */
    public TokenBucket afterVariation(long variationNanos) {
        return new TokenBucket(
                rateBitsPerSecond,
                Exact.addCapped(
                        burstBits, Exact.mulDivCeil(rateBitsPerSecond, variationNanos, Exact.NANOS_PER_SECOND)));
    }
}
