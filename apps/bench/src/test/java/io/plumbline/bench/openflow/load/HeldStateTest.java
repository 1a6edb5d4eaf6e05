package io.plumbline.bench.openflow.load;

import static io.plumbline.bench.openflow.load.LoadGeneratorTest.flowMod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldStateTest {

    private static final int ADD = 0;
    private static final int DELETE = 3;
    private static final int DELETE_STRICT = 4;
    private static final int ARP = 0x0806;
    private static final int IP = 0x0800;

    private final HeldState held = new HeldState();

    @Test
    void add_replacesTheSameRule() {
        held.flowMod(flowMod(ADD, 0, ARP));
        held.flowMod(flowMod(ADD, 0, ARP));
        held.flowMod(flowMod(ADD, 1, ARP));
        assertThat(held.ruleCount()).isEqualTo(2);
        assertThat(held.ruleCount(1)).isOne();
    }

    @Test
    void deleteStrict_removesOneRule() {
        held.flowMod(flowMod(ADD, 0, ARP));
        held.flowMod(flowMod(ADD, 0, IP));
        held.flowMod(flowMod(DELETE_STRICT, 0, IP));
        assertThat(held.ruleCount()).isOne();
    }

    @Test
    void delete_removesWhatCarriesTheFields() {
        held.flowMod(flowMod(ADD, 0, ARP));
        held.flowMod(flowMod(ADD, 1, ARP));
        held.flowMod(flowMod(ADD, 1, IP));
        held.flowMod(flowMod(DELETE, 0xff, ARP));
        assertThat(held.ruleCount()).isOne();
        held.flowMod(flowMod(DELETE, 0, Optional.empty()));
        assertThat(held.ruleCount()).isOne();
        held.flowMod(flowMod(DELETE, 1, Optional.empty()));
        assertThat(held.ruleCount()).isZero();
    }

    @Test
    void meters_areReadBackAsWritten() {
        held.meterMod(meterMod(0, 3));
        held.meterMod(meterMod(0, 4));
        assertThat(held.meterConfigs(-1)).hasSize(2);
        assertThat(held.meterConfigs(4))
                .singleElement()
                .satisfies(config -> assertThat(config).hasSize(8 + 16).endsWith(9));
        held.meterMod(meterMod(2, 3));
        assertThat(held.meterConfigs(-1)).hasSize(1);
        held.meterMod(meterMod(2, -1));
        assertThat(held.meterConfigs(-1)).isEmpty();
    }

    private static byte[] meterMod(int command, int number) {
        byte[] message = OpenFlow13.message(OpenFlow13.METER_MOD, 0, 8 + 16)
                .putShort((short) command)
                .putShort((short) 1)
                .putInt(number)
                .array();
        message[message.length - 1] = 9;
        return message;
    }
}
