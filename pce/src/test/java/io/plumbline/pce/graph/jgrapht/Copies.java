package io.plumbline.pce.graph.jgrapht;

import io.plumbline.pce.graph.CsrGraph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedWeightedPseudograph;
import org.jgrapht.util.SupplierUtil;

/** Random graphs of ours, and what they are when JGraphT builds them. */
final class Copies {
    private Copies() {}

    /** @param simple without parallel arcs and loops */
    static WeightedGraph random(Random random, int nodes, int arcs, boolean simple) {
        int[] tails = new int[arcs];
        int[] heads = new int[arcs];
        long[] weights = new long[arcs];
        Set<List<Integer>> ends = new HashSet<>();
        int count = 0;
        for (int i = 0; i < arcs; i++) {
            int tail = random.nextInt(nodes);
            int head = random.nextInt(nodes);
            if (!simple || tail != head && ends.add(List.of(tail, head))) {
                tails[count] = tail;
                heads[count] = head;
                weights[count] = random.nextInt(15) == 0 ? CsrGraph.UNUSABLE : 1 + random.nextInt(50);
                count++;
            }
        }
        return new WeightedGraph(
                new CsrGraph(nodes, Arrays.copyOf(tails, count), Arrays.copyOf(heads, count)),
                Arrays.copyOf(weights, count));
    }

    static Graph<Integer, Integer> of(WeightedGraph graph) {
        Graph<Integer, Integer> copy = new DirectedWeightedPseudograph<>(
                null, SupplierUtil.createIntegerSupplier(graph.graph().arcCount()));
        graph.vertexSet().forEach(copy::addVertex);
        for (Integer edge : graph.edgeSet()) {
            copy.addEdge(graph.getEdgeSource(edge), graph.getEdgeTarget(edge), edge);
            copy.setEdgeWeight(edge, graph.getEdgeWeight(edge));
        }
        return copy;
    }
}
