package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.ClassMark;
import io.plumbline.controller.inventory.DeclaredLink;
import io.plumbline.controller.inventory.LinkAttributes;
import io.plumbline.controller.inventory.LinkAttributes.ClassQueue;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes TE links of ports: the constants come from network.yaml, the speed from the ports. A link without known capacity, or not
 * trusted by network.yaml, carries best effort only.
 */
final class LinkConstants {
    /** The name of class 0 of every trusted link. */
    static final String CONTROL = "control";

    private static final int LABEL_BYTES = 4;

    private final NetworkInventory inventory;
    private final Fabric fabric;

    LinkConstants(Fabric fabric) {
        this.inventory = fabric.inventory();
        this.fabric = fabric;
    }

    /** One direction between two switches. */
    TeLink between(PortState from, PortState to, boolean up) {
        String id = DiscoveredLink.id(from.point, to.point);
        String fromNode = from.owner.id.toString();
        String toNode = to.owner.id.toString();
        @Nullable DeclaredLink declared = declared(from, to);
        LinkAttributes attributes = declared == null ? inventory.linkDefaults() : declared.attributes();
        OptionalLong capacity = capacity(attributes, declared != null, speed(from, to));
        return link(id, fromNode, toNode, attributes, capacity, declared != null, LABEL_BYTES, up);
    }

    /** From an edge port to the hosts behind it. */
    TeLink access(PortState port, boolean up) {
        String node = DiscoveredLink.text(port.point);
        LinkAttributes declared = inventory.accessPorts().get(port.point);
        LinkAttributes attributes = declared == null ? inventory.linkDefaults() : declared;
        OptionalLong capacity = capacity(attributes, declared != null, port.description.speedBitsPerSecond());
        return link(accessId(port), port.owner.id.toString(), node, attributes, capacity, declared != null, 0, up);
    }

    static String accessId(PortState port) {
        return DiscoveredLink.text(port.point) + "->host";
    }

    /** The declared link that joins exactly these ports. */
    @Nullable
    DeclaredLink declared(PortState from, PortState to) {
        DeclaredLink link = fabric.declaredLink(from.point);
        return link != null && link.joins(from.point, to.point) ? link : null;
    }

    /** Whether what comes over the links of a port was already checked and scrubbed at an edge. */
    boolean isTrusted(PortState port) {
        boolean out = !port.linkUp || port.peer == null || declared(port, port.peer) != null;
        boolean in = port.heard == null || !port.heard.linkUp || declared(port.heard, port) != null;
        return inventory.trustDiscoveredLinks() || out && in;
    }

    /** The slower of the two ends, as far as they say; 0 when neither does. */
    static long speed(PortState from, PortState to) {
        long one = from.description.speedBitsPerSecond();
        long other = to.description.speedBitsPerSecond();
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** Never more than the ports can do; where network.yaml does not name the link, their speed must be known. */
    private static OptionalLong capacity(LinkAttributes attributes, boolean declared, long speed) {
        if (speed <= 0) {
            return declared ? attributes.capacityBitsPerSecond() : OptionalLong.empty();
        }
        return OptionalLong.of(
                Math.min(speed, attributes.capacityBitsPerSecond().orElse(speed)));
    }

    private TeLink link(
            String id,
            String from,
            String to,
            LinkAttributes attributes,
            OptionalLong capacity,
            boolean declared,
            int tagBytes,
            boolean up) {
        TeLink.ControlBooking booking = inventory.control().booking(attributes.framingOverheadBytes());
        boolean trusted = (declared || inventory.trustDiscoveredLinks())
                && capacity.isPresent()
                && booking.rateBitsPerSecond() + attributes.bestEffortFloorBitsPerSecond() < capacity.getAsLong();
        boolean labelled = trusted && tagBytes > 0;
        return new TeLink(
                id,
                from,
                to,
                capacity.orElse(0),
                attributes.propagationNanos(),
                attributes.framingOverheadBytes(),
                tagBytes,
                attributes.mtuBytes(),
                trusted ? attributes.bestEffortFloorBitsPerSecond() : 0,
                trusted ? classes(attributes) : ImmutableList.of(),
                trusted ? Optional.of(booking) : Optional.empty(),
                labelled ? inventory.labels().first() : 0,
                labelled ? inventory.labels().last() : 0,
                attributes.riskGroups(),
                attributes.labels(),
                attributes.country(),
                trusted,
                up,
                false);
    }

    private ImmutableList<ServiceClass> classes(LinkAttributes attributes) {
        ImmutableList.Builder<ServiceClass> classes = ImmutableList.builder();
        classes.add(new ServiceClass(CONTROL, attributes.controlBudgetNanos(), attributes.controlBufferBytes()));
        for (ClassMark mark : inventory.classes()) {
            ClassQueue queue = attributes.classes().get(mark.name());
            if (queue == null) {
                throw new IllegalStateException("no constants of class " + mark.name());
            }
            classes.add(new ServiceClass(mark.name(), queue.budgetNanos(), queue.bufferBytes()));
        }
        return classes.build();
    }
}
