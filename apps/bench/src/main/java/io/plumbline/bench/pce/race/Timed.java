package io.plumbline.bench.pce.race;

import java.util.Arrays;

/** One engine's answers and times. A lap counts with the median of its rounds. */
public final class Timed {
    private static final long NOT_RUN = -1;
    private static final double NANOS_PER_MICROSECOND = 1e3;

    private final Engine engine;
    private final int lapSize;
    private final long[] answers;
    private final long[][] cpuNanos;
    private final long[][] wallNanos;

    Timed(Engine engine, int queries, Pace pace) {
        this.engine = engine;
        lapSize = pace.lap();
        answers = new long[queries];
        int laps = Math.ceilDiv(queries, lapSize);
        cpuNanos = new long[laps][pace.rounds()];
        wallNanos = new long[laps][pace.rounds()];
        for (int lap = 0; lap < laps; lap++) {
            Arrays.fill(cpuNanos[lap], NOT_RUN);
            Arrays.fill(wallNanos[lap], NOT_RUN);
        }
    }

    Engine engine() {
        return engine;
    }

    long[] answers() {
        return answers;
    }

    void record(int round, int lap, long cpu, long wall) {
        cpuNanos[lap][round] = cpu;
        wallNanos[lap][round] = wall;
    }

    boolean ran(int lap) {
        return cpuNanos[lap][0] != NOT_RUN;
    }

    public String name() {
        return engine.name();
    }

    /** How many queries there are. */
    public int count() {
        return answers.length;
    }

    /** Whether the engine came to that query. */
    public boolean answered(int query) {
        return ran(query / lapSize);
    }

    /** The answer to a query that it came to. */
    public long answer(int query) {
        return answers[query];
    }

    /** How many queries it came to. */
    public int answered() {
        int count = 0;
        for (int query = 0; query < answers.length; query++) {
            count += answered(query) ? 1 : 0;
        }
        return count;
    }

    /** Queries that both came to and answered differently. */
    public int differences(Timed other) {
        int count = 0;
        for (int query = 0; query < answers.length; query++) {
            count += answered(query) && other.answered(query) && answers[query] != other.answers[query] ? 1 : 0;
        }
        return count;
    }

    /** Queries that both came to and this one answered with less, or with something where the other had nothing. */
    public int betterThan(Timed other) {
        int count = 0;
        for (int query = 0; query < answers.length; query++) {
            if (answered(query) && other.answered(query) && answers[query] != Engine.NONE) {
                count += other.answers[query] == Engine.NONE || answers[query] < other.answers[query] ? 1 : 0;
            }
        }
        return count;
    }

    /** CPU time of this thread for one query, on average over the queries that it came to. */
    public double cpuMicroseconds() {
        return sum(cpuNanos, this) / answered() / NANOS_PER_MICROSECOND;
    }

    /** Time on the clock for one query, likewise. */
    public double wallMicroseconds() {
        return sum(wallNanos, this) / answered() / NANOS_PER_MICROSECOND;
    }

    /** How many times as much CPU time as {@code other} it took for the queries that both came to. */
    public double timesAsLongAs(Timed other) {
        return sum(cpuNanos, other) / other.sum(other.cpuNanos, this);
    }

    /** Over the laps that both ran. */
    private double sum(long[][] nanos, Timed other) {
        double sum = 0;
        for (int lap = 0; lap < nanos.length; lap++) {
            if (ran(lap) && other.ran(lap)) {
                sum += median(nanos[lap]);
            }
        }
        return sum;
    }

    private static double median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
