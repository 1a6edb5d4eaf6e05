package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable snapshot of the TE topology: a directed multigraph. A link may name a node that is not known (yet); nothing can use it
 * until it is.
 *
 * @param version counts the changes
 */
public record TeTopology(
        long version, ImmutableSortedMap<String, TeNode> nodes, ImmutableSortedMap<String, TeLink> links) {

    /** No node, no link. */
    public static final TeTopology EMPTY = new TeTopology(0, ImmutableSortedMap.of(), ImmutableSortedMap.of());

    /** The next snapshot. A change of something unknown changes nothing but the version. */
    public TeTopology with(TopologyChange change) {
        Map<String, TeNode> newNodes = nodes;
        Map<String, TeLink> newLinks = links;
        switch (change) {
            case TopologyChange.PutNode put -> {
                newNodes = new TreeMap<>(nodes);
                newNodes.put(put.node().id(), put.node());
            }
            case TopologyChange.RemoveNode gone -> {
                newNodes = new TreeMap<>(nodes);
                newNodes.remove(gone.nodeId());
                newLinks = new TreeMap<>(links);
                newLinks.values()
                        .removeIf(link ->
                                link.from().equals(gone.nodeId()) || link.to().equals(gone.nodeId()));
            }
            case TopologyChange.PutLink put -> {
                newLinks = new TreeMap<>(links);
                newLinks.put(put.link().id(), put.link());
            }
            case TopologyChange.RemoveLink gone -> {
                newLinks = new TreeMap<>(links);
                newLinks.remove(gone.linkId());
            }
            case TopologyChange.SetLinkUp set -> {
                newLinks = new TreeMap<>(links);
                newLinks.computeIfPresent(set.linkId(), (id, link) -> link.withUp(set.up()));
            }
        }
        return new TeTopology(version + 1, ImmutableSortedMap.copyOf(newNodes), ImmutableSortedMap.copyOf(newLinks));
    }
}
