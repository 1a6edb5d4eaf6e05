package io.plumbline.southbound.openflow.translation;

import static io.plumbline.southbound.openflow.translation.WireValues.ipv4;
import static io.plumbline.southbound.openflow.translation.WireValues.ipv6;
import static io.plumbline.southbound.openflow.translation.WireValues.mac;
import static io.plumbline.southbound.openflow.translation.WireValues.port;

import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Span;
import org.onlab.packet.EthType;
import org.onlab.packet.MplsLabel;
import org.onlab.packet.VlanId;
import org.onosproject.core.GroupId;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions;
import org.onosproject.net.meter.MeterId;

/**
 * Instructions and actions as a treatment, the inverse of {@link InstructionTranslation} and {@link ActionTranslation} (OpenFlow 1.5.1,
 * sections 7.2.5 and 7.2.6). What the vocabulary has no word for becomes a {@link Foreign} action.
 */
final class TreatmentTranslation {
    private static final int GOTO_TABLE = 1;
    private static final int WRITE_METADATA = 2;
    private static final int WRITE_ACTIONS = 3;
    private static final int APPLY_ACTIONS = 4;
    private static final int CLEAR_ACTIONS = 5;
    private static final int METER = 6;

    private final DeviceId device;

    TreatmentTranslation(DeviceId device) {
        this.device = device;
    }

    TrafficTreatment treatment(Span instructions) throws MalformedMessage {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        while (!instructions.isEmpty()) {
            Span instruction = instructions.structure(2, 4, "an instruction");
            int type = instruction.u16();
            instruction.skip(2);
            switch (type) {
                case GOTO_TABLE -> treatment.transition(instruction.u8());
                case WRITE_METADATA ->
                    treatment.writeMetadata(instruction.skip(4).i64(), instruction.i64());
                case WRITE_ACTIONS -> add(treatment.deferred(), instruction.skip(4));
                case APPLY_ACTIONS -> add(treatment.immediate(), instruction.skip(4));
                case CLEAR_ACTIONS -> treatment.wipeDeferred();
                case METER -> treatment.meter(MeterId.meterId(instruction.u32()));
                default -> treatment.immediate().extension(Foreign.action("instruction " + type, instruction), device);
            }
        }
        return treatment.build();
    }

    /** The treatment of a group's bucket: actions alone. */
    TrafficTreatment bucket(Span actions) throws MalformedMessage {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        add(treatment, actions);
        return treatment.build();
    }

    private void add(TrafficTreatment.Builder treatment, Span actions) throws MalformedMessage {
        while (!actions.isEmpty()) {
            Span action = actions.structure(2, 4, "an action");
            int type = action.u16();
            action.skip(2);
            treatment.add(action(type, action));
        }
    }

    private Instruction action(int type, Span body) throws MalformedMessage {
        return switch (type) {
            case 0 -> Instructions.createOutput(Ports.fromOpenFlow(body.i32()));
            case 11 -> Instructions.copyTtlOut();
            case 12 -> Instructions.copyTtlIn();
            case 16 -> Instructions.decMplsTtl();
            case 17 -> Instructions.pushVlan(ethType(body));
            case 18 -> Instructions.popVlan();
            case 19 -> pushMpls(body);
            case 20 -> Instructions.popMpls(ethType(body));
            case 21 -> queue(body.u32());
            case 22 -> Instructions.createGroup(GroupId.valueOf(body.i32()));
            case 24 -> Instructions.decNwTtl();
            case 25 -> setField(body);
            case 29 -> Instructions.meterTraffic(MeterId.meterId(body.u32()));
            default -> foreign("action " + type, body);
        };
    }

    private Instruction setField(Span body) throws MalformedMessage {
        Span whole = body.again();
        int oxmClass = body.u16();
        int fieldAndMask = body.u8();
        Span value = body.take(body.u8());
        boolean exact = (fieldAndMask & 1) == 0;
        return oxmClass == Oxm.BASIC_CLASS && exact
                ? setField(fieldAndMask >> 1, value, whole)
                : foreign("set field", whole);
    }

    private Instruction setField(int field, Span value, Span whole) throws MalformedMessage {
        return switch (field) {
            case Oxm.ETH_SRC -> Instructions.modL2Src(mac(value));
            case Oxm.ETH_DST -> Instructions.modL2Dst(mac(value));
            case Oxm.VLAN_VID -> Instructions.modVlanId(VlanId.vlanId((short) (value.u16() & VlanId.MAX_VLAN)));
            case Oxm.VLAN_PCP -> Instructions.modVlanPcp((byte) value.u8());
            case Oxm.MPLS_LABEL -> Instructions.modMplsLabel(MplsLabel.mplsLabel(value.i32()));
            case Oxm.MPLS_BOS -> Instructions.modMplsBos(value.u8() != 0);
            case Oxm.IP_DSCP -> Instructions.modIpDscp((byte) value.u8());
            case Oxm.IPV4_SRC -> Instructions.modL3Src(ipv4(value));
            case Oxm.IPV4_DST -> Instructions.modL3Dst(ipv4(value));
            case Oxm.IPV6_SRC -> Instructions.modL3IPv6Src(ipv6(value));
            case Oxm.IPV6_DST -> Instructions.modL3IPv6Dst(ipv6(value));
            case Oxm.TCP_SRC -> Instructions.modTcpSrc(port(value));
            case Oxm.TCP_DST -> Instructions.modTcpDst(port(value));
            case Oxm.UDP_SRC -> Instructions.modUdpSrc(port(value));
            case Oxm.UDP_DST -> Instructions.modUdpDst(port(value));
            default -> foreign("set field", whole);
        };
    }

    private Instruction foreign(String what, Span bytes) {
        return Instructions.extension(Foreign.action(what, bytes), device);
    }

    /** The queue of a rule names no port, which ONOS says by null: the one of the output beside it counts. */
    @SuppressWarnings("NullAway")
    private static Instruction queue(long queue) {
        return Instructions.setQueue(queue, null);
    }

    private Instruction pushMpls(Span body) throws MalformedMessage {
        Span whole = body.again();
        return ethType(body).equals(EthType.EtherType.MPLS_UNICAST.ethType())
                ? Instructions.pushMpls()
                : foreign("push MPLS", whole);
    }

    private static EthType ethType(Span body) throws MalformedMessage {
        return new EthType(body.u16());
    }
}
