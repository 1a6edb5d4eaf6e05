package io.plumbline.bench.pce.race;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Engines side by side. They take turns every few queries, so that a busy machine is busy for all of them; who begins changes with each
 * lap. What counts is the CPU time of this thread, which does not include what others run meanwhile (nor the collector's threads, which
 * is to the advantage of engines that allocate much).
 */
public final class Race {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int queries;
    private final Pace pace;
    private final Consumer<String> progress;

    /** What was answered while warming up: kept, so that no search is left out because nobody looks at its answer. */
    private long heard;

    public Race(int queries, Pace pace, Consumer<String> progress) {
        if (queries < 1) {
            throw new IllegalArgumentException("no queries to race for");
        }
        this.queries = queries;
        this.pace = pace;
        this.progress = progress;
    }

    /** Runs all rounds; the results are in the order of the engines. */
    public List<Timed> run(List<Engine> engines) {
        List<Timed> results = new ArrayList<>();
        for (Engine engine : engines) {
            warmUp(engine);
            results.add(new Timed(engine, queries, pace));
        }
        for (int round = 0; round < pace.rounds(); round++) {
            round(results, round);
            progress.accept("round %d of %d".formatted(round + 1, pace.rounds()));
        }
        return results;
    }

    private void warmUp(Engine engine) {
        long end = THREADS.getCurrentThreadCpuTime() + pace.warmUp().toNanos();
        int query = 0;
        do {
            heard ^= engine.answers().applyAsLong(query);
            query = (query + 1) % queries;
        } while (THREADS.getCurrentThreadCpuTime() < end);
    }

    private void round(List<Timed> engines, int round) {
        long[] spent = new long[engines.size()];
        int laps = Math.ceilDiv(queries, pace.lap());
        for (int lap = 0; lap < laps; lap++) {
            for (int turn = 0; turn < engines.size(); turn++) {
                int number = (turn + lap + round) % engines.size();
                Timed engine = engines.get(number);
                boolean asked =
                        round == 0 ? lap == 0 || spent[number] < pace.patience().toNanos() : engine.ran(lap);
                if (asked) {
                    spent[number] += lap(engine, round, lap);
                }
            }
        }
    }

    private long lap(Timed engine, int round, int lap) {
        int first = lap * pace.lap();
        int end = Math.min(queries, first + pace.lap());
        long wall = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        for (int query = first; query < end; query++) {
            engine.answers()[query] = engine.engine().answers().applyAsLong(query);
        }
        long took = THREADS.getCurrentThreadCpuTime() - cpu;
        engine.record(round, lap, took, System.nanoTime() - wall);
        return took;
    }
}
