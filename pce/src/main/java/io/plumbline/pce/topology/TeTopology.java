package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableSortedMap;

/** An immutable snapshot of the TE topology: a directed multigraph. */
public record TeTopology(
        long version, ImmutableSortedMap<String, TeNode> nodes, ImmutableSortedMap<String, TeLink> links) {

    /** No node, no link. */
    public static final TeTopology EMPTY = new TeTopology(0, ImmutableSortedMap.of(), ImmutableSortedMap.of());
}
