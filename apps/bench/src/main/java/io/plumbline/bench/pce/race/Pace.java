package io.plumbline.bench.pce.race;

import java.time.Duration;

/**
 * How long a race goes on.
 *
 * @param lap queries that an engine answers in one go; the other engines follow with the same ones
 * @param rounds how often the whole is repeated; the median counts
 * @param warmUp thread CPU time that each engine gets before anything counts
 * @param patience thread CPU time after which an engine starts no further lap in a round: a slow one answers fewer queries
 */
public record Pace(int lap, int rounds, Duration warmUp, Duration patience) {

    /** Of a measurement. */
    public static final Pace STEADY = new Pace(50, 5, Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** Of a test: enough to see that it works. */
    public static final Pace HASTY = new Pace(5, 2, Duration.ofMillis(1), Duration.ofSeconds(5));

    public Pace {
        if (lap < 1 || rounds < 1) {
            throw new IllegalArgumentException("a lap and a round at least: " + lap + ", " + rounds);
        }
    }

    /** The same with laps of another size, for queries that take long. */
    public Pace withLap(int queries) {
        return new Pace(queries, rounds, warmUp, patience);
    }
}
