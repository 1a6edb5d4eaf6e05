package io.plumbline.pce.graph;

/** Decides between equals by a hash of (seed, arc): the same way in every run, another way for another seed. */
final class Spread {
    /** No spreading: of equals the one with the least number. */
    static final long NONE = 0;

    private Spread() {}

    /** The rank of an arc among equals; the least wins. */
    static long rank(long seed, int arc) {
        return seed == NONE ? arc : mix(seed + 0x9e3779b97f4a7c15L * (arc + 1));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
