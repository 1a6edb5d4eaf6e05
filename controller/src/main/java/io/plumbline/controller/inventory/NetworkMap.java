package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TopologyChange;
import java.util.Optional;

/**
 * A network as research publishes it: sites and cables, no queues. With the constants that it lacks it becomes a TE topology.
 *
 * @param name of the file, without its ending
 * @param sites in the file's order
 * @param cables in the file's order; parallel ones are kept apart
 */
public record NetworkMap(String name, ImmutableList<Site> sites, ImmutableList<Cable> cables) {

    /**
     * @param id unique; becomes the TE node's id
     * @param label what people call it; not unique
     * @param position where it is, as its file says or as its neighbours suggest
     */
    public record Site(String id, String label, Optional<Position> position) {}

    /**
     * @param id its number in the file, from 0
     * @param a id of one end
     * @param b id of the other end
     * @param directed whether it leads from a to b only
     * @param capacityBitsPerSecond each way
     * @param capacityAssumed whether the capacity is assumed
     * @param propagationNanos each way
     * @param propagationAssumed whether it is assumed, because neither end has a position
     */
    public record Cable(
            String id,
            String a,
            String b,
            boolean directed,
            long capacityBitsPerSecond,
            boolean capacityAssumed,
            long propagationNanos,
            boolean propagationAssumed) {}

    /** Everything as one change: a switch for each site; for each cable a link {@code id:a->b}, and {@code id:b->a} the other way. */
    public TopologyChange.All changes(NodeTemplate nodes, LinkTemplate links) {
        ImmutableList.Builder<TeLink> all = ImmutableList.builder();
        for (Cable cable : cables) {
            all.add(link(cable, cable.a(), cable.b(), links));
            if (!cable.directed()) {
                all.add(link(cable, cable.b(), cable.a(), links));
            }
        }
        ImmutableList<TeNode> switches =
                sites.stream().map(site -> nodes.node(site.id())).collect(ImmutableList.toImmutableList());
        return TopologyChange.All.put(switches, all.build());
    }

    private static TeLink link(Cable cable, String from, String to, LinkTemplate links) {
        String id = cable.id() + ":" + from + "->" + to;
        return links.link(id, from, to, cable.capacityBitsPerSecond(), cable.propagationNanos());
    }
}
