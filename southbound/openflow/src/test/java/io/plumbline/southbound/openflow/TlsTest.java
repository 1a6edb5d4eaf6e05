package io.plumbline.southbound.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent.ConnectionRefused;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS: a switch without a certificate of our authority is no switch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private final EventLog events = new EventLog();
    private Certificates files = Certificates.NONE;

    @BeforeAll
    void certificates(@TempDir Path folder) throws Exception {
        files = Certificates.in(folder);
    }

    private Path file(String name) {
        return files.file(name);
    }

    private OpenFlowSouthbound listen() throws SouthboundException {
        OpenFlowSouthbound southbound = new OpenFlowSouthbound(
                OpenFlowSettings.defaults().withAddress("127.0.0.1", 0).withTls(files.ofController()));
        southbound.start(events);
        return southbound;
    }

    private String hello(int port, String certificate, String trust) throws Exception {
        SslContextBuilder builder =
                SslContextBuilder.forClient().trustManager(file(trust + ".pem").toFile());
        if (!certificate.isEmpty()) {
            builder.keyManager(
                    file(certificate + ".pem").toFile(),
                    file(certificate + ".key").toFile());
        }
        SslContext context = builder.build();
        SSLContext jdk = ((io.netty.handler.ssl.JdkSslContext) context).context();
        try (SSLSocket socket =
                (SSLSocket) jdk.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {4, 0, 0, 8, 0, 0, 0, 1});
            byte[] hello = new byte[16];
            new DataInputStream(socket.getInputStream()).readFully(hello);
            return "type " + hello[1] + " in " + socket.getSession().getProtocol();
        }
    }

    private String refusal() {
        return events.await(ConnectionRefused.class).reason();
    }

    @BeforeEach
    void forget() {
        events.clear();
    }

    @Test
    void switchWithACertificate_isGreeted() throws Exception {
        try (OpenFlowSouthbound southbound = listen()) {
            assertThat(hello(southbound.boundPort(), "switch", "ca")).isEqualTo("type 0 in TLSv1.3");
        }
    }

    @Test
    void switchWithoutACertificate_isRefused() throws Exception {
        try (OpenFlowSouthbound southbound = listen()) {
            assertThatThrownBy(() -> hello(southbound.boundPort(), "", "ca")).isInstanceOf(IOException.class);
            assertThat(refusal()).contains("TLS");
        }
    }

    @Test
    void switchOfAnotherAuthority_isRefused() throws Exception {
        try (OpenFlowSouthbound southbound = listen()) {
            assertThatThrownBy(() -> hello(southbound.boundPort(), "intruder", "ca"))
                    .isInstanceOf(IOException.class);
            assertThat(refusal()).contains("TLS");
        }
    }

    @Test
    void switchThatSpeaksWithoutTls_isRefused() throws Exception {
        try (OpenFlowSouthbound southbound = listen();
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), southbound.boundPort())) {
            plain.getOutputStream().write(new byte[] {4, 0, 0, 8, 0, 0, 0, 1});
            assertThat(refusal()).contains("TLS");
        }
    }

    @Test
    @RequiresOpenVSwitch
    void openVSwitch_connectsWithItsCertificate(@TempDir Path run) throws Exception {
        try (OpenFlowSouthbound southbound = listen();
                OpenVSwitchOverTcp ovs = OpenVSwitchOverTcp.start(run)) {
            ovs.vsctl("set-ssl " + file("switch.key") + " " + file("switch.pem") + " " + file("ca.pem"));
            ovs.vsctl("set-controller s1 ssl:127.0.0.1:" + southbound.boundPort());
            Switch s1 = events.awaitSwitch();
            assertThat(s1.description().hardware()).isEqualTo("Open vSwitch");
            assertThat(OneSwitch.await(s1.apply(new ProgramUpdate(ImmutableList.of(new PutRule(Rules.simple(1, 1)))))))
                    .isEqualTo(new ApplyOutcome.Applied());
        }
    }

    @Test
    void filesThatAreNot_areNamed() throws Exception {
        Path missing = file("missing.pem");
        TlsFiles lacking = new TlsFiles(file("controller.pem"), file("controller.key"), missing);
        try (OpenFlowSouthbound southbound =
                new OpenFlowSouthbound(OpenFlowSettings.defaults().withTls(lacking))) {
            assertThatThrownBy(() -> southbound.start(events))
                    .isInstanceOf(SouthboundException.class)
                    .hasMessageContaining("trust file " + missing);
        }
        Files.writeString(file("bad.key"), "no key");
        TlsFiles bad = new TlsFiles(file("controller.pem"), file("bad.key"), file("ca.pem"));
        try (OpenFlowSouthbound southbound =
                new OpenFlowSouthbound(OpenFlowSettings.defaults().withTls(bad))) {
            assertThatThrownBy(() -> southbound.start(events))
                    .isInstanceOfSatisfying(
                            SouthboundException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(SouthboundException.Code.TLS_CONFIGURATION))
                    .hasMessageContaining("bad.key");
        }
    }
}
