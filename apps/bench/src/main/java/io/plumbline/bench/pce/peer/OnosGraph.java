package io.plumbline.bench.pce.peer;

import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.race.Engine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.onlab.graph.AdjacencyListsGraph;
import org.onlab.graph.DijkstraGraphSearch;
import org.onlab.graph.DisjointPathPair;
import org.onlab.graph.Edge;
import org.onlab.graph.EdgeWeigher;
import org.onlab.graph.Graph;
import org.onlab.graph.GraphPathSearch;
import org.onlab.graph.KShortestPathsSearch;
import org.onlab.graph.LazyKShortestPathsSearch;
import org.onlab.graph.Path;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.SuurballeGraphSearch;
import org.onlab.graph.Vertex;
import org.onlab.graph.Weight;

/**
 * ONOS's path engine ({@code org.onlab.graph} of onlab-misc), called the way its topology does: one immutable graph for all searches, a
 * weigher for each, and all paths of least weight asked for unless their number is part of the request.
 */
public final class OnosGraph {

    private record Node(int number) implements Vertex {}

    private record Link(int number, Node src, Node dst) implements Edge<Node> {}

    private record ByLink(IntToLongFunction cost, IntPredicate usable) implements EdgeWeigher<Node, Link> {

        @Override
        public Weight weight(Link link) {
            return usable.test(link.number())
                    ? new ScalarWeight(cost.applyAsLong(link.number()))
                    : ScalarWeight.NON_VIABLE_WEIGHT;
        }

        @Override
        public Weight getInitialWeight() {
            return new ScalarWeight(0);
        }

        @Override
        public Weight getNonViableWeight() {
            return ScalarWeight.NON_VIABLE_WEIGHT;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Graph<Node, Link> graph;
    private final DijkstraGraphSearch<Node, Link> dijkstra = new DijkstraGraphSearch<>();
    private final KShortestPathsSearch<Node, Link> kShortest = new KShortestPathsSearch<>();
    private final LazyKShortestPathsSearch<Node, Link> lazily = new LazyKShortestPathsSearch<>();
    private final SuurballeGraphSearch<Node, Link> suurballe = new SuurballeGraphSearch<>();

    public OnosGraph(Instance instance) {
        for (int number = 0; number < instance.nodeCount(); number++) {
            nodes.add(new Node(number));
        }
        Set<Link> links = new LinkedHashSet<>();
        for (Instance.Arc arc : instance.arcs()) {
            links.add(new Link(links.size(), nodes.get(arc.from()), nodes.get(arc.to())));
        }
        graph = new AdjacencyListsGraph<>(new LinkedHashSet<>(nodes), links);
    }

    /** What arcs cost, and which of them may be used. */
    public final class Weighed {
        private final ByLink weigher;

        private Weighed(IntToLongFunction cost, IntPredicate usable) {
            weigher = new ByLink(cost, usable);
        }

        /** Each path of least cost as its arcs. */
        public List<int[]> shortest(int from, int to) {
            return arcs(
                    dijkstra
                            .search(graph, nodes.get(from), nodes.get(to), weigher, GraphPathSearch.ALL_PATHS)
                            .paths()
                            .stream());
        }

        /** The first {@code k} paths, in order of cost. */
        public List<int[]> kShortest(int from, int to, int k) {
            return arcs(kShortest.search(graph, nodes.get(from), nodes.get(to), weigher, k).paths().stream());
        }

        /** The same from the search that makes one path at a time. */
        public List<int[]> kShortestLazily(int from, int to, int k) {
            return arcs(lazily.lazyPathSearch(graph, nodes.get(from), nodes.get(to), weigher)
                    .limit(k));
        }

        /** What paths cost together; {@link Engine#NONE} when there is none. */
        public long together(List<int[]> paths) {
            return paths.isEmpty()
                    ? Engine.NONE
                    : paths.stream().mapToLong(this::cost).sum();
        }

        /** What the first of them costs; {@link Engine#NONE} when there is none. */
        public long first(List<int[]> paths) {
            return paths.isEmpty() ? Engine.NONE : cost(paths.getFirst());
        }

        private long cost(int[] path) {
            long sum = 0;
            for (int arc : path) {
                sum += weigher.cost().applyAsLong(arc);
            }
            return sum;
        }

        /** Cost of the best pair of paths without a common node; {@link Engine#NONE} when it finds no pair. */
        public long disjointPair(int from, int to) {
            long best = Engine.NONE;
            Set<Path<Node, Link>> pairs = suurballe
                    .search(graph, nodes.get(from), nodes.get(to), weigher, GraphPathSearch.ALL_PATHS)
                    .paths();
            for (Path<Node, Link> path : pairs) {
                if (path instanceof DisjointPathPair<Node, Link> pair && pair.hasBackup()) {
                    long cost = cost(pair.primary()) + cost(pair.secondary());
                    best = best == Engine.NONE ? cost : Math.min(best, cost);
                }
            }
            return best;
        }

        private long cost(Path<Node, Link> path) {
            long sum = 0;
            for (Link link : path.edges()) {
                sum += weigher.cost().applyAsLong(link.number());
            }
            return sum;
        }
    }

    public Weighed weighed(IntToLongFunction cost) {
        return weighed(cost, arc -> true);
    }

    public Weighed weighed(IntToLongFunction cost, IntPredicate usable) {
        return new Weighed(cost, usable);
    }

    private static List<int[]> arcs(Stream<Path<Node, Link>> paths) {
        return paths.map(path -> path.edges().stream().mapToInt(Link::number).toArray())
                .toList();
    }
}
