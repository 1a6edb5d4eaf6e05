package io.plumbline.bench.pce.peer;

import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.race.Engine;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.KShortestPathAlgorithm;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.jgrapht.graph.DefaultWeightedEdge;

/** JGraphT's algorithms on the graph that its users take first. It has no parallel arcs: the instance must be simple. */
public final class JGraphT {

    /** An arc that knows its number. */
    public static final class Link extends DefaultWeightedEdge {
        private static final long serialVersionUID = 1L;
        private final int number;

        private Link(int number) {
            this.number = number;
        }
    }

    private final Graph<Integer, Link> graph = new DefaultDirectedWeightedGraph<>(Link.class);

    public JGraphT(Instance simple, IntToLongFunction cost) {
        this(simple, cost, arc -> true);
    }

    /** With the usable arcs alone. */
    public JGraphT(Instance simple, IntToLongFunction cost, IntPredicate usable) {
        for (int node = 0; node < simple.nodeCount(); node++) {
            graph.addVertex(node);
        }
        for (int number = 0; number < simple.arcs().size(); number++) {
            Instance.Arc arc = simple.arcs().get(number);
            Link link = new Link(number);
            if (!usable.test(number)) {
                continue;
            }
            if (!graph.addEdge(arc.from(), arc.to(), link)) {
                throw new IllegalArgumentException(simple.name() + " has parallel arcs");
            }
            graph.setEdgeWeight(link, cost.applyAsLong(number));
        }
    }

    /** Seen by any of JGraphT's algorithms. */
    public Graph<Integer, Link> graph() {
        return graph;
    }

    /** Cost of a shortest path. */
    public static long cost(ShortestPathAlgorithm<Integer, Link> algorithm, int from, int to) {
        GraphPath<Integer, Link> path = algorithm.getPath(from, to);
        return path == null ? Engine.NONE : Math.round(path.getWeight());
    }

    /** Cost of all of the first {@code k} paths together; {@link Engine#NONE} when there is none. */
    public static long cost(KShortestPathAlgorithm<Integer, Link> algorithm, int from, int to, int k) {
        List<GraphPath<Integer, Link>> paths = algorithm.getPaths(from, to, k);
        return paths.isEmpty()
                ? Engine.NONE
                : Math.round(paths.stream().mapToDouble(GraphPath::getWeight).sum());
    }

    /** A path as its arcs. */
    public static int[] arcs(GraphPath<Integer, Link> path) {
        return path.getEdgeList().stream().mapToInt(link -> link.number).toArray();
    }
}
