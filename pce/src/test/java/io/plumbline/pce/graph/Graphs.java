package io.plumbline.pce.graph;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.junit.jupiter.api.Assumptions;

/** Graphs to search, and all their paths by brute force. */
final class Graphs {
    private Graphs() {}

    /** With parallel arcs and self-loops. */
    static CsrGraph random(Random random, int nodes, int arcs) {
        int[] tails = new int[arcs];
        int[] heads = new int[arcs];
        for (int arc = 0; arc < arcs; arc++) {
            tails[arc] = random.nextInt(nodes);
            heads[arc] = random.nextInt(nodes);
        }
        return new CsrGraph(nodes, tails, heads);
    }

    /** Up to 7 nodes, sparse or dense. */
    static CsrGraph small(Random random) {
        int nodes = 2 + random.nextInt(6);
        return random(random, nodes, nodes + random.nextInt(4 * nodes));
    }

    /** With many equal ones; now and then 0 or unusable. */
    static long[] weights(Random random, CsrGraph graph, boolean zeros) {
        long[] weights = new long[graph.arcCount()];
        int most = random.nextBoolean() ? 3 : 1000;
        for (int arc = 0; arc < weights.length; arc++) {
            weights[arc] = random.nextInt(12) == 0
                    ? CsrGraph.UNUSABLE + random.nextInt(2) * 12345
                    : random.nextInt(most) + (zeros ? 0 : 1);
        }
        return weights;
    }

    static RouteConstraints exclusions(Random random, CsrGraph graph) {
        RouteConstraints.Builder builder = RouteConstraints.on(graph);
        for (int i = random.nextInt(3); i > 0 && graph.arcCount() > 0; i--) {
            builder.excludeArc(random.nextInt(graph.arcCount()));
        }
        if (random.nextInt(3) == 0) {
            builder.excludeNode(random.nextInt(graph.nodeCount()));
        }
        return builder.build();
    }

    /** Every loopless path that the constraints allow, in order of weight. */
    static List<int[]> allPaths(CsrGraph graph, long[] weights, int source, int target, RouteConstraints constraints) {
        List<int[]> paths = new ArrayList<>();
        extend(graph, weights, source, target, constraints, new HashSet<>(Set.of(source)), new ArrayList<>(), paths);
        paths.sort(Comparator.comparingLong(path -> weight(path, weights)));
        return paths;
    }

    private static void extend(
            CsrGraph graph,
            long[] weights,
            int node,
            int target,
            RouteConstraints constraints,
            Set<Integer> met,
            List<Integer> arcs,
            List<int[]> paths) {
        if (node == target) {
            if (passes(graph, arcs, constraints)) {
                paths.add(arcs.stream().mapToInt(arc -> arc).toArray());
            }
            return;
        }
        for (int arc = 0; arc < graph.arcCount(); arc++) {
            if (graph.tail(arc) == node
                    && weights[arc] < CsrGraph.UNUSABLE
                    && !constraints.excludes(arc)
                    && met.add(graph.head(arc))) {
                arcs.add(arc);
                extend(graph, weights, graph.head(arc), target, constraints, met, arcs, paths);
                arcs.removeLast();
                met.remove(graph.head(arc));
            }
        }
    }

    private static boolean passes(CsrGraph graph, List<Integer> arcs, RouteConstraints constraints) {
        int passed = 0;
        for (int arc : arcs) {
            if (passed < constraints.waypointCount() && graph.head(arc) == constraints.waypoint(passed)) {
                passed++;
            }
        }
        return passed == constraints.waypointCount();
    }

    static long weight(int[] path, long[] weights) {
        return Arrays.stream(path).mapToLong(arc -> weights[arc]).sum();
    }

    /** Full-duplex links, each the two arcs 2i and 2i + 1, with delays. */
    record Links(CsrGraph graph, long[] delays) {
        static Links of(int nodes, List<long[]> links) {
            int[] tails = new int[2 * links.size()];
            int[] heads = new int[2 * links.size()];
            long[] delays = new long[2 * links.size()];
            for (int i = 0; i < links.size(); i++) {
                tails[2 * i] = heads[2 * i + 1] = (int) links.get(i)[0];
                heads[2 * i] = tails[2 * i + 1] = (int) links.get(i)[1];
                delays[2 * i] = delays[2 * i + 1] = links.get(i)[2];
            }
            return new Links(new CsrGraph(nodes, tails, heads), delays);
        }
    }

    /** A network of the norm folder; of parallel links the first alone when it is to be simple. Skips the test when there is none. */
    static Links norm(String name, boolean simple) {
        Path file = Path.of(System.getProperty("plumbline.data", "../../shared/data"), "norm", name + ".topo");
        if (!Files.isReadable(file)) {
            if (Boolean.getBoolean("plumbline.ci") || "true".equals(System.getenv("CI"))) {
                fail("topology " + file + " is missing");
            }
            Assumptions.abort("topology " + file + " is missing");
        }
        try {
            List<long[]> links = new ArrayList<>();
            Set<List<Integer>> ends = new HashSet<>();
            int nodes = 0;
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                if (words[0].equals("N")) {
                    nodes++;
                } else if (words[0].equals("L")) {
                    int a = Integer.parseInt(words[2]);
                    int b = Integer.parseInt(words[3]);
                    if (!simple || ends.add(List.of(Math.min(a, b), Math.max(a, b)))) {
                        links.add(new long[] {a, b, Long.parseLong(words[5])});
                    }
                }
            }
            return Links.of(nodes, links);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fat-tree of k-port switches: k pods of k/2 edge and k/2 aggregation switches, (k/2)^2 cores; all links alike. */
    static Links fatTree(int k) {
        int half = k / 2;
        List<long[]> links = new ArrayList<>();
        for (int pod = 0; pod < k; pod++) {
            for (int i = 0; i < half; i++) {
                int aggregation = fatTreeEdge(k, pod, i) + half;
                for (int j = 0; j < half; j++) {
                    links.add(new long[] {fatTreeEdge(k, pod, j), aggregation, 1});
                    links.add(new long[] {aggregation, k * k + i * half + j, 1});
                }
            }
        }
        return Links.of(k * k + half * half, links);
    }

    static int fatTreeEdge(int k, int pod, int index) {
        return pod * k + index;
    }

    /** JGraphT's own copy of a simple graph; its edges are our arcs. */
    static Graph<Integer, Integer> jgrapht(CsrGraph graph, long[] weights) {
        Graph<Integer, Integer> copy = new DefaultDirectedWeightedGraph<>(Integer.class);
        for (int node = 0; node < graph.nodeCount(); node++) {
            copy.addVertex(node);
        }
        for (int arc = 0; arc < graph.arcCount(); arc++) {
            if (graph.tail(arc) != graph.head(arc)
                    && weights[arc] < CsrGraph.UNUSABLE
                    && copy.addEdge(graph.tail(arc), graph.head(arc), arc)) {
                copy.setEdgeWeight(arc, weights[arc]);
            }
        }
        return copy;
    }
}
