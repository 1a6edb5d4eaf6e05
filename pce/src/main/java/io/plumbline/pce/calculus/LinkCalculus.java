package io.plumbline.pce.calculus;

import io.plumbline.pce.topology.TeLink;

/**
 * The inequalities of one link: when every one of them holds at every instant, no frame of class p waits there longer than D_p, from
 * last bit in to last bit out, and no more than B_p waits in its queue.
 *
 * <p><b>Why L and not 2L.</b> Switches store and forward: a frame arrives at the instant of its last bit, whole, so an arrival curve
 * counts whole frames over closed intervals, and sigma must be at least the largest frame (an inequality of its own). Take a frame of
 * class p that arrives at a and leaves with its last bit at d. Let s be the last instant up to a at which no frame of a class {@code
 * <= p} was present. At s a frame of a lower class may just have begun: at most L bits. From s to d the link sends nothing but the rest
 * of that one, frames of classes {@code < p} that came in [s, d), and frames of class p that came in [s, a], this one last (first in,
 * first out within a class, never idle, not interrupted). Hence
 *
 * <pre>
 *   C (d - s) &lt;= L + sum_{j&lt;p} (sigma_j + rho_j (d - s)) + sigma_p + rho_p (a - s)
 *   d - a    &lt;= (L + S_p) / R_p + (a - s) (rho_p / R_p - 1) &lt;= (L + S_p) / R_p = d_p      because rho_p &lt;= R_p (stability)
 * </pre>
 *
 * A frame that is cut in two by "last bit in" or "last bit out" does not occur, therefore no term for making packets of a fluid is
 * needed at the exit either, and the next hop's arrivals are the same whole frames moved by between nothing and D_p. (Le Boudec and
 * Thiran, theorem 1.7.1, have the packetizer add nothing to the last bit's delay for the same reason.) L covers best effort and every
 * guaranteed class below, since a path takes no link on which its largest frame exceeds L.
 *
 * <p><b>Backlog.</b> With the same s, what waits of class p at t is at most {@code sigma_p + rho_p (t - s) - max(0, R_p (t - s) - L -
 * S_{p-1})}, largest at {@code t - s = T_p}: {@code b_p = sigma_p + rho_p T_p}. The frame being sent is counted as far as it is still
 * to be sent; the whole of it is held by the port, not by the queue.
 *
 * <p><b>Load that changes.</b> The sums are those of one instant, although a busy period may see flows go and come. {@link Linger}
 * proves that this is enough when every entry lasts until its linger is over.
 *
 * <p>Every inequality is linear in the burst of one flow to be added, so each has a largest admissible burst: exact, as all bursts are
 * integers and limits are rounded down.
 */
public final class LinkCalculus {
    /** No burst at all is admissible. */
    public static final long NONE = -1;

    private final long capacity;
    private final long reservable;
    private final long lowerFrameBits;
    private final long[] budgets;
    private final long[] buffers;
    private final int firstGuaranteedClass;
    private final long largestBudget;
    private final long leastBudget;
    private final long controlRate;
    private final long controlBurst;

    public LinkCalculus(TeLink link) {
        capacity = link.capacityBitsPerSecond();
        // Strictly below C even without a floor, or a busy period need never end.
        reservable = Math.min(capacity - link.bestEffortFloorBitsPerSecond(), capacity - 1);
        lowerFrameBits = link.lowerFrameBits();
        budgets = link.classes().stream().mapToLong(c -> c.budgetNanos()).toArray();
        buffers = link.classes().stream().mapToLong(c -> c.bufferBits()).toArray();
        firstGuaranteedClass = link.firstGuaranteedClass();
        long largest = 0;
        long least = Long.MAX_VALUE;
        for (int p = 0; p < budgets.length; p++) {
            largest = Math.max(largest, budgets[p]);
            least = p < firstGuaranteedClass ? least : Math.min(least, budgets[p]);
        }
        largestBudget = largest;
        leastBudget = least;
        controlRate =
                link.control().map(TeLink.ControlBooking::rateBitsPerSecond).orElse(0L);
        controlBurst = link.control().map(TeLink.ControlBooking::burstBits).orElse(0L);
    }

    public int classes() {
        return budgets.length;
    }

    public int firstGuaranteedClass() {
        return firstGuaranteedClass;
    }

    public long budgetNanos(int classIndex) {
        return budgets[classIndex];
    }

    public long bufferBits(int classIndex) {
        return buffers[classIndex];
    }

    /** max_j D_j: what the linger waits for. */
    public long largestBudgetNanos() {
        return largestBudget;
    }

    /** The least budget of a class for guaranteed flows; there has to be one. */
    public long leastBudgetNanos() {
        return leastBudget;
    }

    /** What the sum of all rates may come to: C less the best-effort floor, and less than C. May be negative. */
    public long reservableBitsPerSecond() {
        return reservable;
    }

    public long lowerFrameBits() {
        return lowerFrameBits;
    }

    /** The load of an empty ledger: control frames, booked in class 0 from the start. */
    public void startWithControl(LinkLoad load) {
        load.clear();
        if (firstGuaranteedClass > 0) {
            load.add(0, controlRate, controlBurst);
        }
    }

    /** Whether control frames alone are within their own budget and buffer; a link on which they are not can prove nothing. */
    public boolean holdsControl() {
        if (firstGuaranteedClass == 0) {
            return true;
        }
        LinkLoad load = new LinkLoad(classes());
        startWithControl(load);
        return controlRate <= reservable
                && delayBoundNanos(load, 0) <= budgets[0]
                && backlogBoundBits(load, 0) <= buffers[0];
    }

    /** What the classes above leave to a class: of use only while its rate is positive. */
    public ServiceCurve serviceCurve(LinkLoad load, int classIndex) {
        long rate = capacity;
        long ahead = lowerFrameBits;
        for (int j = 0; j < classIndex; j++) {
            rate -= load.rate(j);
            ahead = Math.addExact(ahead, load.burst(j));
        }
        return new ServiceCurve(rate, ahead);
    }

    /** d_p rounded up; {@link Long#MAX_VALUE} when nothing is left to the class. */
    public long delayBoundNanos(LinkLoad load, int classIndex) {
        ServiceCurve curve = serviceCurve(load, classIndex);
        return curve.rateBitsPerSecond() <= 0
                ? Long.MAX_VALUE
                : curve.delayBoundNanos(new TokenBucket(load.rate(classIndex), load.burst(classIndex)));
    }

    /** b_p rounded up; {@link Long#MAX_VALUE} when nothing is left to the class. */
    public long backlogBoundBits(LinkLoad load, int classIndex) {
        ServiceCurve curve = serviceCurve(load, classIndex);
        return curve.rateBitsPerSecond() <= 0
                ? Long.MAX_VALUE
                : curve.backlogBoundBits(new TokenBucket(load.rate(classIndex), load.burst(classIndex)));
    }

    /**
     * The largest burst with which a flow of that rate may join class p beside that load, or {@link #NONE}. Checked are stability, and
     * delay and backlog of class p and of every lower one, whether or not anyone uses it: a class that is published with a budget stays
     * able to hold it.
     */
    public long admissibleBurstBits(int p, long rate, LinkLoad load) {
        if (rate > reservable - load.totalRate()) {
            return NONE;
        }
        long admissible = Long.MAX_VALUE;
        long left = capacity; // C - U_j, the new flow included once j > p; positive by stability
        long ahead = lowerFrameBits; // L + S_{j-1}, the new flow's burst not included
        for (int j = 0; j < budgets.length; j++) {
            if (j >= p) {
                admissible = Math.min(admissible, delayLimit(j, left, ahead + load.burst(j)));
                admissible = j == p
                        ? withinOwnBacklog(admissible, j, left, ahead, load.rate(j) + rate, load.burst(j))
                        : withinLowerBacklog(admissible, j, left, ahead, load.rate(j), load.burst(j));
                if (admissible < 0) {
                    return NONE;
                }
            }
            left -= load.rate(j) + (j == p ? rate : 0);
            ahead = Math.addExact(ahead, load.burst(j));
        }
        return admissible;
    }

    /** S_j + sigma + L <= D_j R_j; the right side rounded down. */
    private long delayLimit(int j, long left, long bits) {
        return Exact.mulDivFloor(budgets[j], left, Exact.NANOS_PER_SECOND) - bits;
    }

    /** sigma_p + sigma + (rho_p + rho) (L + S_{p-1}) / R_p <= B_p; the fraction rounded up, and worked out only where it binds. */
    private long withinOwnBacklog(long most, int j, long left, long ahead, long rateOfClass, long burstOfClass) {
        long room = buffers[j] - burstOfClass;
        long over = room - most;
        return over >= 0 && Exact.isAtMost(rateOfClass, ahead, over, left)
                ? most
                : Math.min(most, room - Exact.mulDivCeil(rateOfClass, ahead, left));
    }

    /**
     * sigma_j + rho_j (L + S_{j-1} + sigma) / R_j <= B_j, hence sigma <= (B_j - sigma_j) R_j / rho_j - L - S_{j-1}; rounded down, and worked
     * out only where it binds.
     */
    private long withinLowerBacklog(long most, int j, long left, long ahead, long rateOfClass, long burstOfClass) {
        long room = buffers[j] - burstOfClass;
        if (room < 0) {
            return NONE;
        }
        return most < 0 || rateOfClass == 0 || Exact.isAtMost(most + ahead, rateOfClass, room, left)
                ? most
                : Math.min(most, Exact.mulDivFloor(room, left, rateOfClass) - ahead);
    }
}
