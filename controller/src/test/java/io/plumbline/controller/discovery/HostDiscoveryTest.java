package io.plumbline.controller.discovery;

import static io.plumbline.controller.discovery.Scene.MILLI;
import static io.plumbline.controller.discovery.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.simulated.frame.Frame;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

class HostDiscoveryTest {
    private static final String PINNED =
            Scene.NAMES + "hosts: [{name: h1, mac: '00:00:00:00:00:01', ips: [10.0.0.1], port: s1/10}]\n";

    private final Scene scene = Scene.row(Scene.NAMES).forget();

    private Optional<String> place(int mac) {
        return scene.discovery.hosts().stream()
                .filter(host -> host.mac().equals(Scene.mac(mac)))
                .flatMap(host -> host.location().stream())
                .map(scene.discovery.inventory()::portName)
                .findFirst();
    }

    private void speak(String port, int mac, String ip) {
        scene.arrives(port, Frames.arpRequest(mac, ip, "10.0.0.250"));
    }

    @Test
    void arp_teachesMacAndIp() {
        speak("s1/10", 1, "10.0.0.1");

        KnownHost host = scene.discovery.hosts().get(0);
        assertThat(host.mac()).isEqualTo(Scene.mac(1));
        assertThat(host.ips()).containsExactly(IpAddress.valueOf("10.0.0.1"));
        assertThat(host.seen()).isEqualTo(KnownHost.Seen.ARP);
        assertThat(place(1)).contains("s1/10");
        assertThat(scene.programChanges).isEqualTo(1);
        assertThat(scene.said(Notice.HOST_SEEN)).containsExactly("00:00:00:00:00:01: at s1/10");
    }

    @Test
    void whatIsKnown_changesNothingAgain() {
        speak("s1/10", 1, "10.0.0.1");
        scene.forget();
        speak("s1/10", 1, "10.0.0.1");

        assertThat(scene.programChanges).isZero();
        assertThat(scene.notices).isEmpty();
    }

    @Test
    void ndpAndTraffic_teachToo() {
        scene.arrives("s1/10", Frames.solicitation(1, "fe80::1", "fe80::9"));
        scene.arrives("s2/10", Frames.udp(2, "10.0.0.2", 9, "10.0.0.9"));

        assertThat(scene.discovery.hosts())
                .extracting(KnownHost::seen)
                .containsExactly(KnownHost.Seen.NDP, KnownHost.Seen.TRAFFIC);
        assertThat(scene.discovery.hosts().get(1).ips())
                .as("a router passes on many addresses")
                .isEmpty();
    }

    @Test
    void forgedAndImpossibleSenders_teachNothing() {
        MacAddress one = Scene.mac(1);
        scene.arrives(
                "s1/10",
                Frames.arp(Scene.mac(2), MacAddress.BROADCAST, 1, one, "10.0.0.1", MacAddress.ZERO, "10.0.0.9"));
        for (String mac :
                new String[] {"00:00:00:00:00:00", "01:00:00:00:00:01", "ff:ff:ff:ff:ff:ff", "02:50:4c:00:00:01"}) {
            MacAddress bad = MacAddress.valueOf(mac);
            scene.arrives(
                    "s1/10", Frames.arp(bad, MacAddress.BROADCAST, 1, bad, "10.0.0.1", MacAddress.ZERO, "10.0.0.9"));
        }
        MacAddress ofSwitch = MacAddress.valueOf("02:00:00:00:02:01");
        scene.arrives(
                "s1/10",
                Frames.arp(ofSwitch, MacAddress.BROADCAST, 1, ofSwitch, "10.0.0.1", MacAddress.ZERO, "10.0.0.9"));

        assertThat(scene.discovery.hosts()).isEmpty();
        assertThat(scene.said(Notice.HOST_REJECTED)).isNotEmpty();
    }

    /** What the interface of a switch sends by itself must not make its port a host's. */
    @Test
    void chatterOfInterfaces_isNoHost() {
        Scene fresh = new Scene(Scene.NAMES).cable("s1/2", "s2/1").connect(1, 2).run(5 * SECOND);
        fresh.arrives("s1/2", Frames.solicitation(77, "::", "fe80::77"));
        byte[] router = {(byte) 133, 0, 0, 0, 0, 0, 0, 0};
        fresh.arrives(
                "s1/2",
                Frames.ndp(
                        77,
                        MacAddress.valueOf("33:33:00:00:00:02"),
                        "fe80::77",
                        org.onlab.packet.Ip6Address.valueOf("ff02::2"),
                        router));
        fresh.arrives(
                "s1/2",
                Frame.builder()
                        .from(Scene.mac(77))
                        .to(MacAddress.valueOf("01:80:c2:00:00:00"))
                        .payload(0x0026, new byte[38])
                        .build()
                        .bytes());
        fresh.connect(2, 1).run(2 * SECOND);

        assertThat(fresh.discovery.hosts()).isEmpty();
        assertThat(fresh.upLinks()).hasSize(2);
    }

    @Test
    void aHost_movesAtOnce_whenItsOldPortIsDown() {
        speak("s1/10", 1, "10.0.0.1");
        scene.portUp("s1/10", false);
        speak("s2/10", 1, "10.0.0.1");

        assertThat(place(1)).contains("s2/10");
        assertThat(scene.said(Notice.HOST_MOVED)).containsExactly("00:00:00:00:00:01: from s1/10 to s2/10");
    }

    @Test
    void aHost_movesAfterItsOldPlaceWasSilent() {
        speak("s1/10", 1, "10.0.0.1");
        scene.forget();
        speak("s2/10", 1, "10.0.0.1");
        assertThat(place(1)).contains("s1/10");
        assertThat(scene.framesTo("s1/10")).as("the old place is asked").hasSize(1);

        scene.run(2 * SECOND);
        speak("s2/10", 1, "10.0.0.1");

        assertThat(place(1)).contains("s2/10");
    }

    @Test
    void aHostThatIsStillThere_isNotStolen() {
        speak("s1/10", 1, "10.0.0.1");
        for (int i = 0; i < 10; i++) {
            scene.forget();
            speak("s2/10", 1, "10.0.0.1");
            if (!scene.framesTo("s1/10").isEmpty()) {
                scene.arrives("s1/10", Frames.arpReply(1, "10.0.0.1", 0, "0.0.0.0"));
            }
            scene.run(SECOND);
        }
        assertThat(place(1)).contains("s1/10");
    }

    @Test
    void aPinnedHost_isKnownFromTheStart_andImpostorsAreRejected() {
        Scene pinned = Scene.row(PINNED);
        assertThat(pinned.discovery.resolve("h1")).isPresent();
        pinned.forget();

        for (int i = 0; i < 5; i++) {
            pinned.arrives("s2/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.9"))
                    .run(3 * SECOND);
        }
        pinned.arrives("s2/10", Frames.arpRequest(2, "10.0.0.1", "10.0.0.9"));

        assertThat(pinned.discovery.resolve("10.0.0.1"))
                .hasValueSatisfying(at -> assertThat(at.point()).isEqualTo(Scene.at("s1/10")));
        assertThat(pinned.said(Notice.HOST_REJECTED))
                .contains("h1: at of:0000000000000002/10: network.yaml says it is at s1/10")
                .contains("00:00:00:00:00:02: at of:0000000000000002/10: network.yaml gives 10.0.0.1 to h1");
    }

    @Test
    void aDeclaredHostWithoutPort_isWhereItAppears() {
        Scene free = Scene.row(Scene.NAMES + "hosts: [{name: h1, mac: '00:00:00:00:00:01'}]\n");
        assertThat(free.discovery.resolve("h1")).isEmpty();

        free.arrives("s3/11", Frames.udp(1, "10.0.0.1", 9, "10.0.0.9"));

        assertThat(free.discovery.resolve("h1")).map(Attachment::point).contains(Scene.at("s3/11"));
    }

    @Test
    void anAddress_isTakenOver_onlyWhenItsHolderIsSilent() {
        speak("s1/10", 1, "10.0.0.1");
        speak("s2/10", 2, "10.0.0.2");
        scene.forget();

        speak("s2/10", 2, "10.0.0.1");
        assertThat(scene.framesTo("s1/10")).as("the holder is asked").hasSize(1);
        scene.arrives("s1/10", Frames.arpReply(1, "10.0.0.1", 0, "0.0.0.0")).run(3 * SECOND);
        speak("s2/10", 2, "10.0.0.1");
        assertThat(scene.discovery.resolve("10.0.0.1")).map(Attachment::point).contains(Scene.at("s1/10"));

        scene.run(3 * SECOND);
        speak("s2/10", 2, "10.0.0.1");
        assertThat(scene.discovery.resolve("10.0.0.1")).map(Attachment::point).contains(Scene.at("s2/10"));
        assertThat(scene.discovery.resolve("00:00:00:00:00:01"))
                .hasValueSatisfying(host -> assertThat(host.ips()).isEmpty());
    }

    @Test
    void hostsOfAPort_areBounded_andIdleOnesMakeRoom() {
        for (int mac = 1; mac <= 80; mac++) {
            scene.arrives("s1/10", Frames.udp(mac, "10.0.0.1", 200, "10.0.0.9")).run(50 * MILLI);
        }
        assertThat(scene.discovery.hosts()).hasSize(DiscoverySettings.DEFAULT.maxHostsPerPort());
        assertThat(scene.said(Notice.HOST_REJECTED)).isNotEmpty();

        scene.run(400 * SECOND).arrives("s1/10", Frames.udp(200, "10.0.0.1", 1, "10.0.0.9"));
        assertThat(scene.discovery.hosts()).hasSize(DiscoverySettings.DEFAULT.maxHostsPerPort());
        assertThat(place(200)).contains("s1/10");
        assertThat(place(1)).isEmpty();
    }

    @Test
    void aFloodOfAddresses_isLearnedSlowly() {
        for (int mac = 0; mac < 250; mac++) {
            speak("s1/10", mac, "10.0.0." + mac);
            speak("s1/11", mac, "10.0.1." + mac);
        }
        assertThat(scene.programChanges).isLessThanOrEqualTo(200);
    }

    @Test
    void addressesOfAHost_areBounded() {
        for (int i = 1; i < 100; i++) {
            speak("s1/10", 1, "10.0.0." + i);
        }
        assertThat(scene.discovery.hosts().get(0).ips()).hasSize(DiscoverySettings.DEFAULT.maxAddressesPerHost());
    }

    @Test
    void hostsOfAPortThatBecomesALink_areForgotten() {
        speak("s1/11", 1, "10.0.0.1");
        scene.portUp("s1/11", false)
                .cable("s1/11", "s3/11")
                .portUp("s1/11", true)
                .run(2 * SECOND);

        assertThat(scene.discovery.hosts()).isEmpty();
        assertThat(scene.discovery.resolve("10.0.0.1")).isEmpty();
        assertThat(scene.said(Notice.HOST_FORGOTTEN)).hasSize(1);
    }
}
