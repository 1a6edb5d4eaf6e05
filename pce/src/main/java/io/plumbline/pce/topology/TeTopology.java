package io.plumbline.pce.topology;

import java.util.List;

/**
 * An immutable snapshot of the TE topology: a directed multigraph. A link may name a node that is not known (yet); nothing can use it
 * until it is. Snapshots share what has not changed: all changes but the removal of a node cost the logarithm of the size.
 *
 * @param version counts the changes
 */
public record TeTopology(long version, ById<TeNode> nodes, ById<TeLink> links) {

    /** No node, no link. */
    public static final TeTopology EMPTY = new TeTopology(0, ById.empty(), ById.empty());

    /** The next snapshot. A change of something unknown changes nothing but the version. */
    public TeTopology with(TopologyChange change) {
        TeTopology next = after(change);
        return new TeTopology(version + 1, next.nodes, next.links);
    }

    /** Without a new version. */
    private TeTopology after(TopologyChange change) {
        return switch (change) {
            case TopologyChange.PutNode put -> put(put.node());
            case TopologyChange.RemoveNode gone -> without(gone.nodeId());
            case TopologyChange.PutLink put -> put(put.link());
            case TopologyChange.RemoveLink gone -> new TeTopology(version, nodes, links.without(gone.linkId()));
            case TopologyChange.SetLinkUp set -> {
                TeLink link = links.get(set.linkId());
                yield link == null ? this : put(link.withUp(set.up()));
            }
            case TopologyChange.SetLinkDrained set -> {
                TeLink link = links.get(set.linkId());
                yield link == null ? this : put(link.withDrained(set.drained()));
            }
            case TopologyChange.SetNodeUp set -> {
                TeNode node = nodes.get(set.nodeId());
                yield node == null ? this : put(node.withUp(set.up()));
            }
            case TopologyChange.SetNodeDrained set -> {
                TeNode node = nodes.get(set.nodeId());
                yield node == null ? this : put(node.withDrained(set.drained()));
            }
            case TopologyChange.All all -> {
                TeTopology next = this;
                for (TopologyChange each : all.changes()) {
                    next = next.after(each);
                }
                yield next;
            }
        };
    }

    private TeTopology put(TeNode node) {
        return new TeTopology(version, nodes.with(node.id(), node), links);
    }

    private TeTopology put(TeLink link) {
        return new TeTopology(version, nodes, links.with(link.id(), link));
    }

    private TeTopology without(String nodeId) {
        List<String> gone = links.values().stream()
                .filter(link -> link.touches(nodeId))
                .map(TeLink::id)
                .toList();
        ById<TeLink> left = links;
        for (String linkId : gone) {
            left = left.without(linkId);
        }
        return new TeTopology(version, nodes.without(nodeId), left);
    }
}
