package io.plumbline.bench.pce.admission;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.List;
import java.util.Optional;

/**
 * A network as the guaranteed-admission rows want it: the nodes and propagation delays of some topology, and for the rest links of 10
 * Gbit/s with four classes of 100, 200, 400 and 800 us and 1 MB each, L = 1530 byte, no software allowance, no processing; labels and
 * tables that do not run out.
 *
 * @param name of the instance
 * @param topology what it is made of
 * @param ends ids of the nodes between which flows are asked for
 * @param deadlinesNanos what deadlines are drawn from, before propagation
 */
public record GuaranteedNetwork(
        String name, TeTopology topology, ImmutableList<String> ends, ImmutableList<Long> deadlinesNanos) {
    static final long CAPACITY = 10_000_000_000L;
    static final int LARGEST_FRAME_BYTES = 1530;

    private static final long MILLI = 1_000_000;
    private static final int HEADER_AND_TAG_BYTES = 18;
    private static final int PLENTY = 1_000_000;
    private static final ImmutableList<ServiceClass> CLASSES = ImmutableList.of(
            new ServiceClass("100us", 100_000, 1_000_000),
            new ServiceClass("200us", 200_000, 1_000_000),
            new ServiceClass("400us", 400_000, 1_000_000),
            new ServiceClass("800us", 800_000, 1_000_000));

    /** All nodes are ends; deadlines of 2, 5, 10 and 30 ms. */
    public static GuaranteedNetwork wideArea(String name, TeTopology topology) {
        return new GuaranteedNetwork(
                name,
                rebuilt(topology),
                ImmutableList.copyOf(topology.nodes().keySet()),
                ImmutableList.of(2 * MILLI, 5 * MILLI, 10 * MILLI, 30 * MILLI));
    }

    /** Hosts are ends; deadlines of 1, 2, 4 and 10 ms. */
    public static GuaranteedNetwork dataCentre(String name, TeTopology topology, ImmutableSet<String> hosts) {
        return new GuaranteedNetwork(
                name, rebuilt(topology), hosts.asList(), ImmutableList.of(MILLI, 2 * MILLI, 4 * MILLI, 10 * MILLI));
    }

    /** The same with links that are so many times as fast, and have as many times the buffer. */
    public GuaranteedNetwork times(int factor) {
        List<TeLink> links = topology.links().values().stream()
                .map(link -> {
                    ImmutableList<ServiceClass> classes = link.classes().stream()
                            .map(it -> new ServiceClass(it.name(), it.budgetNanos(), it.bufferBytes() * factor))
                            .collect(ImmutableList.toImmutableList());
                    return link(link, link.capacityBitsPerSecond() * factor, classes);
                })
                .toList();
        TeTopology faster =
                TeTopology.EMPTY.with(TopologyChange.All.put(topology.nodes().values(), links));
        return new GuaranteedNetwork(
                "%s, links %d times as fast".formatted(name, factor), faster, ends, deadlinesNanos);
    }

    private static TeTopology rebuilt(TeTopology given) {
        List<TeNode> nodes = given.nodes().keySet().stream()
                .map(id -> new TeNode(
                        id, TeNode.Kind.SWITCH, 0, 0, PLENTY, PLENTY, ImmutableSortedSet.of(), Optional.empty()))
                .toList();
        List<TeLink> links =
                given.links().values().stream().map(GuaranteedNetwork::rebuilt).toList();
        return TeTopology.EMPTY.with(TopologyChange.All.put(nodes, links));
    }

    private static TeLink rebuilt(TeLink link) {
        return link(link, CAPACITY, CLASSES);
    }

    private static TeLink link(TeLink link, long capacityBitsPerSecond, ImmutableList<ServiceClass> classes) {
        return new TeLink(
                link.id(),
                link.from(),
                link.to(),
                capacityBitsPerSecond,
                link.propagationNanos(),
                0,
                0,
                LARGEST_FRAME_BYTES - HEADER_AND_TAG_BYTES,
                0,
                classes,
                Optional.empty(),
                1,
                PLENTY,
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                Optional.empty(),
                true,
                true,
                false);
    }
}
