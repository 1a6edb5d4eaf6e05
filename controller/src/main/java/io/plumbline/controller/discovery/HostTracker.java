package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.DeclaredHost;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/**
 * Knows which host is where. What a host says of itself is believed as long as nobody better known objects: a host of network.yaml
 * stays where it is said to be and keeps its addresses; any other keeps its place and its addresses until it is silent when asked.
 * So a claim on what is taken waits: the controller asks the present holder, and only when the claimant repeats itself after
 * {@link DiscoverySettings#moveHoldNanos} without an answer from the holder does the thing change hands. Where the holder's port is
 * down nobody is asked.
 */
final class HostTracker {

    /** A claim on an IP address that another host holds. */
    private record AddressClaim(HostState claimant, long sinceNanos) {}

    private final Fabric fabric;
    private final DiscoverySettings settings;
    private final Map<MacAddress, HostState> byMac = new LinkedHashMap<>();
    private final Map<IpAddress, HostState> byIp = new HashMap<>();
    private final Map<IpAddress, AddressClaim> addressClaims = new HashMap<>();
    private int learned;

    HostTracker(Fabric fabric, DiscoverySettings settings) {
        this.fabric = fabric;
        this.settings = settings;
        for (DeclaredHost declared : fabric.inventory().hosts()) {
            HostState host = new HostState(declared.mac(), declared, KnownHost.Seen.NETWORK_YAML);
            byMac.put(declared.mac(), host);
            declared.ips().forEach(ip -> byIp.put(ip, host));
        }
    }

    Collection<HostState> hosts() {
        return Collections.unmodifiableCollection(byMac.values());
    }

    @Nullable
    HostState find(MacAddress mac) {
        return byMac.get(mac);
    }

    @Nullable
    HostState find(IpAddress ip) {
        return byIp.get(ip);
    }

    /** A frame with that source arrived. Answers with the host when the frame may be acted upon, else with null. */
    @Nullable
    HostState see(PortState port, MacAddress mac, KnownHost.Seen how, long nowNanos, EffectsInMaking effects) {
        if (port.role != PortRole.EDGE || !canBeHost(mac)) {
            return null;
        }
        port.hostSeen = true;
        HostState host = byMac.get(mac);
        if (host != null && host.location == port) {
            stillThere(host, nowNanos, effects);
            return host;
        }
        return port.learn.take(nowNanos) ? appear(port, mac, how, host, nowNanos, effects) : null;
    }

    private boolean canBeHost(MacAddress mac) {
        return !mac.isMulticast()
                && !mac.isBroadcast()
                && !mac.equals(MacAddress.ZERO)
                && !mac.equals(ControllerAddress.MAC)
                && !fabric.isOwn(mac);
    }

    private static void stillThere(HostState host, long nowNanos, EffectsInMaking effects) {
        host.lastSeenNanos = nowNanos;
        PortState claimed = host.claimedLocation;
        if (claimed != null) {
            host.claimedLocation = null;
            reject(claimed, host, "it is still at " + host.location, nowNanos, effects);
        }
    }

    private @Nullable HostState appear(
            PortState port,
            MacAddress mac,
            KnownHost.Seen how,
            @Nullable HostState known,
            long nowNanos,
            EffectsInMaking effects) {
        HostState host = known == null ? new HostState(mac, null, how) : known;
        if (host.pinned()) {
            reject(
                    port,
                    host,
                    "network.yaml says it is at " + pin(host).map(this::name).orElse(""),
                    nowNanos,
                    effects);
            return null;
        }
        if (host.location != null && !mayMove(host, port, nowNanos, effects)) {
            return null;
        }
        if (host.declared == null && !hasRoom(port, host, nowNanos)) {
            reject(port, host, "there are too many hosts already", nowNanos, effects);
            return null;
        }
        place(host, port, nowNanos, effects);
        return host;
    }

    private boolean mayMove(HostState host, PortState port, long nowNanos, EffectsInMaking effects) {
        if (host.reachableAt() == null) {
            return true;
        }
        long waited = nowNanos - host.claimedAtNanos;
        if (host.claimedLocation == port && waited < 10 * settings.moveHoldNanos()) {
            return waited >= settings.moveHoldNanos();
        }
        host.claimedLocation = port;
        host.claimedAtNanos = nowNanos;
        ask(host, effects);
        return false;
    }

    /** Asks a host to show that it is still where it was. */
    private static void ask(HostState host, EffectsInMaking effects) {
        if (!host.ips.isEmpty()) {
            ask(host, host.ips.first(), effects);
        }
    }

    private static void ask(HostState host, IpAddress ip, EffectsInMaking effects) {
        PortState port = host.reachableAt();
        if (port != null) {
            effects.send(port.point, question(host.mac, ip));
        }
    }

    private static byte[] question(MacAddress mac, IpAddress ip) {
        return ip.isIp4()
                ? ArpPacket.question(mac, ip.getIp4Address())
                : NeighborMessage.question(mac, ip.getIp6Address());
    }

    private boolean hasRoom(PortState port, HostState host, long nowNanos) {
        boolean isNew = host.location == null;
        boolean room = port.hosts < settings.maxHostsPerPort() && (!isNew || learned < settings.maxHosts());
        return room || forgetIdle(port, nowNanos);
    }

    /** Makes room at a port by forgetting the learned host that was silent longest, if that is long enough. */
    private boolean forgetIdle(PortState port, long nowNanos) {
        Optional<HostState> idle = byMac.values().stream()
                .filter(host -> host.location == port && host.declared == null)
                .min(Comparator.comparingLong(host -> host.lastSeenNanos));
        if (idle.isEmpty() || nowNanos - idle.get().lastSeenNanos < settings.hostIdleNanos()) {
            return false;
        }
        forget(idle.get());
        return true;
    }

    private void forget(HostState host) {
        leave(host);
        byMac.remove(host.mac);
        host.ips.forEach(ip -> byIp.remove(ip, host));
        addressClaims.values().removeIf(claim -> claim.claimant == host);
        learned--;
    }

    private void leave(HostState host) {
        if (host.location != null && host.declared == null) {
            host.location.hosts--;
        }
        host.location = null;
        host.claimedLocation = null;
    }

    private void place(HostState host, PortState port, long nowNanos, EffectsInMaking effects) {
        PortState before = host.location;
        if (byMac.put(host.mac, host) == null) {
            learned++;
        }
        leave(host);
        host.location = port;
        host.lastSeenNanos = nowNanos;
        if (host.declared == null) {
            port.hosts++;
        }
        effects.changePrograms();
        if (before == null) {
            effects.notice(Notice.HOST_SEEN, host.toString(), "at " + name(port.point));
        } else {
            String detail = "from " + name(before.point) + " to " + name(port.point);
            effects.notice(Notice.HOST_MOVED, host.toString(), detail);
        }
    }

    /** The host says that it has this address. Answers whether that may be believed. */
    boolean bind(HostState host, IpAddress ip, long nowNanos, EffectsInMaking effects) {
        HostState holder = byIp.get(ip);
        if (holder == host) {
            if (!addressClaims.isEmpty()) {
                addressClaims.remove(ip);
            }
            return true;
        }
        if (ip.isZero() || ip.isMulticast() || ip.isSelfAssigned() && ip.isIp6() || isBroadcast(ip)) {
            return false;
        }
        if (holder != null && !mayTake(host, ip, holder, nowNanos, effects)) {
            return false;
        }
        if (host.ips.size() >= settings.maxAddressesPerHost()) {
            return false;
        }
        if (holder != null) {
            holder.ips.remove(ip);
            addressClaims.remove(ip);
        }
        host.ips.add(ip);
        byIp.put(ip, host);
        return true;
    }

    private static boolean isBroadcast(IpAddress ip) {
        return ip.isIp4() && ip.getIp4Address().toInt() == -1;
    }

    private boolean mayTake(
            HostState claimant, IpAddress ip, HostState holder, long nowNanos, EffectsInMaking effects) {
        PortState at = claimant.location;
        if (holder.owns(ip)) {
            if (at != null) {
                reject(at, claimant, "network.yaml gives " + ip + " to " + holder, nowNanos, effects);
            }
            return false;
        }
        if (holder.reachableAt() == null) {
            return true;
        }
        AddressClaim claim = addressClaims.get(ip);
        if (claim != null && claim.claimant == claimant) {
            long waited = nowNanos - claim.sinceNanos;
            if (waited < 10 * settings.moveHoldNanos()) {
                return waited >= settings.moveHoldNanos();
            }
        }
        addressClaims.put(ip, new AddressClaim(claimant, nowNanos));
        ask(holder, ip, effects);
        if (at != null) {
            reject(at, claimant, ip + " belongs to " + holder, nowNanos, effects);
        }
        return false;
    }

    private static void reject(PortState port, HostState host, String why, long nowNanos, EffectsInMaking effects) {
        if (port.complaints.take(nowNanos)) {
            effects.notice(Notice.HOST_REJECTED, host.toString(), "at " + port + ": " + why);
        }
    }

    /** Ports changed: hosts of network.yaml take their places, and nobody lives on a link. */
    void settle(EffectsInMaking effects) {
        for (HostState host : ImmutableList.copyOf(byMac.values())) {
            if (host.location == null) {
                pin(host)
                        .map(point -> fabric.find(point.deviceId(), point.port()))
                        .ifPresent(port -> host.location = port);
            } else if (host.location.role == PortRole.LINK && !host.pinned()) {
                effects.notice(Notice.HOST_FORGOTTEN, host.toString(), host.location + " is a link");
                if (host.declared == null) {
                    forget(host);
                } else {
                    leave(host);
                }
            }
        }
    }

    private static Optional<ConnectPoint> pin(HostState host) {
        return host.declared == null ? Optional.empty() : host.declared.port();
    }

    private String name(ConnectPoint point) {
        return fabric.inventory().portName(point);
    }
}
