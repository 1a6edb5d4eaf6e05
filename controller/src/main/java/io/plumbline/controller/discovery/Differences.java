package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.controller.inventory.DeclaredHost;
import io.plumbline.controller.inventory.DeclaredLink;
import io.plumbline.controller.inventory.LinkAttributes;
import io.plumbline.controller.inventory.NetworkInventory;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/** Where what was discovered is not what network.yaml says: one sentence each, in the file's order. */
final class Differences {
    private final Fabric fabric;
    private final NetworkInventory inventory;
    private ImmutableSet<String> found = ImmutableSet.of();

    Differences(Fabric fabric) {
        this.fabric = fabric;
        this.inventory = fabric.inventory();
    }

    ImmutableList<String> found() {
        return found.asList();
    }

    /** Looks again, and tells what is new and what is settled. */
    void look(EffectsInMaking effects) {
        Set<String> now = new LinkedHashSet<>();
        missingSwitches(now);
        inventory.links().forEach(link -> declaredLink(link, now));
        inventory.accessPorts().forEach((port, attributes) -> accessPort(port, attributes, now));
        inventory.hosts().forEach(host -> declaredHost(host, now));
        fabric.switches().forEach(owner -> owner.ports().forEach(port -> discovered(port, now)));
        ImmutableSet<String> before = found;
        found = ImmutableSet.copyOf(now);
        found.stream().filter(one -> !before.contains(one)).forEach(one -> effects.notice(Notice.DIFFERENCE, "", one));
        before.stream()
                .filter(one -> !found.contains(one))
                .forEach(one -> effects.notice(Notice.DIFFERENCE_SETTLED, "", one));
    }

    private void missingSwitches(Set<String> now) {
        for (DeviceId declared : inventory.switches().keySet()) {
            @Nullable SwitchState owner = fabric.find(declared);
            if (owner == null || owner.lost) {
                now.add(inventory.switchName(declared) + " is declared but not connected");
            }
        }
    }

    private void declaredLink(DeclaredLink link, Set<String> now) {
        declaredDirection(link.one(), link.other(), link.attributes(), now);
        declaredDirection(link.other(), link.one(), link.attributes(), now);
    }

    private void declaredDirection(ConnectPoint from, ConnectPoint to, LinkAttributes attributes, Set<String> now) {
        @Nullable PortState sender = fabric.find(from.deviceId(), from.port());
        @Nullable PortState receiver = fabric.find(to.deviceId(), to.port());
        String name = name(from) + "->" + name(to);
        if (sender == null || receiver == null || !sender.linkUp || sender.peer != receiver) {
            now.add(name + " is declared but not discovered");
        }
        if (sender != null && receiver != null) {
            speed(name, LinkConstants.speed(sender, receiver), attributes, now);
        }
    }

    private static void speed(String name, long speed, LinkAttributes attributes, Set<String> now) {
        long declared = attributes.capacityBitsPerSecond().orElse(0);
        if (declared == 0 && speed == 0) {
            now.add(name + " is declared without capacity, and its ports tell no speed: best effort only");
        } else if (speed > 0 && speed < declared) {
            now.add("%s is declared with %d bit/s, but its ports run at %d bit/s".formatted(name, declared, speed));
        }
    }

    private void accessPort(ConnectPoint point, LinkAttributes attributes, Set<String> now) {
        @Nullable PortState port = fabric.find(point.deviceId(), point.port());
        if (port == null || !isUp(point)) {
            now.add(name(point) + " is declared as an access port but is not up");
        } else {
            speed(name(point), port.description.speedBitsPerSecond(), attributes, now);
        }
    }

    private void declaredHost(DeclaredHost host, Set<String> now) {
        host.port()
                .filter(port -> !inventory.accessPorts().containsKey(port) && !isUp(port))
                .ifPresent(port -> now.add("%s is declared at %s, which is not up".formatted(host.name(), name(port))));
    }

    private boolean isUp(ConnectPoint point) {
        @Nullable PortState port = fabric.find(point.deviceId(), point.port());
        return port != null && port.role != PortRole.DOWN;
    }

    private void discovered(PortState port, Set<String> now) {
        if (port.linkUp && port.peer != null && !inventory.links().isEmpty()) {
            DeclaredLink declared = fabric.declaredLink(port.point);
            if (declared == null || !declared.joins(port.point, port.peer.point)) {
                now.add(name(port.point) + "->" + name(port.peer.point) + " is discovered but not declared");
            }
        }
        if (port.refusedPeer != null) {
            now.add("LLDP of %s arrives at %s, but there are hosts: no link until the port was down"
                    .formatted(name(port.refusedPeer.point), name(port.point)));
        }
    }

    private String name(ConnectPoint port) {
        return inventory.portName(port);
    }
}
