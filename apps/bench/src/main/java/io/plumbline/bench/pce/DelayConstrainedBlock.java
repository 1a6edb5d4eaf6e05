package io.plumbline.bench.pce;

import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.GeneratedTopologies;
import io.plumbline.bench.pce.instance.Instance;
import io.plumbline.bench.pce.peer.DelayConstrainedPeers;
import io.plumbline.bench.pce.race.Engine;
import io.plumbline.bench.pce.race.Pace;
import io.plumbline.bench.pce.race.Race;
import io.plumbline.bench.pce.race.Timed;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import io.plumbline.controller.inventory.InventoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cheapest path within a delay bound, bandwidth filtered. Ours is exact; the table says how often the others find a path at all, and
 * how much more it costs than the cheapest.
 */
final class DelayConstrainedBlock implements PceBlock {
    private static final int MOST_QUERIES = 1_000;
    private static final int LARGE = 5_000;
    private static final int QUERIES_WHEN_LARGE = 100;
    private static final int LAP_WHEN_LARGE = 5;

    @Override
    public String name() {
        return "delay-constrained";
    }

    @Override
    public String what() {
        return "the cheapest path within a delay bound, beside LARAC, Yen with a filter, SAMCRA and ONOS";
    }

    @Override
    public void run(PcePlan plan, Report report) throws InventoryException, IOException {
        DelayConstrainedPeers.NOTES.forEach(report::say);
        List<Instance> instances = new ArrayList<>(plan.instances(report, "Cogentco", "Kdl"));
        if (!plan.topologies().areAsked()) {
            instances.add(GeneratedTopologies.geometricInstance(10_000));
        }
        for (Instance instance : instances) {
            Instance simple = instance.simple();
            report.progress(simple.toString());
            boolean large = simple.nodeCount() >= LARGE;
            int most = large ? QUERIES_WHEN_LARGE : MOST_QUERIES;
            Pace pace = large ? plan.pace().withLap(LAP_WHEN_LARGE) : plan.pace();
            DelayRequests requests = DelayRequests.of(simple, plan.pairs(simple, most), plan.requests(), plan.seed());
            List<Timed> results =
                    new Race(requests.count(), pace, report::progress).run(DelayConstrainedPeers.all(simple, requests));
            show(simple.name(), results, report);
        }
    }

    private void show(String instance, List<Timed> results, Report report) {
        Timed exact = results.getFirst();
        Table table = new Table(
                instance, "us CPU", "us clock", "times ours", "queries", "found %", "optimal %", "mean excess %");
        for (Timed engine : results) {
            Quality quality = Quality.of(engine, exact);
            double times = engine.timesAsLongAs(exact);
            table.line(
                    engine.name(),
                    engine.cpuMicroseconds(),
                    engine.wallMicroseconds(),
                    times,
                    engine.answered(),
                    quality.found(),
                    quality.optimal(),
                    quality.excess());
            row(report, instance, engine, "CPU time", engine.cpuMicroseconds(), "us");
            row(report, instance, engine, "wall time", engine.wallMicroseconds(), "us");
            row(report, instance, engine, "CPU time against ours", times, "times");
            row(report, instance, engine, "queries", engine.answered(), "count");
            row(report, instance, engine, "found of the feasible", quality.found(), "%");
            row(report, instance, engine, "optimal of the feasible", quality.optimal(), "%");
            row(report, instance, engine, "mean cost above the optimum", quality.excess(), "%");
        }
        report.table(table);
        goals(instance, results, report);
    }

    private void goals(String instance, List<Timed> results, Report report) {
        Timed exact = results.getFirst();
        int better = 0;
        for (Timed peer : results) {
            better += peer.betterThan(exact);
        }
        report.add(new Goal(
                name(),
                instance + ": optimal for every request",
                better + " answers of others are cheaper, or found where ours found none",
                better == 0));
        results.stream()
                .filter(peer -> peer.name().equals(DelayConstrainedPeers.LARAC))
                .forEach(larac -> report.add(
                        Goal.atLeast(name(), instance + ": no slower than LARAC", 1, larac.timesAsLongAs(exact))));
    }

    private void row(Report report, String instance, Timed engine, String metric, double value, String unit) {
        report.add(name(), instance, engine.name(), metric, value, unit);
    }

    /** In percent of the feasible requests that the engine came to; the excess is over those that it found. */
    private record Quality(double found, double optimal, double excess) {

        static Quality of(Timed engine, Timed exact) {
            int feasible = 0;
            int found = 0;
            int optimal = 0;
            double excess = 0;
            for (int query = 0; query < exact.count(); query++) {
                if (!engine.answered(query) || !exact.answered(query) || exact.answer(query) == Engine.NONE) {
                    continue;
                }
                feasible++;
                if (engine.answer(query) != Engine.NONE) {
                    found++;
                    optimal += engine.answer(query) == exact.answer(query) ? 1 : 0;
                    excess += (double) engine.answer(query) / exact.answer(query) - 1;
                }
            }
            return new Quality(
                    percent(found, feasible), percent(optimal, feasible), found == 0 ? 0 : 100 * excess / found);
        }

        private static double percent(int part, int whole) {
            return whole == 0 ? 0 : 100.0 * part / whole;
        }
    }
}
