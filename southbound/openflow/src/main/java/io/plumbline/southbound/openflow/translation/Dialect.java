package io.plumbline.southbound.openflow.translation;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.api.SwitchPort;
import java.util.List;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.group.GroupDescription;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFGroupDescStatsEntry;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterConfig;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
import org.projectfloodlight.openflow.protocol.OFPortDesc;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;

/** The vocabulary of one version of OpenFlow, for one switch. Pure; any thread. */
public final class Dialect {
    private final OFFactory factory;
    private final DeviceId device;
    private final RuleTranslation rules;
    private final MeterTranslation meters;
    private final GroupTranslation groups;
    private final ActionTranslation actions;

    public Dialect(OFFactory factory, DeviceId device) {
        this.factory = factory;
        this.device = device;
        this.rules = new RuleTranslation(factory, device);
        this.meters = new MeterTranslation(factory, device);
        this.groups = new GroupTranslation(factory, device);
        this.actions = new ActionTranslation(factory);
    }

    public OFFactory factory() {
        return factory;
    }

    /** Appends the message that asks for this change. */
    public void write(Change change, int xid, ByteBuf out) throws Untranslatable {
        message(change, Integer.toUnsignedLong(xid)).writeTo(out);
    }

    private OFMessage message(Change change, long xid) throws Untranslatable {
        return switch (change) {
            case PutRule put -> rules.put(put.rule(), xid);
            case RemoveRule remove -> rules.remove(remove.rule(), xid);
            case AddMeter add -> meters.modify(OFMeterModCommand.ADD, add.meter(), xid);
            case ModifyMeter modify -> meters.modify(OFMeterModCommand.MODIFY, modify.meter(), xid);
            case RemoveMeter remove -> meters.remove(remove.id(), xid);
            case AddGroup add -> groups.add(add.group(), xid);
            case ModifyGroup modify -> groups.modify(modify.group(), xid);
            case RemoveGroup remove -> groups.remove(remove.groupId(), xid);
        };
    }

    /** Appends the message that sends a frame out of a port. */
    public void writePacketOut(PortNumber port, byte[] frame, int xid, ByteBuf out) throws Untranslatable {
        OFPacketOut.Builder message = factory.buildPacketOut()
                .setXid(Integer.toUnsignedLong(xid))
                .setBufferId(OFBufferId.NO_BUFFER)
                .setActions(List.of(actions.output(port)))
                .setData(frame);
        if (factory.getVersion().getWireVersion() >= OFVersion.OF_15.getWireVersion()) {
            message.setMatch(factory.buildMatch()
                    .setExact(MatchField.IN_PORT, OFPort.CONTROLLER)
                    .build());
        } else {
            message.setInPort(OFPort.CONTROLLER);
        }
        message.build().writeTo(out);
    }

    public HeldRule rule(OFFlowStatsEntry entry) {
        return rules.held(entry);
    }

    public MeterEntry meter(OFMeterConfig config) {
        return meters.held(config);
    }

    public GroupDescription group(OFGroupDescStatsEntry entry) {
        return groups.held(entry);
    }

    public SwitchPort port(OFPortDesc port) {
        return PortTranslation.port(port);
    }

    public RuleRemoved removed(OFFlowRemoved message) {
        return new RuleRemoved(
                device,
                rules.removed(message),
                message.getCookie().getValue(),
                switch (message.getReason()) {
                    case HARD_TIMEOUT -> RuleRemoved.Reason.HARD_TIMEOUT;
                    case IDLE_TIMEOUT -> RuleRemoved.Reason.IDLE_TIMEOUT;
                    case DELETE, GROUP_DELETE, METER_DELETE -> RuleRemoved.Reason.DELETED;
                    case EVICTION -> RuleRemoved.Reason.OTHER;
                },
                rules.removedPackets(message),
                rules.removedBytes(message));
    }
}
