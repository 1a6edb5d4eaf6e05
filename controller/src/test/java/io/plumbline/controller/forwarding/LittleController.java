package io.plumbline.controller.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.discovery.Effects;
import io.plumbline.controller.discovery.Notice;
import io.plumbline.controller.discovery.PacketOut;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;

/**
 * As much of a controller as best effort needs, on a simulated network: discovery, base programs, transitions. A switch that connects is
 * read, and takes part from then on.
 */
final class LittleController {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;
    private static final byte[] KEY = "a key of sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);

    final VirtualTime time = new VirtualTime();
    final SimulatedNetwork network;
    final List<Notice> notices = new ArrayList<>();
    final Discovery discovery;
    private final Map<DeviceId, Switch> connections = new HashMap<>();
    private final Map<DeviceId, SwitchProgram> held = new HashMap<>();
    private boolean moving;
    private boolean stale;

    LittleController(long seed, String yaml) {
        network = new SimulatedNetwork(seed, time);
        try {
            discovery = new Discovery(NetworkYaml.parse("network.yaml", yaml), DiscoverySettings.DEFAULT, KEY);
        } catch (InventoryException e) {
            throw new AssertionError(e);
        }
    }

    LittleController start() {
        try {
            network.southbound().start(this::on);
        } catch (SouthboundException e) {
            throw new AssertionError(e);
        }
        tick();
        return run(3 * SECOND);
    }

    LittleController run(long nanos) {
        time.advance(nanos);
        return this;
    }

    private void tick() {
        carryOut(discovery.tick(time.nowNanos()));
        time.schedule(50 * MILLI, this::tick);
    }

    private void on(SwitchEvent event) {
        switch (event) {
            case SwitchEvent.Connected connected -> read(connected.target());
            case SwitchEvent.Disconnected gone -> {
                if (connections.remove(gone.device(), gone.target())) {
                    held.remove(gone.device());
                }
            }
            default -> {}
        }
        carryOut(discovery.on(event, time.nowNanos()));
    }

    private void read(Switch target) {
        connections.put(target.id(), target);
        held.remove(target.id());
        target.read(ReadScope.ALL).thenAccept(outcome -> {
            if (outcome instanceof ReadOutcome.State state && connections.get(target.id()) == target) {
                held.put(target.id(), program(state));
                stale = true;
                proceed();
            }
        });
    }

    private static SwitchProgram program(ReadOutcome.State state) {
        ImmutableMap.Builder<RuleKey, FlowRule> rules = ImmutableMap.builder();
        state.rules().forEach(rule -> rules.put(RuleKey.of(rule.rule()), rule.rule()));
        ImmutableSortedMap.Builder<Long, io.plumbline.southbound.api.MeterEntry> meters =
                ImmutableSortedMap.naturalOrder();
        state.meters().forEach(meter -> meters.put(meter.meter().id().id(), meter.meter()));
        return new SwitchProgram(rules.buildOrThrow(), meters.buildOrThrow(), ImmutableSortedMap.of());
    }

    private void carryOut(Effects effects) {
        notices.addAll(effects.notices());
        for (PacketOut out : effects.packetOuts()) {
            Switch target = connections.get(out.device());
            if (target != null) {
                target.packetOut(out.port(), out.frame());
            }
        }
        stale |= effects.programsChanged();
        proceed();
    }

    private void proceed() {
        if (!moving && stale) {
            moving = true;
            stale = false;
            ImmutableSortedMap<DeviceId, SwitchProgram> next = BasePrograms.compile(discovery, held::containsKey);
            phase(Transition.phases(held, next), 0, next, Map.copyOf(connections));
        }
    }

    private void phase(
            List<ImmutableSortedMap<DeviceId, ProgramUpdate>> phases,
            int at,
            ImmutableSortedMap<DeviceId, SwitchProgram> next,
            Map<DeviceId, Switch> taking) {
        if (at == phases.size()) {
            next.forEach((id, program) -> {
                if (connections.get(id) == taking.get(id)) {
                    held.replace(id, program);
                }
            });
            moving = false;
            proceed();
            return;
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        phases.get(at).forEach((id, update) -> {
            Switch target = connections.get(id);
            if (target != null && target == taking.get(id) && held.containsKey(id)) {
                sent.add(target.apply(update)
                        .thenAccept(outcome -> outcome(target, outcome))
                        .toCompletableFuture());
            }
        });
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .thenRun(() -> phase(phases, at + 1, next, taking));
    }

    private void outcome(Switch target, ApplyOutcome outcome) {
        if (outcome instanceof ApplyOutcome.Refused refused) {
            throw new AssertionError(refused.refusals().toString());
        }
        if (!(outcome instanceof ApplyOutcome.Applied)) {
            held.remove(target.id());
        }
    }

    /** Each host asks for each other, so that all are known. */
    LittleController introduce(String... hosts) {
        for (String one : hosts) {
            network.host(one).send(network.host(one).arpFor(network.host(one).ip()));
            run(50 * MILLI);
        }
        run(500 * MILLI);
        assertThat(discovery.hosts()).hasSizeGreaterThanOrEqualTo(hosts.length);
        return this;
    }
}
