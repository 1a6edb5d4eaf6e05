package io.plumbline.southbound.simulated.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime(1_000);
    private final List<String> done = new ArrayList<>();

    private void at(long delayNanos, String name) {
        time.schedule(delayNanos, () -> done.add(name + "@" + time.nowNanos()));
    }

    @Test
    void runsInOrderOfTime_andOfSchedulingWhenEqual() {
        at(20, "c");
        at(10, "a");
        at(10, "b");
        time.schedule(10, () -> at(0, "nested"));
        time.advance(20);
        assertThat(done).containsExactly("a@1010", "b@1010", "nested@1010", "c@1020");
        assertThat(time.nowNanos()).isEqualTo(1_020);
    }

    @Test
    void cancelledTasksDoNotRun_andDoNotMoveTheClock() {
        at(30, "late");
        time.schedule(10, () -> done.add("never")).cancel();
        assertThat(time.pending()).isEqualTo(1);
        assertThat(time.nextNanos()).isEqualTo(1_030);
        assertThat(time.step(Long.MAX_VALUE)).isTrue();
        assertThat(time.step(Long.MAX_VALUE)).isFalse();
        assertThat(done).containsExactly("late@1030");
        assertThat(time.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void waitsForACondition_orForTheTimeOut() {
        at(10, "a");
        at(20, "b");
        assertThat(time.await(100, () -> done.size() == 1)).isTrue();
        assertThat(time.nowNanos()).isEqualTo(1_010);
        assertThat(time.await(100, () -> done.size() == 3)).isFalse();
        assertThat(time.nowNanos()).isEqualTo(1_110);
    }

    @Test
    void isAClock() {
        assertThat(new VirtualTime().clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }
}
