package io.plumbline.southbound.simulated.conformance;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.MaskedMetadata;
import io.plumbline.southbound.api.MaskedVlan;
import java.util.ArrayList;
import java.util.List;
import org.onlab.packet.VlanId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.criteria.ArpOpCriterion;
import org.onosproject.net.flow.criteria.ArpPaCriterion;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.EthCriterion;
import org.onosproject.net.flow.criteria.EthTypeCriterion;
import org.onosproject.net.flow.criteria.ExtensionCriterion;
import org.onosproject.net.flow.criteria.IPCriterion;
import org.onosproject.net.flow.criteria.IPDscpCriterion;
import org.onosproject.net.flow.criteria.IPProtocolCriterion;
import org.onosproject.net.flow.criteria.Icmpv6TypeCriterion;
import org.onosproject.net.flow.criteria.MetadataCriterion;
import org.onosproject.net.flow.criteria.PortCriterion;
import org.onosproject.net.flow.criteria.TcpPortCriterion;
import org.onosproject.net.flow.criteria.UdpPortCriterion;
import org.onosproject.net.flow.criteria.VlanIdCriterion;
import org.onosproject.net.flow.criteria.VlanPcpCriterion;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.GroupInstruction;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;
import org.onosproject.net.flow.instructions.Instructions.SetQueueInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.L2SubType;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModVlanHeaderInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModVlanIdInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModVlanPcpInstruction;
import org.onosproject.net.flow.instructions.L3ModificationInstruction.ModDscpInstruction;
import org.onosproject.net.group.GroupBucket;
import org.onosproject.net.group.GroupDescription;

/** Rules and groups as ovs-ofctl(8) writes them. */
final class OvsText {
    private OvsText() {}

    static String of(FlowRule rule) {
        List<String> words = new ArrayList<>();
        words.add("table=" + rule.tableId());
        words.add("priority=" + rule.priority());
        rule.selector().criteria().forEach(criterion -> words.add(match(criterion)));
        return String.join(",", words) + " actions=" + instructions(rule.treatment());
    }

    static String of(GroupDescription group) {
        StringBuilder text = new StringBuilder("group_id=" + group.givenGroupId() + ",type=");
        text.append(
                switch (group.type()) {
                    case ALL -> "all";
                    case INDIRECT -> "indirect";
                    case FAILOVER -> "ff";
                    default -> throw new IllegalArgumentException(group.toString());
                });
        for (GroupBucket bucket : group.buckets().buckets()) {
            text.append(",bucket=");
            if (bucket.watchPort() != null) {
                text.append("watch_port:").append(bucket.watchPort().toLong()).append(',');
            }
            text.append("actions=").append(actions(bucket.treatment().immediate()));
        }
        return text.toString();
    }

    private static String match(Criterion criterion) {
        return switch (criterion) {
            case PortCriterion port -> "in_port=" + port.port().toLong();
            case MetadataCriterion metadata -> "metadata=0x" + Long.toHexString(metadata.metadata());
            case EthCriterion eth -> (eth.type() == Criterion.Type.ETH_SRC ? "dl_src=" : "dl_dst=") + eth.mac();
            case EthTypeCriterion type ->
                "dl_type=" + Short.toUnsignedInt(type.ethType().toShort());
            case VlanIdCriterion vlan -> vlan(vlan.vlanId());
            case VlanPcpCriterion pcp -> "dl_vlan_pcp=" + pcp.priority();
            case IPProtocolCriterion protocol -> "nw_proto=" + protocol.protocol();
            case IPDscpCriterion dscp -> "ip_dscp=" + dscp.ipDscp();
            case IPCriterion ip -> address(ip);
            case TcpPortCriterion tcp ->
                (tcp.type() == Criterion.Type.TCP_SRC ? "tcp_src=" : "tcp_dst=") + tcp.tcpPort();
            case UdpPortCriterion udp ->
                (udp.type() == Criterion.Type.UDP_SRC ? "udp_src=" : "udp_dst=") + udp.udpPort();
            case Icmpv6TypeCriterion type -> "icmpv6_type=" + type.icmpv6Type();
            case ArpOpCriterion operation -> "arp_op=" + operation.arpOp();
            case ArpPaCriterion arp -> (arp.type() == Criterion.Type.ARP_SPA ? "arp_spa=" : "arp_tpa=") + arp.ip();
            case ExtensionCriterion extension -> extension(extension);
            default -> throw new IllegalArgumentException(criterion.toString());
        };
    }

    private static String vlan(VlanId vlan) {
        if (vlan.equals(VlanId.NONE)) {
            return "vlan_vid=0";
        }
        return vlan.equals(VlanId.ANY)
                ? "vlan_vid=0x1000/0x1000"
                : "vlan_vid=0x" + Integer.toHexString(MaskedVlan.PRESENT | vlan.toShort());
    }

    private static String address(IPCriterion ip) {
        return switch (ip.type()) {
            case IPV4_SRC -> "nw_src=" + ip.ip();
            case IPV4_DST -> "nw_dst=" + ip.ip();
            case IPV6_SRC -> "ipv6_src=" + ip.ip();
            default -> "ipv6_dst=" + ip.ip();
        };
    }

    private static String extension(ExtensionCriterion extension) {
        return switch (extension.extensionSelector()) {
            case MaskedVlan vlan -> String.format("vlan_vid=0x%x/0x%x", vlan.value(), vlan.mask());
            case MaskedMetadata metadata -> String.format("metadata=0x%x/0x%x", metadata.value(), metadata.mask());
            default -> throw new IllegalArgumentException(extension.toString());
        };
    }

    private static String instructions(TrafficTreatment treatment) {
        List<String> words = new ArrayList<>();
        treatment.meters().forEach(meter -> words.add("meter:" + meter.meterId().id()));
        if (!actions(treatment.immediate()).isEmpty()) {
            words.add(actions(treatment.immediate()));
        }
        if (treatment.clearedDeferred()) {
            words.add("clear_actions");
        }
        if (!treatment.deferred().isEmpty()) {
            words.add("write_actions(" + actions(treatment.deferred()) + ")");
        }
        var metadata = treatment.writeMetadata();
        if (metadata != null) {
            words.add(String.format("write_metadata:0x%x/0x%x", metadata.metadata(), metadata.metadataMask()));
        }
        var next = treatment.tableTransition();
        if (next != null) {
            words.add("goto_table:" + next.tableId());
        }
        return words.isEmpty() ? "drop" : String.join(",", words);
    }

    private static String actions(List<Instruction> instructions) {
        return instructions.stream()
                .filter(instruction -> instruction.type() != Instruction.Type.NOACTION)
                .map(OvsText::action)
                .collect(ImmutableList.toImmutableList())
                .stream()
                .reduce((first, second) -> first + "," + second)
                .orElse("");
    }

    private static String action(Instruction instruction) {
        return switch (instruction) {
            case OutputInstruction output -> output(output.port());
            case GroupInstruction group -> "group:" + group.groupId().id();
            case SetQueueInstruction queue -> "set_queue:" + queue.queueId();
            case ModVlanIdInstruction vlan ->
                "set_field:" + (MaskedVlan.PRESENT | vlan.vlanId().toShort()) + "->vlan_vid";
            case ModVlanPcpInstruction pcp -> "set_field:" + pcp.vlanPcp() + "->vlan_pcp";
            case ModVlanHeaderInstruction header ->
                header.subtype() == L2SubType.VLAN_POP ? "pop_vlan" : "push_vlan:0x8100";
            case ModDscpInstruction dscp -> "set_field:" + dscp.dscp() + "->ip_dscp";
            default -> throw new IllegalArgumentException(instruction.toString());
        };
    }

    private static String output(PortNumber port) {
        if (port.equals(PortNumber.IN_PORT)) {
            return "in_port";
        }
        return port.equals(PortNumber.ALL) ? "all" : "output:" + port.toLong();
    }
}
