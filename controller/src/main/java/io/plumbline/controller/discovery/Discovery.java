package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchPort;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/**
 * Finds switches, links and hosts. Owned by the core thread; deterministic: the same events at the same times have the same effects.
 * Time is nanoseconds since the epoch and does not run backwards.
 */
public final class Discovery {
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;
    /** How long nothing is said of what is not there yet. */
    private static final long START_NANOS = 5_000_000_000L;

    private final Fabric fabric;
    private final DiscoverySettings settings;
    private final LinkTracker links;
    private final HostTracker hosts;
    private final NeighborResolution neighbors;
    private final LinkConstants constants;
    private final TopologyProjection projection;
    private final Differences differences;
    private final Endpoints endpoints;
    private long startedNanos = Long.MIN_VALUE;
    private long lookedNanos;

    /**
     * @param key secret of this controller, at least 16 bytes, with which LLDP frames are signed
     * @throws IllegalArgumentException when the frames would not fit into the control class
     */
    public Discovery(NetworkInventory inventory, DiscoverySettings settings, byte[] key) {
        if (!settings.fits(inventory.control())) {
            throw new IllegalArgumentException("LLDP does not fit into " + inventory.control());
        }
        this.settings = settings;
        fabric = new Fabric(inventory, settings);
        links = new LinkTracker(fabric, settings, key);
        hosts = new HostTracker(fabric, settings);
        neighbors = new NeighborResolution(fabric, hosts, settings);
        constants = new LinkConstants(fabric);
        projection = new TopologyProjection(fabric, constants, settings);
        differences = new Differences(fabric);
        endpoints = new Endpoints(fabric, hosts);
    }

    /** What follows from an event of a southbound. */
    public Effects on(SwitchEvent event, long nowNanos) {
        EffectsInMaking effects = new EffectsInMaking();
        switch (event) {
            case SwitchEvent.PacketArrived packet -> packet(packet, nowNanos, effects);
            case SwitchEvent.PortChanged changed -> portChanged(changed, nowNanos, effects);
            case SwitchEvent.Connected connected -> connected(connected.target(), nowNanos, effects);
            case SwitchEvent.Disconnected gone -> disconnected(gone, nowNanos);
            case SwitchEvent.RuleRemoved ignored -> {}
            case SwitchEvent.ErrorReported ignored -> {}
            case SwitchEvent.ConnectionRefused ignored -> {}
        }
        return settled(nowNanos, effects);
    }

    /** What follows from time going by; to be called some ten times a second. */
    public Effects tick(long nowNanos) {
        EffectsInMaking effects = new EffectsInMaking();
        links.tick(nowNanos, effects);
        loseSwitches(nowNanos, effects);
        return settled(nowNanos, effects);
    }

    private Effects settled(long nowNanos, EffectsInMaking effects) {
        if (startedNanos == Long.MIN_VALUE) {
            startedNanos = nowNanos;
        }
        if (effects.topologyTouched()) {
            hosts.settle(effects);
            projection.tell(effects);
        }
        boolean due = effects.topologyTouched() || nowNanos - lookedNanos >= LOOK_AGAIN_NANOS;
        if (due && nowNanos - startedNanos >= START_NANOS) {
            lookedNanos = nowNanos;
            differences.look(effects);
        }
        return effects.done();
    }

    private void packet(SwitchEvent.PacketArrived packet, long nowNanos, EffectsInMaking effects) {
        @Nullable PortState port = fabric.find(packet.device(), packet.port());
        @Nullable EthernetFrame frame = EthernetFrame.read(packet.frame());
        if (port == null || frame == null || port.role == PortRole.DOWN) {
            return;
        }
        if (frame.etherType() == LldpFrame.ETHER_TYPE) {
            links.arrived(port, packet.frame(), nowNanos, effects);
        } else {
            neighbors.arrived(port, frame, nowNanos, effects);
        }
    }

    private void connected(Switch target, long nowNanos, EffectsInMaking effects) {
        SwitchState owner = fabric.connect(target, effects);
        Set<PortNumber> present = new HashSet<>();
        for (SwitchPort description : target.ports()) {
            present.add(description.number());
            @Nullable PortState port = fabric.put(owner, description, effects);
            if (port != null) {
                links.portChanged(port, nowNanos, effects);
                port.nextProbeNanos = nowNanos;
            }
        }
        for (PortState port : ImmutableList.copyOf(owner.ports())) {
            if (!present.contains(port.point.port())) {
                remove(port, nowNanos, effects);
            }
        }
        links.tick(nowNanos, effects);
    }

    private void portChanged(SwitchEvent.PortChanged changed, long nowNanos, EffectsInMaking effects) {
        @Nullable SwitchState owner = fabric.find(changed.device());
        if (owner == null) {
            return;
        }
        @Nullable
        PortState port = fabric.put(owner, changed.removed() ? down(changed.port()) : changed.port(), effects);
        if (port != null) {
            links.portChanged(port, nowNanos, effects);
            links.tick(nowNanos, effects);
        }
    }

    private void remove(PortState port, long nowNanos, EffectsInMaking effects) {
        fabric.put(port.owner, down(port.description), effects);
        links.portChanged(port, nowNanos, effects);
    }

    private static SwitchPort down(SwitchPort port) {
        return new SwitchPort(port.number(), port.name(), port.macAddress(), port.speedBitsPerSecond(), false);
    }

    /** Nothing changes yet: the switch forwards on, and most likely it is back soon. */
    private void disconnected(SwitchEvent.Disconnected gone, long nowNanos) {
        @Nullable SwitchState owner = fabric.find(gone.device());
        if (owner != null && owner.isConnection(gone.target())) {
            owner.disconnect(nowNanos);
        }
    }

    /** A switch that stays away is treated like links that stay silent: nothing is said of its ports any more. */
    private void loseSwitches(long nowNanos, EffectsInMaking effects) {
        long patience = settings.missedProbes() * settings.probeIntervalNanos();
        for (SwitchState owner : fabric.switches()) {
            if (!owner.connected() && !owner.lost && nowNanos - owner.disconnectedAtNanos >= patience) {
                owner.lost = true;
                fabric.touch(effects);
            }
        }
    }

    /**
     * Where an endpoint is attached: the name, IP address or MAC address of a host, or an edge port ({@code of:.../3}, {@code s1/3}).
     * Empty when there is no such endpoint, or its port is no edge now.
     */
    public Optional<Attachment> resolve(String endpoint) {
        return endpoints.resolve(endpoint);
    }

    /** Every link that was found, up or down, each direction by itself, in order of its first port. */
    public ImmutableList<DiscoveredLink> links() {
        ImmutableList.Builder<DiscoveredLink> all = ImmutableList.builder();
        for (SwitchState owner : fabric.switches()) {
            for (PortState port : owner.ports()) {
                if (port.peer != null) {
                    all.add(link(port, port.peer));
                }
            }
        }
        return all.build();
    }

    private DiscoveredLink link(PortState from, PortState to) {
        String name = fabric.inventory().portName(from.point) + "->"
                + fabric.inventory().portName(to.point);
        return new DiscoveredLink(DiscoveredLink.id(from.point, to.point), name, from.point, to.point, from.linkUp);
    }

    /** Every host, discovered or named in network.yaml. */
    public ImmutableList<KnownHost> hosts() {
        return hosts.hosts().stream().map(HostState::known).collect(ImmutableList.toImmutableList());
    }

    /** Where what was discovered is not what network.yaml says, one sentence each. */
    public ImmutableList<String> differences() {
        return differences.found();
    }

    /** The name that a person knows each TE link by, access links included. */
    public ImmutableMap<String, String> linkNames() {
        return endpoints.linkNames();
    }

    /** What a port is taken for now. */
    public PortRole portRole(ConnectPoint point) {
        @Nullable PortState port = fabric.find(point.deviceId(), point.port());
        return port == null ? PortRole.DOWN : port.role;
    }

    /** The connected switches and their ports that are up, all in order. */
    public ImmutableSortedMap<DeviceId, ConnectedSwitch> connectedSwitches() {
        ImmutableSortedMap.Builder<DeviceId, ConnectedSwitch> connected =
                ImmutableSortedMap.orderedBy(Comparator.comparing(DeviceId::toString));
        for (SwitchState owner : fabric.switches()) {
            if (owner.connected()) {
                ImmutableList<PortView> ports = owner.ports().stream()
                        .filter(port -> port.role != PortRole.DOWN)
                        .map(port -> new PortView(port.point, port.role, constants.isTrusted(port)))
                        .collect(ImmutableList.toImmutableList());
                connected.put(owner.id, new ConnectedSwitch(owner.id, owner.limits(), ports));
            }
        }
        return connected.buildOrThrow();
    }

    /** What network.yaml says. */
    public NetworkInventory inventory() {
        return fabric.inventory();
    }
}
