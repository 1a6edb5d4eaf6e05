package io.plumbline.bench.pce.peer;

import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.instance.Instance.Arc;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random multigraphs of a few nodes: a tree and some more links, each in both directions. */
public final class SmallInstances {

    private SmallInstances() {}

    public static Instance draw(long seed, int nodes, int links) {
        Random random = new Random(seed);
        List<Arc> arcs = new ArrayList<>();
        for (int link = 1; link <= links; link++) {
            int from = link < nodes ? link : random.nextInt(nodes);
            int to = link < nodes ? random.nextInt(link) : (from + 1 + random.nextInt(nodes - 1)) % nodes;
            long delay = 100 + random.nextInt(2_000);
            arcs.add(new Arc(from, to, delay, 10_000_000_000L));
            arcs.add(new Arc(to, from, delay, 10_000_000_000L));
        }
        return new Instance(
                "seed " + seed,
                IntStream.range(0, nodes).mapToObj(node -> "n" + node).toList(),
                arcs);
    }
}
