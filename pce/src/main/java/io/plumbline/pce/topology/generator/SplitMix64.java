package io.plumbline.pce.topology.generator;

/** The generator of Steele, Lea and Flood (OOPSLA 2014, figure 17). Not for secrets; the same seed gives the same numbers for ever. */
public final class SplitMix64 {
    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /** Any long. */
    public long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** From 0 to bound - 1; uneven by less than bound / 2^64. */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound: " + bound + " given, at least 1 needed");
        }
        return Math.unsignedMultiplyHigh(next(), bound);
    }
}
