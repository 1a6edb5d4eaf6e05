package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableList;

/** One change of the TE topology; applying it makes a new snapshot. */
public sealed interface TopologyChange {
    /** A node appears or its attributes change. */
    record PutNode(TeNode node) implements TopologyChange {}

    /** A node disappears with all its links. */
    record RemoveNode(String nodeId) implements TopologyChange {}

    /** A link appears or its attributes change. */
    record PutLink(TeLink link) implements TopologyChange {}

    /** A link disappears from the topology; what is booked on it stays booked. */
    record RemoveLink(String linkId) implements TopologyChange {}

    /** A link goes up or down. */
    record SetLinkUp(String linkId, boolean up) implements TopologyChange {}

    /** New reservations keep off a link from now on, or no longer. */
    record SetLinkDrained(String linkId, boolean drained) implements TopologyChange {}

    /** A node goes up or down, and with it the use of all its links; their own state stays what it is. */
    record SetNodeUp(String nodeId, boolean up) implements TopologyChange {}

    /** New reservations keep off all links of a node from now on, or no longer. */
    record SetNodeDrained(String nodeId, boolean drained) implements TopologyChange {}

    /** Several changes as one step, in that order: nobody sees a snapshot between them. */
    record All(ImmutableList<TopologyChange> changes) implements TopologyChange {
        /** All those nodes and links appear, or their attributes change. */
        public static All put(Iterable<TeNode> nodes, Iterable<TeLink> links) {
            ImmutableList.Builder<TopologyChange> changes = ImmutableList.builder();
            nodes.forEach(node -> changes.add(new PutNode(node)));
            links.forEach(link -> changes.add(new PutLink(link)));
            return new All(changes.build());
        }
    }
}
