package io.plumbline.southbound.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresOpenVSwitch
@Timeout(60)
class OpenVSwitchLabIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final byte OPENFLOW_1_3 = 4;

    @Test
    void switchesForwardFramesAcrossLinks_untilTheLinkGoesDown() {
        try (OpenVSwitchLab lab = line()) {
            LabHost h1 = lab.host("s1", 2);
            LabHost h2 = lab.host("s2", 2);
            lab.ofctl("add-flow", "s1", "in_port=2,actions=output:1");
            lab.ofctl("add-flow", "s2", "in_port=1,actions=output:2");

            byte[] first = frame("first");
            h1.send(first);
            assertThat(h2.receive(SOON)).hasValue(first);

            lab.linkDown("s1", 1);
            assertThat(lab.ofctl("show", "s2")).contains("LINK_DOWN");
            h1.send(frame("lost"));
            assertThat(h2.receive(A_WHILE)).isEmpty();

            lab.linkUp("s1", 1);
            byte[] again = frame("again");
            h1.send(again);
            assertThat(h2.receive(SOON)).hasValue(again);
            assertThat(lab.ofctl("show", "s2")).doesNotContain("LINK_DOWN");
        }
    }

    @Test
    void silencedLinkLosesFrames_butItsPortsStayUp() {
        try (OpenVSwitchLab lab = line()) {
            LabHost h1 = lab.host("s1", 2);
            LabHost h2 = lab.host("s2", 2);
            lab.ofctl("add-flow", "s1", "in_port=2,actions=output:1");
            lab.ofctl("add-flow", "s2", "in_port=1,actions=output:2");

            lab.silence("s2", 1);
            h1.send(frame("lost"));

            assertThat(h2.receive(A_WHILE)).isEmpty();
            assertThat(lab.ofctl("show", "s1")).doesNotContain("LINK_DOWN");
            assertThat(lab.ofctl("show", "s2")).doesNotContain("LINK_DOWN");
        }
    }

    @Test
    void switchDialsItsController_andAgainAfterACut() throws IOException {
        try (ServerSocket controller = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                OpenVSwitchLab lab = line()) {
            lab.connectTo((InetSocketAddress) controller.getLocalSocketAddress());
            controller.setSoTimeout(10_000);
            controller.accept().close();
            controller.accept().close();

            lab.cutControl("s2");
            try (Socket s1 = controller.accept()) {
                assertThat(s1.getInputStream().read()).isEqualTo(OPENFLOW_1_3);
                lab.restoreControl("s2");
                try (Socket s2 = controller.accept()) {
                    assertThat(s2.getInputStream().read()).isEqualTo(OPENFLOW_1_3);
                }
            }
        }
    }

    @Test
    void crashedSwitchesComeBackEmpty_withPortsAndHosts() {
        try (OpenVSwitchLab lab = line()) {
            LabHost h1 = lab.host("s1", 2);
            LabHost h2 = lab.host("s1", 3);
            lab.ofctl("add-flow", "s1", "in_port=2,actions=output:3");

            lab.crash();

            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                assertThat(lab.ofctl("dump-flows", "s1")).doesNotContain("in_port");
                assertThat(lab.ofctl("show", "s1")).contains("s1-1", "s1-2", "s1-3");
            });
            lab.ofctl("add-flow", "s1", "in_port=2,actions=output:3");
            byte[] again = frame("again");
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                h1.send(again);
                assertThat(h2.receive(A_WHILE)).hasValue(again);
            });
        }
    }

    @Test
    void labsRunSideBySide_withoutAnInterfaceOfTheMachine() throws IOException {
        try (OpenVSwitchLab one = line();
                OpenVSwitchLab other = line()) {
            assertThat(one.vsctl("list-br")).isEqualTo(other.vsctl("list-br"));
            assertThat(one.inside("ip", "-o", "link")).containsOnlyOnce("\n").contains("lo:");
        }
    }

    @Test
    void failingCommandSaysWhatOpenVSwitchSaid() {
        try (OpenVSwitchLab lab = OpenVSwitchLab.start()) {
            assertThatThrownBy(() -> lab.ofctl("dump-flows", "s9"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("s9 is not a bridge");
        }
    }

    /** s1/1 -- s2/1 */
    private static OpenVSwitchLab line() {
        return OpenVSwitchLab.start().addSwitch("s1", 1).addSwitch("s2", 2).link("s1", 1, "s2", 1);
    }

    private static byte[] frame(String text) {
        byte[] frame = new byte[80];
        Arrays.fill(frame, 0, 6, (byte) 0xff);
        frame[11] = 1;
        frame[12] = 0x08;
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(payload, 0, frame, 14, payload.length);
        return frame;
    }
}
