package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchEvent.Connected;
import io.plumbline.southbound.api.SwitchEvent.Disconnected;
import io.plumbline.southbound.api.SwitchEvent.PacketArrived;
import io.plumbline.southbound.api.SwitchEvent.PortChanged;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/**
 * One connection of a simulated switch to the controller: two pipes that keep their order, an answer for whatever was asked, and all that
 * can go wrong with that. Its methods may be called from any thread; everything happens on the network's.
 */
final class SimulatedConnection implements Switch {
    private final SimulatedSwitch target;
    private final SimulatedNetwork network;
    private final SimulatedSouthbound southbound;
    private final int number;
    private final Pipe toSwitch;
    private final Pipe toController;
    private final Set<Exchange> exchanges = new LinkedHashSet<>();
    private volatile boolean open = true;
    private volatile ImmutableList<SwitchPort> ports = ImmutableList.of();

    SimulatedConnection(SimulatedSwitch target, SimulatedSouthbound southbound, int number) {
        this.target = target;
        this.network = target.network();
        this.southbound = southbound;
        this.number = number;
        this.toSwitch = new Pipe(network.time(), target.faults());
        this.toController = new Pipe(network.time(), target.faults());
    }

    /** Says hello. */
    void open() {
        ImmutableList<SwitchPort> described = ImmutableList.copyOf(target.describedPorts());
        toController.send(() -> {
            ports = described;
            southbound.report(new Connected(this));
        });
    }

    @Override
    public DeviceId id() {
        return target.id();
    }

    @Override
    public SwitchDescription description() {
        return target.description();
    }

    @Override
    public SwitchLimits limits() {
        return target.limits();
    }

    @Override
    public List<SwitchPort> ports() {
        return ports;
    }

    @Override
    public CompletionStage<ApplyOutcome> apply(ProgramUpdate update) {
        UpdateExchange exchange = new UpdateExchange(this, target, update);
        network.time().schedule(0, exchange::begin);
        return exchange.answer();
    }

    @Override
    public CompletionStage<ReadOutcome> read(ReadScope scope) {
        ReadExchange exchange = new ReadExchange(this, target, scope);
        network.time().schedule(0, exchange::begin);
        return exchange.answer();
    }

    @Override
    public boolean packetOut(PortNumber port, byte[] frame) {
        Frame sent = Frame.of(frame);
        if (open) {
            network.time().schedule(0, () -> toSwitch.send(() -> leave(port, sent)));
        }
        return open;
    }

    private void leave(PortNumber number, Frame frame) {
        if (!target.isRunning()
                || !target.faults().isProcessing()
                || target.faults().losesPacketOut()) {
            return;
        }
        Flight flight = Flight.real(new Walk());
        SimulatedPort port = target.find(number);
        if (number.equals(PortNumber.TABLE)) {
            target.forward(PortNumber.CONTROLLER, frame, flight);
        } else if (port != null && port.isUp()) {
            network.log(() -> port.name() + " packet-out " + frame);
            port.send(frame, flight);
        }
    }

    @Override
    public void disconnect(String reason) {
        network.time().schedule(0, () -> {
            if (open) {
                end(reason);
                southbound.report(new Disconnected(id(), this, reason));
                target.disconnected(this, true);
            }
        });
    }

    /** The connection breaks: messages under way are lost in both directions, and the controller learns it after a while. */
    void reset(String reason, long noticedAfterNanos) {
        if (!open) {
            return;
        }
        toSwitch.cut();
        toController.cut();
        target.disconnected(this, false);
        network.time().schedule(noticedAfterNanos, () -> {
            if (open) {
                end(reason);
                southbound.report(new Disconnected(id(), this, reason));
            }
        });
    }

    /** The controller's side closes in an orderly way: what was sent still arrives. */
    void close(String reason) {
        if (open) {
            end(reason);
            target.disconnected(this, false);
        }
    }

    /** The controller is killed: what was sent still arrives, and nobody hears anything. */
    void abandon() {
        open = false;
        toController.cut();
        exchanges.forEach(Exchange::forget);
        exchanges.clear();
        target.disconnected(this, false);
    }

    private void end(String reason) {
        open = false;
        toController.cut();
        ImmutableList.copyOf(exchanges).forEach(exchange -> exchange.lost(reason));
        exchanges.clear();
    }

    void portChanged(SwitchPort port) {
        int times = !port.up() && target.faults().isPortStatusRepeated() ? 2 : 1;
        ImmutableList<SwitchPort> now = ImmutableList.copyOf(target.describedPorts());
        for (int i = 0; i < times; i++) {
            toController.send(() -> {
                ports = now;
                southbound.report(new PortChanged(id(), port, false));
            });
        }
    }

    void portRemoved(SwitchPort port) {
        ImmutableList<SwitchPort> now = ImmutableList.copyOf(target.describedPorts());
        toController.send(() -> {
            ports = now;
            southbound.report(new PortChanged(id(), port, true));
        });
    }

    void packetIn(PortNumber port, Step.Punted punted) {
        if (target.faults().losesPacketIn()) {
            return;
        }
        byte[] frame = punted.frame().bytes();
        toController.send(() -> southbound.report(new PacketArrived(
                id(),
                port,
                punted.table(),
                punted.cookie(),
                frame,
                network.time().nowNanos())));
    }

    void report(SwitchEvent event) {
        toController.send(() -> southbound.report(event));
    }

    boolean isOpen() {
        return open;
    }

    /** Something that waits for an answer begins. */
    void expect(Exchange exchange) {
        exchanges.add(exchange);
    }

    int waiting() {
        return exchanges.size();
    }

    void settled(Exchange exchange) {
        exchanges.remove(exchange);
    }

    Pipe toSwitch() {
        return toSwitch;
    }

    Pipe toController() {
        return toController;
    }

    @Override
    public String toString() {
        return target.name() + " connection " + number;
    }
}
