package io.plumbline.pce.path;

import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.LinkLedger;
import java.util.Arrays;

/**
 * What one link has for one request: the largest burst with which the request may join each class, and at what price. Worked out when
 * first asked for, and valid while nothing is booked.
 */
final class Offer {
    private static final long UNKNOWN = -2;

    private final Arc arc;
    private final LinkLedger ledger;
    private final PathRequest request;
    private final TokenBucket bucket;
    private final boolean packetsFit;
    private final int firstStep;
    private final LinkLoad load;

    /** By class: least admissible burst from the first step of the request's interval up to each later one. */
    private final long[][] admissible;

    private final int[] known;
    private final long[] costs;

    Offer(Arc arc, LinkLedger ledger, PathRequest request) {
        this.arc = arc;
        this.ledger = ledger;
        this.request = request;
        int overhead = arc.link().overheadBytes();
        bucket = TokenBucket.onWire(request.traffic(), request.probe(), overhead);
        // Whoever is in a class above counts on no frame from below being longer than L.
        packetsFit =
                8L * (request.largestPacketBytes() + overhead) <= arc.calculus().lowerFrameBits();
        firstStep = ledger.stepAt(request.startNanos());
        int classes = arc.calculus().classes();
        load = new LinkLoad(classes);
        admissible = new long[classes][];
        known = new int[classes];
        costs = new long[classes];
        Arrays.fill(costs, UNKNOWN);
    }

    /** Rate and first-hop burst of the request in wire bits of this link. */
    TokenBucket bucket() {
        return bucket;
    }

    boolean packetsFit() {
        return packetsFit;
    }

    /** The largest burst that may join a class for the whole of [start, until), or {@link LinkCalculus#NONE}. */
    long admissibleBurst(int classIndex, long until) {
        if (!packetsFit) {
            return LinkCalculus.NONE;
        }
        int last = firstStep;
        while (last + 1 < ledger.steps() && ledger.stepStart(last + 1) < until) {
            last++;
        }
        int wanted = last - firstStep + 1;
        long[] least = admissible[classIndex];
        if (least == null || least.length < wanted) {
            least = least == null ? new long[wanted] : Arrays.copyOf(least, wanted);
            admissible[classIndex] = least;
        }
        for (int i = known[classIndex]; i < wanted; i++) {
            ledger.load(firstStep + i, arc.calculus(), load);
            long here = arc.calculus().admissibleBurstBits(classIndex, bucket.rateBitsPerSecond(), load);
            least[i] = i == 0 ? here : Math.min(least[i - 1], here);
            known[classIndex] = i + 1;
        }
        return least[wanted - 1];
    }

    /**
     * The price of a class: {@link LoadCost} of every limit that the request uses up there, which are those of the class and of every lower
     * one, at the fullest instant. A high class therefore costs more than a low one, and is kept for those who need it.
     */
    long cost(int classIndex) {
        if (costs[classIndex] == UNKNOWN) {
            long highest = 0;
            for (int step = firstStep;
                    step < ledger.steps() && (step == firstStep || ledger.stepStart(step) < request.endNanos());
                    step++) {
                ledger.load(step, arc.calculus(), load);
                highest = Math.max(highest, cost(classIndex, load));
            }
            // At least 1, so that of two free ways the one with fewer links is cheaper.
            costs[classIndex] = highest + 1;
        }
        return costs[classIndex];
    }

    private long cost(int classIndex, LinkLoad now) {
        LinkCalculus calculus = arc.calculus();
        long rateCost = LoadCost.of(
                Exact.addCapped(now.totalRate(), bucket.rateBitsPerSecond()), calculus.reservableBitsPerSecond());
        long sum = 0;
        long left = arc.link().capacityBitsPerSecond();
        long ahead = calculus.lowerFrameBits();
        for (int j = 0; j < calculus.classes(); j++) {
            ahead = Exact.addCapped(ahead, now.burst(j));
            if (j == classIndex) {
                ahead = Exact.addCapped(ahead, bucket.burstBits());
            }
            if (j >= classIndex) {
                long room = left <= 0 ? 0 : Exact.mulDivFloor(calculus.budgetNanos(j), left, Exact.NANOS_PER_SECOND);
                sum += Math.max(rateCost, LoadCost.of(ahead, room));
            }
            left -= now.rate(j) + (j == classIndex ? bucket.rateBitsPerSecond() : 0);
        }
        return sum;
    }

    /** Whether a label of this link is free for the whole of [start, until). */
    boolean hasLabel(long until) {
        return !arc.link().hasLabels()
                || ledger.hasFreeLabel(arc.link().firstLabel(), arc.link().lastLabel(), request.startNanos(), until);
    }
}
