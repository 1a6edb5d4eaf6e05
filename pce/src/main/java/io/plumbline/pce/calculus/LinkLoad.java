package io.plumbline.pce.calculus;

/** Rate and burst of every class of one link at one instant, control frames included. Scratch memory: filled again and again. */
public final class LinkLoad {
    private final long[] rates;
    private final long[] bursts;

    public LinkLoad(int classes) {
        rates = new long[classes];
        bursts = new long[classes];
    }

    public int classes() {
        return rates.length;
    }

    public void clear() {
        java.util.Arrays.fill(rates, 0);
        java.util.Arrays.fill(bursts, 0);
    }

    public void add(int classIndex, long rateBitsPerSecond, long burstBits) {
        rates[classIndex] = Math.addExact(rates[classIndex], rateBitsPerSecond);
        bursts[classIndex] = Math.addExact(bursts[classIndex], burstBits);
    }

    public long rate(int classIndex) {
        return rates[classIndex];
    }

    public long burst(int classIndex) {
        return bursts[classIndex];
    }

    public long totalRate() {
        long sum = 0;
        for (long rate : rates) {
            sum = Math.addExact(sum, rate);
        }
        return sum;
    }
}
