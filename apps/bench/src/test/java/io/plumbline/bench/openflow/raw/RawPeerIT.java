package io.plumbline.bench.openflow.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import io.plumbline.southbound.testing.OpenVSwitchLab;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RequiresOpenVSwitch
class RawPeerIT {

    @Test
    void install_isCarriedOutByRealSwitches() throws IOException {
        try (RawPeer peer = RawPeer.listen();
                OpenVSwitchLab lab = OpenVSwitchLab.start()) {
            lab.addSwitch("s1", 1).addSwitch("s2", 2);
            lab.connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()));
            peer.await(2, Duration.ofSeconds(10));
            Recording recording = new Recording(ImmutableList.of(drop(1), drop(2)));
            peer.install(RawPeer.prepare(recording, 1), 1);
            assertThat(peer.firstError()).isEmpty();
            assertThat(lab.ofctl("dump-flows", "s1")).contains("priority=777");
            assertThat(lab.ofctl("dump-flows", "s2")).contains("priority=777");
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // the buffer is all of its array
    private static Recording.Write drop(long datapathId) {
        ByteBuffer message = OpenFlow13.message(OpenFlow13.FLOW_MOD, 0, 48);
        message.putShort(30, (short) 777).putInt(32, -1).putInt(36, -1).putInt(40, -1);
        return new Recording.Write(
                datapathId,
                new Message(
                        message.putShort(48, (short) 1).putShort(50, (short) 4).array()));
    }
}
