package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.group;
import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static io.plumbline.southbound.simulated.Lab.treatment;
import static io.plumbline.southbound.simulated.Lab.watching;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.simulated.Walk.Mark;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.group.DefaultGroupBucket;
import org.onosproject.net.group.GroupDescription.Type;

/** h1 at port 1 of s1, h2 at port 2, h3 at port 3. */
class GroupTest {
    private final Lab lab = new Lab(1);
    private final SimulatedNetwork network = lab.network;
    private final SimulatedHost h1 = network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/1");
    private final SimulatedHost h2 = network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s1/2");

    GroupTest() {
        network.host("h3", "00:00:00:00:00:03", "10.0.0.3", "s1/3");
        lab.connect();
    }

    private static Consumer<TrafficTreatment.Builder> label(int vlan, long port) {
        return actions -> actions.pushVlan()
                .setVlanId(VlanId.vlanId((short) vlan))
                .setVlanPcp((byte) 5)
                .setOutput(PortNumber.portNumber(port));
    }

    private void toGroup() {
        lab.install("s1", put(rule("s1", 0, 10, match -> {}, actions -> actions.group(new GroupId(1)))));
    }

    private Walk send(int sourcePort) {
        Frame frame = h1.frameTo(h2).udp(sourcePort, 5001).build();
        return network.delivers(frame).from("h1");
    }

    @Test
    void all_copiesToEveryBucket_eachFromTheFrameAsItWas() {
        lab.install(
                "s1",
                new AddGroup(group(
                        "s1",
                        1,
                        Type.ALL,
                        DefaultGroupBucket.createAllGroupBucket(treatment(label(2048, 2))),
                        DefaultGroupBucket.createAllGroupBucket(
                                treatment(actions -> actions.setOutput(PortNumber.portNumber(3)))))));
        toGroup();
        assertThat(send(1).to("h2", "h3").marks())
                .containsExactly(new Mark("s1/2", 0, 2048, 5, 0), new Mark("s1/3", 0, -1, -1, 0));
    }

    @Test
    void indirect_isOneBucketSharedByItsRules() {
        lab.install(
                "s1",
                new AddGroup(group(
                        "s1",
                        1,
                        Type.INDIRECT,
                        DefaultGroupBucket.createIndirectGroupBucket(treatment(label(2048, 2))))));
        toGroup();
        send(1).to("h2");
        lab.install(
                "s1",
                new ModifyGroup(group(
                        "s1",
                        1,
                        Type.INDIRECT,
                        DefaultGroupBucket.createIndirectGroupBucket(treatment(label(2049, 3))))));
        assertThat(send(1).to("h3").marks()).containsExactly(new Mark("s1/3", 0, 2049, 5, 0));
    }

    @Test
    void failover_takesTheFirstBucketWhosePortIsUp_atOnce() {
        lab.install(
                "s1",
                new AddGroup(group("s1", 1, Type.FAILOVER, watching(2, label(2048, 2)), watching(3, label(2049, 3)))));
        toGroup();
        send(1).to("h2");
        network.link("h2", "s1/2").down();
        send(1).to("h3");
        network.link("h3", "s1/3").down();
        assertThat(send(1).nowhere().steps(Step.Grouped.class)).containsExactly(new Step.Grouped(1, -1));
        network.link("h2", "s1/2").up();
        send(1).to("h2");
    }

    @Test
    void failover_doesNotNoticeABlackHole() {
        lab.install(
                "s1",
                new AddGroup(group("s1", 1, Type.FAILOVER, watching(2, label(2048, 2)), watching(3, label(2049, 3)))));
        toGroup();
        network.link("h2", "s1/2").blackHole(true);
        assertThat(send(1).nowhere().losses()).hasSize(1);
    }

    @Test
    void failover_backByTheIngressPort_needsInPort() {
        lab.install("s1", new AddGroup(group("s1", 1, Type.FAILOVER, watching(1, label(2048, 1)))));
        toGroup();
        send(1).nowhere();
        lab.install(
                "s1",
                new ModifyGroup(
                        group("s1", 1, Type.FAILOVER, watching(1, actions -> actions.setOutput(PortNumber.IN_PORT)))));
        send(1).to("h1");
    }

    @Test
    void select_keepsAFlowOnOneBucket_andUsesBoth() {
        lab.install(
                "s1",
                new AddGroup(group(
                        "s1",
                        1,
                        Type.SELECT,
                        DefaultGroupBucket.createSelectGroupBucket(
                                treatment(actions -> actions.setOutput(PortNumber.portNumber(2)))),
                        DefaultGroupBucket.createSelectGroupBucket(
                                treatment(actions -> actions.setOutput(PortNumber.portNumber(3)))))));
        toGroup();
        Set<String> used = new HashSet<>();
        for (int port = 1; port <= 32; port++) {
            Set<String> where = send(port).destinations();
            assertThat(where).hasSize(1);
            assertThat(send(port).destinations()).isEqualTo(where);
            used.addAll(where);
        }
        assertThat(used).containsExactlyInAnyOrder("h2", "h3");
    }

    @Test
    void removingAGroup_removesTheRulesThatUseIt() {
        lab.install("s1", new AddGroup(group("s1", 1, Type.ALL)));
        toGroup();
        lab.install("s1", new RemoveGroup(1));
        assertThat(lab.read("s1").rules()).isEmpty();
        assertThat(lab.events(RuleRemoved.class))
                .extracting(RuleRemoved::reason)
                .containsExactly(RuleRemoved.Reason.OTHER);
    }
}
