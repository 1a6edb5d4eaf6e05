package io.plumbline.controller.forwarding;

import static io.plumbline.controller.forwarding.SimulatedBestEffort.MILLI;
import static io.plumbline.controller.forwarding.SimulatedBestEffort.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.discovery.Attachment;
import io.plumbline.controller.discovery.DiscoveredLink;
import io.plumbline.controller.discovery.Notice;
import io.plumbline.southbound.simulated.SimulatedHost;
import io.plumbline.southbound.simulated.SimulatedSwitch;
import io.plumbline.southbound.simulated.Walk;
import io.plumbline.southbound.simulated.frame.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.DeviceId;

/**
 * Best effort on switches that really forward, and what every port is held to.
 *
 * <pre>
 *   h1 - 10 s1 2 --- 1 s2 2 --- 1 s3 10 - h2
 *   h3 - 11  + 3 ------ s4 ------ 2 + 11 - h4
 * </pre>
 */
class BaseNetworkTest {
    private static final String NETWORK = """
            version: 1
            switches:
            - {id: "of:0000000000000001", name: s1}
            - {id: "of:0000000000000002", name: s2}
            - {id: "of:0000000000000003", name: s3}
            - {id: "of:0000000000000004", name: s4}
            """;
    private static final String DECLARED = NETWORK + """
            links:
            - {between: [s1/2, s2/1], capacityBitsPerSecond: 10000000}
            - {between: [s2/2, s3/1], capacityBitsPerSecond: 10000000}
            - {between: [s1/3, s4/1], capacityBitsPerSecond: 10000000}
            - {between: [s4/2, s3/2], capacityBitsPerSecond: 10000000}
            """;

    private final SimulatedBestEffort controller;
    private final SimulatedHost h1;
    private final SimulatedHost h2;
    private final SimulatedHost h3;

    BaseNetworkTest() {
        controller = network(DECLARED).start();
        h1 = controller.network.host("h1");
        h2 = controller.network.host("h2");
        h3 = controller.network.host("h3");
    }

    private static SimulatedBestEffort network(String yaml) {
        SimulatedBestEffort controller = new SimulatedBestEffort(1, yaml);
        controller.network.link("s1/2", "s2/1", 10_000);
        controller.network.link("s2/2", "s3/1", 10_000);
        controller.network.link("s1/3", "s4/1", 10_000);
        controller.network.link("s4/2", "s3/2", 10_000);
        controller.network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/10");
        controller.network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s3/10");
        controller.network.host("h3", "00:00:00:00:00:03", "10.0.0.3", "s1/11");
        controller.network.host("h4", "00:00:00:00:00:04", "10.0.0.4", "s3/11");
        return controller;
    }

    private void introduced() {
        controller.introduce("h1", "h2", "h3", "h4");
    }

    private Walk walk(SimulatedHost from, Frame frame) {
        Walk walk = controller.network.walk(frame).from(from.name());
        assertThat(walk.ambiguous()).as("%s", walk).isFalse();
        return walk;
    }

    private List<String> said(String kind) {
        return controller.notices.stream()
                .filter(notice -> notice.kind().equals(kind))
                .map(Notice::detail)
                .toList();
    }

    @Test
    void hostsThatNeverSpoke_findEachOther_andPing() {
        h1.send(h1.arpFor(h2.ip()));
        controller.run(SECOND);

        assertThat(h1.received())
                .as("the answer to its question")
                .anySatisfy(
                        got -> assertThat(got.frame().headers().arpOperation()).isEqualTo(2));
        controller.network.delivers(h1.frameTo(h2).udp(1, 2).build()).from("h1").to("h2");
        controller.network.delivers(h2.frameTo(h1).udp(2, 1).build()).from("h2").to("h1");
    }

    @Test
    void allPairs_reachEachOther_byTheFewestHops() {
        introduced();
        String[] names = {"h1", "h2", "h3", "h4"};
        for (String from : names) {
            for (String to : names) {
                if (!from.equals(to)) {
                    SimulatedHost sender = controller.network.host(from);
                    Walk walk = walk(
                            sender,
                            sender.frameTo(controller.network.host(to))
                                    .udp(1, 2)
                                    .build());
                    walk.to(to);
                    assertThat(walk.hops()).hasSizeLessThanOrEqualTo(3);
                }
            }
        }
    }

    @Test
    void ipv6Hosts_findEachOther() {
        MacAddress six = MacAddress.valueOf("00:00:00:00:00:06");
        IpAddress address = IpAddress.valueOf("fd00::6");
        controller.network.host("h6", six, com.google.common.collect.ImmutableList.of(address), "s2/10");
        controller.run(2 * SECOND);
        SimulatedHost h6 = controller.network.host("h6");
        h6.send(h6.frameTo(h2)
                .ip(address, IpAddress.valueOf("fd00::7"))
                .udp(1, 2)
                .build());
        controller.run(SECOND).introduce("h1");

        walk(
                        h6,
                        h6.frameTo(h1)
                                .ip(address, IpAddress.valueOf("fd00::1"))
                                .udp(1, 2)
                                .build())
                .to("h1");
    }

    @Test
    void marksOfAHost_areReset() {
        introduced();
        Frame marked = h1.frameTo(h2).vlan(100, 7).dscp(46).udp(1, 5001).build();
        Walk walk = walk(h1, marked).to("h2");

        assertThat(walk.marks()).allSatisfy(mark -> {
            assertThat(mark.pcp()).isZero();
            assertThat(mark.dscp()).isZero();
            assertThat(mark.vlanId()).isEqualTo(100);
        });
        assertThat(walk(h1, h1.frameTo(h2).dscp(46).udp(1, 5001).build())
                        .to("h2")
                        .marks())
                .allSatisfy(mark -> assertThat(mark.dscp()).isZero());
        Frame six = h1.frameTo(h2)
                .ip(IpAddress.valueOf("fd00::1"), IpAddress.valueOf("fd00::2"))
                .dscp(26)
                .udp(1, 2)
                .build();
        assertThat(walk(h1, six).to("h2").marks())
                .allSatisfy(mark -> assertThat(mark.dscp()).isZero());
        Frame other = h1.frameTo(h2).vlan(7, 5).payload(0x88b5, new byte[46]).build();
        assertThat(walk(h1, other).to("h2").marks())
                .allSatisfy(mark -> assertThat(mark.pcp()).isZero());
    }

    @Test
    void tagsInTheLabelRange_andMpls_endAtTheEdge() {
        introduced();
        for (int vlan : new int[] {2048, 2049, 3000, 4094, 4095}) {
            walk(h1, h1.frameTo(h2).vlan(vlan, 0).udp(1, 2).build()).nowhere();
        }
        walk(h1, h1.frameTo(h2).vlan(2047, 0).udp(1, 2).build()).to("h2");
        walk(h1, h1.frameTo(h2).vlan(5, 0).vlan(2048, 7).udp(1, 2).build()).to("h2");
        walk(h1, h1.frameTo(h2).vlan(2048, 7).vlan(5, 0).udp(1, 2).build()).nowhere();
        walk(h1, h1.frameTo(h2).payload(0x8847, new byte[60]).build()).nowhere();
    }

    @Test
    void labelsWithoutARule_endAtTheLinkPort() {
        introduced();
        Frame labelled = h1.frameTo(h2).vlan(2050, 5).udp(1, 2).build();

        controller.network.walk(labelled).from("s2/1").nowhere();
    }

    @Test
    void anothersAddress_isOfNoUse() {
        introduced();
        Frame spoofed = h2.frameTo(h1).udp(1, 2).build();

        Walk walk = walk(h3, spoofed);
        walk.nowhere();
        assertThat(walk.punted()).isTrue();
        controller.network.delivers(spoofed).from("h3").nowhere();
        controller.run(SECOND);
        assertThat(controller.discovery.resolve("10.0.0.2"))
                .map(Attachment::name)
                .contains("10.0.0.2");
        walk(h1, h1.frameTo(h2).udp(1, 2).build()).to("h2");
    }

    @Test
    void broadcastsAndStrangers_goNowhere() {
        introduced();
        walk(h1, Frame.builder().from(h1.mac()).ip(h1.ip(), h2.ip()).udp(68, 67).build())
                .nowhere();
        MacAddress stranger = MacAddress.valueOf("00:00:00:00:00:99");
        walk(
                        h1,
                        Frame.builder()
                                .from(h1.mac())
                                .to(stranger)
                                .ip(h1.ip(), h2.ip())
                                .udp(1, 2)
                                .build())
                .nowhere();
    }

    /** What comes over a link that nobody declared may come from a host that passes LLDP on: it is scrubbed like a host's. */
    @Test
    void anUndeclaredLink_isScrubbedToo() {
        SimulatedBestEffort undeclared = network(NETWORK).start().introduce("h1", "h2");
        Frame marked = h1.frameTo(h2).vlan(100, 5).dscp(46).udp(1, 2).build();

        assertThat(undeclared.network.walk(marked).from("s2/1").to("h2").marks())
                .allSatisfy(mark -> {
                    assertThat(mark.pcp()).isZero();
                    assertThat(mark.dscp()).isZero();
                });
    }

    @Test
    void lldpThatAHostCaught_makesNoLinkAnywhere() {
        introduced();
        List<Frame> caught = h1.received().stream()
                .map(Walk.Delivered::frame)
                .filter(frame -> frame.headers().etherType() == 0x88cc)
                .toList();
        assertThat(caught).isNotEmpty();
        for (Frame frame : caught) {
            h2.send(frame);
            controller.run(10 * MILLI);
        }
        controller.run(SECOND);

        assertThat(controller.discovery.links()).hasSize(8).allMatch(DiscoveredLink::up);
        assertThat(said(Notice.LLDP_REJECTED)).isNotEmpty();
    }

    @Test
    void aFloodOfLldpAndArp_unmakesNoLink_andOthersAreHeard() {
        introduced();
        controller.notices.clear();
        Frame lldp = h1.received().stream()
                .map(Walk.Delivered::frame)
                .filter(frame -> frame.headers().etherType() == 0x88cc)
                .findFirst()
                .orElseThrow();
        h3.forget();
        for (int i = 0; i < 2_000; i++) {
            h1.send(lldp);
            h1.send(h1.arpFor(IpAddress.valueOf("10.0.9." + i % 250)));
            if (i == 1_500) {
                h3.send(h3.arpFor(h2.ip()));
            }
            controller.run(MILLI);
        }
        assertThat(said(Notice.LINK_DOWN)).isEmpty();
        assertThat(h3.received()).anyMatch(got -> got.frame().headers().arpOperation() == 2);
    }

    @Test
    void aProgramThatDoesNotChange_isTheSameObject() {
        introduced();
        BasePrograms programs = new BasePrograms(controller.discovery);
        var first = programs.compile(device -> true);
        controller.network.host("h9", "00:00:00:00:00:09", "10.0.0.9", "s4/10");
        controller.run(3 * SECOND);
        var second = programs.compile(device -> true);

        for (DeviceId device : first.keySet()) {
            assertThat(second.get(device) == first.get(device)).isEqualTo(!device.equals(second.lastKey()));
        }
        assertThat(Transition.phases(second, new BasePrograms(controller.discovery).compile(device -> true)))
                .isEmpty();
        assertThat(programs.compile(device -> !device.equals(second.lastKey()))).hasSize(3);
    }

    /** A burst of news is few compilations, and the first of it does not wait. */
    @Test
    void manyHostsAtOnce_areFewCompilations() {
        introduced();
        DeviceId s1 = controller.network.switchNode("s1").id();
        int before = controller.controller.compilations(s1);
        for (int i = 0; i < 200; i++) {
            controller.network.host(
                    "n" + i, "00:00:00:00:01:%02x".formatted(i), "10.0.1." + i, "s" + (1 + i % 4) + "/" + (20 + i / 4));
        }
        controller.run(3 * SECOND);
        int ports = controller.controller.compilations(s1);
        for (int i = 0; i < 200; i++) {
            SimulatedHost one = controller.network.host("n" + i);
            one.send(one.arpFor(one.ip()));
            controller.run(MILLI / 2);
        }
        controller.run(SECOND);

        assertThat(ports - before).isLessThan(30);
        assertThat(controller.controller.compilations(s1) - ports).isBetween(2, 8);
        controller
                .network
                .delivers(h1.frameTo(controller.network.host("n199")).udp(1, 2).build())
                .from("h1")
                .to("n199");
    }

    @Test
    void whatDrifted_isFoundByReading_andMended() {
        introduced();
        SimulatedSwitch s2 = controller.network.switchNode("s2");
        Frame frame = h1.frameTo(h2).udp(1, 2).build();
        assertThat(s2.loseRules(rule -> rule.id().value() == BaseRule.FORWARD.cookie()))
                .hasSizeGreaterThanOrEqualTo(4);
        s2.breakMeters();
        walk(h1, frame).nowhere();

        controller.controller.bestEffort.members().forEach(controller.controller::read);
        controller.run(SECOND);

        walk(h1, frame).to("h2");
        assertThat(said("switch.drifted"))
                .singleElement()
                .satisfies(count -> assertThat(Integer.parseInt(count)).isGreaterThanOrEqualTo(4 + SystemMeters.LAST));
        assertThat(controller
                        .controller
                        .bestEffort
                        .looked(s2.id())
                        .orElseThrow()
                        .drifted())
                .isGreaterThanOrEqualTo(4 + SystemMeters.LAST);
        controller.controller.bestEffort.members().forEach(controller.controller::read);
        controller.run(SECOND);
        assertThat(said("switch.drifted")).hasSize(1);
    }

    /** What is read while changes are on their way is of no use: neither drift nor a reason to write again. */
    @Test
    void readingWhileProgramsChange_findsNoDrift() {
        introduced();
        for (int round = 0; round < 20; round++) {
            if (round % 2 == 0) {
                controller.network.link("s1/2", "s2/1").down();
            } else {
                controller.network.link("s1/2", "s2/1").up();
            }
            for (int i = 0; i < 100; i++) {
                controller.controller.bestEffort.members().forEach(controller.controller::read);
                controller.run(MILLI / 10);
            }
            controller.run(SECOND);
        }
        assertThat(said("switch.drifted")).isEmpty();
        walk(h1, h1.frameTo(h2).udp(1, 2).build()).to("h2");
    }

    @Test
    void afterALinkFailed_theOtherWayIsTaken() {
        introduced();
        controller.network.link("s1/2", "s2/1").down();
        controller.run(SECOND);

        assertThat(walk(h1, h1.frameTo(h2).udp(1, 2).build()).to("h2").path()).contains("s4/2");
    }

    @Test
    void aSilentFailure_isFoundByLldp() {
        introduced();
        controller.network.link("s1/2", "s2/1").blackHole(true);
        controller.run(5 * SECOND);

        walk(h1, h1.frameTo(h2).udp(1, 2).build()).to("h2");
    }

    @Test
    void aSwitchThatRestarts_isProgrammedAgain() {
        introduced();
        controller.network.switchNode("s3").restart(2 * SECOND);
        controller.run(10 * SECOND);

        walk(h1, h1.frameTo(h2).udp(1, 2).build()).to("h2");
        walk(h2, h2.frameTo(h1).udp(1, 2).build()).to("h1");
    }

    /** The controller's connection to one switch breaks for a moment: nobody but the controller notices. */
    @Test
    void aBrokenConnection_breaksNoTraffic() {
        introduced();
        Frame frame = h1.frameTo(h2).udp(1, 2).build();
        controller.network.switchNode("s2").disconnect();
        for (int i = 0; i < 200; i++) {
            controller.run(10 * MILLI);
            walk(h1, frame).to("h2");
        }
        controller.network.switchNode("s2").reconnect();
        for (int i = 0; i < 500; i++) {
            controller.run(10 * MILLI);
            walk(h1, frame).to("h2");
        }
    }
}
