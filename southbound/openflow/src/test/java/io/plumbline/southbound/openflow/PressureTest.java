package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.simple;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchEvent.Disconnected;
import io.plumbline.southbound.openflow.OpenFlowSettings.Limits;
import io.plumbline.southbound.openflow.OpenFlowSettings.Timing;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onosproject.net.DeviceId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Too much, in either direction: what waits is bounded, and one switch's trouble is not another's. */
class PressureTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MEGABYTE = 1 << 20;

    private final EventLog events = new EventLog();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private static OpenFlowSettings settings(Limits limits, Duration echoTimeout) {
        return OpenFlowSettings.defaults()
                .withAddress("127.0.0.1", 0)
                .withVersions(ImmutableSet.of(OFVersion.OF_13))
                .withLimits(limits)
                .withTiming(new Timing(LONG, Duration.ofMillis(200), echoTimeout, LONG, LONG));
    }

    private int listen(OpenFlowSettings settings) throws Exception {
        OpenFlowSouthbound southbound = new OpenFlowSouthbound(settings);
        open.add(southbound);
        southbound.start(events);
        return southbound.boundPort();
    }

    private FakeSwitch connect(int port, long datapathId) throws Exception {
        FakeSwitch fake = FakeSwitch.connect(port, datapathId);
        open.add(0, fake);
        return fake;
    }

    private Switch switchOf(long datapathId) {
        DeviceId id = DeviceId.deviceId(String.format("of:%016x", datapathId));
        return events.await(SwitchEvent.Connected.class, event -> event.device().equals(id))
                .target();
    }

    private static ProgramUpdate big() {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        for (int i = 0; i < 1000; i++) {
            changes.add(new PutRule(simple(1, i)));
        }
        return new ProgramUpdate(changes.build());
    }

    @Test
    void switchThatDoesNotRead_isOverloaded_andGivenUp() throws Exception {
        int port = listen(settings(new Limits(MEGABYTE, 1000, MEGABYTE, 1000, 1000, 10), Duration.ofSeconds(3)));
        FakeSwitch stuck = connect(port, 1);
        connect(port, 2);
        Switch target = switchOf(1);
        Switch other = switchOf(2);
        stuck.stopReading();

        ProgramUpdate update = big();
        List<CompletionStage<ApplyOutcome>> sent = new ArrayList<>();
        CompletionStage<ApplyOutcome> last = target.apply(update);
        while (!last.toCompletableFuture().isDone()) {
            sent.add(last);
            last = target.apply(update);
        }
        assertThat(last.toCompletableFuture().getNow(new ApplyOutcome.Applied()))
                .isEqualTo(new ApplyOutcome.Overloaded(sent.size()));
        int kernel = 16;
        assertThat(sent).as("updates of 100 kB each").hasSizeLessThan(10 + 10 * kernel);

        int frames = 0;
        while (target.packetOut(port(1), new byte[1000])) {
            frames++;
        }
        assertThat(frames).isLessThan(1 + MEGABYTE / 1000);

        assertThat(OneSwitch.await(other.apply(new ProgramUpdate(ImmutableList.of(new PutRule(simple(1, 1)))))))
                .isEqualTo(new ApplyOutcome.Applied());
        Disconnected gone = events.await(Disconnected.class);
        assertThat(gone.target()).isSameAs(target);
        assertThat(gone.reason()).isEqualTo("no answer to an echo request within 3000 ms");
        assertThat(sent)
                .allSatisfy(outcome ->
                        assertThat(OneSwitch.await(outcome)).isEqualTo(new ApplyOutcome.Lost(gone.reason())));
    }

    @Test
    void requestsWaiting_areBounded() throws Exception {
        int port = listen(settings(new Limits(MEGABYTE, 5, MEGABYTE, 1000, 1000, 10), LONG));
        connect(port, 1).withoutBarriers();
        Switch target = switchOf(1);
        ProgramUpdate update = new ProgramUpdate(ImmutableList.of(new PutRule(simple(1, 1))));
        for (int i = 0; i < 5; i++) {
            assertThat(target.apply(update).toCompletableFuture()).isNotDone();
        }
        assertThat(OneSwitch.await(target.apply(update))).isEqualTo(new ApplyOutcome.Overloaded(5));
    }

    @Test
    void packetInFloodOfOneSwitch_isCutToItsBudget_andLeavesTheOthersAlone() throws Exception {
        int port = listen(settings(new Limits(MEGABYTE, 100, MEGABYTE, 1000, 500, 10), LONG));
        FakeSwitch flooding = connect(port, 1);
        switchOf(1);
        connect(port, 2);
        Switch other = switchOf(2);
        byte[] burst = repeat(flooding.packetIn(new byte[60]), 1000);
        long start = System.nanoTime();
        Thread flood = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.nanoTime() - start < 2_000_000_000L) {
                    flooding.send(burst);
                }
            } catch (UncheckedIOException closed) {
                // the test is over
            }
        });
        List<Long> answers = new ArrayList<>();
        while (flood.isAlive()) {
            long before = System.nanoTime();
            OneSwitch.await(other.apply(new ProgramUpdate(ImmutableList.of(new PutRule(simple(1, 1))))));
            answers.add((System.nanoTime() - before) / 1000);
            Thread.sleep(2);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000L + 1;
        assertThat(events.all(SwitchEvent.PacketArrived.class)).hasSizeBetween(500, (int) (500 + 1000 * seconds));
        Collections.sort(answers);
        System.out.println("update beside a flood: p50 " + answers.get(answers.size() / 2) + " us, max "
                + answers.get(answers.size() - 1) + " us of " + answers.size());
        assertThat(answers.get(answers.size() / 2)).isLessThan(250_000);
        assertThat(events.all(Disconnected.class)).isEmpty();
    }

    private static byte[] repeat(byte[] message, int times) {
        byte[] all = new byte[message.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(message, 0, all, i * message.length, message.length);
        }
        return all;
    }

    @Test
    void echoRequestsWhoseAnswersAreNotRead_endTheConnection() throws Exception {
        int port = listen(settings(Limits.defaults(), LONG));
        FakeSwitch rude = connect(port, 1);
        switchOf(1);
        rude.stopReading();
        byte[] echo = rude.message(2, 1, new byte[60_000]);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; i < 2000; i++) {
                    rude.send(echo);
                }
            } catch (UncheckedIOException closed) {
                // as it should be
            }
        });
        assertThat(events.await(Disconnected.class).reason())
                .isEqualTo("it asks for echoes and does not read the answers");
    }

    @Test
    void portThatFlapsWithoutEnd_endsItsConnection() throws Exception {
        int port = listen(settings(Limits.defaults(), LONG));
        FakeSwitch mad = connect(port, 1);
        switchOf(1);
        byte[] up = new byte[72];
        System.arraycopy(FakeSwitch.port(1), 0, up, 8, 64);
        byte[] down = up.clone();
        down[8 + 32 + 3] = 1;
        byte[] flaps = repeat(concat(mad.message(12, 0, down), mad.message(12, 0, up)), 1000);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    mad.send(flaps);
                }
            } catch (UncheckedIOException closed) {
                // as it should be
            }
        });
        assertThat(events.await(Disconnected.class).reason()).isEqualTo("it reports more than 10000 changes a second");
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
