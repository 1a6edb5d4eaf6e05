package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.translation.Ports;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.FlowRemoved;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.PacketIn;
import io.plumbline.southbound.openflow.wire.PortDescription;
import org.onosproject.net.DeviceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a switch says unasked, as events. Event loop only. */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** Ends of rules, changes of ports and errors: far more than a switch at work has, and what our heap can hold. */
    private static final int CHANGES_PER_SECOND = 10_000;

    private static final int CHANGES_AT_ONCE = 200_000;

    private final SwitchConnection connection;
    private final DeviceId device;
    private final Dialect dialect;
    private final PortTable ports;
    private final RateBudget packetIns;
    private final RateBudget changes;

    Notices(SwitchConnection connection, DeviceId device, Dialect dialect, PortTable ports) {
        OpenFlowSettings.Limits limits = connection.settings().limits();
        this.connection = connection;
        this.device = device;
        this.dialect = dialect;
        this.ports = ports;
        long now = connection.listener().nanoTime().getAsLong();
        this.packetIns = new RateBudget(limits.packetInsPerSecond(), limits.packetInBurst(), now);
        this.changes = new RateBudget(CHANGES_PER_SECOND, CHANGES_AT_ONCE, now);
    }

    void packetIn(ByteBuf frame) throws MalformedMessage {
        long now = connection.listener().nanoTime().getAsLong();
        if (!packetIns.take(now)) {
            long dropped = packetIns.dropped();
            if (dropped == 1 || (dropped >= 1024 && Long.bitCount(dropped) == 1)) {
                LOG.warn("{} punts too fast: {} packets dropped so far", device, dropped);
            }
            return;
        }
        PacketIn packet = PacketIn.read(frame);
        connection.emit(new SwitchEvent.PacketArrived(
                device, Ports.fromOpenFlow(packet.inPort()), packet.table(), packet.cookie(), packet.frame(), now));
    }

    void ruleRemoved(ByteBuf frame, Updates updates) throws MalformedMessage {
        SwitchEvent.RuleRemoved removed = dialect.removed(FlowRemoved.read(frame));
        boolean ours = removed.reason() == SwitchEvent.RuleRemoved.Reason.DELETED && updates.removed(removed.rule());
        if (!ours) {
            tell(removed);
        }
    }

    void portStatus(ByteBuf frame) throws MalformedMessage {
        PortDescription.Status status = PortDescription.Status.read(frame);
        if (!status.port().physical()) {
            return;
        }
        SwitchPort port = dialect.port(status.port());
        boolean removed = status.reason() == PortDescription.DELETED;
        if (removed ? ports.remove(port) : ports.put(port)) {
            SwitchPort last = removed
                    ? new SwitchPort(port.number(), port.name(), port.macAddress(), port.speedBitsPerSecond(), false)
                    : port;
            tell(new SwitchEvent.PortChanged(device, last, removed));
        }
    }

    /** A role that we did not ask for: told from 1.4 on; before, a switch just refuses what a slave may not. */
    void roleChanged() {
        tell(new SwitchEvent.ErrorReported(device, "another controller became its master"));
    }

    void error(ErrorMessage error) {
        tell(new SwitchEvent.ErrorReported(device, error.text() + " (transaction " + error.xid() + ")"));
    }

    private void tell(SwitchEvent change) {
        if (changes.take(connection.listener().nanoTime().getAsLong())) {
            connection.emit(change);
        } else {
            connection.fail("it reports more than " + CHANGES_PER_SECOND + " changes a second");
        }
    }
}
