package io.plumbline.controller.discovery;

import io.plumbline.controller.inventory.DeclaredLink;
import io.plumbline.controller.inventory.SwitchAttributes;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TopologyChange;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.ConnectPoint;

/**
 * The TE topology as discovery sees it, told to the path computation engine as changes. What was found once stays, as down, until
 * something else takes its place: bookings refer to it.
 */
final class TopologyProjection {
    /** Meters 1 to 15 limit what switches send to the controller. */
    private static final int SYSTEM_METERS = 15;

    private final Fabric fabric;
    private final LinkConstants constants;
    private final DiscoverySettings settings;
    private final TreeMap<String, TeNode> toldNodes = new TreeMap<>();
    private final TreeMap<String, TeLink> toldLinks = new TreeMap<>();

    TopologyProjection(Fabric fabric, LinkConstants constants, DiscoverySettings settings) {
        this.fabric = fabric;
        this.constants = constants;
        this.settings = settings;
    }

    /** Adds what has changed since the last call. */
    void tell(EffectsInMaking effects) {
        TreeMap<String, TeNode> nodes = new TreeMap<>();
        TreeMap<String, TeLink> links = new TreeMap<>();
        for (SwitchState owner : fabric.switches()) {
            nodes.put(owner.id.toString(), node(owner));
            for (PortState port : owner.ports()) {
                project(port, nodes, links);
            }
        }
        tellNodes(nodes, effects);
        tellLinks(links, effects);
        removeNodes(nodes, effects);
    }

    private void project(PortState port, Map<String, TeNode> nodes, Map<String, TeLink> links) {
        if (port.peer != null) {
            TeLink link = constants.between(port, port.peer, port.linkUp);
            links.put(link.id(), link);
        } else {
            projectDeclared(port, links);
        }
        boolean edge = port.role == PortRole.EDGE;
        String access = LinkConstants.accessId(port);
        boolean toldBefore = toldLinks.containsKey(access) && port.role != PortRole.LINK;
        if (edge || toldBefore) {
            String node = DiscoveredLink.text(port.point);
            nodes.put(node, terminationPoint(node, port));
            links.put(access, constants.access(port, edge && !port.owner.lost));
        }
    }

    /** A link that network.yaml names is there from the start, as down. */
    private void projectDeclared(PortState port, Map<String, TeLink> links) {
        @Nullable DeclaredLink declared = fabric.declaredLink(port.point);
        if (declared != null) {
            ConnectPoint far = declared.opposite(port.point);
            @Nullable PortState to = fabric.find(far.deviceId(), far.port());
            if (to != null) {
                TeLink link = constants.between(port, to, false);
                links.put(link.id(), link);
            }
        }
    }

    private TeNode node(SwitchState owner) {
        SwitchAttributes attributes = fabric.inventory().attributes(owner.id);
        SwitchLimits limits = owner.limits();
        return new TeNode(
                owner.id.toString(),
                TeNode.Kind.SWITCH,
                0,
                limits.software() ? attributes.softwareAllowanceNanos() : 0,
                Math.max(0, limits.maxMeters() - SYSTEM_METERS),
                Math.max(limits.maxEntries() / 2, limits.maxEntries() - reservedEntries(owner)),
                attributes.labels(),
                attributes.country());
    }

    /** What base rules may take: some for each port, two for each host, and at most half of the table. */
    private int reservedEntries(SwitchState owner) {
        int hosts = settings.maxHosts() + fabric.inventory().hosts().size();
        return 64 + 8 * owner.ports().size() + 2 * hosts;
    }

    private TeNode terminationPoint(String id, PortState port) {
        SwitchAttributes attributes = fabric.inventory().attributes(port.owner.id);
        return new TeNode(id, TeNode.Kind.TERMINATION_POINT, 0, 0, 0, 0, attributes.labels(), attributes.country());
    }

    private void tellNodes(Map<String, TeNode> nodes, EffectsInMaking effects) {
        nodes.forEach((id, node) -> {
            if (!node.equals(toldNodes.put(id, node))) {
                effects.change(new TopologyChange.PutNode(node));
            }
        });
    }

    private void tellLinks(Map<String, TeLink> links, EffectsInMaking effects) {
        for (String gone : without(toldLinks, links)) {
            toldLinks.remove(gone);
            effects.change(new TopologyChange.RemoveLink(gone));
        }
        links.forEach((id, link) -> {
            @Nullable TeLink before = toldLinks.put(id, link);
            if (before == null || !sameConstants(before, link)) {
                effects.change(new TopologyChange.PutLink(link));
            } else if (before.up() != link.up()) {
                effects.change(new TopologyChange.SetLinkUp(id, link.up()));
            }
        });
    }

    private void removeNodes(Map<String, TeNode> nodes, EffectsInMaking effects) {
        for (String gone : without(toldNodes, nodes)) {
            toldNodes.remove(gone);
            effects.change(new TopologyChange.RemoveNode(gone));
        }
    }

    private static List<String> without(Map<String, ?> told, Map<String, ?> kept) {
        List<String> gone = new ArrayList<>(told.keySet());
        gone.removeAll(kept.keySet());
        return gone;
    }

    private static boolean sameConstants(TeLink a, TeLink b) {
        return a.equals(b) || a.up() != b.up() && a.equals(withUp(b, a.up()));
    }

    private static TeLink withUp(TeLink link, boolean up) {
        return new TeLink(
                link.id(),
                link.from(),
                link.to(),
                link.capacityBitsPerSecond(),
                link.propagationNanos(),
                link.framingOverheadBytes(),
                link.tagBytes(),
                link.mtuBytes(),
                link.bestEffortFloorBitsPerSecond(),
                link.classes(),
                link.control(),
                link.firstLabel(),
                link.lastLabel(),
                link.riskGroups(),
                link.labels(),
                link.country(),
                link.trusted(),
                up,
                link.drained());
    }
}
