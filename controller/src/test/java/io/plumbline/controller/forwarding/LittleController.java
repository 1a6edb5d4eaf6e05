package io.plumbline.controller.forwarding;

import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.discovery.Effects;
import io.plumbline.controller.discovery.Notice;
import io.plumbline.controller.discovery.PacketOut;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.inventory.NetworkYaml;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchProgram;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.onosproject.net.DeviceId;

/** As much of a controller as best effort needs: discovery, and {@link BestEffort}. A switch that connects is read, and takes part. */
final class LittleController implements BestEffort.Listener {
    private static final byte[] KEY = "a key of sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);
    private static final long AGAIN_NANOS = 1_000_000_000L;

    final List<Notice> notices = new CopyOnWriteArrayList<>();
    final Discovery discovery;
    final BestEffort bestEffort;
    private final Core core;
    private final Map<DeviceId, Switch> connections = new HashMap<>();
    private final Map<DeviceId, Integer> compilations = new HashMap<>();

    LittleController(String yaml, Core core) {
        this.core = core;
        try {
            discovery = new Discovery(NetworkYaml.parse("network.yaml", yaml), DiscoverySettings.DEFAULT, KEY);
        } catch (InventoryException e) {
            throw new AssertionError(e);
        }
        bestEffort = new BestEffort(core, discovery, this);
    }

    void tick() {
        core.execute(() -> carryOut(discovery.tick(core.nowNanos())));
    }

    void on(SwitchEvent event) {
        core.execute(() -> happens(event));
    }

    private void happens(SwitchEvent event) {
        switch (event) {
            case SwitchEvent.Connected connected -> {
                connections.put(connected.device(), connected.target());
                bestEffort.connected(connected.device());
                read(connected.target());
            }
            case SwitchEvent.Disconnected gone -> {
                if (connections.remove(gone.device(), gone.target())) {
                    bestEffort.disconnected(gone.device());
                }
            }
            default -> {}
        }
        carryOut(discovery.on(event, core.nowNanos()));
    }

    void read(Switch target) {
        BestEffort.Standing before = bestEffort.standing(target.id());
        target.read(ReadScope.ALL)
                .thenAccept(outcome -> core.execute(() -> {
                    if (outcome instanceof ReadOutcome.State state && connections.get(target.id()) == target) {
                        bestEffort.read(target, SwitchBook.heldOfBase(state), before);
                    }
                }));
    }

    private void carryOut(Effects effects) {
        notices.addAll(effects.notices());
        for (PacketOut out : effects.packetOuts()) {
            Switch target = connections.get(out.device());
            if (target != null) {
                target.packetOut(out.port(), out.frame());
            }
        }
        if (effects.programsChanged()) {
            bestEffort.changed();
        }
    }

    @Override
    public void wants(DeviceId device, SwitchProgram program) {
        compilations.merge(device, 1, Integer::sum);
    }

    /** How often a program was made for that switch. */
    int compilations(DeviceId device) {
        return compilations.getOrDefault(device, 0);
    }

    @Override
    public void failed(Switch target, ApplyOutcome outcome, int times) {
        if (outcome instanceof ApplyOutcome.Refused refused) {
            throw new AssertionError(refused.refusals().toString());
        }
        core.schedule(AGAIN_NANOS, () -> {
            if (connections.get(target.id()) == target) {
                read(target);
            }
        });
    }

    @Override
    public void drifted(DeviceId device, int changes) {
        notices.add(new Notice("switch.drifted", device.toString(), Integer.toString(changes)));
    }

    /** Whether that many switches take part, each holds its program, and nothing is under way. */
    boolean isSettled(int switches) {
        return bestEffort.members().size() == switches && bestEffort.isSettled();
    }
}
