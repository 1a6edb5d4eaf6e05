package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ProgramUpdate.ModifyMeter;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SwitchDescription;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.api.SwitchLimits.MeterModel;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.simulated.Walk.Lost;
import io.plumbline.southbound.simulated.Walk.Passed;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.pipeline.DataPlane;
import io.plumbline.southbound.simulated.pipeline.Ports;
import io.plumbline.southbound.simulated.pipeline.Problem;
import io.plumbline.southbound.simulated.pipeline.Step;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;

/**
 * A switch that really forwards: the box, which outlives its connections to the controller. What the controller holds is a
 * {@link SimulatedConnection}.
 */
public final class SimulatedSwitch {
    private static final long DEFAULT_SPEED = 10_000_000_000L;
    private static final long RECONNECT_NANOS = 1_000_000_000L;

    /** Open vSwitch 3.1 with its userspace datapath. */
    public static final SwitchLimits OPEN_VSWITCH = new SwitchLimits(
            new MeterModel(1_000, 1_000, 1_000_000, true, 1_000_000),
            60_000,
            100_000,
            10_000,
            true,
            true,
            false,
            true,
            14,
            true);

    private final SimulatedNetwork network;
    private final String name;
    private final long datapathId;
    private final Faults faults;
    private final TreeMap<Long, SimulatedPort> ports = new TreeMap<>();
    private volatile SwitchLimits limits = OPEN_VSWITCH;
    private DataPlane dataPlane;
    private long processingNanos;
    private boolean running = true;
    private boolean powered = true;
    private @Nullable SimulatedConnection connection;
    private int connections;

    SimulatedSwitch(SimulatedNetwork network, String name, long datapathId) {
        this.network = network;
        this.name = name;
        this.datapathId = datapathId;
        this.faults = new Faults(network.random(name));
        this.dataPlane = emptyDataPlane();
    }

    private DataPlane emptyDataPlane() {
        return new DataPlane(network.time(), limits, new PortView(), this::ruleRemoved);
    }

    public String name() {
        return name;
    }

    public DeviceId id() {
        return DeviceId.deviceId(String.format("of:%016x", datapathId));
    }

    long datapathId() {
        return datapathId;
    }

    /** Adds a port, unless it is there. */
    public SimulatedSwitch port(long number) {
        network.time().run(() -> ensurePort(number));
        return this;
    }

    /** Adds a port, or changes its speed. */
    public SimulatedSwitch port(long number, long speedBitsPerSecond) {
        network.time().run(() -> ensurePort(number).speed(speedBitsPerSecond));
        return this;
    }

    SimulatedPort ensurePort(long number) {
        SimulatedPort port = ports.get(number);
        if (port == null) {
            port = new SimulatedPort(this, number, DEFAULT_SPEED);
            ports.put(number, port);
            portChanged(port);
        }
        return port;
    }

    /** What it can hold; before anything is in it. */
    public SimulatedSwitch limits(SwitchLimits newLimits) {
        network.time().run(() -> {
            limits = newLimits;
            dataPlane = emptyDataPlane();
        });
        return this;
    }

    /** How many VLAN tags it looks behind, as Open vSwitch's vlan-limit; 1 unless set. */
    public SimulatedSwitch vlanLimit(int tags) {
        network.time().run(() -> dataPlane.vlanLimit(tags));
        return this;
    }

    /** How long it takes to forward a frame; nothing unless set. */
    public SimulatedSwitch processing(long nanos) {
        network.time().run(() -> processingNanos = nanos);
        return this;
    }

    /** Changes what is wrong with it. */
    public SimulatedSwitch faults(Consumer<Faults> change) {
        network.change(name + " changes its faults", () -> change.accept(faults));
        return this;
    }

    /** Disables a port by hand. */
    public SimulatedSwitch portDown(long number) {
        network.change(
                name + "/" + number + " disabled", () -> ensurePort(number).enable(false));
        return this;
    }

    /** Enables it again. */
    public SimulatedSwitch portUp(long number) {
        network.change(
                name + "/" + number + " enabled", () -> ensurePort(number).enable(true));
        return this;
    }

    /** Takes a port out; its link stays unplugged for good. */
    public SimulatedSwitch removePort(long number) {
        network.change(name + "/" + number + " removed", () -> {
            SimulatedPort port = ports.remove(number);
            if (port != null) {
                port.remove();
                SimulatedConnection open = connection;
                if (open != null) {
                    open.portRemoved(port.described());
                }
            }
        });
        return this;
    }

    /** Its process ends, and starts after a while with empty tables; meanwhile it forwards nothing. Its links stay up. */
    public SimulatedSwitch restart(long downNanos) {
        network.change(name + " restarts", () -> {
            running = false;
            dataPlane.clear();
            lostConnection("the switch restarts");
            network.time().schedule(downNanos, () -> {
                running = true;
                connect();
            });
        });
        return this;
    }

    /** Loses its power: its links go down, its tables are gone. */
    public SimulatedSwitch powerOff() {
        network.change(name + " loses power", () -> {
            powered = false;
            running = false;
            dataPlane.clear();
            lostConnection("the switch lost power");
            neighbours();
        });
        return this;
    }

    /** Has power again, and empty tables. */
    public SimulatedSwitch powerOn() {
        network.change(name + " has power", () -> {
            powered = true;
            running = true;
            neighbours();
            connect();
        });
        return this;
    }

    private void neighbours() {
        ports.values().forEach(SimulatedPort::tellOtherEnd);
    }

    /** The connection to the controller breaks, messages under way are lost; it forwards on. It stays away until {@link #reconnect}. */
    public SimulatedSwitch disconnect() {
        return disconnect(faults.shortestDelayNanos());
    }

    /** As {@link #disconnect()}, but the controller notices only after a while: a cable in between, and a keepalive that has to miss. */
    public SimulatedSwitch disconnect(long noticedAfterNanos) {
        network.change(name + " disconnects", () -> lostConnection("connection lost", noticedAfterNanos));
        return this;
    }

    /** Connects to the controller, if there is one and it is not connected. */
    public SimulatedSwitch reconnect() {
        network.time().run(this::connect);
        return this;
    }

    /** Whether the controller is connected. */
    public boolean isConnected() {
        return network.time().call(() -> connection != null);
    }

    /** Loses the rules that fulfil the condition, silently; what reading back must find. */
    public ImmutableList<FlowRule> loseRules(Predicate<FlowRule> condition) {
        return network.time().call(() -> {
            ImmutableList<FlowRule> lost = dataPlane.lose(condition);
            network.log(() -> name + " silently loses " + lost.size() + " rules");
            return lost;
        });
    }

    /** Puts a rule, as somebody else with access would, or as damage would: replaces what is there. */
    public SimulatedSwitch tamper(FlowRule rule) {
        network.change(name + " is tampered with", () -> must(dataPlane.carryOut(new PutRule(rule))));
        return this;
    }

    /** Makes the rules that fulfil the condition drop what they match, silently. */
    public SimulatedSwitch breakRules(Predicate<FlowRule> condition) {
        network.change(
                name + " breaks rules",
                () -> dataPlane.rules().stream()
                        .filter(condition)
                        .forEach(rule -> must(dataPlane.carryOut(new PutRule(Alteration.dropping(rule))))));
        return this;
    }

    /** Makes every meter let twice its rate through, silently. */
    public SimulatedSwitch breakMeters() {
        network.change(
                name + " breaks meters",
                () -> dataPlane.read(ReadScope.ALL).meters().stream()
                        .map(held -> (ModifyMeter) Alteration.of(new ModifyMeter(held.meter())))
                        .forEach(broken -> must(dataPlane.carryOut(broken))));
        return this;
    }

    private static void must(Optional<Problem> problem) {
        problem.ifPresent(found -> {
            throw new IllegalArgumentException(found.toString());
        });
    }

    /** Everything that it holds, with counters; not what a controller was told. */
    public ReadOutcome.State holds() {
        return network.time().call(() -> dataPlane.read(ReadScope.ALL));
    }

    long nowNanos() {
        return network.time().nowNanos();
    }

    boolean powered() {
        return powered;
    }

    SimulatedNetwork network() {
        return network;
    }

    Faults faults() {
        return faults;
    }

    DataPlane dataPlane() {
        return dataPlane;
    }

    SwitchLimits limits() {
        return limits;
    }

    boolean isRunning() {
        return running;
    }

    @Nullable
    SimulatedPort find(PortNumber number) {
        return ports.get(number.toLong());
    }

    List<SwitchPort> describedPorts() {
        return ports.values().stream().map(SimulatedPort::described).toList();
    }

    SwitchDescription description() {
        return new SwitchDescription(
                "Plumbline", "simulated switch", "1", name, name, "simulated", "simulated:" + datapathId);
    }

    /** Connects, if there is a controller. */
    void connect() {
        SimulatedSouthbound southbound = network.connected();
        if (running && connection == null && southbound != null) {
            connection = new SimulatedConnection(this, southbound, ++connections);
            connection.open();
        }
    }

    @Nullable
    SimulatedConnection connection() {
        return connection;
    }

    private void lostConnection(String reason) {
        lostConnection(reason, faults.shortestDelayNanos());
    }

    private void lostConnection(String reason, long noticedAfterNanos) {
        SimulatedConnection lost = connection;
        if (lost != null) {
            lost.reset(reason, noticedAfterNanos);
        }
    }

    /** That connection has ended; a switch tries again, when the other side ended it. */
    void disconnected(SimulatedConnection ended, boolean comesBack) {
        if (connection == ended) {
            connection = null;
            if (comesBack) {
                network.time().schedule(RECONNECT_NANOS, this::connect);
            }
        }
    }

    void portChanged(SimulatedPort port) {
        SimulatedConnection open = connection;
        if (open != null) {
            open.portChanged(port.described());
        }
    }

    /** As OpenFlow: the switch does not say what the rule did. */
    private void ruleRemoved(HeldRule rule, RuleRemoved.Reason reason) {
        network.log(() ->
                name + " rule ends: " + reason + " " + rule.rule().selector().criteria());
        SimulatedConnection open = connection;
        if (open != null) {
            FlowRule told = Alteration.with(rule.rule(), DefaultTrafficTreatment.emptyTreatment());
            open.report(new RuleRemoved(id(), told, rule.cookie(), reason, rule.packets(), rule.bytes()));
        }
    }

    void arrive(SimulatedPort port, Frame frame, Flight flight) {
        if (!running || !port.isUp()) {
            lose(port, running ? "the port is down" : "the switch is not running", frame, flight);
        } else if (flight.circles(port, frame)) {
            flight.walk().loops(port.name(), frame, nowNanos());
        } else {
            forward(port.number(), frame, flight.through(port, frame));
        }
    }

    private void lose(SimulatedPort port, String reason, Frame frame, Flight flight) {
        flight.walk().add(new Lost(port.name(), reason, frame, nowNanos()));
    }

    /** Runs the frame through the tables and sends what comes of it. */
    void forward(PortNumber inPort, Frame frame, Flight flight) {
        ImmutableList<Step> steps =
                flight.isImagined() ? dataPlane.wouldDo(inPort, frame) : dataPlane.receive(inPort, frame);
        flight.walk().add(new Passed(name, id(), inPort, frame, steps, nowNanos()));
        for (Step step : steps) {
            if (step instanceof Step.Sent sent) {
                send(sent, flight);
            } else if (step instanceof Step.Punted punted && !flight.isImagined()) {
                punt(inPort, punted);
            }
        }
    }

    private void send(Step.Sent sent, Flight flight) {
        SimulatedPort port = find(sent.port());
        if (port == null) {
            return;
        }
        if (processingNanos == 0) {
            port.send(sent.frame(), flight);
        } else {
            flight.next(network, processingNanos, () -> port.send(sent.frame(), flight));
        }
    }

    private void punt(PortNumber inPort, Step.Punted punted) {
        SimulatedConnection open = connection;
        if (open != null) {
            open.packetIn(inPort, punted);
        }
    }

    /** The ports as the pipeline sees them. */
    private final class PortView implements Ports {
        @Override
        public List<PortNumber> numbers() {
            return ports.values().stream().map(SimulatedPort::number).toList();
        }

        @Override
        public boolean isUp(PortNumber number) {
            SimulatedPort port = find(number);
            return port != null && port.isUp();
        }
    }
}
