package io.plumbline.pce.path;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.Exact;
import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.LinkLedger;
import io.plumbline.pce.reservation.NodeLedger;
import io.plumbline.pce.reservation.Scenario;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one link has beside its bookings: the largest burst with which a flow of some rate may join each class, and at what price. Requests
 * are much alike and most bookings are elsewhere, so what was worked out is remembered until something changes at this link.
 */
final class Offer {
    private static final int REMEMBERED = 16;
    private static final long UNKNOWN = -2;

    /** What a link costs beside its load: a fiftieth of a full one, so that a little load is not worth a detour. */
    private static final long PASSAGE = LoadCost.FULL / 50;

    private static final int REFUSING_SHIFT = 44;
    private static final int SHORTFALL_SHIFT = 20;

    private final Arc arc;
    private final LinkLedger ledger;
    private final NodeLedger switchLedger;
    private final TeNode sender;
    private final ImmutableSortedSet<Failure> failures;
    private final LinkLoad load;
    private final @Nullable Remembered[] bursts = new Remembered[REMEMBERED];
    private final @Nullable Remembered[] prices = new Remembered[REMEMBERED];
    private final @Nullable Remembered[] weights = new Remembered[REMEMBERED];

    /** Something by class, worked out for a flow and a span of time when the ledger was in that state. */
    private static final class Remembered {
        final long[] byClass;
        long changes = -1;
        long rate;
        long burst;
        long from;
        long until;
        int firstStep;
        int lastStep;

        Remembered(int classes) {
            byClass = new long[classes];
        }

        boolean isOf(long nowChanges, long nowRate, long nowBurst) {
            return changes == nowChanges && rate == nowRate && burst == nowBurst;
        }
    }

    Offer(Arc arc, LinkLedger ledger, TeNode sender, NodeLedger switchLedger, ImmutableSortedSet<Failure> failures) {
        this.arc = arc;
        this.ledger = ledger;
        this.sender = sender;
        this.switchLedger = switchLedger;
        this.failures = failures;
        load = new LinkLoad(arc.calculus().classes());
    }

    /**
     * By class: the largest burst with which a flow of that rate may join it for the whole of [from, until), or {@link LinkCalculus#NONE}.
     * One more number at the end: the largest of those of guaranteed classes. Not to be changed, and valid until the next call but fifteen.
     */
    long[] admissibleBursts(long rate, long from, long until) {
        Remembered known = remembered(bursts, rate, arc.calculus().classes() + 1);
        if (!isOf(known, rate, 0, from, until)) {
            workOutBursts(known.byClass, rate, from, until);
        }
        return known.byClass;
    }

    private void workOutBursts(long[] least, long rate, long from, long until) {
        int classes = arc.calculus().classes();
        Arrays.fill(least, Long.MAX_VALUE);
        for (Scenario booked : ledger.scenarios(failures)) {
            int last = booked.stepBefore(until);
            for (int step = booked.stepAt(from); step >= 0; step = booked.nextRise(step, last)) {
                booked.load(step, arc.calculus(), load);
                for (int p = arc.calculus().firstGuaranteedClass(); p < classes; p++) {
                    least[p] = Math.min(least[p], arc.calculus().admissibleBurstBits(p, rate, load));
                }
            }
        }
        long most = LinkCalculus.NONE;
        for (int p = arc.calculus().firstGuaranteedClass(); p < classes; p++) {
            most = Math.max(most, least[p]);
        }
        least[classes] = most;
    }

    /**
     * The price of a class: {@link LoadCost} of every limit that the flow uses up there, which are those of the class and of every lower
     * one, at the fullest instant of [from, until), whatever has failed then. A high class therefore costs more than a low one, and is kept
     * for those who need it.
     */
    long cost(int classIndex, TokenBucket bucket, long from, long until) {
        long rate = bucket.rateBitsPerSecond();
        long burst = bucket.burstBits();
        Remembered known = remembered(prices, 31 * rate + burst, arc.calculus().classes());
        if (!isOf(known, rate, burst, from, until)) {
            Arrays.fill(known.byClass, UNKNOWN);
        }
        if (known.byClass[classIndex] == UNKNOWN) {
            known.byClass[classIndex] = workOutCost(classIndex, bucket, from, until);
        }
        return known.byClass[classIndex];
    }

    private long workOutCost(int classIndex, TokenBucket bucket, long from, long until) {
        long highest = 0;
        for (Scenario booked : ledger.scenarios(failures)) {
            int last = booked.stepBefore(until);
            for (int step = booked.stepAt(from); step >= 0; step = booked.nextRise(step, last)) {
                booked.load(step, arc.calculus(), load);
                highest = Math.max(highest, costNow(classIndex, bucket));
            }
        }
        return highest + PASSAGE;
    }

    private long costNow(int classIndex, TokenBucket bucket) {
        LinkCalculus calculus = arc.calculus();
        long rateCost = LoadCost.of(
                Exact.addCapped(load.totalRate(), bucket.rateBitsPerSecond()), calculus.reservableBitsPerSecond());
        long sum = 0;
        long left = arc.link().capacityBitsPerSecond();
        long ahead = calculus.lowerFrameBits();
        for (int j = 0; j < calculus.classes(); j++) {
            ahead = Exact.addCapped(ahead, load.burst(j));
            if (j == classIndex) {
                ahead = Exact.addCapped(ahead, bucket.burstBits());
            }
            if (j >= classIndex) {
                long room = left <= 0 ? 0 : Exact.mulDivFloor(calculus.budgetNanos(j), left, Exact.NANOS_PER_SECOND);
                sum += Math.max(rateCost, LoadCost.of(ahead, room));
            }
            left -= load.rate(j) + (j == classIndex ? bucket.rateBitsPerSecond() : 0);
        }
        return sum;
    }

    /**
     * What the link weighs on the way to the nearest refusal: 1 when it admits the flow in some class; when it does not, so much that the
     * fewest such links come first, and then the one with the least relative shortfall.
     */
    long refusalWeight(TokenBucket bucket, long from, long until) {
        long rate = bucket.rateBitsPerSecond();
        long burst = bucket.burstBits();
        Remembered known = remembered(weights, 31 * rate + burst, 1);
        if (!isOf(known, rate, burst, from, until)) {
            boolean admits =
                    burst <= admissibleBursts(rate, from, until)[arc.calculus().classes()];
            known.byClass[0] = admits
                    ? 1
                    : (1L << REFUSING_SHIFT)
                            + (leastShortfall(bucket, from, until).millionths() << SHORTFALL_SHIFT)
                            + 1;
        }
        return known.byClass[0];
    }

    /** Why no class of the link admits the flow, when none does: the inequality that binds in the class that comes nearest. */
    Shortfall leastShortfall(TokenBucket bucket, long from, long until) {
        return new Refusal(arc).least(ledger.scenarios(failures), bucket, from, until);
    }

    /** Whether meters, table entries and a label are free for the whole of [from, until). */
    boolean switchAdmits(boolean firstHop, boolean lastHop, long from, long until) {
        return switchLedger.admits(
                        firstHop ? NodeLedger.METERS : 0, NodeLedger.entries(firstHop, lastHop), sender, from, until)
                && (!arc.link().hasLabels()
                        || ledger.hasFreeLabel(
                                arc.link().firstLabel(), arc.link().lastLabel(), from, until));
    }

    /** Whether it is of this; it is from now on. Times that lie in the same steps are the same; mostly they are just the same. */
    private boolean isOf(Remembered known, long rate, long burst, long from, long until) {
        boolean same = known.isOf(ledger.changes(), rate, burst);
        if (same && known.from == from && known.until == until) {
            return true;
        }
        ImmutableList<Scenario> booked = ledger.scenarios(failures);
        int first = booked.size() > 1 ? -1 : booked.get(0).stepAt(from);
        int last = booked.size() > 1 ? -1 : booked.get(0).stepBefore(until);
        same &= first >= 0 && first == known.firstStep && last == known.lastStep;
        known.changes = ledger.changes();
        known.rate = rate;
        known.burst = burst;
        known.from = from;
        known.until = until;
        known.firstStep = first;
        known.lastStep = last;
        return same;
    }

    private static Remembered remembered(@Nullable Remembered[] all, long key, int size) {
        int place = (int) Hash.mix(key) & REMEMBERED - 1;
        Remembered known = all[place];
        if (known == null) {
            known = new Remembered(size);
            all[place] = known;
        }
        return known;
    }
}
