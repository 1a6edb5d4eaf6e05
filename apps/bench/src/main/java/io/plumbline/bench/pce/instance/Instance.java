package io.plumbline.bench.pce.instance;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.NetworkMap;
import io.plumbline.pce.graph.CsrGraph;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A topology as numbered nodes and arcs, which every engine makes its own graph of: so all of them have the same links in the same
 * order.
 */
public final class Instance {
    /** Added to the propagation of each link: a switch's share, as the requests of the acceptance rows have it. */
    private static final long SWITCH_MICROSECONDS = 50;

    private static final long NANOS_PER_MICROSECOND = 1_000;

    /** One direction of a link. */
    public record Arc(int from, int to, long delayMicroseconds, long capacityBitsPerSecond) {}

    private final String name;
    private final ImmutableList<String> nodes;
    private final ImmutableList<Arc> arcs;

    /** Arcs between nodes by their places in the list. */
    public Instance(String name, List<String> nodes, List<Arc> arcs) {
        this.name = name;
        this.nodes = ImmutableList.copyOf(nodes);
        this.arcs = ImmutableList.copyOf(arcs);
    }

    /** A network from a file. */
    public static Instance of(NetworkMap map) {
        List<String> nodes = map.sites().stream().map(NetworkMap.Site::id).toList();
        Map<String, Integer> numbers = numbers(nodes);
        ImmutableList.Builder<Arc> arcs = ImmutableList.builder();
        for (NetworkMap.Cable cable : map.cables()) {
            Arc there = arc(
                    numbers.getOrDefault(cable.a(), -1),
                    numbers.getOrDefault(cable.b(), -1),
                    cable.propagationNanos(),
                    cable.capacityBitsPerSecond());
            arcs.add(there);
            if (!cable.directed()) {
                arcs.add(new Arc(there.to(), there.from(), there.delayMicroseconds(), there.capacityBitsPerSecond()));
            }
        }
        return new Instance(map.name(), nodes, arcs.build());
    }

    /** A generated topology. */
    public static Instance of(String name, TeTopology topology) {
        List<String> nodes = List.copyOf(topology.nodes().keySet());
        Map<String, Integer> numbers = numbers(nodes);
        ImmutableList.Builder<Arc> arcs = ImmutableList.builder();
        for (TeLink link : topology.links().values()) {
            arcs.add(arc(
                    numbers.getOrDefault(link.from(), -1),
                    numbers.getOrDefault(link.to(), -1),
                    link.propagationNanos(),
                    link.capacityBitsPerSecond()));
        }
        return new Instance(name, nodes, arcs.build());
    }

    private static Map<String, Integer> numbers(List<String> nodes) {
        Map<String, Integer> numbers = new HashMap<>();
        nodes.forEach(id -> numbers.put(id, numbers.size()));
        return numbers;
    }

    private static Arc arc(int from, int to, long propagationNanos, long capacityBitsPerSecond) {
        long micros = Math.ceilDiv(propagationNanos, NANOS_PER_MICROSECOND) + SWITCH_MICROSECONDS;
        return new Arc(from, to, micros, capacityBitsPerSecond);
    }

    /** Without parallel arcs and loops: of each bundle the first of the quickest is kept. JGraphT's graphs want it so. */
    public Instance simple() {
        Map<List<Integer>, Arc> quickest = new HashMap<>();
        for (Arc arc : arcs) {
            if (arc.from() != arc.to()) {
                quickest.merge(
                        List.of(arc.from(), arc.to()),
                        arc,
                        (a, b) -> b.delayMicroseconds() < a.delayMicroseconds() ? b : a);
            }
        }
        List<Arc> kept = new ArrayList<>();
        for (Arc arc : arcs) {
            if (quickest.get(List.of(arc.from(), arc.to())) == arc) {
                kept.add(arc);
            }
        }
        return new Instance(name, nodes, kept);
    }

    public String name() {
        return name;
    }

    public int nodeCount() {
        return nodes.size();
    }

    public ImmutableList<Arc> arcs() {
        return arcs;
    }

    /** For our own searches; arcs have the numbers that they have here. */
    public CsrGraph csr() {
        return new CsrGraph(
                nodes.size(),
                arcs.stream().mapToInt(Arc::from).toArray(),
                arcs.stream().mapToInt(Arc::to).toArray());
    }

    /** In microseconds, by arc. */
    public long[] delays() {
        return arcs.stream().mapToLong(Arc::delayMicroseconds).toArray();
    }

    /** The number of a node; empty when there is none of that id. */
    public Optional<Integer> number(String nodeId) {
        int number = nodes.indexOf(nodeId);
        return number < 0 ? Optional.empty() : Optional.of(number);
    }

    /** Its name and size, for headings. */
    @Override
    public String toString() {
        return "%s, %,d nodes, %,d arcs".formatted(name, nodes.size(), arcs.size());
    }
}
