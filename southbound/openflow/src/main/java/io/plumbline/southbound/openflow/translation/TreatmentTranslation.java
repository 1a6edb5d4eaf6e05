package io.plumbline.southbound.openflow.translation;

import java.util.List;
import org.onlab.packet.EthType;
import org.onlab.packet.Ip4Address;
import org.onlab.packet.Ip6Address;
import org.onlab.packet.MacAddress;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.TpPort;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions;
import org.onosproject.net.meter.MeterId;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.action.OFActionGroup;
import org.projectfloodlight.openflow.protocol.action.OFActionMeter;
import org.projectfloodlight.openflow.protocol.action.OFActionOutput;
import org.projectfloodlight.openflow.protocol.action.OFActionPopMpls;
import org.projectfloodlight.openflow.protocol.action.OFActionPushMpls;
import org.projectfloodlight.openflow.protocol.action.OFActionPushVlan;
import org.projectfloodlight.openflow.protocol.action.OFActionSetField;
import org.projectfloodlight.openflow.protocol.action.OFActionSetQueue;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionApplyActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionClearActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionGotoTable;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionMeter;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionWriteActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionWriteMetadata;
import org.projectfloodlight.openflow.protocol.oxm.OFOxm;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv6Address;
import org.projectfloodlight.openflow.types.IpDscp;
import org.projectfloodlight.openflow.types.OFBooleanValue;
import org.projectfloodlight.openflow.types.OFVlanVidMatch;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.VlanPcp;

/** Instructions as a treatment, the inverse of {@link InstructionTranslation} and {@link ActionTranslation}. */
final class TreatmentTranslation {
    private final DeviceId device;

    TreatmentTranslation(DeviceId device) {
        this.device = device;
    }

    TrafficTreatment treatment(List<OFInstruction> instructions) {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        for (OFInstruction instruction : instructions) {
            switch (instruction) {
                case OFInstructionMeter meter -> treatment.meter(MeterId.meterId(meter.getMeterId()));
                case OFInstructionApplyActions apply -> add(treatment.immediate(), apply.getActions());
                case OFInstructionClearActions clear -> treatment.wipeDeferred();
                case OFInstructionWriteActions write -> add(treatment.deferred(), write.getActions());
                case OFInstructionWriteMetadata metadata ->
                    treatment.writeMetadata(
                            metadata.getMetadata().getValue(),
                            metadata.getMetadataMask().getValue());
                case OFInstructionGotoTable next ->
                    treatment.transition((int) next.getTableId().getValue());
                default -> treatment.extension(Foreign.instruction(instruction.toString()), device);
            }
        }
        return treatment.build();
    }

    /** The treatment of a group's bucket: actions alone. */
    TrafficTreatment bucket(List<OFAction> actions) {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        add(treatment, actions);
        return treatment.build();
    }

    private void add(TrafficTreatment.Builder treatment, List<OFAction> actions) {
        for (OFAction action : actions) {
            treatment.add(instruction(action));
        }
    }

    private Instruction instruction(OFAction action) {
        return switch (action.getType()) {
            case OUTPUT ->
                Instructions.createOutput(
                        Ports.fromOpenFlow(((OFActionOutput) action).getPort().getPortNumber()));
            case GROUP ->
                Instructions.createGroup(
                        GroupId.valueOf(((OFActionGroup) action).getGroup().getGroupNumber()));
            case SET_QUEUE -> queue(((OFActionSetQueue) action).getQueueId());
            case PUSH_VLAN -> Instructions.pushVlan(ethType(((OFActionPushVlan) action).getEthertype()));
            case POP_VLAN -> Instructions.popVlan();
            case PUSH_MPLS -> pushMpls((OFActionPushMpls) action);
            case POP_MPLS -> Instructions.popMpls(ethType(((OFActionPopMpls) action).getEthertype()));
            case DEC_MPLS_TTL -> Instructions.decMplsTtl();
            case DEC_NW_TTL -> Instructions.decNwTtl();
            case COPY_TTL_IN -> Instructions.copyTtlIn();
            case COPY_TTL_OUT -> Instructions.copyTtlOut();
            case METER -> Instructions.meterTraffic(MeterId.meterId(((OFActionMeter) action).getMeterId()));
            case SET_FIELD -> set(action, ((OFActionSetField) action).getField());
            default -> foreign(action);
        };
    }

    private Instruction set(OFAction action, OFOxm<?> field) {
        Object value = field.getValue();
        if (field.isMasked()) {
            return foreign(action);
        }
        return switch (field.getMatchField().id) {
            case ETH_SRC -> Instructions.modL2Src(mac(value));
            case ETH_DST -> Instructions.modL2Dst(mac(value));
            case VLAN_VID -> Instructions.modVlanId(VlanId.vlanId(((OFVlanVidMatch) value).getVlan()));
            case VLAN_PCP -> Instructions.modVlanPcp(((VlanPcp) value).getValue());
            case MPLS_LABEL -> Instructions.modMplsLabel(MplsLabel.mplsLabel((int) ((U32) value).getValue()));
            case MPLS_BOS -> Instructions.modMplsBos(((OFBooleanValue) value).getValue());
            case IP_DSCP -> Instructions.modIpDscp(((IpDscp) value).getDscpValue());
            case IPV4_SRC -> Instructions.modL3Src(Ip4Address.valueOf(((IPv4Address) value).getInt()));
            case IPV4_DST -> Instructions.modL3Dst(Ip4Address.valueOf(((IPv4Address) value).getInt()));
            case IPV6_SRC -> Instructions.modL3IPv6Src(Ip6Address.valueOf(((IPv6Address) value).getBytes()));
            case IPV6_DST -> Instructions.modL3IPv6Dst(Ip6Address.valueOf(((IPv6Address) value).getBytes()));
            case TCP_SRC -> Instructions.modTcpSrc(port(value));
            case TCP_DST -> Instructions.modTcpDst(port(value));
            case UDP_SRC -> Instructions.modUdpSrc(port(value));
            case UDP_DST -> Instructions.modUdpDst(port(value));
            default -> foreign(action);
        };
    }

    private Instruction foreign(OFAction action) {
        return Instructions.extension(Foreign.of(action), device);
    }

    /** {@link Instructions#setQueue} of a rule names no port: the one of the output beside it counts. */
    @SuppressWarnings("NullAway") // ONOS says so by null
    private static Instruction queue(long queue) {
        return Instructions.setQueue(queue, null);
    }

    private static Instruction pushMpls(OFActionPushMpls push) {
        return Instructions.pushMpls();
    }

    private static EthType ethType(org.projectfloodlight.openflow.types.EthType type) {
        return new EthType(type.getValue());
    }

    private static MacAddress mac(Object value) {
        return MacAddress.valueOf(((org.projectfloodlight.openflow.types.MacAddress) value).getBytes());
    }

    private static TpPort port(Object value) {
        return TpPort.tpPort(((TransportPort) value).getPort());
    }
}
