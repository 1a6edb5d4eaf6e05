package io.plumbline.controller.forwarding;

import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.discovery.DiscoveredLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/**
 * For one destination switch after the other: out of which port each switch sends towards it, with the fewest hops. Among links that are
 * equally good the one with the smallest port number is taken, so the same network gives the same tree anywhere. A next hop is one hop
 * nearer to the destination, hence no tree has a loop.
 */
final class ShortestPaths {
    private final Map<DeviceId, List<DiscoveredLink>> arriving = new HashMap<>();
    private final Map<DeviceId, ImmutableMap<DeviceId, PortNumber>> trees = new HashMap<>();

    /** Over those links that are up and join two of these switches. */
    ShortestPaths(List<DiscoveredLink> links, Set<DeviceId> switches) {
        links.stream()
                .filter(DiscoveredLink::up)
                .filter(link -> switches.contains(link.from().deviceId())
                        && switches.contains(link.to().deviceId()))
                .sorted(Comparator.comparing(
                                (DiscoveredLink link) -> link.from().deviceId().toString())
                        .thenComparingLong(link -> link.from().port().toLong()))
                .forEach(link -> arriving.computeIfAbsent(link.to().deviceId(), ignored -> new ArrayList<>())
                        .add(link));
    }

    /** The port towards the destination, for each other switch from which it can be reached. */
    ImmutableMap<DeviceId, PortNumber> towards(DeviceId destination) {
        return trees.computeIfAbsent(destination, this::tree);
    }

    /** Breadth first, from the destination backwards, one ring of switches after the other. */
    private ImmutableMap<DeviceId, PortNumber> tree(DeviceId destination) {
        Map<DeviceId, Integer> hops = new HashMap<>(Map.of(destination, 0));
        Map<DeviceId, PortNumber> ports = new LinkedHashMap<>();
        ArrayDeque<DeviceId> ring = new ArrayDeque<>(List.of(destination));
        while (!ring.isEmpty()) {
            DeviceId near = ring.removeFirst();
            int distance = hops.getOrDefault(near, 0) + 1;
            for (DiscoveredLink link : arriving.getOrDefault(near, List.of())) {
                DeviceId from = link.from().deviceId();
                if (hops.putIfAbsent(from, distance) == null) {
                    ring.addLast(from);
                }
                if (hops.getOrDefault(from, 0) == distance) {
                    ports.merge(from, link.from().port(), ShortestPaths::smaller);
                }
            }
        }
        return ImmutableMap.copyOf(ports);
    }

    private static PortNumber smaller(PortNumber a, PortNumber b) {
        return a.toLong() <= b.toLong() ? a : b;
    }
}
