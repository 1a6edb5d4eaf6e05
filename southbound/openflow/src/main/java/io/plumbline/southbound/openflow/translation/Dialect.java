package io.plumbline.southbound.openflow.translation;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ProgramUpdate.AddGroup;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.ModifyGroup;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveGroup;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome.HeldMeter;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.wire.FlowEntry;
import io.plumbline.southbound.openflow.wire.FlowRemoved;
import io.plumbline.southbound.openflow.wire.GroupEntry;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Meters;
import io.plumbline.southbound.openflow.wire.PortDescription;
import io.plumbline.southbound.openflow.wire.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.group.GroupDescription;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
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
    private final NumberedBuckets numberedGroups;
    private final ActionTranslation actions;
    private final int version;
    private final boolean numbered;

    public Dialect(OFFactory factory, DeviceId device) {
        this.factory = factory;
        this.device = device;
        this.rules = new RuleTranslation(factory, device);
        this.meters = new MeterTranslation(factory, device);
        this.groups = new GroupTranslation(factory);
        this.numberedGroups = new NumberedBuckets(factory);
        this.version = factory.getVersion().getWireVersion();
        this.numbered = version >= OFVersion.OF_15.getWireVersion();
        this.actions = new ActionTranslation(factory);
    }

    public OFFactory factory() {
        return factory;
    }

    /**
     * Appends the message that asks for this change.
     *
     * @throws Untranslatable when this version of OpenFlow cannot say it; what was appended then is of no use
     */
    public void write(Change change, int xid, ByteBuf out) throws Untranslatable {
        try {
            switch (change) {
                case PutRule put -> write(rules.put(put.rule(), unsigned(xid)), out);
                case RemoveRule remove -> rules.writeRemove(remove.rule(), unsigned(xid), out);
                case AddMeter add -> write(meters.modify(OFMeterModCommand.ADD, add.meter(), unsigned(xid)), out);
                case ModifyMeter modify ->
                    write(meters.modify(OFMeterModCommand.MODIFY, modify.meter(), unsigned(xid)), out);
                case RemoveMeter remove -> write(meters.remove(remove.id(), unsigned(xid)), out);
                case AddGroup add -> addGroup(add.group(), xid, out);
                case ModifyGroup modify -> modifyGroup(modify.group(), xid, out);
                case RemoveGroup remove -> removeGroup(remove.groupId(), xid, out);
            }
        } catch (RuntimeException unsaid) {
            throw new Untranslatable(Kind.OTHER, "OpenFlow has no words for it: " + unsaid);
        }
    }

    private void addGroup(GroupDescription group, int xid, ByteBuf out) throws Untranslatable {
        if (numbered) {
            numberedGroups.write(NumberedBuckets.ADD, group, xid, out);
        } else {
            write(groups.add(group, unsigned(xid)), out);
        }
    }

    private void modifyGroup(GroupDescription group, int xid, ByteBuf out) throws Untranslatable {
        if (numbered) {
            numberedGroups.write(NumberedBuckets.MODIFY, group, xid, out);
        } else {
            write(groups.modify(group, unsigned(xid)), out);
        }
    }

    private void removeGroup(int group, int xid, ByteBuf out) {
        if (numbered) {
            numberedGroups.writeDelete(group, xid, out);
        } else {
            write(groups.remove(group, unsigned(xid)), out);
        }
    }

    private static void write(OFMessage message, ByteBuf out) {
        message.writeTo(out);
    }

    private static long unsigned(int xid) {
        return Integer.toUnsignedLong(xid);
    }

    /** Appends the message that sends a frame out of a port. */
    public void writePacketOut(PortNumber port, byte[] frame, int xid, ByteBuf out) throws Untranslatable {
        OFPacketOut.Builder message = factory.buildPacketOut()
                .setXid(Integer.toUnsignedLong(xid))
                .setBufferId(OFBufferId.NO_BUFFER)
                .setActions(List.of(actions.output(port)))
                .setData(frame);
        if (numbered) {
            message.setMatch(factory.buildMatch()
                    .setExact(MatchField.IN_PORT, OFPort.CONTROLLER)
                    .build());
        } else {
            message.setInPort(OFPort.CONTROLLER);
        }
        message.build().writeTo(out);
    }

    /** The rules of one part of an answer. */
    public List<HeldRule> rules(Span body) throws MalformedMessage {
        List<HeldRule> held = new ArrayList<>();
        for (FlowEntry entry : FlowEntry.list(body, version)) {
            held.add(checked(() -> rules.held(entry)));
        }
        return held;
    }

    public HeldMeter meter(Meters.Configuration meter, Meters.@Nullable Statistics counters) throws MalformedMessage {
        return checked(() -> meters.held(meter, counters));
    }

    /** The groups of one part of an answer. */
    public List<GroupDescription> groups(Span body) throws MalformedMessage {
        List<GroupDescription> held = new ArrayList<>();
        for (GroupEntry entry : GroupEntry.list(body, version)) {
            held.add(checked(() -> Groups.held(entry, device)));
        }
        return held;
    }

    public SwitchPort port(PortDescription port) throws MalformedMessage {
        return checked(() -> PortTranslation.port(port));
    }

    public RuleRemoved removed(FlowRemoved message) throws MalformedMessage {
        return checked(() -> rules.removed(message));
    }

    private interface Translation<T> {
        T run() throws MalformedMessage;
    }

    /** What the vocabulary does not allow (a meter 0, a label of 21 bits), no switch may say. */
    private static <T> T checked(Translation<T> translation) throws MalformedMessage {
        try {
            return translation.run();
        } catch (IllegalArgumentException impossible) {
            throw new MalformedMessage("an impossible value: " + impossible.getMessage());
        }
    }
}
