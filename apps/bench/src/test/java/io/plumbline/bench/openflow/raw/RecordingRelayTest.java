package io.plumbline.bench.openflow.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RecordingRelayTest {

    private static final Duration SECONDS = Duration.ofSeconds(5);

    @Test
    void take_givesWhatWasWrittenSinceTheLastTime() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RawPeer controller = RawPeer.listen();
                RecordingRelay relay =
                        RecordingRelay.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), controller.port()));
                TinySwitch one = TinySwitch.connect(relay.port(), 1, heard::add);
                TinySwitch two = TinySwitch.connect(relay.port(), 2, heard::add)) {
            controller.await(2, SECONDS);
            relay.awaitSwitches(2, SECONDS);
            Recording asked = new Recording(ImmutableList.of(rule(2, 21), rule(1, 11), rule(1, 12)));
            controller.install(RawPeer.prepare(asked, 1), 1);

            assertThat(heard).endsWith("rule at 1", "rule at 1", "barrier at 1"); // it reached the switches
            Recording recorded = relay.take();
            assertThat(recorded.writes())
                    .extracting(
                            write -> write.datapathId() + ":" + write.message().transaction())
                    .containsExactly("2:21", "1:11", "1:12"); // neither greetings nor barriers
            assertThat(relay.take().writes()).isEmpty();
        }
    }

    private static Recording.Write rule(long datapathId, int transaction) {
        return new Recording.Write(
                datapathId,
                new Message(
                        OpenFlow13.message(OpenFlow13.FLOW_MOD, transaction, 0).array()));
    }
}
