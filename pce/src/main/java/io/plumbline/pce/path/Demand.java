package io.plumbline.pce.path;

import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.Linger;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;

/** A request as links see it: its rate, burst and largest frame in wire bits, by what a frame occupies there beyond its metered length. */
final class Demand {
    private final PathRequest request;
    private final TokenBucket[] buckets;
    private final long[] packetBits;

    Demand(SearchGraph graph, PathRequest request) {
        this.request = request;
        int count = graph.overheads();
        buckets = new TokenBucket[count];
        packetBits = new long[count];
        for (int i = 0; i < count; i++) {
            buckets[i] = TokenBucket.onWire(request.traffic(), request.probe(), graph.overheadBytes(i));
            packetBits[i] = 8L * (request.largestPacketBytes() + graph.overheadBytes(i));
        }
    }

    /** Rate and first-hop burst in wire bits of a link. */
    TokenBucket bucket(Arc arc) {
        return buckets[arc.overhead()];
    }

    /** Whoever is in a class above counts on no frame from below being longer than L. */
    boolean packetsFit(Arc arc) {
        return packetBits[arc.overhead()] <= arc.calculus().lowerFrameBits();
    }

    /** The burst at a link behind something whose delay varies. */
    long burstAfter(Arc arc, long variationNanos) {
        return buckets[arc.overhead()].afterVariation(variationNanos).burstBits();
    }

    /** Until when the entry at a link has to last, which is reached with that delay and that burst. */
    long until(Arc arc, long mostNanos, long burstBits) {
        if (request.endNanos() == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        TokenBucket here = new TokenBucket(buckets[arc.overhead()].rateBitsPerSecond(), burstBits);
        long linger =
                Linger.nanos(new PathDelay(mostNanos, 0), here, arc.calculus().largestBudgetNanos());
        return Exact.addCapped(request.endNanos(), linger);
    }
}
