package io.plumbline.bench.pce.peer;

import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.pce.graph.CsrGraph;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What ONOS's intent compiler does with a bandwidth and a latency constraint: asks the topology for all paths of least weight, where the
 * weight of a link is the cost that the first constraint gives it and a link that any constraint refuses is not viable; then drops the
 * paths whose latency is too long; and takes the first that is left.
 */
final class OnosIntents {
    /** It lists every path of least weight; of these there can be astronomically many. */
    static final int MOST_EQUAL_PATHS = 1_000;

    private final DelayRequests requests;
    private final OnosGraph onos;
    private final CsrGraph graph;
    private final int[] hops;
    private final double[] ways;
    private final int[] queue;
    private final long[] delay;

    OnosIntents(Instance simple, DelayRequests requests) {
        this.requests = requests;
        onos = new OnosGraph(simple);
        graph = simple.csr();
        hops = new int[simple.nodeCount()];
        ways = new double[simple.nodeCount()];
        queue = new int[simple.nodeCount()];
        delay = requests.delay();
    }

    /** Bandwidth first: every link weighs 1. */
    int @Nullable [] byHops(int query) {
        boolean[] closed = requests.closed(query);
        if (waysOfLeastHops(query) > MOST_EQUAL_PATHS) {
            return null;
        }
        return first(query, onos.weighed(arc -> 1, arc -> !closed[arc]));
    }

    /** Latency first. */
    int @Nullable [] byLatency(int query) {
        boolean[] closed = requests.closed(query);
        return first(query, onos.weighed(arc -> delay[arc], arc -> !closed[arc]));
    }

    private int @Nullable [] first(int query, OnosGraph.Weighed weighed) {
        for (int[] path : weighed.shortest(requests.from(query), requests.to(query))) {
            if (requests.inTime(query, path)) {
                return path;
            }
        }
        return null;
    }

    /** How many paths of least hops there are, by breadth-first search. */
    private double waysOfLeastHops(int query) {
        boolean[] closed = requests.closed(query);
        Arrays.fill(hops, Integer.MAX_VALUE);
        Arrays.fill(ways, 0);
        int source = requests.from(query);
        hops[source] = 0;
        ways[source] = 1;
        int end = 0;
        queue[end++] = source;
        for (int at = 0; at < end; at++) {
            int node = queue[at];
            for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
                int arc = graph.outArc(i);
                int next = graph.head(arc);
                if (closed[arc] || hops[next] <= hops[node]) {
                    continue;
                }
                if (hops[next] == Integer.MAX_VALUE) {
                    hops[next] = hops[node] + 1;
                    queue[end++] = next;
                }
                ways[next] += ways[node];
            }
        }
        return ways[requests.to(query)];
    }
}
