package io.plumbline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.view.ControllerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final int MANY = 10_000;

    private final EventFeed feed = new EventFeed(2);

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            feed.publish(new ControllerEvent(i, Instant.EPOCH, "flow.active", "gf-" + i, ""));
        }
    }

    @Test
    void watcherThatDoesNotKeepUp_losesItsStream_andNobodyElse() throws Exception {
        EventFeed.Watcher asleep = feed.watch(Long.MAX_VALUE).orElseThrow();
        EventFeed.Watcher awake = feed.watch(Long.MAX_VALUE).orElseThrow();
        for (int i = 1; i <= MANY; i++) {
            publish(i, i);
            assertThat(awake.next(SHORT).orElseThrow().sequence()).isEqualTo(i);
        }
        int got = 0;
        while (!asleep.ended()) {
            got += asleep.next(SHORT).isPresent() ? 1 : 0;
        }
        assertThat(got).isLessThan(MANY);
        assertThat(awake.ended()).isFalse();
        assertThat(feed.watch(0)).as("its place is free again").isPresent();
    }

    @Test
    void newWatcher_getsTheNewestThatAreKept_afterTheOneItNames() throws Exception {
        publish(1, MANY);
        EventFeed.Watcher all = feed.watch(0).orElseThrow();
        assertThat(all.next(SHORT).orElseThrow().sequence()).isBetween(2L, (long) MANY);
        EventFeed.Watcher last = feed.watch(MANY - 1).orElseThrow();
        assertThat(last.next(SHORT).orElseThrow().sequence()).isEqualTo(MANY);
        assertThat(last.next(SHORT)).isEqualTo(Optional.empty());
    }

    @Test
    void closing_wakesAndEndsWhoWaits() throws Exception {
        EventFeed.Watcher watcher = feed.watch(0).orElseThrow();
        Thread closer = Thread.startVirtualThread(feed::close);
        assertThat(watcher.next(Duration.ofSeconds(30))).isEmpty();
        closer.join();
        assertThat(watcher.ended()).isTrue();
        assertThat(feed.watch(0)).isEmpty();
    }
}
