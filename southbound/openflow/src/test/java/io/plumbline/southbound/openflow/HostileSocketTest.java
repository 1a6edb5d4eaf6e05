package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.simple;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.openflow.fuzz.Corpus;
import io.plumbline.southbound.openflow.fuzz.Mutator;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.onosproject.net.DeviceId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Hostile bytes over real sockets, many connections at once, beside a switch that does its work. */
class HostileSocketTest {
    private static final int HOSTILE = 150;
    private static final int MESSAGES = 40;

    @Test
    void hostileConnections_doNotTouchTheSwitchBesideThem() throws Exception {
        long seed = Long.getLong("plumbline.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        Corpus corpus = new Corpus(OFVersion.OF_13);
        Mutator mutator = new Mutator(random);
        EventLog events = new EventLog();
        try (OpenFlowSouthbound southbound = new OpenFlowSouthbound(OpenFlowSettings.defaults()
                .withAddress("127.0.0.1", 0)
                .withVersions(ImmutableSet.of(OFVersion.OF_13)))) {
            southbound.start(events);
            try (FakeSwitch good = FakeSwitch.connect(southbound.boundPort(), 0xbeef)) {
                Switch target = events.awaitSwitch();
                for (int i = 0; i < HOSTILE; i++) {
                    attack(southbound.boundPort(), i, corpus, mutator, random);
                    assertThat(OneSwitch.await(
                                    target.apply(new ProgramUpdate(ImmutableList.of(new PutRule(simple(1, i)))))))
                            .as("seed %d", seed)
                            .isEqualTo(new ApplyOutcome.Applied());
                }
                assertThat(good.barriers()).isEqualTo(1 + HOSTILE);
            }
            DeviceId own = DeviceId.deviceId("of:000000000000beef");
            events.await(SwitchEvent.Disconnected.class, gone -> gone.device().equals(own));
            long refused = events.all(SwitchEvent.ConnectionRefused.class).size();
            List<SwitchEvent.Disconnected> ended = events.all(SwitchEvent.Disconnected.class);
            System.out.println("hostile sockets: " + HOSTILE + " connections, " + refused + " refused, "
                    + (ended.size() - 1) + " ended as switches; seed " + seed);
            assertThat(refused + ended.size()).isGreaterThan(HOSTILE / 4);
            assertThat(ended).allMatch(event -> !event.reason().isEmpty());
        }
    }

    private static void attack(int port, int number, Corpus corpus, Mutator mutator, Random random) throws Exception {
        boolean handshake = random.nextBoolean();
        try (FakeSwitch hostile = handshake ? FakeSwitch.connect(port, 1000 + number) : FakeSwitch.mute(port)) {
            if (handshake) {
                hostile.await(20);
            }
            List<byte[]> notices = corpus.notices();
            for (int i = 0; i < MESSAGES; i++) {
                byte[] valid = notices.get(random.nextInt(notices.size()));
                hostile.send(mutator.mutate(i == 0 && !handshake ? corpus.hello() : valid, notices.get(0)));
            }
        } catch (UncheckedIOException closed) {
            // it was shown the door
        }
    }
}
