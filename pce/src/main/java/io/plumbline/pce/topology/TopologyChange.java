package io.plumbline.pce.topology;

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
}
