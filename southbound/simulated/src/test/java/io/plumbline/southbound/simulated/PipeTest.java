package io.plumbline.southbound.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.simulated.time.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PipeTest {
    /** Timers that fire when told to. */
    private static final class FiredByHand implements SimulatedTime {
        private final List<Runnable> timers = new ArrayList<>();

        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            timers.add(task);
            return () -> timers.remove(task);
        }

        @Override
        public <T> T call(Supplier<T> task) {
            return task.get();
        }

        @Override
        public boolean await(long timeoutNanos, BooleanSupplier condition) {
            return condition.getAsBoolean();
        }
    }

    private final FiredByHand time = new FiredByHand();
    private final List<String> arrived = new ArrayList<>();
    private final Pipe pipe = new Pipe(time, new Faults(new Random(1)));

    @Test
    void messages_doNotOvertake_evenWhenTimersDo() {
        pipe.send(100, () -> arrived.add("meter"));
        pipe.send(100, () -> arrived.add("rule"));
        pipe.send(() -> arrived.add("barrier"));

        time.timers.reversed().forEach(Runnable::run);

        assertThat(arrived).containsExactly("meter", "rule", "barrier");
    }

    @Test
    void whatIsUnderWay_isLostWhenCut() {
        pipe.send(100, () -> arrived.add("meter"));
        pipe.cut();
        time.timers.forEach(Runnable::run);

        assertThat(arrived).isEmpty();
    }
}
