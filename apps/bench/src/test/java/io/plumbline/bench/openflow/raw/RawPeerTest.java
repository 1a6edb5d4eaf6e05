package io.plumbline.bench.openflow.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RawPeerTest {

    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final long INGRESS = 1;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static Recording.Write write(long datapathId, int type) {
        return new Recording.Write(
                datapathId, new Message(OpenFlow13.message(type, 3, 0).array()));
    }

    private static Recording recording(Recording.Write... writes) {
        return new Recording(ImmutableList.copyOf(writes));
    }

    @Test
    void install_writesTheIngressLast_afterAllBarriers() throws IOException {
        try (RawPeer peer = RawPeer.listen();
                TinySwitch one = TinySwitch.connect(peer.port(), 1, heard::add);
                TinySwitch two = TinySwitch.connect(peer.port(), 2, heard::add);
                TinySwitch three = TinySwitch.connect(peer.port(), 3, heard::add)) {
            peer.await(3, SECONDS);
            Recording recording = recording(
                    write(1, OpenFlow13.FLOW_MOD), write(2, OpenFlow13.FLOW_MOD), write(3, OpenFlow13.FLOW_MOD));
            long nanos = peer.install(RawPeer.prepare(recording, INGRESS), INGRESS);
            assertThat(nanos).isPositive();
            assertThat(heard).hasSize(6).endsWith("rule at 1", "barrier at 1");
            assertThat(heard.subList(0, 4))
                    .containsExactlyInAnyOrder("rule at 2", "barrier at 2", "rule at 3", "barrier at 3");
            assertThat(peer.firstError()).isEmpty();
        }
    }

    @Test
    void install_writesNothingToASwitchThatTheRecordingLeavesOut() throws IOException {
        try (RawPeer peer = RawPeer.listen();
                TinySwitch one = TinySwitch.connect(peer.port(), 1, heard::add);
                TinySwitch two = TinySwitch.connect(peer.port(), 2, heard::add)) {
            peer.await(2, SECONDS);
            peer.install(RawPeer.prepare(recording(write(2, OpenFlow13.FLOW_MOD)), INGRESS), INGRESS);
            assertThat(heard).containsExactly("rule at 2", "barrier at 2");
        }
    }

    @Test
    void errors_areKept() throws IOException {
        try (RawPeer peer = RawPeer.listen();
                TinySwitch one = TinySwitch.connect(peer.port(), 1, heard::add)) {
            peer.await(1, SECONDS);
            peer.install(RawPeer.prepare(recording(write(1, OpenFlow13.METER_MOD)), INGRESS), INGRESS);
            assertThat(peer.firstError()).isEqualTo("type 12 code 2");
        }
    }
}
