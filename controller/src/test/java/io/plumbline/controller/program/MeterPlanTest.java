package io.plumbline.controller.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeterPlanTest {
    private static final SwitchLimits.MeterModel OPEN_VSWITCH =
            new SwitchLimits.MeterModel(1_000, 1_000, 1_000_000, true, 1_000_000);
    private static final SwitchLimits VIRTUAL =
            new SwitchLimits(OPEN_VSWITCH, 1000, 10_000, 100, true, true, false, true, 14, true);

    @Test
    void whatIsProgrammed_isTheDeclaredBurstAndTheStall_roundedUp() {
        TrafficSpec spec = new TrafficSpec(2_000_000, 968, 242, 242);

        MeterPlan plan = MeterPlan.of("of:1", spec, VIRTUAL, 5_000_000);

        // 968 B = 7,744 bit; 5 ms at 2 Mbit/s = 10,000 bit; a tick 2,000 bit; together 19,744, up to whole kbit
        assertThat(plan.stallAllowanceBits()).isEqualTo(10_000);
        assertThat(plan.burstBits()).isEqualTo(20_000);
        assertThat(plan.tickBits()).isEqualTo(2_000);
        // 2,000,000 / (8 * 242) = 1,033.06 packets/s; 17,744 / 1,936 = 9.2 packets and a tick of 1.034
        assertThat(plan.packetsPerSecond()).isEqualTo(1_034);
        assertThat(plan.burstPackets()).isEqualTo(12);
        assertThat(plan.policed().tickPackets()).isEqualTo(2);
        assertThat(plan.packetMeter()).isTrue();
    }

    @Test
    void withoutPacketMeters_theSmallestPossibleFrameCounts() {
        SwitchLimits.MeterModel bitsOnly = new SwitchLimits.MeterModel(1_000, 1_000, 1_000_000, false, 1_000_000);
        SwitchLimits ethernet = new SwitchLimits(bitsOnly, 100, 1000, 10, true, false, true, true, 60, false);

        MeterPlan plan = MeterPlan.of("of:1", new TrafficSpec(4_800_000, 6_000, 1_000, 1_000), ethernet, 0);

        assertThat(plan.packetMeter()).isFalse();
        assertThat(plan.packetsPerSecond()).isEqualTo(10_000);
        // 48,000 bit and a tick of 4,800, up to 53 kbit, in frames of 60 B
        assertThat(plan.burstPackets()).isEqualTo(111);
    }

    @Test
    void aPlanNeverPromisesLessThanTheSpecNeeds() {
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            int least = 60 + random.nextInt(1000);
            int most = least + random.nextInt(600);
            TrafficSpec spec = new TrafficSpec(
                    1_000 + random.nextLong(100_000_000_000L), most + random.nextInt(100_000), least, most);
            long stall = random.nextInt(20_000_000);
            MeterPlan plan = MeterPlan.of("of:1", spec, VIRTUAL, stall);
            assertThat(plan.rateBitsPerSecond()).isGreaterThanOrEqualTo(spec.rateBitsPerSecond());
            assertThat(plan.burstBits()).isGreaterThanOrEqualTo(8 * spec.burstBytes() + plan.stallAllowanceBits());
            assertThat(plan.packetsPerSecond() * 8L * least).isGreaterThanOrEqualTo(spec.rateBitsPerSecond());
            assertThat(plan.burstPackets() * 8L * least).isGreaterThanOrEqualTo(8 * spec.burstBytes());
            // Open vSwitch drops everything when the burst is below a millisecond of the rate
            assertThat(plan.burstBits()).isGreaterThanOrEqualTo(plan.rateBitsPerSecond() / 1000);
            assertThat(plan.burstPackets()).isGreaterThanOrEqualTo(plan.packetsPerSecond() / 1000);
        }
    }

    @Test
    void aLargerRate_neverNeedsLess() {
        Random random = new Random(43);
        for (int i = 0; i < 10_000; i++) {
            long rate = 1_000 + random.nextLong(10_000_000_000L);
            TrafficSpec spec = new TrafficSpec(rate, 3_000, 64, 1_500);
            MeterPlan small = MeterPlan.of("of:1", spec, VIRTUAL, 3_000_000);
            MeterPlan large = MeterPlan.of("of:1", spec.withRate(rate + random.nextInt(1_000_000)), VIRTUAL, 3_000_000);
            assertThat(large.policed().rateBitsPerSecond())
                    .isGreaterThanOrEqualTo(small.policed().rateBitsPerSecond());
            assertThat(large.policed().burstBits())
                    .isGreaterThanOrEqualTo(small.policed().burstBits());
            assertThat(large.policed().packetsPerSecond())
                    .isGreaterThanOrEqualTo(small.policed().packetsPerSecond());
        }
    }
}
