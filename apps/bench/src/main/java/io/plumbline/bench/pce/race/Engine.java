package io.plumbline.bench.pce.race;

import java.util.function.IntToLongFunction;

/**
 * Somebody who answers numbered queries.
 *
 * @param name in tables and rows
 * @param answers what the query costs by that engine's answer (the same measure for all engines of a race), or {@link #NONE}
 */
public record Engine(String name, IntToLongFunction answers) {
    /** The answer of an engine that found nothing. */
    public static final long NONE = -1;
}
