package io.plumbline.southbound.simulated.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.api.SwitchLimits.MeterModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.meter.Band;
import org.onosproject.net.meter.DefaultBand;
import org.onosproject.net.meter.DefaultMeterRequest;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

class MeterTest {
    private static final MeterModel OPEN_VSWITCH = new MeterModel(1_000, 1_000, 1_000_000, true, 1_000_000);
    private static final long MILLI = 1_000_000;
    private static final long START = 1_767_225_600_000_000_000L;

    private static InstalledMeter meter(Meter.Unit unit, long rate, long burst) {
        DefaultBand.Builder band = new DefaultBand.Builder();
        band.ofType(Band.Type.DROP).withRate(rate).burstSize(burst);
        var request = DefaultMeterRequest.builder()
                .forDevice(DeviceId.deviceId("of:0000000000000001"))
                .fromApp(new DefaultApplicationId(1, "test"))
                .withUnit(unit)
                .withBands(List.of(band.build()))
                .burst();
        return new InstalledMeter(new MeterEntry(MeterId.meterId(1), request.add()), OPEN_VSWITCH, START);
    }

    private static InstalledMeter kilobits(long rate, long burst) {
        return meter(Meter.Unit.KB_PER_SEC, rate, burst);
    }

    @Test
    void aFullBucketPassesItsBurst_andNotOneFrameMore() {
        InstalledMeter meter = kilobits(2_000, 16);
        for (int i = 0; i < 8; i++) {
            assertThat(meter.pass(242, START)).isTrue(); // 8 x 1936 = 15,488 bits of 16,000
        }
        assertThat(meter.pass(242, START)).isFalse();
        assertThat(meter.pass(64, START)).isTrue(); // the remaining 512 bits, exactly
        assertThat(meter.pass(1, START)).isFalse();
        assertThat(meter.held())
                .extracting(
                        HeldMeter::packetsIn, HeldMeter::bytesIn, HeldMeter::packetsDropped, HeldMeter::bytesDropped)
                .containsExactly(11L, 9 * 242L + 65, 2L, 243L);
    }

    @Test
    void refillsInWholeMillisecondsOfTheClock() {
        InstalledMeter meter = kilobits(2_000, 16);
        assertThat(meter.pass(2_000, START)).isTrue(); // empty now
        assertThat(meter.pass(1, START + MILLI - 1)).isFalse();
        assertThat(meter.pass(250, START + MILLI)).isTrue(); // 2000 bits after one tick
        assertThat(meter.pass(1, START + MILLI)).isFalse();
        assertThat(meter.pass(1, START + 2 * MILLI - 1)).isFalse();
        assertThat(meter.pass(1, START + 2 * MILLI)).isTrue(); // one nanosecond later, but the next tick
    }

    @Test
    void aPauseFillsItUp_onlyByWholeMillisecondsOfTheRate() {
        InstalledMeter even = kilobits(2_000, 16);
        assertThat(even.pass(2_000, START)).isTrue();
        assertThat(even.pass(2_000, START + 1_000 * MILLI)).isTrue();

        InstalledMeter uneven = kilobits(3_000, 10); // 10,000 bits at 3,000 a millisecond: 3 whole ones
        assertThat(uneven.pass(1_250, START)).isTrue();
        assertThat(uneven.pass(1_126, START + 1_000 * MILLI)).isFalse(); // 9,000 bits
        assertThat(uneven.pass(1_250, START + 2_000 * MILLI)).isTrue(); // they stayed, and more came
        assertThat(uneven.pass(1_125, START + 3_000 * MILLI)).isTrue();
    }

    @Test
    void aBurstBelowAMillisecondOfTheRate_neverRefills() {
        InstalledMeter meter = kilobits(100_000, 99);
        assertThat(meter.pass(12_375, START)).isTrue(); // 99,000 bits
        assertThat(meter.pass(1, START + 10_000 * MILLI)).isFalse();
    }

    @Test
    void withoutABurst_theBucketIsOneSecond() {
        InstalledMeter meter = kilobits(1_000, 0);
        assertThat(meter.pass(125_000, START)).isTrue();
        assertThat(meter.pass(1, START)).isFalse();
    }

    @Test
    void countsPackets() {
        InstalledMeter meter = meter(Meter.Unit.PKTS_PER_SEC, 100, 2);
        assertThat(meter.pass(1_500, START)).isTrue();
        assertThat(meter.pass(60, START)).isTrue();
        assertThat(meter.pass(60, START)).isFalse();
        assertThat(meter.pass(60, START + 9 * MILLI)).isFalse();
        assertThat(meter.pass(60, START + 10 * MILLI)).isTrue();
    }

    @Test
    void peekingTakesNothing() {
        InstalledMeter meter = kilobits(2_000, 16);
        for (int i = 0; i < 100; i++) {
            assertThat(meter.wouldPass(2_000, START)).isTrue();
        }
        assertThat(meter.wouldPass(2_001, START)).isFalse();
        assertThat(meter.held().packetsIn()).isZero();
    }

    /**
     * The formula that admission counts on: in any time t no more than burst + rate * (t + tick) passes. Checked on every interval between
     * two frames of a source that sends all the time, and of one that pauses.
     */
    @Test
    void neverPassesMoreThanTheFormula() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            long rate = 100 + random.nextInt(20_000);
            long burst = 1 + random.nextInt(60);
            InstalledMeter meter = kilobits(rate, burst);
            List<long[]> passed = new ArrayList<>();
            long now = START + random.nextInt((int) MILLI);
            for (int i = 0; i < 1_500; i++) {
                now += random.nextInt(10) == 0 ? random.nextLong(30 * MILLI) : random.nextLong(MILLI / 5);
                int bytes = 14 + random.nextInt(1_500);
                if (meter.pass(bytes, now)) {
                    passed.add(new long[] {now, bytes * 8L});
                }
            }
            holds(seed, passed, rate * 1_000, burst * 1_000);
        }
    }

    private static void holds(long seed, List<long[]> passed, long bitsPerSecond, long burstBits) {
        for (int from = 0; from < passed.size(); from++) {
            long bits = 0;
            for (int to = from; to < passed.size(); to++) {
                bits += passed.get(to)[1];
                long nanos = passed.get(to)[0] - passed.get(from)[0] + OPEN_VSWITCH.tickNanos();
                double most = burstBits + bitsPerSecond / 1e9 * nanos;
                assertThat((double) bits)
                        .as("seed %s frames %s to %s", seed, from, to)
                        .isLessThanOrEqualTo(most);
            }
        }
    }
}
