package io.plumbline.southbound.openflow.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Some seconds of fuzzing in every run, from a new seed; {@code -Dplumbline.fuzz.seconds=600} for ten minutes. */
class DecoderFuzzTest {
    private static final long SECONDS = Long.getLong("plumbline.fuzz.seconds", 3);

    @Test
    void hostileBytes_endTheirConnectionWithAReason_andNothingElse() {
        DecoderFuzz fuzz = new DecoderFuzz(Long.getLong("plumbline.fuzz.seed", System.nanoTime()));
        fuzz.run(TimeUnit.SECONDS.toNanos(SECONDS));
        System.out.println("fuzz: " + fuzz.figures());
        assertThat(fuzz.pieces()).isGreaterThan(100);
        assertThat(fuzz.described())
                .as("the handshake is passed, so that the inside is reached")
                .isPositive();
        assertThat(fuzz.ended()).isPositive();
    }
}
