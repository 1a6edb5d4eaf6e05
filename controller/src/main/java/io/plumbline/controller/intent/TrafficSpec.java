package io.plumbline.controller.intent;

import java.util.Optional;

/**
 * Token bucket of a guaranteed flow (RFC 2212), in Ethernet frames without FCS.
 *
 * @param rateBitsPerSecond 1,000 to 1,000,000,000,000
 * @param burstBytes at least one largest packet
 * @param minPacketBytes m: smaller frames count as m; at least 60
 * @param maxPacketBytes at most 9,216
 */
public record TrafficSpec(long rateBitsPerSecond, long burstBytes, int minPacketBytes, int maxPacketBytes) {
    public static final int SMALLEST_FRAME_BYTES = 60;
    public static final int LARGEST_FRAME_BYTES = 9_216;
    public static final long SMALLEST_RATE = 1_000;
    public static final long LARGEST_RATE = 1_000_000_000_000L;
    public static final long LARGEST_BURST_BYTES = 1_000_000_000L;

    /** The first field that cannot be, if any. */
    public Optional<InvalidField> invalidField(String prefix) {
        if (rateBitsPerSecond < SMALLEST_RATE || rateBitsPerSecond > LARGEST_RATE) {
            return invalid(prefix, "rateBitsPerSecond", SMALLEST_RATE + " to " + LARGEST_RATE, rateBitsPerSecond);
        }
        if (minPacketBytes < SMALLEST_FRAME_BYTES || minPacketBytes > LARGEST_FRAME_BYTES) {
            return invalid(
                    prefix, "minPacketBytes", SMALLEST_FRAME_BYTES + " to " + LARGEST_FRAME_BYTES, minPacketBytes);
        }
        if (maxPacketBytes < minPacketBytes || maxPacketBytes > LARGEST_FRAME_BYTES) {
            return invalid(
                    prefix,
                    "maxPacketBytes",
                    "minPacketBytes (" + minPacketBytes + ") to " + LARGEST_FRAME_BYTES,
                    maxPacketBytes);
        }
        if (burstBytes < maxPacketBytes || burstBytes > LARGEST_BURST_BYTES) {
            return invalid(
                    prefix,
                    "burstBytes",
                    "maxPacketBytes (" + maxPacketBytes + ") to " + LARGEST_BURST_BYTES,
                    burstBytes);
        }
        return Optional.empty();
    }

    private static Optional<InvalidField> invalid(String prefix, String field, String limit, long value) {
        return Optional.of(new InvalidField(prefix + "." + field, limit, Long.toString(value)));
    }

    /** The same with another rate. */
    public TrafficSpec withRate(long newRateBitsPerSecond) {
        return new TrafficSpec(newRateBitsPerSecond, burstBytes, minPacketBytes, maxPacketBytes);
    }
}
