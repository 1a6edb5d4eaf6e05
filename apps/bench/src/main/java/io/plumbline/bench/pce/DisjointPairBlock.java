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
import io.plumbline.pce.graph.DisjointPaths;
import io.plumbline.pce.graph.DisjointPaths.Kind;
import io.plumbline.pce.graph.Outcome;
import java.io.IOException;
import java.util.List;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.interfaces.KShortestPathAlgorithm;
import org.jgrapht.alg.shortestpath.BhandariKDisjointShortestPaths;
import org.jgrapht.alg.shortestpath.SuurballeKDisjointShortestPaths;

/**
 * Two disjoint paths of least delay together. JGraphT's have no link in common; ONOS searches such pairs and then drops those that meet in
 * a node, so it is compared with ours that have no node in common.
 */
final class DisjointPairBlock implements PceBlock {
    private static final int MOST_QUERIES = 2_000;
    private static final int LAP = 10;

    @Override
    public String name() {
        return "disjoint-pair";
    }

    @Override
    public String what() {
        return "two disjoint paths of least delay together, beside JGraphT and ONOS";
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException, IOException {
        report.say(
                "Links: no link in common. Nodes: no node in common; ONOS looks for the former and drops what is not the latter.");
        for (Instance instance : plan.instances(report, "Kdl", "Cogentco", "snd-germany50")) {
            Instance simple = instance.simple();
            report.progress(simple.toString());
            Pairs pairs = plan.pairs(simple, MOST_QUERIES);
            race(plan, report, simple, pairs, links(simple, pairs), "links");
            race(plan, report, simple, pairs, nodes(simple, pairs), "nodes");
        }
    }

    private void race(
            PcePlan plan, Report report, Instance simple, Pairs pairs, List<Engine> engines, String disjoint) {
        List<Timed> results = new Race(pairs.count(), plan.pace().withLap(LAP), report::progress).run(engines);
        RaceTable table = new RaceTable(name(), simple.name() + ", " + disjoint, report);
        table.show(results);
        Timed ours = results.getFirst();
        for (Timed peer : results.subList(1, results.size())) {
            table.faster(peer, ours);
        }
        if (disjoint.equals("links")) {
            table.same(results.get(1), ours);
        } else {
            table.noneCheaper(results.get(1), ours);
        }
    }

    static List<Engine> links(Instance simple, Pairs pairs) {
        long[] delays = simple.delays();
        JGraphT jgrapht = new JGraphT(simple, arc -> delays[arc]);
        return List.of(
                ours(Kind.ARCS, simple, delays, pairs),
                jgrapht("JGraphT Suurballe", new SuurballeKDisjointShortestPaths<>(jgrapht.graph()), pairs),
                jgrapht("JGraphT Bhandari", new BhandariKDisjointShortestPaths<>(jgrapht.graph()), pairs));
    }

    private static List<Engine> nodes(Instance simple, Pairs pairs) {
        long[] delays = simple.delays();
        OnosGraph.Weighed onos = new OnosGraph(simple).weighed(arc -> delays[arc]);
        return List.of(
                ours(Kind.NODES, simple, delays, pairs),
                new Engine("ONOS Suurballe", query -> onos.disjointPair(pairs.from(query), pairs.to(query))));
    }

    private static Engine ours(Kind kind, Instance simple, long[] delays, Pairs pairs) {
        DisjointPaths search = new DisjointPaths(simple.csr());
        return new Engine(
                "plumbline",
                query -> search.find(kind, delays, pairs.from(query), pairs.to(query)) == Outcome.FOUND
                        ? search.first().weight() + search.second().weight()
                        : Engine.NONE);
    }

    private static Engine jgrapht(String name, KShortestPathAlgorithm<Integer, JGraphT.Link> algorithm, Pairs pairs) {
        return new Engine(name, query -> pair(algorithm.getPaths(pairs.from(query), pairs.to(query), 2)));
    }

    /** One path alone is no pair. */
    private static long pair(List<GraphPath<Integer, JGraphT.Link>> paths) {
        return paths.size() < 2
                ? Engine.NONE
                : Math.round(paths.stream().mapToDouble(GraphPath::getWeight).sum());
    }
}
