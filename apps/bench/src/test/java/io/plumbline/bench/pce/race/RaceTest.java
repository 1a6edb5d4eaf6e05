package io.plumbline.bench.pce.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {

    private static long work(long steps) {
        long value = 1;
        for (long i = 0; i < steps; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return value;
    }

    @Test
    void answersAreComparedQueryByQuery() {
        Engine ours = new Engine("ours", query -> query);
        Engine peer = new Engine("peer", query -> query % 7 == 3 ? Engine.NONE : query);
        List<Timed> timed = new Race(100, Pace.HASTY, said -> {}).run(List.of(ours, peer));
        assertThat(timed.get(1).answered()).isEqualTo(100);
        assertThat(timed.get(1).differences(timed.get(0))).isEqualTo(14);
        assertThat(timed.get(1).answer(3)).isEqualTo(Engine.NONE);
    }

    @Test
    void moreWorkIsSeenAsMoreTime() {
        Engine ours = new Engine("ours", query -> work(20_000) & 1);
        Engine peer = new Engine("peer", query -> work(200_000) & 1);
        Pace pace = new Pace(10, 5, Duration.ofMillis(100), Duration.ofSeconds(5));
        List<Timed> timed = new Race(50, pace, said -> {}).run(List.of(ours, peer));
        assertThat(timed.get(1).timesAsLongAs(timed.get(0))).isBetween(4.0, 25.0);
        assertThat(timed.get(0).timesAsLongAs(timed.get(0))).isEqualTo(1.0);
    }

    @Test
    void whoRunsOutOfPatience_isComparedOverWhatItCameTo() {
        Engine ours = new Engine("ours", query -> query);
        Engine slow = new Engine("slow", query -> work(3_000_000) == 0 ? 1 : -2);
        Pace pace = new Pace(5, 3, Duration.ofMillis(1), Duration.ofMillis(20));
        List<Timed> timed = new Race(1_000, pace, said -> {}).run(List.of(ours, slow));
        Timed peer = timed.get(1);
        assertThat(peer.answered()).isBetween(5, 995).isLessThan(timed.get(0).answered());
        assertThat(peer.differences(timed.get(0))).isEqualTo(peer.answered());
        assertThat(peer.answered(0)).isTrue();
        assertThat(peer.answered(999)).isFalse();
        assertThat(peer.timesAsLongAs(timed.get(0))).isGreaterThan(1);
    }

    @Test
    void everyoneBeginsInTurn() {
        List<String> order = new ArrayList<>();
        Engine first = new Engine("a", query -> said(order, "a"));
        Engine second = new Engine("b", query -> said(order, "b"));
        new Race(2, new Pace(1, 1, Duration.ZERO, Duration.ofSeconds(5)), said -> {}).run(List.of(first, second));
        assertThat(order).containsExactly("a", "b", "a", "b", "b", "a");
    }

    private static long said(List<String> order, String name) {
        order.add(name);
        return 0;
    }
}
