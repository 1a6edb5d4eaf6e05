package io.plumbline.pce.path;

import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.path.SearchGraph.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A few loopless paths between two nodes that are short and differ: for every arc the least delay to it, over it and on from it; the
 * shortest of these, each with an arc that none before it has. That needs two trees which many pairs share, and no search for the pair;
 * and where the k shortest paths of all would differ in a detour each, these lead through different parts of the network.
 *
 * <p>Eight paths; up to sixteen where they are as short as the first, which is how many there are between two pods of a fat-tree of k = 8.
 */
final class CandidatePaths {
    private static final int MOST = 8;
    private static final int MOST_EQUAL = 16;

    /**
     * @param leastNanos delay behind the ingress with the least budgets
     */
    record Candidate(Arc[] arcs, long leastNanos) {}

    private final SearchGraph graph;
    private final int mostRememberedArcs;
    private final WaitingLine line = new WaitingLine();
    private final Map<Long, Candidate[]> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private long rememberedArcs;
    private final long[] usedIn;
    private final long[] visitedIn;
    private long searches;
    private long walks;

    /** @param mostRememberedArcs how many arcs the paths that it remembers may have together */
    CandidatePaths(SearchGraph graph, int mostRememberedArcs) {
        this.graph = graph;
        this.mostRememberedArcs = mostRememberedArcs;
        usedIn = new long[graph.arcCount()];
        visitedIn = new long[graph.nodeCount()];
    }

    /** Shortest first. None when the ends are not connected. */
    Candidate[] between(int ingress, int egress) {
        long pair = (long) ingress * graph.nodeCount() + egress;
        Candidate[] known = remembered.get(pair);
        if (known == null) {
            known = search(ingress, egress, pair);
            remembered.put(pair, known);
            rememberedArcs += arcs(known);
            var eldest = remembered.entrySet().iterator();
            while (rememberedArcs > mostRememberedArcs && remembered.size() > 1) {
                rememberedArcs -= arcs(eldest.next().getValue());
                eldest.remove();
            }
        }
        return known;
    }

    /** An entry without any path takes room, too. */
    private static long arcs(Candidate[] candidates) {
        long sum = 8;
        for (Candidate candidate : candidates) {
            sum += candidate.arcs().length;
        }
        return sum;
    }

    private Candidate[] search(int ingress, int egress, long pair) {
        searches++;
        Tree from = graph.leastDelayFrom(ingress);
        Tree to = graph.leastDelayTo(egress);
        line.clear();
        for (int i = 0; i < graph.arcCount(); i++) {
            Arc arc = graph.arc(i);
            long length = from.distances()[arc.from()] + arc.leastDelayNanos() + to.distances()[arc.to()];
            if (length < SearchGraph.UNREACHABLE && (arc.from() == ingress || graph.isTransit(arc.from()))) {
                line.add(length, Hash.mix(pair + 31L * i), i);
            }
        }
        long shortest = from.distances()[egress];
        List<Candidate> found = new ArrayList<>(MOST);
        while (!line.isEmpty() && found.size() < (line.leastKey() == shortest ? MOST_EQUAL : MOST)) {
            long length = line.leastKey();
            Arc over = graph.arc(line.poll());
            if (usedIn[over.index()] == searches) {
                continue;
            }
            int before = arcsTo(over, from, ingress);
            int behind = before < 0 ? -1 : arcsBehind(over, to, egress);
            if (behind >= 0) {
                found.add(new Candidate(path(over, from, to, before, behind), length));
            }
        }
        return found.toArray(Candidate[]::new);
    }

    /** How many arcs lead to an arc; -1 when its other end is among the nodes that they pass. */
    private int arcsTo(Arc over, Tree from, int ingress) {
        walks++;
        visitedIn[over.to()] = walks;
        int count = 0;
        for (int node = over.from(); ; count++) {
            if (visitedIn[node] == walks) {
                return -1;
            }
            visitedIn[node] = walks;
            if (node == ingress) {
                return count;
            }
            node = graph.arc(from.arcs()[node]).from();
        }
    }

    /** How many arcs lead on from an arc; -1 when they pass a node that was passed before it. */
    private int arcsBehind(Arc over, Tree to, int egress) {
        int count = 0;
        for (int node = over.to(); node != egress; count++) {
            node = graph.arc(to.arcs()[node]).to();
            if (visitedIn[node] == walks) {
                return -1;
            }
            visitedIn[node] = walks;
        }
        return count;
    }

    private Arc[] path(Arc over, Tree from, Tree to, int before, int behind) {
        Arc[] path = new Arc[before + 1 + behind];
        path[before] = over;
        for (int i = before - 1; i >= 0; i--) {
            path[i] = graph.arc(from.arcs()[path[i + 1].from()]);
        }
        for (int i = before + 1; i < path.length; i++) {
            path[i] = graph.arc(to.arcs()[path[i - 1].to()]);
        }
        for (Arc arc : path) {
            usedIn[arc.index()] = searches;
        }
        return path;
    }
}
