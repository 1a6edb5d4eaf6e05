package io.plumbline.southbound.simulated.pipeline;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.simulated.frame.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.flow.instructions.Instructions.MeterInstruction;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;
import org.onosproject.net.flow.instructions.Instructions.SetQueueInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModEtherInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModVlanHeaderInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModVlanIdInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModVlanPcpInstruction;
import org.onosproject.net.flow.instructions.L3ModificationInstruction.ModDscpInstruction;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;

/** One frame through one switch, once: what happened, step by step. */
final class PipelineRun {
    private static final int DEEPEST_GROUP = 16;

    private final FlowTables tables;
    private final Meters meters;
    private final Groups groups;
    private final Ports ports;
    private final long nowNanos;
    private final boolean counts;
    private final ActionSet actionSet = new ActionSet();
    private final ImmutableList.Builder<Step> steps = ImmutableList.builder();
    private int table;
    private @Nullable FlowRule rule;

    /**
     * @param counts whether counters move and meters lose tokens; otherwise the run leaves no trace in the switch
     */
    PipelineRun(FlowTables tables, Meters meters, Groups groups, Ports ports, long nowNanos, boolean counts) {
        this.tables = tables;
        this.meters = meters;
        this.groups = groups;
        this.ports = ports;
        this.nowNanos = nowNanos;
        this.counts = counts;
    }

    ImmutableList<Step> run(Packet packet) {
        if (throughTables(packet)) {
            rule = null;
            actions(actionSet.inOrder(), packet, 0);
        }
        return steps.build();
    }

    /**
     * Whether the frame is still there at the end of the tables, so that the action set is carried out. That is so after a miss too:
     * OpenFlow would drop the frame, Open vSwitch only stops looking.
     */
    private boolean throughTables(Packet packet) {
        int bytesAtEntry = packet.frame().length();
        while (true) {
            FlowTable.Hit hit = tables.lookup(table, packet);
            if (hit == null) {
                steps.add(new Step.Missed(table));
                return true;
            }
            FlowRule matched = hit.rule().rule();
            rule = matched;
            steps.add(new Step.Matched(table, matched, hit.ambiguous()));
            if (counts) {
                hit.rule().count(bytesAtEntry, nowNanos);
            }
            TrafficTreatment treatment = matched.treatment();
            if (!passesMeters(treatment, packet)) {
                return false;
            }
            actions(treatment.immediate(), packet, 0);
            if (treatment.clearedDeferred()) {
                actionSet.clear();
            }
            actionSet.write(treatment.deferred());
            var metadata = treatment.writeMetadata();
            if (metadata != null) {
                packet.writeMetadata(metadata.metadata(), metadata.metadataMask());
            }
            var transition = treatment.tableTransition();
            if (transition == null) {
                return true;
            }
            table = transition.tableId();
        }
    }

    private boolean passesMeters(TrafficTreatment treatment, Packet packet) {
        for (MeterInstruction instruction : treatment.meters()) {
            long id = instruction.meterId().id();
            InstalledMeter meter = meters.get(id);
            int bytes = packet.meteredBytes();
            boolean passed = meter == null || (counts ? meter.pass(bytes, nowNanos) : meter.wouldPass(bytes, nowNanos));
            steps.add(new Step.Metered(id, bytes, passed));
            if (!passed) {
                return false;
            }
        }
        return true;
    }

    private void actions(List<Instruction> instructions, Packet packet, int groupDepth) {
        for (Instruction instruction : instructions) {
            switch (instruction) {
                case OutputInstruction output -> output(output.port(), packet);
                case GroupInstruction group -> group(group.groupId().id(), packet, groupDepth);
                case SetQueueInstruction queue -> packet.queueId(queue.queueId());
                case L2ModificationInstruction change -> rewrite(change, packet);
                case ModDscpInstruction dscp -> packet.dscp(dscp.dscp());
                default -> {
                    // NOACTION; nothing else gets past TreatmentCheck
                }
            }
        }
    }

    private static void rewrite(L2ModificationInstruction change, Packet packet) {
        switch (change) {
            case ModVlanIdInstruction vlan -> packet.vlanId(vlan.vlanId().toShort());
            case ModVlanPcpInstruction pcp -> packet.vlanPcp(pcp.vlanPcp());
            case ModVlanHeaderInstruction header -> header(header, packet);
            case ModEtherInstruction ether -> ethernet(ether, packet);
            default -> {
                // nothing else gets past TreatmentCheck
            }
        }
    }

    private static void header(ModVlanHeaderInstruction header, Packet packet) {
        if (header.subtype() == L2ModificationInstruction.L2SubType.VLAN_POP) {
            packet.popVlan();
        } else {
            packet.pushVlan(
                    header.ethernetType() == null
                            ? Frame.VLAN
                            : header.ethernetType().toShort() & 0xffff);
        }
    }

    private static void ethernet(ModEtherInstruction ether, Packet packet) {
        if (ether.subtype() == L2ModificationInstruction.L2SubType.ETH_SRC) {
            packet.ethSrc(ether.mac().toLong());
        } else {
            packet.ethDst(ether.mac().toLong());
        }
    }

    private void output(PortNumber port, Packet packet) {
        if (port.equals(PortNumber.CONTROLLER)) {
            FlowRule punting = rule;
            packet.left();
            steps.add(
                    new Step.Punted(table, punting == null ? -1L : punting.id().value(), packet.frame()));
        } else if (port.equals(PortNumber.IN_PORT)) {
            send(packet.inPort(), packet);
        } else if (port.equals(PortNumber.ALL) || port.equals(PortNumber.FLOOD)) {
            ports.numbers().stream()
                    .filter(each -> !each.equals(packet.inPort()))
                    .forEach(each -> send(each, packet));
        } else if (port.equals(packet.inPort())) {
            steps.add(new Step.Unsent(port, "the frame came by this port, and the action is not IN_PORT"));
        } else {
            send(port, packet);
        }
    }

    private void send(PortNumber port, Packet packet) {
        if (ports.isUp(port)) {
            packet.left();
            steps.add(new Step.Sent(port, packet.queueId(), packet.frame()));
        } else {
            steps.add(new Step.Unsent(port, "no such port, or it is down"));
        }
    }

    private void group(int id, Packet packet, int depth) {
        GroupDescription group = groups.get(id);
        if (group == null || depth > DEEPEST_GROUP) {
            return;
        }
        List<GroupBucket> buckets = group.buckets().buckets();
        switch (group.type()) {
            case ALL, INDIRECT -> {
                for (int i = 0; i < buckets.size(); i++) {
                    bucket(id, i, buckets.get(i), packet, depth);
                }
            }
            case FAILOVER -> one(id, buckets, firstLive(buckets), packet, depth);
            case SELECT -> one(id, buckets, selected(buckets, packet), packet, depth);
            default -> throw new IllegalStateException("group " + group.type() + " was accepted");
        }
    }

    private void one(int id, List<GroupBucket> buckets, int index, Packet packet, int depth) {
        if (index < 0) {
            steps.add(new Step.Grouped(id, -1));
        } else {
            bucket(id, index, buckets.get(index), packet, depth);
        }
    }

    private int firstLive(List<GroupBucket> buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (groups.isLive(buckets.get(i), ports)) {
                return i;
            }
        }
        return -1;
    }

    /** By a hash of the frame's headers over the weights. */
    private static int selected(List<GroupBucket> buckets, Packet packet) {
        int total = buckets.stream()
                .mapToInt(bucket -> Math.max(1, bucket.weight()))
                .sum();
        int point = total == 0 ? 0 : Math.floorMod(packet.headers().flowHash(), total);
        for (int i = 0; i < buckets.size(); i++) {
            point -= Math.max(1, buckets.get(i).weight());
            if (point < 0) {
                return i;
            }
        }
        return -1;
    }

    /** A bucket works on the frame as it is and leaves it as it was. Its actions are an action set. */
    private void bucket(int id, int index, GroupBucket bucket, Packet packet, int depth) {
        steps.add(new Step.Grouped(id, index));
        ActionSet set = new ActionSet();
        set.write(bucket.treatment().allInstructions());
        actions(set.inOrder(), new Packet(packet), depth + 1);
    }
}
