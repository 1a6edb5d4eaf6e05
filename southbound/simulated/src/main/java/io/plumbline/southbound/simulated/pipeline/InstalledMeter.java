package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.api.SwitchLimits.MeterModel;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.Meter;

/**
 * A meter with its token buckets, as Open vSwitch's userspace datapath has them (dpif-netdev.c, version 3.1): full at the start, refilled
 * in whole milliseconds, one bucket a band, a frame passes if every bucket holds it.
 *
 * <p>Two things follow that the guarantee must know. A pause refills at most {@code floor(burst / rate)} milliseconds' worth, so a bucket
 * that was emptied is not quite full again unless the burst is a whole number of milliseconds of the rate. And a burst below one
 * millisecond of the rate never refills at all.
 */
final class InstalledMeter {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Bits per kilobit, and the thousandths of a packet in which packets are counted. */
    private static final long THOUSAND = 1_000;

    private final MeterEntry entry;
    private final boolean countsPackets;
    private final long tickNanos;
    private final Bucket[] buckets;
    private final long mostRefillMillis;
    private long usedNanos;
    private long packetsIn;
    private long bytesIn;
    private long packetsDropped;
    private long bytesDropped;

    InstalledMeter(MeterEntry entry, MeterModel model, long nowNanos) {
        this.entry = entry;
        this.countsPackets = entry.request().unit() == Meter.Unit.PKTS_PER_SEC;
        this.tickNanos = model.tickNanos();
        this.buckets = entry.request().bands().stream().map(Bucket::new).toArray(Bucket[]::new);
        long most = 0;
        for (Bucket bucket : buckets) {
            most = Math.max(most, bucket.most / bucket.perMilli);
        }
        this.mostRefillMillis = most;
        this.usedNanos = nowNanos;
    }

    MeterEntry entry() {
        return entry;
    }

    /** Whether the frame passes; its tokens are taken and it is counted. */
    boolean pass(int bytes, long nowNanos) {
        long millis = refillMillis(nowNanos);
        usedNanos = nowNanos;
        boolean passes = true;
        for (Bucket bucket : buckets) {
            passes &= bucket.take(volume(bytes), millis);
        }
        count(bytes, passes);
        return passes;
    }

    /** Whether the frame would pass now; nothing changes. */
    boolean wouldPass(int bytes, long nowNanos) {
        long millis = refillMillis(nowNanos);
        for (Bucket bucket : buckets) {
            if (bucket.after(millis) < volume(bytes)) {
                return false;
            }
        }
        return true;
    }

    HeldMeter held() {
        return new HeldMeter(entry, packetsIn, bytesIn, packetsDropped, bytesDropped);
    }

    private long refillMillis(long nowNanos) {
        long ticks = Math.floorDiv(nowNanos, tickNanos) - Math.floorDiv(usedNanos, tickNanos);
        return Math.min(Math.max(0, ticks) * tickNanos / NANOS_PER_MILLI, mostRefillMillis);
    }

    private long volume(int bytes) {
        return countsPackets ? THOUSAND : bytes * 8L;
    }

    private void count(int bytes, boolean passes) {
        packetsIn++;
        bytesIn += bytes;
        if (!passes) {
            packetsDropped++;
            bytesDropped += bytes;
        }
    }

    /** Tokens of one band: bits, or thousandths of a packet; a rate in thousands a second is so many of them a millisecond. */
    private static final class Bucket {
        private final long perMilli;
        private final long most;
        private long tokens;

        /** A burst counts whether or not the burst flag is set; without one it is a second's worth. */
        Bucket(Band band) {
            long burst = band.burst() == null ? 0 : band.burst();
            perMilli = band.rate();
            most = (burst == 0 ? band.rate() : burst) * THOUSAND;
            tokens = most;
        }

        long after(long millis) {
            return Math.min(most, tokens + millis * perMilli);
        }

        boolean take(long volume, long millis) {
            tokens = after(millis);
            if (tokens < volume) {
                return false;
            }
            tokens -= volume;
            return true;
        }
    }
}
