package io.plumbline.southbound.openflow.translation;

import java.util.ArrayList;
import java.util.List;
import org.onlab.packet.VlanId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions;
import org.onosproject.net.flow.instructions.L2ModificationInstruction;
import org.onosproject.net.flow.instructions.L3ModificationInstruction;
import org.onosproject.net.flow.instructions.L4ModificationInstruction;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.action.OFActions;
import org.projectfloodlight.openflow.protocol.oxm.OFOxm;
import org.projectfloodlight.openflow.protocol.oxm.OFOxms;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpDscp;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFBooleanValue;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.VlanPcp;

/** Instructions of a treatment as an action list, in their order. */
final class ActionTranslation {
    /** OFPCML_NO_BUFFER: the whole frame goes to the controller. */
    private static final int WHOLE_FRAME = 0xffff;

    private final OFActions actions;
    private final OFOxms fields;

    ActionTranslation(OFFactory factory) {
        this.actions = factory.actions();
        this.fields = factory.oxms();
    }

    List<OFAction> actions(List<Instruction> instructions) throws Untranslatable {
        List<OFAction> list = new ArrayList<>(instructions.size());
        for (Instruction instruction : instructions) {
            try {
                if (instruction.type() != Instruction.Type.NOACTION) {
                    list.add(action(instruction));
                }
            } catch (IllegalArgumentException | UnsupportedOperationException impossible) {
                throw Untranslatable.action(instruction + ": " + impossible.getMessage());
            }
        }
        return list;
    }

    private OFAction action(Instruction instruction) throws Untranslatable {
        return switch (instruction) {
            case Instructions.OutputInstruction output -> output(output.port());
            case Instructions.GroupInstruction group ->
                actions.group(OFGroup.of(group.groupId().id()));
            case Instructions.SetQueueInstruction queue -> actions.setQueue(queue.queueId());
            case L2ModificationInstruction ethernet -> ethernet(ethernet);
            case L3ModificationInstruction internet -> internet(internet);
            case L4ModificationInstruction transport -> transport(transport);
            default -> throw Untranslatable.action("no OpenFlow action for " + instruction);
        };
    }

    OFAction output(PortNumber port) throws Untranslatable {
        return actions.output(Ports.toOpenFlow(port), port.equals(PortNumber.CONTROLLER) ? WHOLE_FRAME : 0);
    }

    private OFAction ethernet(L2ModificationInstruction instruction) throws Untranslatable {
        return switch (instruction.subtype()) {
            case ETH_SRC -> set(fields.ethSrc(mac(instruction)));
            case ETH_DST -> set(fields.ethDst(mac(instruction)));
            case VLAN_ID -> vlan(((L2ModificationInstruction.ModVlanIdInstruction) instruction).vlanId());
            case VLAN_PCP ->
                set(fields.vlanPcp(
                        VlanPcp.of(((L2ModificationInstruction.ModVlanPcpInstruction) instruction).vlanPcp())));
            case VLAN_PUSH ->
                actions.pushVlan(
                        ethType(((L2ModificationInstruction.ModVlanHeaderInstruction) instruction).ethernetType()));
            case VLAN_POP -> actions.popVlan();
            case MPLS_LABEL ->
                set(fields.mplsLabel(U32.of(((L2ModificationInstruction.ModMplsLabelInstruction) instruction)
                        .label()
                        .toInt())));
            case MPLS_BOS ->
                set(fields.mplsBos(
                        OFBooleanValue.of(((L2ModificationInstruction.ModMplsBosInstruction) instruction).mplsBos())));
            case MPLS_PUSH ->
                actions.pushMpls(
                        ethType(((L2ModificationInstruction.ModMplsHeaderInstruction) instruction).ethernetType()));
            case MPLS_POP ->
                actions.popMpls(
                        ethType(((L2ModificationInstruction.ModMplsHeaderInstruction) instruction).ethernetType()));
            case DEC_MPLS_TTL -> actions.decMplsTtl();
            case TUNNEL_ID -> throw Untranslatable.action("no OpenFlow action for " + instruction);
        };
    }

    private OFAction vlan(VlanId vlan) throws Untranslatable {
        int vid = Short.toUnsignedInt(vlan.toShort());
        if (vid > 0xfff) {
            throw Untranslatable.action("VLAN " + vlan + " cannot be set");
        }
        return set(fields.vlanVid(OFVlanVidMatch.ofVlan(vid)));
    }

    private OFAction internet(L3ModificationInstruction instruction) throws Untranslatable {
        return switch (instruction.subtype()) {
            case IP_DSCP ->
                set(fields.ipDscp(IpDscp.of(((L3ModificationInstruction.ModDscpInstruction) instruction).dscp())));
            case IPV4_SRC -> set(fields.ipv4Src(ipv4(instruction)));
            case IPV4_DST -> set(fields.ipv4Dst(ipv4(instruction)));
            case IPV6_SRC -> set(fields.ipv6Src(ipv6(instruction)));
            case IPV6_DST -> set(fields.ipv6Dst(ipv6(instruction)));
            case DEC_TTL -> actions.decNwTtl();
            case TTL_OUT -> actions.copyTtlOut();
            case TTL_IN -> actions.copyTtlIn();
            default -> throw Untranslatable.action("no OpenFlow action for " + instruction);
        };
    }

    private OFAction transport(L4ModificationInstruction instruction) {
        TransportPort port = TransportPort.of(((L4ModificationInstruction.ModTransportPortInstruction) instruction)
                .port()
                .toInt());
        return switch (instruction.subtype()) {
            case TCP_SRC -> set(fields.tcpSrc(port));
            case TCP_DST -> set(fields.tcpDst(port));
            case UDP_SRC -> set(fields.udpSrc(port));
            case UDP_DST -> set(fields.udpDst(port));
        };
    }

    private OFAction set(OFOxm<?> field) {
        return actions.setField(field);
    }

    private static MacAddress mac(L2ModificationInstruction instruction) {
        return MacAddress.of(((L2ModificationInstruction.ModEtherInstruction) instruction)
                .mac()
                .toBytes());
    }

    private static EthType ethType(org.onlab.packet.EthType type) {
        return EthType.of(Short.toUnsignedInt(type.toShort()));
    }

    private static IPv4Address ipv4(L3ModificationInstruction instruction) {
        return IPv4Address.of(((L3ModificationInstruction.ModIPInstruction) instruction)
                .ip()
                .getIp4Address()
                .toInt());
    }

    private static IPv6Address ipv6(L3ModificationInstruction instruction) {
        return IPv6Address.of(
                ((L3ModificationInstruction.ModIPInstruction) instruction).ip().toOctets());
    }
}
