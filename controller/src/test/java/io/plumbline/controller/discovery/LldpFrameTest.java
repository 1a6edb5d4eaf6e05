package io.plumbline.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LldpFrameTest {
    private final LldpSigner signer = new LldpSigner(Scene.KEY);

    private byte[] frame() {
        return signer.sign(Scene.device(1), 2, 1_234_567_890L)
                .bytes(Scene.mac(9).toBytes());
    }

    @Test
    void aFrame_isReadAsItWasWritten() {
        LldpFrame read = LldpFrame.read(frame()).orElseThrow();

        assertThat(read.device()).isEqualTo(Scene.device(1));
        assertThat(read.port()).isEqualTo(2);
        assertThat(read.sentNanos()).isEqualTo(1_234_567_890L);
        assertThat(signer.verifies(read)).isTrue();
        assertThat(frame()).hasSize(LldpFrame.LENGTH);
    }

    /** IEEE 802.1AB: mandatory TLVs in order, then ours, then the end. */
    @Test
    void itsTlvs_areThoseOfTheStandard() {
        byte[] frame = frame();
        int at = 14;
        StringBuilder types = new StringBuilder();
        while (at < frame.length) {
            int header = (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
            types.append(header >> 9).append(' ');
            at += 2 + (header & 0x1ff);
        }
        assertThat(types.toString()).isEqualTo("1 2 3 127 0 ");
        assertThat(at).isEqualTo(frame.length);
    }

    @Test
    void everyChangedBit_isNoticed() {
        byte[] good = frame();
        for (int bit = 12 * 8; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(LldpFrame.read(bad).filter(signer::verifies))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void anotherKey_verifiesNothing() {
        byte[] other = Scene.KEY.clone();
        other[0]++;
        assertThat(new LldpSigner(other).verifies(LldpFrame.read(frame()).orElseThrow()))
                .isFalse();
    }

    @Test
    void aShortKey_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LldpSigner(new byte[8]));
    }

    @Test
    void nonces_differ() {
        assertThat(java.util.stream.Stream.generate(
                                () -> signer.sign(Scene.device(1), 2, 5).nonce())
                        .limit(1_000)
                        .distinct())
                .hasSize(1_000);
    }

    @Test
    void anyBytes_areReadOrNot() {
        Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            LldpFrame.isOurs(bytes);
            assertThat(LldpFrame.read(bytes)).isEmpty();
        }
    }
}
