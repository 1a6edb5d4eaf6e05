package io.plumbline.pce.path;

import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.LinkLedger;
import io.plumbline.pce.reservation.Scenario;
import io.plumbline.pce.topology.Failure;
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
    private final LinkLoad load;
    private final InScenario[] scenarios;
    private final long[] costs;

    /** What the link has for the request in one scenario. */
    private final class InScenario {
        final Scenario booked;
        final int firstStep;

        /** By class: least admissible burst from the first step of the request's interval up to each later one. */
        final long[][] admissible;

        final int[] known;

        InScenario(Scenario booked) {
            this.booked = booked;
            firstStep = booked.stepAt(request.startNanos());
            admissible = new long[arc.calculus().classes()][];
            known = new int[admissible.length];
        }

        long admissibleBurst(int classIndex, long until) {
            int last = firstStep;
            while (last + 1 < booked.steps() && booked.stepStart(last + 1) < until) {
                last++;
            }
            int wanted = last - firstStep + 1;
            long[] least = admissible[classIndex];
            if (least == null || least.length < wanted) {
                least = least == null ? new long[wanted] : Arrays.copyOf(least, wanted);
                admissible[classIndex] = least;
            }
            for (int i = known[classIndex]; i < wanted; i++) {
                booked.load(firstStep + i, arc.calculus(), load);
                long here = arc.calculus().admissibleBurstBits(classIndex, bucket.rateBitsPerSecond(), load);
                least[i] = i == 0 ? here : Math.min(least[i - 1], here);
                known[classIndex] = i + 1;
            }
            return least[wanted - 1];
        }
    }

    Offer(Arc arc, LinkLedger ledger, PathRequest request, ImmutableSortedSet<Failure> failures) {
        this.arc = arc;
        this.ledger = ledger;
        this.request = request;
        int overhead = arc.link().overheadBytes();
        bucket = TokenBucket.onWire(request.traffic(), request.probe(), overhead);
        // Whoever is in a class above counts on no frame from below being longer than L.
        packetsFit =
                8L * (request.largestPacketBytes() + overhead) <= arc.calculus().lowerFrameBits();
        int classes = arc.calculus().classes();
        load = new LinkLoad(classes);
        scenarios = ledger.scenarios(failures).stream().map(InScenario::new).toArray(InScenario[]::new);
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
        long least = Long.MAX_VALUE;
        for (InScenario scenario : scenarios) {
            least = Math.min(least, scenario.admissibleBurst(classIndex, until));
        }
        return least;
    }

    /**
     * The price of a class: {@link LoadCost} of every limit that the request uses up there, which are those of the class and of every lower
     * one, at the fullest instant of the fullest scenario. A high class therefore costs more than a low one, and is kept for those who need it.
     */
    long cost(int classIndex) {
        if (costs[classIndex] == UNKNOWN) {
            long highest = 0;
            for (InScenario scenario : scenarios) {
                Scenario booked = scenario.booked;
                int first = scenario.firstStep;
                for (int step = first;
                        step < booked.steps() && (step == first || booked.stepStart(step) < request.endNanos());
                        step++) {
                    booked.load(step, arc.calculus(), load);
                    highest = Math.max(highest, cost(classIndex, load));
                }
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
