package io.plumbline.southbound.api;

/**
 * What a switch's meters, queues, tables and buffers really do, as its driver knows it: the guarantee is computed from these, never from
 * what would be nice.
 *
 * @param meter how its meters work
 * @param maxMeters meters it can hold; 0 when it has none
 * @param maxEntries flow entries it can hold, a safe lower bound
 * @param maxGroups groups it can hold
 * @param hardTimeouts whether rules end by themselves
 * @param bundles whether changes can be committed together
 * @param queueByAction whether {@code set_queue} selects the queue; where not, the mark (PCP, DSCP) alone does
 * @param bufferIsolation whether each queue has memory of its own; where not, zero loss is not promised
 * @param smallestFrameBytes the smallest frame (without FCS) that can enter: 60 on Ethernet hardware, 14 on a virtual port
 * @param software whether a software pipeline forwards, so that an allowance applies
 */
public record SwitchLimits(
        MeterModel meter,
        int maxMeters,
        int maxEntries,
        int maxGroups,
        boolean hardTimeouts,
        boolean bundles,
        boolean queueByAction,
        boolean bufferIsolation,
        int smallestFrameBytes,
        boolean software) {

    /**
     * How a meter counts. It lets through at most {@code burst + rate * (t + tick)} of what it counts in any time t.
     *
     * @param rateUnitBitsPerSecond granularity of the rate
     * @param burstUnitBits granularity of the burst
     * @param tickNanos how coarsely it refills
     * @param packetMeters whether it can count packets a second too
     * @param minBurstRateNanos a burst below rate times this drops everything (Open vSwitch: 1 ms)
     */
    public record MeterModel(
            long rateUnitBitsPerSecond,
            long burstUnitBits,
            long tickNanos,
            boolean packetMeters,
            long minBurstRateNanos) {}
}
