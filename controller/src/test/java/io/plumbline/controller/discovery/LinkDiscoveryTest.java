package io.plumbline.controller.discovery;

import static io.plumbline.controller.discovery.Scene.MILLI;
import static io.plumbline.controller.discovery.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.inventory.ControlClass;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkDiscoveryTest {
    private final Scene scene = Scene.row(Scene.NAMES);

    @Test
    void links_areFoundInBothDirections() {
        assertThat(scene.upLinks()).containsExactly("s1/2->s2/1", "s2/1->s1/2", "s2/2->s3/1", "s3/1->s2/2");
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.LINK);
        assertThat(scene.role("s1/10")).isEqualTo(PortRole.EDGE);
        assertThat(scene.said(Notice.LINK_UP)).hasSize(4);
    }

    @Test
    void aLink_isFoundAtOnce() {
        Scene fresh = new Scene(Scene.NAMES).cable("s1/2", "s2/1").connect(1, 2).connect(2, 1);
        fresh.run(150 * MILLI);

        assertThat(fresh.upLinks()).hasSize(2);
        assertThat(fresh.role("s1/2")).isEqualTo(PortRole.LINK);
    }

    @Test
    void aPort_isUndetermined_thenAnEdge() {
        Scene fresh = new Scene(Scene.NAMES).connect(1, 2);

        fresh.run(900 * MILLI);
        assertThat(fresh.role("s1/2")).isEqualTo(PortRole.UNDETERMINED);
        fresh.run(200 * MILLI);
        assertThat(fresh.role("s1/2")).isEqualTo(PortRole.EDGE);
    }

    @Test
    void anEdgeWithoutHosts_becomesALink_whenTheOtherSwitchComesLater() {
        Scene fresh = new Scene(Scene.NAMES).cable("s1/2", "s2/1").connect(1, 2).run(10 * SECOND);
        assertThat(fresh.role("s1/2")).isEqualTo(PortRole.EDGE);
        assertThat(fresh.links).containsKey("of:0000000000000001/2->host");

        fresh.connect(2, 1).run(2 * SECOND);

        assertThat(fresh.role("s1/2")).isEqualTo(PortRole.LINK);
        assertThat(fresh.upLinks()).hasSize(2);
        assertThat(fresh.links).doesNotContainKey("of:0000000000000001/2->host");
        assertThat(fresh.nodes).doesNotContainKey("of:0000000000000001/2");
    }

    @Test
    void frames_areSentOnceASecond_withoutJitter() {
        scene.forget().run(10 * SECOND);

        List<PacketOut> ofPort = scene.sent.stream()
                .filter(out ->
                        out.device().equals(Scene.device(1)) && out.port().toLong() == 2)
                .toList();
        assertThat(ofPort).hasSize(10);
    }

    @Test
    void aFrameOfALink_fitsIntoTheControlClass() {
        assertThat(DiscoverySettings.DEFAULT.fits(scene.discovery.inventory().control()))
                .isTrue();
        assertThat(LldpFrame.LENGTH).isLessThanOrEqualTo(ControlClass.LEAST_PACKET_BYTES);
    }

    @Test
    void aLink_isLost_whenThreeFramesDoNotArrive() {
        scene.cables.remove(Scene.at("s1/2"));
        scene.run(2500 * MILLI);
        assertThat(scene.upLinks()).contains("s1/2->s2/1");

        scene.run(1500 * MILLI);

        assertThat(scene.upLinks()).containsExactly("s2/1->s1/2", "s2/2->s3/1", "s3/1->s2/2");
        assertThat(scene.said(Notice.LINK_DOWN))
                .containsExactly("of:0000000000000001/2->of:0000000000000002/1: 3 LLDP frames did not arrive");
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.LINK);
        assertThat(scene.links.get("of:0000000000000001/2->of:0000000000000002/1"))
                .matches(link -> !link.up());
    }

    @Test
    void twoLostFrames_areForgiven() {
        for (int round = 0; round < 5; round++) {
            scene.cables.remove(Scene.at("s1/2"));
            scene.run(2 * SECOND);
            scene.cable("s1/2", "s2/1").run(2 * SECOND);
        }
        assertThat(scene.said(Notice.LINK_DOWN)).isEmpty();
    }

    @Test
    void aControllerThatStoodStill_losesNoLink() {
        scene.forget();
        scene.now += 60 * SECOND;
        scene.run(5 * SECOND);

        assertThat(scene.said(Notice.LINK_DOWN)).isEmpty();
        assertThat(scene.upLinks()).hasSize(4);
    }

    @Test
    void aLinkLostWithoutPortDown_doesNotBecomeAnEdgeSoon_andComesBack() {
        scene.cables.remove(Scene.at("s1/2"));
        scene.cables.remove(Scene.at("s2/1"));
        scene.run(10 * SECOND);
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.UNDETERMINED);

        scene.cable("s1/2", "s2/1").run(2 * SECOND);
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.LINK);

        scene.cables.clear();
        scene.run(40 * SECOND);
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.EDGE);
    }

    @Test
    void portDown_endsBothDirectionsAtOnce() {
        scene.portUp("s1/2", false);

        assertThat(scene.upLinks()).containsExactly("s2/2->s3/1", "s3/1->s2/2");
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.DOWN);
        assertThat(scene.role("s2/1")).isEqualTo(PortRole.UNDETERMINED);

        scene.portUp("s1/2", true).run(500 * MILLI);
        assertThat(scene.upLinks()).hasSize(4);
    }

    @Test
    void aCableThatIsMoved_leadsElsewhere() {
        scene.portUp("s1/2", false).portUp("s2/1", false);
        scene.cables.clear();
        scene.cable("s1/2", "s3/1").cable("s2/2", "s1/11");
        scene.portUp("s3/1", false).portUp("s3/1", true).portUp("s1/2", true).run(2 * SECOND);

        assertThat(scene.upLinks()).contains("s1/2->s3/1", "s3/1->s1/2");
        assertThat(scene.links.keySet())
                .contains("of:0000000000000001/2->of:0000000000000003/1")
                .doesNotContain("of:0000000000000001/2->of:0000000000000002/1");
    }

    @Test
    void aSwitchThatStaysAway_losesItsLinks_andHasThemAgainWhenBack() {
        scene.disconnect(2).run(1 * SECOND);
        assertThat(scene.upLinks()).hasSize(4);

        scene.run(4 * SECOND);
        assertThat(scene.upLinks()).isEmpty();
        assertThat(scene.links.get("of:0000000000000002/10->host")).matches(link -> !link.up());
        assertThat(scene.nodes).containsKey("of:0000000000000002");

        scene.connect(2, 1, 2, 10, 11).run(2 * SECOND);
        assertThat(scene.upLinks()).hasSize(4);
        assertThat(scene.links.get("of:0000000000000002/10->host")).matches(link -> link.up());
    }

    @Test
    void aSwitchThatIsBackSoon_losesNothing() {
        scene.forget().disconnect(2).run(2 * SECOND).connect(2, 1, 2, 10, 11).run(5 * SECOND);

        assertThat(scene.said(Notice.LINK_DOWN)).isEmpty();
        assertThat(scene.upLinks()).hasSize(4);
    }

    @Test
    void theEndOfAnOldConnection_isNoEnd() {
        Switch old = scene.connection(2);
        scene.connect(2, 1, 2, 10, 11);
        scene.on(new SwitchEvent.Disconnected(Scene.device(2), old, "replaced"));
        scene.run(10 * SECOND);

        assertThat(scene.upLinks()).hasSize(4);
    }

    @Test
    void portsOfAReconnectedSwitch_thatAreNotThereAnyMore_areDown() {
        scene.disconnect(2).connect(2, 1, 10, 11).run(SECOND);

        assertThat(scene.role("s2/2")).isEqualTo(PortRole.DOWN);
        assertThat(scene.upLinks()).containsExactly("s1/2->s2/1", "s2/1->s1/2");
    }
}
