package io.plumbline.controller.discovery;

import static io.plumbline.controller.discovery.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchPort;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.onosproject.net.PortNumber;

class TopologyProjectionTest {
    private static final String DECLARED = Scene.NAMES + """
            defaults: {link: {capacityBitsPerSecond: 10000000, framingOverheadBytes: 0}}
            links:
            - {between: [s1/2, s2/1], propagationMicroseconds: 5, riskGroups: [duct-1], labels: [lab], country: DE}
            accessPorts:
            - {port: s1/10, capacityBitsPerSecond: 20000000}
            """;

    private static TeLink link(Scene scene, String id) {
        String full = id.replaceAll("s(\\d)/", "of:000000000000000$1/");
        return Objects.requireNonNull(scene.links.get(full), full);
    }

    @Test
    void aDeclaredLink_hasTheConstantsOfTheInventory() {
        TeLink link = link(Scene.row(DECLARED), "s1/2->s2/1");

        assertThat(link.trusted()).isTrue();
        assertThat(link.up()).isTrue();
        assertThat(link.capacityBitsPerSecond()).isEqualTo(10_000_000);
        assertThat(link.propagationNanos()).isEqualTo(5_000);
        assertThat(link.classes())
                .containsExactly(
                        new ServiceClass("control", 3_000_000, 4_000),
                        new ServiceClass("gold", 6_000_000, 20_000),
                        new ServiceClass("silver", 20_000_000, 40_000));
        assertThat(link.control()).contains(new TeLink.ControlBooking(68_267, 3_414));
        assertThat(link.tagBytes()).isEqualTo(4);
        assertThat(link.firstLabel()).isEqualTo(2048);
        assertThat(link.riskGroups()).isEqualTo(ImmutableSortedSet.of("duct-1"));
        assertThat(link.country()).contains("DE");
    }

    @Test
    void anUndeclaredLink_carriesBestEffortOnly() {
        TeLink link = link(Scene.row(DECLARED), "s2/2->s3/1");

        assertThat(link.trusted()).isFalse();
        assertThat(link.classes()).isEmpty();
        assertThat(link.control()).isEmpty();
    }

    @Test
    void anUndeclaredLink_carriesGuarantees_whenTheInventorySaysSo() {
        TeLink link = link(Scene.row(DECLARED + "trustDiscoveredLinks: true\n"), "s2/2->s3/1");

        assertThat(link.trusted()).isTrue();
        assertThat(link.capacityBitsPerSecond()).isEqualTo(10_000_000);
    }

    @Test
    void aLinkOfUnknownSpeed_carriesBestEffortOnly_unlessItIsDeclaredWithCapacity() {
        Scene scene = Scene.row(DECLARED + "trustDiscoveredLinks: true\n");
        for (String port : new String[] {"s2/2", "s3/1", "s1/2", "s2/1"}) {
            SwitchPort known = Scene.port(port.charAt(1) - '0', port.charAt(3) - '0', true);
            SwitchPort mute = new SwitchPort(known.number(), known.name(), known.macAddress(), 0, true);
            scene.on(new SwitchEvent.PortChanged(Scene.at(port).deviceId(), mute, false));
        }
        assertThat(link(scene, "s2/2->s3/1").trusted()).isFalse();
        assertThat(link(scene, "s1/2->s2/1").trusted()).isTrue();
    }

    @Test
    void aPortSlowerThanDeclared_limitsTheLink() {
        Scene scene = Scene.row(DECLARED);
        SwitchPort known = Scene.port(2, 1, true);
        scene.on(new SwitchEvent.PortChanged(
                Scene.device(2),
                new SwitchPort(PortNumber.portNumber(1), known.name(), known.macAddress(), 1_000_000, true),
                false));
        scene.run(10 * SECOND);

        assertThat(link(scene, "s1/2->s2/1").capacityBitsPerSecond()).isEqualTo(1_000_000);
        assertThat(scene.discovery.differences())
                .contains("s1/2->s2/1 is declared with 10000000 bit/s, but its ports run at 1000000 bit/s");
    }

    @Test
    void anAccessPort_isALinkToItsTerminationPoint() {
        Scene scene = Scene.row(DECLARED);
        TeLink access = link(scene, "s1/10->host");

        assertThat(access.from()).isEqualTo("of:0000000000000001");
        assertThat(access.to()).isEqualTo("of:0000000000000001/10");
        assertThat(access.capacityBitsPerSecond()).isEqualTo(20_000_000);
        assertThat(access.trusted()).isTrue();
        assertThat(access)
                .extracting(TeLink::tagBytes, TeLink::firstLabel, TeLink::lastLabel)
                .containsExactly(0, 0, 0);
        assertThat(scene.nodes.get("of:0000000000000001/10"))
                .extracting(TeNode::kind)
                .isEqualTo(TeNode.Kind.TERMINATION_POINT);
        assertThat(link(scene, "s1/11->host").trusted()).isFalse();
    }

    @Test
    void aPortThatGoesDown_takesItsLinksDown_andNothingAway() {
        Scene scene = Scene.row(DECLARED);
        scene.portUp("s1/2", false).portUp("s1/10", false);

        assertThat(link(scene, "s1/2->s2/1").up()).isFalse();
        assertThat(link(scene, "s1/10->host").up()).isFalse();
        scene.portUp("s1/10", true);
        assertThat(link(scene, "s1/10->host").up()).isTrue();
    }

    @Test
    void aDeclaredLink_isThereAsDown_beforeItIsFound() {
        Scene scene = new Scene(DECLARED).connect(1, 2, 10).connect(2, 1);

        assertThat(link(scene, "s1/2->s2/1").up()).isFalse();
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.UNDETERMINED);
        scene.run(60 * SECOND);
        assertThat(scene.role("s1/2")).as("never an edge").isEqualTo(PortRole.UNDETERMINED);
        assertThat(scene.role("s1/10")).isEqualTo(PortRole.EDGE);
        scene.arrives("s1/2", Frames.arpRequest(1, "10.0.0.1", "10.0.0.9"));
        assertThat(scene.discovery.hosts()).isEmpty();
    }

    @Test
    void aPortWhereTheInventoryPutsAHost_isAnEdgeAtOnce() {
        Scene scene = new Scene(Scene.NAMES + "hosts: [{name: h1, mac: '00:00:00:00:00:01', port: s1/11}]\n");
        scene.connect(1, 2, 11);

        assertThat(scene.role("s1/11")).isEqualTo(PortRole.EDGE);
        assertThat(scene.role("s1/2")).isEqualTo(PortRole.UNDETERMINED);
        assertThat(scene.discovery.resolve("h1")).isPresent();
        assertThat(link(scene, "s1/11->host").trusted()).isFalse();

        scene.portUp("s1/11", false).run(10 * SECOND);
        assertThat(scene.discovery.differences()).contains("h1 is declared at s1/11, which is not up");
    }

    @Test
    void switches_haveAllowanceAndRoom() {
        Scene scene = Scene.row(DECLARED);

        assertThat(scene.nodes.get("of:0000000000000001"))
                .extracting(TeNode::kind, TeNode::softwareAllowanceNanos, TeNode::meterCapacity, TeNode::entryCapacity)
                .containsExactly(TeNode.Kind.SWITCH, 1_000_000L, 985, 100_000 - 64 - 3 * 8 - 2 * 4096);
    }

    @Test
    void whatDoesNotChange_isNotToldAgain() {
        Scene scene = Scene.row(DECLARED);
        Effects effects = scene.discovery.on(
                new SwitchEvent.PortChanged(Scene.device(1), Scene.port(1, 11, true), false), scene.now);

        assertThat(effects.topologyChanges()).isEmpty();
    }

    @Test
    void linkNames_areThoseOfPersons() {
        Scene scene = Scene.row(DECLARED + "hosts: [{name: h1, mac: '00:00:00:00:00:01', port: s1/10}]\n");

        assertThat(scene.discovery.linkNames())
                .containsEntry("of:0000000000000001/2->of:0000000000000002/1", "s1/2->s2/1")
                .containsEntry("of:0000000000000001/10->host", "s1/10->h1")
                .containsEntry("of:0000000000000001/11->host", "s1/11->host");
    }

    @Test
    void differences_areToldAndSettled() {
        Scene scene = new Scene(DECLARED.replace("name: s3", "name: s3, country: FR"));
        scene.cable("s1/2", "s3/1").connect(1, 2, 10).connect(3, 1).run(4 * SECOND);
        assertThat(scene.discovery.differences()).as("nothing is said at first").isEmpty();

        scene.run(10 * SECOND);
        assertThat(scene.discovery.differences())
                .containsExactly(
                        "s2 is declared but not connected",
                        "s1/2->s2/1 is declared but not discovered",
                        "s2/1->s1/2 is declared but not discovered",
                        "s1/2->s3/1 is discovered but not declared",
                        "s3/1->s1/2 is discovered but not declared");
        assertThat(scene.said(Notice.DIFFERENCE)).hasSize(5);

        scene.forget().run(10 * SECOND);
        assertThat(scene.notices).as("each is told once").isEmpty();

        scene.portUp("s1/2", false).cable("s1/2", "s2/1").connect(2, 1).portUp("s1/2", true);
        scene.portUp("s3/1", false).run(10 * SECOND);
        assertThat(scene.discovery.differences()).isEmpty();
        assertThat(scene.said(Notice.DIFFERENCE_SETTLED)).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void endpoints_areFoundByAnyOfTheirNames() {
        Scene scene = Scene.row(
                DECLARED + "hosts: [{name: h1, mac: '00:00:00:00:00:01', ips: [10.0.0.1, 'fd00::1'], port: s1/10}]\n");
        scene.arrives("s2/10", Frames.arpRequest(2, "10.0.0.2", "10.0.0.1"));
        scene.arrives("s2/10", Frames.arpRequest(3, "10.0.0.3", "10.0.0.1"));

        for (String name : new String[] {
            "h1", "10.0.0.1", "fd00::1", "FD00:0::1", "00:00:00:00:00:01", "s1/10", "of:0000000000000001/10"
        }) {
            assertThat(scene.discovery.resolve(name))
                    .as(name)
                    .hasValueSatisfying(at -> assertThat(at)
                            .extracting(
                                    Attachment::point,
                                    host -> host.mac().orElseThrow(),
                                    host -> host.ips().size())
                            .isEqualTo(tuple(Scene.at("s1/10"), Scene.mac(1), 2).toList()));
        }
        assertThat(scene.discovery.resolve("s2/10")).hasValueSatisfying(two -> {
            assertThat(two.mac()).isEmpty();
            assertThat(two.ips()).isEmpty();
            assertThat(two.name()).isEqualTo("s2/10");
        });
        assertThat(scene.discovery.resolve("10.0.0.3")).map(Attachment::name).contains("10.0.0.3");
        for (String none : new String[] {
            "", "h9", "10.0.0.9", "s1/2", "s1/99", "s9/1", "s1", "1.2.3", "::g", "/", "s1/", "x".repeat(1000), "10"
        }) {
            assertThat(scene.discovery.resolve(none)).as(none).isEmpty();
        }
    }
}
