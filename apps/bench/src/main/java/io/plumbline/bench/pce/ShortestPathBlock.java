package io.plumbline.bench.pce;

import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.instance.Pairs;
import io.plumbline.bench.pce.peer.JGraphT;
import io.plumbline.bench.pce.peer.OnosGraph;
import io.plumbline.bench.pce.race.Engine;
import io.plumbline.bench.pce.race.Race;
import io.plumbline.bench.pce.race.Timed;
import io.plumbline.bench.report.Report;
import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.pce.graph.BidirectionalSearch;
import io.plumbline.pce.graph.CsrGraph;
import io.plumbline.pce.graph.Outcome;
import io.plumbline.pce.graph.ShortestPath;
import java.io.IOException;
import java.util.List;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;

/** One shortest path by delay for each query, by every engine that has such a search. */
final class ShortestPathBlock implements PceBlock {
    private static final String BAR = "Kdl";
    private static final double TIMES_AS_FAST = 4;

    @Override
    public String name() {
        return "shortest-path";
    }

    @Override
    public String what() {
        return "a shortest path by delay, beside JGraphT and ONOS";
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException, IOException {
        report.say(
                "parallel links are left out, because JGraphT's DefaultDirectedWeightedGraph has none; ONOS is asked for all");
        report.say("paths of least weight, as its topology does");
        for (Instance instance : plan.instances(report, BAR, "Cogentco", "snd-germany50")) {
            Instance simple = instance.simple();
            report.progress(simple.toString());
            Pairs pairs = plan.pairs(simple, plan.pairs());
            List<Timed> results = new Race(pairs.count(), plan.pace(), report::progress).run(engines(simple, pairs));
            RaceTable table = new RaceTable(name(), simple.name(), report);
            table.show(results);
            Timed ours = results.getFirst();
            if (simple.name().equals(BAR)) {
                table.atLeast(TIMES_AS_FAST, results.get(2), ours);
            }
            table.faster(results.get(4), ours);
            table.same(results.get(2), ours);
        }
    }

    static List<Engine> engines(Instance simple, Pairs pairs) {
        CsrGraph graph = simple.csr();
        long[] delays = simple.delays();
        BidirectionalSearch bothEnds = new BidirectionalSearch(graph);
        ShortestPath oneEnd = new ShortestPath(graph);
        JGraphT jgrapht = new JGraphT(simple, arc -> delays[arc]);
        ShortestPathAlgorithm<Integer, JGraphT.Link> dijkstra = new DijkstraShortestPath<>(jgrapht.graph());
        ShortestPathAlgorithm<Integer, JGraphT.Link> bidirectional =
                new BidirectionalDijkstraShortestPath<>(jgrapht.graph());
        OnosGraph.Weighed onos = new OnosGraph(simple).weighed(arc -> delays[arc]);
        return List.of(
                new Engine(
                        "plumbline, from both ends",
                        query -> bothEnds.find(delays, pairs.from(query), pairs.to(query)) == Outcome.FOUND
                                ? bothEnds.path().weight()
                                : Engine.NONE),
                new Engine(
                        "plumbline, from one end",
                        query -> oneEnd.find(delays, pairs.from(query), pairs.to(query)) == Outcome.FOUND
                                ? oneEnd.path().weight()
                                : Engine.NONE),
                new Engine("JGraphT Dijkstra", query -> JGraphT.cost(dijkstra, pairs.from(query), pairs.to(query))),
                new Engine(
                        "JGraphT bidirectional",
                        query -> JGraphT.cost(bidirectional, pairs.from(query), pairs.to(query))),
                new Engine("ONOS Dijkstra", query -> onos.first(onos.shortest(pairs.from(query), pairs.to(query)))));
    }
}
