package io.plumbline.pce.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.path.SearchGraph.Arc;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against every loopless path, the direction of links ignored. */
class PassageTest {
    private static boolean passes(SearchGraph graph, boolean[] closed, int at, int through, int to, boolean passed) {
        if (at == to) {
            return passed;
        }
        closed[at] = true;
        boolean found = false;
        for (Arc[] arcs : new Arc[][] {graph.out(at), graph.in(at)}) {
            for (Arc arc : arcs) {
                int next = arc.from() == at ? arc.to() : arc.from();
                found |= !closed[next] && passes(graph, closed, next, through, to, passed || next == through);
            }
        }
        closed[at] = false;
        return found;
    }

    @Test
    void leads_wheneverSomePathDoes() {
        int[] counts = new int[2];
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            SearchGraph graph = new SearchGraph(new RandomNetwork(random, 2 + random.nextInt(6), 3).topology);
            Passage passage = new Passage(graph, arc -> 0);
            for (int i = 0; i < 40; i++) {
                int from = random.nextInt(graph.nodeCount());
                int through = random.nextInt(graph.nodeCount());
                int to = random.nextInt(graph.nodeCount());
                if (from == through || through == to || from == to) {
                    continue;
                }
                boolean[] closed = new boolean[graph.nodeCount()];
                for (int node = 0; node < closed.length; node++) {
                    closed[node] = node != from && node != through && node != to && random.nextInt(4) == 0;
                }
                boolean leads = passage.leads(from, through, to, node -> closed[node]);
                assertThat(leads)
                        .as("seed %d, query %d: %d over %d to %d", seed, i, from, through, to)
                        .isEqualTo(passes(graph, closed.clone(), from, through, to, false));
                counts[leads ? 1 : 0]++;
            }
        }
        assertThat(counts[0]).isGreaterThan(1000);
        assertThat(counts[1]).isGreaterThan(1000);
    }
}
