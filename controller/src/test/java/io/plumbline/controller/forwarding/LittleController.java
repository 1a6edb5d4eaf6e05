package io.plumbline.controller.forwarding;

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
import io.plumbline.southbound.api.MeterEntry;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchProgram;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;

/**
 * As much of a controller as best effort needs: discovery, base programs, transitions. A switch that connects is read, and takes part
 * from then on.
 */
final class LittleController {
    private static final byte[] KEY = "a key of sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);

    final List<Notice> notices = new CopyOnWriteArrayList<>();
    final Discovery discovery;
    private final LongSupplier nowNanos;
    private final Executor core;
    private final Map<DeviceId, Switch> connections = new HashMap<>();
    private final Map<DeviceId, SwitchProgram> held = new HashMap<>();
    private final BasePrograms programs;
    private boolean moving;
    private boolean stale;

    /**
     * @param core the one thread on which everything happens
     */
    LittleController(String yaml, LongSupplier nowNanos, Executor core) {
        this.nowNanos = nowNanos;
        this.core = core;
        try {
            discovery = new Discovery(NetworkYaml.parse("network.yaml", yaml), DiscoverySettings.DEFAULT, KEY);
        } catch (InventoryException e) {
            throw new AssertionError(e);
        }
        programs = new BasePrograms(discovery);
    }

    void tick() {
        core.execute(() -> carryOut(discovery.tick(nowNanos.getAsLong())));
    }

    void on(SwitchEvent event) {
        core.execute(() -> happens(event));
    }

    private void happens(SwitchEvent event) {
        switch (event) {
            case SwitchEvent.Connected connected -> read(connected.target());
            case SwitchEvent.Disconnected gone -> {
                if (connections.remove(gone.device(), gone.target())) {
                    held.remove(gone.device());
                }
            }
            default -> {}
        }
        carryOut(discovery.on(event, nowNanos.getAsLong()));
    }

    private void read(Switch target) {
        connections.put(target.id(), target);
        held.remove(target.id());
        target.read(ReadScope.ALL)
                .thenAccept(outcome -> core.execute(() -> {
                    if (outcome instanceof ReadOutcome.State state && connections.get(target.id()) == target) {
                        held.put(target.id(), program(state));
                        stale = true;
                        proceed();
                    }
                }));
    }

    /** What was read, as a program. */
    static SwitchProgram program(ReadOutcome.State state) {
        ImmutableMap.Builder<RuleKey, FlowRule> rules = ImmutableMap.builder();
        state.rules().forEach(rule -> rules.put(RuleKey.of(rule.rule()), rule.rule()));
        ImmutableSortedMap.Builder<Long, MeterEntry> meters = ImmutableSortedMap.naturalOrder();
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
            ImmutableSortedMap<DeviceId, SwitchProgram> next = programs.compile(held::containsKey);
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
                        .thenAcceptAsync(outcome -> outcome(target, outcome), core)
                        .toCompletableFuture());
            }
        });
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> phase(phases, at + 1, next, taking), core);
    }

    private void outcome(Switch target, ApplyOutcome outcome) {
        if (outcome instanceof ApplyOutcome.Refused refused) {
            throw new AssertionError(refused.refusals().toString());
        }
        if (!(outcome instanceof ApplyOutcome.Applied)) {
            held.remove(target.id());
        }
    }

    /** Whether every switch that is connected holds its program, and nothing is under way. */
    boolean isSettled(int switches) {
        return held.size() == switches && !moving && !stale;
    }
}
