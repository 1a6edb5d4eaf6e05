package io.plumbline.pce.path;

import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.path.SearchGraph.Arc;
import java.util.Optional;

/**
 * What binds when no path fits, whatever the deadline: the path with the fewest links that refuse the request by themselves, then the
 * least relative shortfall, then the fewest links; and on it the first link that refuses, with the quickest classes up to there.
 */
public final class NearestPath {
    private final SearchGraph graph;
    private final PathSearch search;
    private final PathDelay atIngress;

    /** @param search waypoints ignored */
    public NearestPath(PathSearch search) {
        this.graph = search.graph();
        this.search = search;
        atIngress = PathDelay.atIngress(graph.node(search.ingress()));
    }

    /** Empty when the ends are not connected, or the request does fit somewhere. */
    public Optional<Shortfall> shortfall() {
        int egress = search.egress();
        int node = search.ingress();
        // Nodes that are farther than the ingress are on no way that is looked at below.
        long[] toGo = graph.backwards(egress, node, this::weight).distances();
        PathDelay delay = atIngress;
        while (node != egress) {
            Arc next = null;
            for (Arc arc : graph.out(node)) {
                if (next == null || weight(arc) + toGo[arc.to()] < weight(next) + toGo[next.to()]) {
                    next = arc;
                }
            }
            if (next == null || toGo[node] >= SearchGraph.UNREACHABLE) {
                return Optional.empty();
            }
            int quickest = quickestClass(next, delay);
            if (quickest < 0) {
                return Optional.of(search.leastShortfall(next, delay));
            }
            delay = delay.over(next.link(), quickest, graph.node(next.to()));
            node = next.to();
        }
        return Optional.empty();
    }

    private long weight(Arc arc) {
        return search.isUsable(arc) ? search.refusalWeight(arc, atIngress) : SearchGraph.UNREACHABLE;
    }

    /** The class with the least budget of those that admit the request; -1 when none does. */
    private int quickestClass(Arc arc, PathDelay before) {
        long burst = search.burstAfter(arc, before.variationNanos());
        long[] admissible = search.admissibleBursts(arc, search.until(arc, before.mostNanos(), burst));
        int quickest = -1;
        for (int p = arc.calculus().firstGuaranteedClass(); p < arc.calculus().classes(); p++) {
            if (burst <= admissible[p]
                    && (quickest < 0
                            || arc.calculus().budgetNanos(p) < arc.calculus().budgetNanos(quickest))) {
                quickest = p;
            }
        }
        return quickest;
    }
}
