package io.plumbline.controller.discovery;

import static io.plumbline.controller.discovery.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.simulated.frame.Frame;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

class NeighborResolutionTest {
    private final Scene scene = Scene.row(Scene.NAMES);

    NeighborResolutionTest() {
        scene.arrives("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.1"));
        scene.arrives("s2/10", Frames.arpRequest(2, "10.0.0.2", "10.0.0.2"));
        scene.arrives("s3/10", Frames.solicitation(3, "fd00::3", "fd00::9"));
        scene.forget();
    }

    @Test
    void aRequestForAKnownHost_isAnsweredWhereItWasAsked() {
        Effects effects = scene.effectsOf("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.2"));

        assertThat(effects.packetOuts()).singleElement().satisfies(out -> {
            assertThat(out.device()).isEqualTo(Scene.device(1));
            assertThat(out.port().toLong()).isEqualTo(10);
            assertThat(out.frame()).isEqualTo(Frames.arpReply(2, "10.0.0.2", 1, "10.0.0.1"));
        });
        assertThat(effects.programsChanged()).isFalse();
        assertThat(effects.notices()).isEmpty();
    }

    @Test
    void theAnswer_carriesTheTagOfTheRequest_withoutItsPriority() {
        byte[] tagged = Frames.from(1)
                .vlan(100, 7)
                .arp(1, Scene.mac(1), IpAddress.valueOf("10.0.0.1"), MacAddress.ZERO, IpAddress.valueOf("10.0.0.2"))
                .build()
                .bytes();
        Frame answer =
                Frame.of(scene.effectsOf("s1/10", tagged).packetOuts().get(0).frame());

        assertThat(answer.vlanId()).isEqualTo(100);
        assertThat(answer.vlanPcp()).isZero();
    }

    @Test
    void aTagInTheLabelRange_isNotEvenLookedAt() {
        byte[] labelled = Frames.from(9)
                .vlan(2048, 0)
                .arp(1, Scene.mac(9), IpAddress.valueOf("10.0.0.9"), MacAddress.ZERO, IpAddress.valueOf("10.0.0.2"))
                .build()
                .bytes();
        assertThat(scene.effectsOf("s1/11", labelled).isEmpty()).isTrue();
    }

    @Test
    void aRequestForAnUnknownHost_isCopiedToAllOtherEdges_andTheAnswerIsDelivered() {
        scene.arrives("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.77"));

        assertThat(scene.sent)
                .extracting(
                        out -> LldpFrame.number(out.device()) + "/" + out.port().toLong())
                .containsExactly("1/11", "2/10", "2/11", "3/10", "3/11");
        assertThat(scene.framesTo("s3/11")).containsExactly(Frames.arpRequest(1, "10.0.0.1", "10.0.0.77"));

        scene.forget().arrives("s3/11", Frames.arpReply(77, "10.0.0.77", 1, "10.0.0.1"));
        assertThat(scene.sent).hasSize(1);
        assertThat(scene.framesTo("s1/10")).containsExactly(Frames.arpReply(77, "10.0.0.77", 1, "10.0.0.1"));

        assertThat(scene.effectsOf("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.77"))
                        .packetOuts())
                .hasSize(1);
    }

    @Test
    void copies_areLimited() {
        for (int i = 0; i < 1_000; i++) {
            scene.arrives("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0." + (100 + i % 100)));
        }
        assertThat(scene.framesTo("s3/10"))
                .hasSize(DiscoverySettings.DEFAULT.copies().burst());
        scene.forget().arrives("s2/10", Frames.arpRequest(2, "10.0.0.2", "10.0.0.200"));
        assertThat(scene.framesTo("s3/10")).as("another port's requests").hasSize(1);
    }

    @Test
    void answersForKnownHosts_areNotLimitedHere() {
        for (int i = 0; i < 10_000; i++) {
            scene.arrives("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.2"));
        }
        assertThat(scene.framesTo("s1/10")).hasSize(10_000);
    }

    @Test
    void aForgedAnswer_isNotDelivered() {
        scene.arrives("s3/11", Frames.arpReply(66, "10.0.0.2", 1, "10.0.0.1"));

        assertThat(scene.framesTo("s1/10")).isEmpty();
        assertThat(scene.discovery.resolve("10.0.0.2")).map(Attachment::point).contains(Scene.at("s2/10"));
    }

    @Test
    void aHostWhosePortIsDown_isNotSpokenFor() {
        scene.portUp("s2/10", false).forget();
        scene.arrives("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.2"));

        assertThat(scene.framesTo("s1/10")).isEmpty();
        assertThat(scene.framesTo("s3/10")).hasSize(1);
    }

    @Test
    void anAnnouncement_isNeitherAnsweredNorCopied() {
        assertThat(scene.effectsOf("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.1"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aSolicitation_isAnsweredWithAnAdvertisement() {
        Effects effects = scene.effectsOf("s1/10", Frames.solicitation(1, "fd00::1", "fd00::3"));

        assertThat(effects.packetOuts())
                .singleElement()
                .satisfies(out -> assertThat(out.frame()).isEqualTo(Frames.advertisement(3, "fd00::3", 1, "fd00::1")));
    }

    @Test
    void aSolicitationForAnUnknownHost_isCopied_andItsAnswerDelivered() {
        byte[] asked = Frames.solicitation(1, "fd00::1", "fd00::7");
        scene.arrives("s1/10", asked);
        assertThat(scene.framesTo("s2/11")).containsExactly(asked);

        byte[] answer = Frames.advertisement(7, "fd00::7", 1, "fd00::1");
        scene.arrives("s2/11", answer);
        assertThat(scene.framesTo("s1/10")).containsExactly(answer);
    }

    @Test
    void duplicateAddressDetection_findsTheOwner_andTeachesNothing() {
        Effects effects = scene.effectsOf("s1/11", Frames.solicitation(9, "::", "fd00::3"));

        assertThat(effects.packetOuts()).singleElement().satisfies(out -> {
            Frame answer = Frame.of(out.frame());
            assertThat(answer.headers().destination()).isEqualTo(IpAddress.valueOf("ff02::1"));
            assertThat(MacAddress.valueOf(answer.headers().ethDst())).hasToString("33:33:00:00:00:01");
        });
        assertThat(scene.discovery.resolve("00:00:00:00:00:09")).isEmpty();
    }

    /** A host that marks its own packets high gains nothing by way of the controller. */
    @Test
    void copies_areScrubbed() {
        byte[] asked = Frames.solicitation(1, "fd00::1", "fd00::7");
        byte[] marked = asked.clone();
        marked[14] = (byte) 0x6b;
        marked[15] = (byte) 0x80;
        scene.arrives("s1/10", marked);

        assertThat(scene.framesTo("s2/11")).containsExactly(asked);
    }

    @Test
    void malformedMessages_areIgnored() {
        byte[] good = Frames.solicitation(1, "fd00::1", "fd00::7");
        int[] changed = {14 + 7, 14 + 40 + 1, 14 + 40 + 2, 14 + 40 + 25, 14 + 5, 14 + 40 + 8};
        for (int at : changed) {
            byte[] bad = good.clone();
            bad[at] ^= 0x55;
            assertThat(scene.effectsOf("s1/11", bad).packetOuts())
                    .as("byte %d", at)
                    .isEmpty();
        }
        byte[] otherOption = good.clone();
        otherOption[14 + 40 + 31] ^= 1;
        assertThat(scene.effectsOf("s1/11", otherOption).packetOuts()).isEmpty();
    }

    @Test
    void anyBytes_areSurvived() {
        long seed = 7;
        Random random = new Random(seed);
        byte[][] models = {
            Frames.arpRequest(1, "10.0.0.1", "10.0.0.2"),
            Frames.solicitation(1, "fd00::1", "fd00::7"),
            Frames.advertisement(3, "fd00::3", 1, "fd00::1"),
            scene.run(SECOND).lldpOf("s1/10"),
            Frames.udp(1, "10.0.0.1", 2, "10.0.0.2")
        };
        for (int round = 0; round < 50_000; round++) {
            byte[] frame = models[random.nextInt(models.length)].clone();
            for (int hits = random.nextInt(6); hits > 0; hits--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(frame, random.nextInt(frame.length + 20));
            try {
                scene.effectsOf("s1/1" + random.nextInt(2), cut);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
        assertThat(scene.upLinks()).hasSize(4);
    }
}
