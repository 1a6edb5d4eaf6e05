package io.plumbline.pce.path;

import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Why there is no path at all: the first unusable link on the way that has the fewest of them. */
public record BrokenWay(String linkId, String why) {
    private record Reached(long distance, String nodeId) {}

    private static final long UNUSABLE = 1L << 32;

    /** Empty when not even unusable links connect the ends. */
    public static Optional<BrokenWay> between(TeTopology topology, PathRequest request) {
        Map<String, List<TeLink>> leaving = new HashMap<>();
        for (TeLink link : topology.links().values()) {
            leaving.computeIfAbsent(link.from(), id -> new ArrayList<>()).add(link);
        }
        Map<String, Long> distances = new HashMap<>(Map.of(request.ingressNode(), 0L));
        Map<String, TeLink> last = new HashMap<>();
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Long.compare(a.distance(), b.distance()));
        queue.add(new Reached(0, request.ingressNode()));
        for (Reached reached = queue.poll(); reached != null; reached = queue.poll()) {
            TeNode node = topology.nodes().get(reached.nodeId());
            if (node == null || node.kind() != TeNode.Kind.SWITCH) {
                continue;
            }
            for (TeLink link : leaving.getOrDefault(reached.nodeId(), List.of())) {
                long distance =
                        reached.distance() + (why(topology, link, request).isPresent() ? UNUSABLE : 1);
                if (distance < distances.getOrDefault(link.to(), Long.MAX_VALUE)) {
                    distances.put(link.to(), distance);
                    last.put(link.to(), link);
                    queue.add(new Reached(distance, link.to()));
                }
            }
        }
        // Backwards along the way, so the one that is found last comes first.
        Optional<BrokenWay> first = Optional.empty();
        String at = request.egressNode();
        for (TeLink link = last.get(at); link != null && !at.equals(request.ingressNode()); link = last.get(at)) {
            Optional<String> why = why(topology, link, request);
            if (why.isPresent()) {
                first = Optional.of(new BrokenWay(link.id(), why.get()));
            }
            at = link.from();
        }
        return first;
    }

    private static Optional<String> why(TeTopology topology, TeLink link, PathRequest request) {
        return SearchGraph.whyUnusable(topology, link).or(() -> {
            long packetBits = 8L * (request.largestPacketBytes() + link.overheadBytes());
            return packetBits > link.lowerFrameBits()
                    ? Optional.of(
                            "takes frames of " + link.lowerFrameBits() / 8 + " byte on the wire, not " + packetBits / 8)
                    : Optional.empty();
        });
    }
}
