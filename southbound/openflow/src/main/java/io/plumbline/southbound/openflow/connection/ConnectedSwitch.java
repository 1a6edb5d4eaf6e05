package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.translation.Untranslatable;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.Header;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A described switch: what the controller holds of a connection. Its events are emitted on its event loop, in their order. */
final class ConnectedSwitch implements Phase, Switch {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedSwitch.class);

    private final SwitchConnection connection;
    private final DeviceId id;
    private final Dialect dialect;
    private final SwitchDescription description;
    private final SwitchLimits limits;
    private final PortTable ports;
    private final OutboundBudget budget;
    private final Updates updates;
    private final Reads reads;
    private final Notices notices;
    private volatile boolean gone;

    ConnectedSwitch(
            SwitchConnection connection,
            DeviceId id,
            Dialect dialect,
            SwitchDescription description,
            SwitchLimits limits,
            SortedMap<Long, SwitchPort> ports) {
        this.connection = connection;
        this.id = id;
        this.dialect = dialect;
        this.description = description;
        this.limits = limits;
        this.ports = new PortTable(ports, connection.settings().limits().ports());
        this.budget = new OutboundBudget(connection.settings().limits());
        this.updates = new Updates(connection, dialect, budget, limits.bundles());
        this.reads = new Reads(connection, dialect, limits.maxMeters() > 0, limits.maxGroups() > 0);
        this.notices = new Notices(connection, id, dialect, this.ports);
    }

    @Override
    public void begin() {
        LOG.info("{} connected from {}: {}", id, connection.remote(), description.protocol());
        connection.emit(new SwitchEvent.Connected(this));
    }

    @Override
    public void receive(Header header, ByteBuf frame) throws MalformedMessage {
        switch (header.type()) {
            case Header.PACKET_IN -> notices.packetIn(frame);
            case Header.BARRIER_REPLY -> updates.barrier(header.xid());
            case Header.ERROR -> error(ErrorMessage.read(frame));
            case Header.MULTIPART_REPLY -> reads.part(header.xid(), frame);
            case Header.FLOW_REMOVED -> notices.ruleRemoved(frame, updates);
            case Header.PORT_STATUS -> notices.portStatus(frame);
            case Header.ROLE_STATUS -> notices.roleChanged();
            default -> LOG.debug("{}: message type {}", id, header.type());
        }
    }

    private void error(ErrorMessage error) {
        if (!updates.error(error) && !reads.error(error)) {
            notices.error(error);
        }
    }

    @Override
    public void ended(String reason) {
        gone = true;
        updates.lost(reason);
        reads.failAll("connection lost: " + reason);
        connection.emit(new SwitchEvent.Disconnected(id, this, reason));
    }

    @Override
    public CompletionStage<ApplyOutcome> apply(ProgramUpdate update) {
        return updates.apply(update);
    }

    @Override
    public CompletionStage<ReadOutcome> read(ReadScope scope) {
        if (!budget.takeRequest()) {
            return CompletableFuture.completedFuture(
                    new ReadOutcome.Failed(budget.waitingRequests() + " requests are waiting for this switch already"));
        }
        CompletableFuture<ReadOutcome> outcome = new CompletableFuture<>();
        CompletionStage<ReadOutcome> answer = outcome.whenComplete((how, error) -> budget.giveRequest());
        try {
            connection.run(() -> {
                if (gone) {
                    outcome.complete(new ReadOutcome.Failed("the switch is gone"));
                } else {
                    reads.ask(scope, outcome);
                }
            });
        } catch (RejectedExecutionException closing) {
            outcome.complete(new ReadOutcome.Failed("the southbound is closed"));
        }
        return answer;
    }

    @Override
    public boolean packetOut(PortNumber port, byte[] frame) {
        if (gone || !connection.channel().isActive()) {
            return false;
        }
        ByteBuf out = connection.allocator().buffer(frame.length + 64);
        try {
            dialect.writePacketOut(port, frame, connection.xids(1), out);
        } catch (Untranslatable wrong) {
            out.release();
            LOG.warn("{}: no packet-out: {}", id, wrong.detail());
            return false;
        }
        int bytes = out.readableBytes();
        if (!budget.takePacketOut(bytes)) {
            out.release();
            return false;
        }
        connection.send(out).addListener(sent -> budget.giveBytes(bytes));
        return true;
    }

    @Override
    public void disconnect(String reason) {
        connection.disconnect(reason);
    }

    @Override
    public DeviceId id() {
        return id;
    }

    @Override
    public SwitchDescription description() {
        return description;
    }

    @Override
    public SwitchLimits limits() {
        return limits;
    }

    /** Without those of reserved numbers: LOCAL is the switch's own host, no port of the network. */
    @Override
    public List<SwitchPort> ports() {
        return ports.ports();
    }

    @Override
    public String toString() {
        return id + " from " + connection.remote();
    }
}
