package io.plumbline.controller.discovery;

import static io.plumbline.controller.discovery.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A host can neither make a link nor unmake one. */
class ForgedLldpTest {
    private final Scene scene = Scene.row(Scene.NAMES).forget();

    @Test
    void aFrameWithAnotherKey_isRejected() {
        byte[] forged = new LldpSigner(new byte[16])
                .sign(Scene.device(3), 10, scene.now)
                .bytes(Scene.mac(66).toBytes());
        scene.arrives("s1/10", forged);

        assertThat(scene.upLinks()).hasSize(4);
        assertThat(scene.role("s1/10")).isEqualTo(PortRole.EDGE);
        assertThat(scene.said(Notice.LLDP_REJECTED))
                .containsExactly("of:0000000000000001/10: a forged frame that names of:0000000000000003/10 arrived");
    }

    @Test
    void aFrameThatArrivedAlready_isRejected() {
        scene.run(SECOND);
        byte[] used = scene.lldpOf("s1/2");
        scene.arrives("s3/10", used);

        assertThat(scene.said(Notice.LLDP_REJECTED))
                .containsExactly("of:0000000000000003/10: a replayed frame of of:0000000000000001/2 arrived");
        assertThat(scene.upLinks()).hasSize(4);
    }

    /** The frame was sent out of a host's port and never arrived: the host keeps it and sends it later, elsewhere. */
    @Test
    void anOldFrame_isRejected() {
        byte[] kept = scene.run(SECOND).lldpOf("s1/10");
        scene.now += 3 * SECOND;
        scene.arrives("s3/10", kept);

        assertThat(scene.said(Notice.LLDP_REJECTED)).singleElement().asString().contains("3000 ms old");
    }

    @Test
    void aHostThatReflectsItsPortsFrame_makesNoLink() {
        byte[] own = scene.run(SECOND).lldpOf("s1/10");
        scene.arrives("s1/10", own);

        assertThat(scene.role("s1/10")).isEqualTo(PortRole.EDGE);
        assertThat(scene.said(Notice.LLDP_REJECTED)).singleElement().asString().contains("a port of the same switch");
    }

    /** Two hosts that pass our frames on in time: where one of them was ever heard, there is no link. */
    @Test
    void aPortWithHostTraffic_neverBecomesALink() {
        scene.arrives("s1/10", Frames.arpRequest(1, "10.0.0.1", "10.0.0.9"));
        scene.cable("s1/10", "s3/10").run(3 * SECOND);

        assertThat(scene.upLinks()).hasSize(4);
        assertThat(scene.role("s1/10")).isEqualTo(PortRole.EDGE);
        scene.run(5 * SECOND);
        assertThat(scene.discovery.differences())
                .contains("LLDP of s1/10 arrives at s3/10, but there are hosts: no link until the port was down");

        scene.portUp("s1/10", false)
                .portUp("s3/10", false)
                .portUp("s1/10", true)
                .portUp("s3/10", true);
        scene.run(2 * SECOND);
        assertThat(scene.upLinks()).contains("s1/10->s3/10", "s3/10->s1/10");
    }

    @Test
    void aDeclaredAccessPort_neverBecomesALink() {
        Scene declared = new Scene(Scene.NAMES + "accessPorts: [{port: s1/10}]\n")
                .cable("s1/10", "s3/10")
                .connect(1, 10)
                .connect(3, 10)
                .run(5 * SECOND);

        assertThat(declared.upLinks()).isEmpty();
        assertThat(declared.role("s1/10")).isEqualTo(PortRole.EDGE);
        assertThat(declared.said(Notice.LLDP_REJECTED)).isNotEmpty();
    }

    /** A flood of bad frames at a host's port harms no link and fills no log. */
    @Test
    void complaints_areFew() {
        for (int i = 0; i < 1_000; i++) {
            scene.arrives(
                    "s1/10",
                    new LldpSigner(new byte[16])
                            .sign(Scene.device(3), i, scene.now)
                            .bytes(Scene.mac(66).toBytes()));
        }
        assertThat(scene.said(Notice.LLDP_REJECTED)).hasSize(3);
    }

    @Test
    void lldpOfOthers_isNoneOfOurBusiness() {
        scene.arrives("s1/10", Scene.hex("0180c200000e 000000000001 88cc 0207040000000000010403026531060200780000"));

        assertThat(scene.notices).isEmpty();
        assertThat(scene.discovery.hosts()).isEmpty();
    }

    @Test
    void aHostOnALinkPort_isNotLearned() {
        scene.arrives("s1/2", Frames.arpRequest(1, "10.0.0.1", "10.0.0.2"));
        scene.arrives("s1/2", Frames.udp(1, "10.0.0.1", 2, "10.0.0.2"));

        assertThat(scene.discovery.hosts()).isEmpty();
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.LINK);
    }
}
