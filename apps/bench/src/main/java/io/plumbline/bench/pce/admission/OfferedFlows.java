package io.plumbline.bench.pce.admission;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.topology.TeLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The flows that the guaranteed-admission rows offer, without departures: ends uniform, a rate of 1, 5, 10 or 50 Mbit/s, a burst of 1, 4
 * or 10 largest frames, and a deadline drawn from the network's plus 1.3 times the least propagation between the ends. Drawn in that
 * order from one {@link Random}; a sink that is the source is drawn again.
 */
public final class OfferedFlows {
    private static final long[] RATES = {1_000_000, 5_000_000, 10_000_000, 50_000_000};
    private static final int[] FRAMES_AT_ONCE = {1, 4, 10};
    private static final long FRAME_BITS = 8L * GuaranteedNetwork.LARGEST_FRAME_BYTES;

    private final GuaranteedNetwork network;
    private final Map<String, List<TeLink>> leaving = new HashMap<>();
    private final Map<String, Map<String, Long>> propagation = new HashMap<>();

    private OfferedFlows(GuaranteedNetwork network) {
        this.network = network;
        for (TeLink link : network.topology().links().values()) {
            leaving.computeIfAbsent(link.from(), id -> new ArrayList<>()).add(link);
        }
    }

    public static ImmutableList<PathRequest> draw(GuaranteedNetwork network, int count, long seed) {
        return new OfferedFlows(network).draw(count, new Random(seed));
    }

    private ImmutableList<PathRequest> draw(int count, Random random) {
        ImmutableList.Builder<PathRequest> requests = ImmutableList.builder();
        int ends = network.ends().size();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(ends);
            int to = random.nextInt(ends);
            while (to == from) {
                to = random.nextInt(ends);
            }
            long rate = RATES[random.nextInt(RATES.length)];
            int frames = FRAMES_AT_ONCE[random.nextInt(FRAMES_AT_ONCE.length)];
            long spare = network.deadlinesNanos()
                    .get(random.nextInt(network.deadlinesNanos().size()));
            String source = network.ends().get(from);
            String sink = network.ends().get(to);
            long least =
                    propagation.computeIfAbsent(source, this::leastPropagation).getOrDefault(sink, 0L);
            requests.add(new PathRequest(
                    "flow" + i,
                    source,
                    sink,
                    new PolicedTraffic(
                            rate,
                            frames * FRAME_BITS,
                            0,
                            Math.ceilDiv(rate, FRAME_BITS),
                            frames,
                            0,
                            GuaranteedNetwork.LARGEST_FRAME_BYTES),
                    PolicedTraffic.NONE,
                    spare + least * 13 / 10,
                    0,
                    Long.MAX_VALUE));
        }
        return requests.build();
    }

    private record Reached(long nanos, String node) {}

    /** Dijkstra's algorithm from one node; what cannot be reached is not in the answer. */
    private Map<String, Long> leastPropagation(String source) {
        Map<String, Long> least = new HashMap<>();
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Long.compare(a.nanos(), b.nanos()));
        queue.add(new Reached(0, source));
        for (Reached reached = queue.poll(); reached != null; reached = queue.poll()) {
            if (least.putIfAbsent(reached.node(), reached.nanos()) == null) {
                for (TeLink link : leaving.getOrDefault(reached.node(), List.of())) {
                    queue.add(new Reached(reached.nanos() + link.propagationNanos(), link.to()));
                }
            }
        }
        return least;
    }
}
