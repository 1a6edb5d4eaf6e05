package io.plumbline.bench.pce;

import io.plumbline.bench.pce.race.Timed;
import io.plumbline.bench.report.Goal;
import io.plumbline.bench.report.Report;
import io.plumbline.bench.report.Table;
import java.util.List;

/** Shows who took how long in a race; the first of the engines is ours. */
final class RaceTable {
    private final String block;
    private final String instance;
    private final Report report;
    private final Table table;

    RaceTable(String block, String instance, Report report) {
        this.block = block;
        this.instance = instance;
        this.report = report;
        table = new Table(instance, "us CPU", "us clock", "times ours", "queries", "differ from ours");
    }

    /** One line and the rows of each engine. */
    void show(List<Timed> engines) {
        Timed ours = engines.getFirst();
        for (Timed engine : engines) {
            int differ = engine.differences(ours);
            double times = engine.timesAsLongAs(ours);
            table.line(
                    engine.name(),
                    engine.cpuMicroseconds(),
                    engine.wallMicroseconds(),
                    times,
                    engine.answered(),
                    differ);
            row(engine, "CPU time", engine.cpuMicroseconds(), "us");
            row(engine, "wall time", engine.wallMicroseconds(), "us");
            row(engine, "CPU time against ours", times, "times");
            row(engine, "queries", engine.answered(), "count");
            row(engine, "answers that differ from ours", differ, "count");
        }
        report.table(table);
    }

    private void row(Timed engine, String metric, double value, String unit) {
        report.add(block, instance, engine.name(), metric, value, unit);
    }

    /** A goal that we are so many times as fast as a peer. */
    void atLeast(double times, Timed peer, Timed ours) {
        String text = "%s: at least %s times as fast as %s".formatted(instance, plain(times), peer.name());
        report.add(Goal.atLeast(block, text, times, peer.timesAsLongAs(ours)));
    }

    /** A goal that a peer takes longer than we do. */
    void faster(Timed peer, Timed ours) {
        String text = "%s: faster than %s".formatted(instance, peer.name());
        report.add(Goal.atLeast(block, text, 1, peer.timesAsLongAs(ours)));
    }

    /** A goal that a peer and we give the same answers. */
    void same(Timed peer, Timed ours) {
        int differ = peer.differences(ours);
        int compared = Math.min(peer.answered(), ours.answered());
        report.add(new Goal(
                block,
                "%s: the same answers as %s".formatted(instance, peer.name()),
                "%,d of %,d differ".formatted(differ, compared),
                differ == 0));
    }

    /** A goal that a peer finds nothing where we find nothing, and nothing cheaper where we find something. */
    void noneCheaper(Timed peer, Timed ours) {
        int better = peer.betterThan(ours);
        int missed = ours.betterThan(peer);
        report.add(new Goal(
                block,
                "%s: nothing cheaper from %s".formatted(instance, peer.name()),
                "%,d of %,d cheaper, %,d dearer or not found".formatted(better, peer.answered(), missed),
                better == 0));
    }

    private static String plain(double times) {
        return times == Math.rint(times) ? Long.toString(Math.round(times)) : Double.toString(times);
    }
}
