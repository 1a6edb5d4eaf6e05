package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.DeclaredLink;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchPort;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/** Switches and their ports, and what each port is taken for. */
final class Fabric {
    /** Above are the reserved ports of OpenFlow, which lead nowhere. */
    private static final long LAST_PORT = 0xffffff00L;

    private final NetworkInventory inventory;
    private final DiscoverySettings settings;
    private final Map<ConnectPoint, DeclaredLink> linkEnds = new HashMap<>();
    private final Set<ConnectPoint> accessPorts = new HashSet<>();
    private final TreeMap<String, SwitchState> switches = new TreeMap<>();
    private final Set<MacAddress> ownAddresses = new HashSet<>();
    private @Nullable ImmutableList<PortState> edgePorts;

    Fabric(NetworkInventory inventory, DiscoverySettings settings) {
        this.inventory = inventory;
        this.settings = settings;
        for (DeclaredLink link : inventory.links()) {
            linkEnds.put(link.one(), link);
            linkEnds.put(link.other(), link);
        }
        accessPorts.addAll(inventory.accessPorts().keySet());
        inventory.hosts().forEach(host -> host.port().ifPresent(accessPorts::add));
    }

    NetworkInventory inventory() {
        return inventory;
    }

    Collection<SwitchState> switches() {
        return Collections.unmodifiableCollection(switches.values());
    }

    @Nullable
    SwitchState find(DeviceId device) {
        return switches.get(device.toString());
    }

    @Nullable
    PortState find(DeviceId device, PortNumber number) {
        SwitchState owner = find(device);
        return owner == null ? null : owner.port(number);
    }

    /** The declared link that begins or ends at a port. */
    @Nullable
    DeclaredLink declaredLink(ConnectPoint end) {
        return linkEnds.get(end);
    }

    /** Whether the address belongs to a switch: what its own interfaces say tells nothing of hosts. */
    boolean isOwn(MacAddress address) {
        return ownAddresses.contains(address);
    }

    /** The reachable edge ports, in order. */
    ImmutableList<PortState> edgePorts() {
        ImmutableList<PortState> known = edgePorts;
        if (known == null) {
            known = switches.values().stream()
                    .flatMap(owner -> owner.ports().stream())
                    .filter(port -> port.role == PortRole.EDGE && port.reachable())
                    .collect(ImmutableList.toImmutableList());
            edgePorts = known;
        }
        return known;
    }

    SwitchState connect(Switch target, EffectsInMaking effects) {
        SwitchState owner = switches.computeIfAbsent(
                target.id().toString(), ignored -> new SwitchState(target.id(), target.limits()));
        owner.connect(target);
        touch(effects);
        return owner;
    }

    /** The state of a port that the switch reports; empty for the reserved ones. */
    @Nullable
    PortState put(SwitchState owner, SwitchPort description, EffectsInMaking effects) {
        long number = description.number().toLong();
        if (number <= 0 || number > LAST_PORT) {
            return null;
        }
        PortState port = owner.port(description.number());
        if (port == null) {
            ConnectPoint point = new ConnectPoint(owner.id, description.number());
            port = new PortState(point, owner, declared(point), description, settings);
            owner.put(port);
        }
        if (!port.description.equals(description)) {
            touch(effects);
        }
        port.description = description;
        MacAddress address = address(description);
        port.address = address.toBytes();
        ownAddresses.add(address);
        return port;
    }

    private PortState.Declared declared(ConnectPoint point) {
        if (accessPorts.contains(point)) {
            return PortState.Declared.ACCESS_PORT;
        }
        return linkEnds.containsKey(point) ? PortState.Declared.LINK_END : PortState.Declared.NOTHING;
    }

    private static MacAddress address(SwitchPort port) {
        try {
            return MacAddress.valueOf(port.macAddress().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return ControllerAddress.MAC;
        }
    }

    /**
     * Works out what a port is taken for. A declared access port is an edge at once; a declared end of a link never is one; any other
     * becomes one when no link was found in time, or when a host was.
     */
    void settle(PortState port, long nowNanos, EffectsInMaking effects) {
        PortRole role = role(port, nowNanos);
        if (role != port.role) {
            port.role = role;
            touch(effects);
        }
    }

    private static PortRole role(PortState port, long nowNanos) {
        if (!port.description.up()) {
            return PortRole.DOWN;
        }
        if (port.carriesLink()) {
            return PortRole.LINK;
        }
        return switch (port.declared) {
            case LINK_END -> PortRole.UNDETERMINED;
            case ACCESS_PORT -> PortRole.EDGE;
            case NOTHING ->
                port.hostSeen || nowNanos >= port.undeterminedUntilNanos ? PortRole.EDGE : PortRole.UNDETERMINED;
        };
    }

    void touch(EffectsInMaking effects) {
        edgePorts = null;
        effects.touchTopology();
    }
}
