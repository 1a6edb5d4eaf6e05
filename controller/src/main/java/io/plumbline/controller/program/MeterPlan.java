package io.plumbline.controller.program;

import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.southbound.api.SwitchLimits;

/**
 * What is programmed into the ingress meters of one direction, and therefore what is admitted: one formula for every meter model. All
 * roundings go up, because what a meter lets through is what the network must bear.
 *
 * @param device ingress switch
 * @param rateBitsPerSecond as programmed, rounded up to the meter's unit; counts frames without FCS and tag
 * @param burstBits as programmed: declared burst and stall allowance, rounded up
 * @param stallAllowanceBits the part of the burst that a stalled software switch needs
 * @param tickBits what one tick of the meter adds
 * @param packetsPerSecond as programmed into the packet meter, or what the smallest possible packet allows
 * @param burstPackets likewise
 * @param packetMeter whether a packet meter is programmed too
 * @param policed the same as the path computation engine books it
 */
public record MeterPlan(
        String device,
        long rateBitsPerSecond,
        long burstBits,
        long stallAllowanceBits,
        long tickBits,
        long packetsPerSecond,
        long burstPackets,
        boolean packetMeter,
        PolicedTraffic policed) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * The plan for a traffic spec at an ingress.
     *
     * <p>Smaller frames than the spec's smallest occupy more wire than the bit meter sees. A second meter that counts packets keeps them
     * out where the switch has one; elsewhere the smallest frame that the port can carry is assumed.
     *
     * @param stallNanos for how long a software switch may stall and then meter its backlog as one burst; 0 for hardware
     */
    public static MeterPlan of(String device, TrafficSpec spec, SwitchLimits limits, long stallNanos) {
        SwitchLimits.MeterModel model = limits.meter();
        long rate = up(spec.rateBitsPerSecond(), model.rateUnitBitsPerSecond());
        long stall = overTime(rate, stallNanos);
        long least = overTime(rate, model.minBurstRateNanos());
        long tick = overTime(rate, model.tickNanos());
        long asked = 8 * spec.burstBytes() + stall;
        // One tick more than asked: a bucket is refilled by whole ticks, so that it may end up to one short of full.
        long burst = up(Math.max(asked + tick, least), model.burstUnitBits());
        boolean packetMeter = model.packetMeters() && spec.minPacketBytes() > limits.smallestFrameBytes();
        int smallest =
                packetMeter ? spec.minPacketBytes() : Math.min(spec.minPacketBytes(), limits.smallestFrameBytes());
        long packets = Math.ceilDiv(rate, 8L * smallest);
        long packetTick = overTime(packets, model.tickNanos());
        long packetBurst = packetMeter
                ? Math.max(
                        Math.ceilDiv(asked, 8L * smallest) + packetTick, overTime(packets, model.minBurstRateNanos()))
                : Math.ceilDiv(burst, 8L * smallest);
        return new MeterPlan(
                device,
                rate,
                burst,
                stall,
                tick,
                packets,
                packetBurst,
                packetMeter,
                new PolicedTraffic(rate, burst, tick, packets, packetBurst, packetTick, spec.maxPacketBytes()));
    }

    private static long up(long value, long unit) {
        return Math.multiplyExact(Math.ceilDiv(value, unit), unit);
    }

    /** What a rate brings in a time, rounded up. Rates are at most 10^12 a second; the product is kept within a long by parts. */
    private static long overTime(long perSecond, long nanos) {
        long whole = Math.multiplyExact(perSecond, nanos / NANOS_PER_SECOND);
        long part = nanos % NANOS_PER_SECOND;
        long micros = Math.ceilDiv(part, 1000L);
        return whole + Math.ceilDiv(Math.multiplyExact(perSecond, micros), 1_000_000L);
    }
}
