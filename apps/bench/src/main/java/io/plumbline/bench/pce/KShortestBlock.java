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
import io.plumbline.pce.graph.KShortestPaths;
import io.plumbline.pce.graph.Outcome;
import java.io.IOException;
import java.util.List;
import org.jgrapht.alg.shortestpath.YenKShortestPath;

/** The eight shortest loopless paths by delay. The answer that is compared is what they cost together. */
final class KShortestBlock implements PceBlock {
    private static final String BAR = "Kdl";
    private static final double TIMES_AS_FAST = 10;
    private static final int K = 8;
    private static final int MOST_QUERIES = 1_000;
    private static final int LAP = 5;

    @Override
    public String name() {
        return "k-shortest";
    }

    @Override
    public String what() {
        return "the %d shortest loopless paths by delay, beside JGraphT and ONOS".formatted(K);
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException, IOException {
        for (Instance instance : plan.instances(report, BAR, "Cogentco", "snd-germany50")) {
            Instance simple = instance.simple();
            report.progress(simple.toString());
            Pairs pairs = plan.pairs(simple, MOST_QUERIES);
            List<Timed> results =
                    new Race(pairs.count(), plan.pace().withLap(LAP), report::progress).run(engines(simple, pairs));
            RaceTable table = new RaceTable(name(), simple.name(), report);
            table.show(results);
            Timed ours = results.getFirst();
            if (simple.name().equals(BAR)) {
                table.atLeast(TIMES_AS_FAST, results.get(1), ours);
            }
            table.faster(results.get(2), ours);
            table.faster(results.get(3), ours);
            table.same(results.get(1), ours);
        }
    }

    static List<Engine> engines(Instance simple, Pairs pairs) {
        long[] delays = simple.delays();
        KShortestPaths ours = new KShortestPaths(simple.csr());
        JGraphT jgrapht = new JGraphT(simple, arc -> delays[arc]);
        YenKShortestPath<Integer, JGraphT.Link> yen = new YenKShortestPath<>(jgrapht.graph());
        OnosGraph.Weighed onos = new OnosGraph(simple).weighed(arc -> delays[arc]);
        return List.of(
                new Engine("plumbline", query -> together(ours, delays, pairs.from(query), pairs.to(query))),
                new Engine("JGraphT Yen", query -> JGraphT.cost(yen, pairs.from(query), pairs.to(query), K)),
                new Engine("ONOS", query -> onos.together(onos.kShortest(pairs.from(query), pairs.to(query), K))),
                new Engine(
                        "ONOS, one by one",
                        query -> onos.together(onos.kShortestLazily(pairs.from(query), pairs.to(query), K))));
    }

    private static long together(KShortestPaths search, long[] delays, int from, int to) {
        search.start(delays, from, to);
        long sum = 0;
        int found = 0;
        while (found < K && search.next() == Outcome.FOUND) {
            sum += search.path().weight();
            found++;
        }
        return found == 0 ? Engine.NONE : sum;
    }
}
