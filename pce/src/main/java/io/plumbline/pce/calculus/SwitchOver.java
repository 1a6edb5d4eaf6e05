package io.plumbline.pce.calculus;

/**
 * What the older of two generations of a flow counts for beside the newer one, at a link and class that both take. The ingress changes over
 * from the older one to the newer one in one step, at an instant tau that is known afterwards only; the older one is stopped then. The newer
 * one is booked in full from the decision on: rate rho_n and burst sigma_n, grown as its own way there makes it. The older one's entry, in
 * full before, becomes (r, X).
 *
 * <p>M and m are the most and the least delay of a frame to that queue, constant propagation included, on the older (o) and the newer (n) way.
 *
 * <pre>
 *   same traffic, one meter that is not written:   X = rho (max(M_o, M_n) - min(m_o, m_n)) - rho (M_n - m_n)
 *                                                  r = rho / 16, or 0 when X = 0
 *   other traffic, another meter:                  X = sigma_o at the meter + rho_o (M_o - min(m_o, m_n))
 *                                                  r = max(rho_o - rho_n, rho_o / 16)
 *   until                                          tau + max(M_o, M_n) + X / r + max_j D_j
 * </pre>
 *
 * <p><b>Claim.</b> With these entries no frame of any class p waits longer than D_p, and no buffer overflows, if the inequalities of {@link
 * LinkCalculus} hold at every instant.
 *
 * <p><b>Proof.</b> As in {@link Linger}, for the traffic F of both generations together. What its proof needs of F, for the instant t at which a
 * frame would first have waited for D_p, s the beginning of the busy period and x in [s, t], is
 *
 * <pre>
 *   A_F[s, x] &lt;= burst booked for F at t + integral over [s, x] of the rate booked for F                                (1)
 * </pre>
 *
 * (for x up to t, the rate within the last D_p being the one at t; for a generation that has ended, up to t - D_p). Before the decision only the older one
 * sends, and its own entry was booked.
 *
 * <ul>
 *   <li><i>Same traffic.</i> What arrives in [s, x] left the one meter in an interval no longer than x - s + max M - min m: {@code A_F[s, x] <= sigma
 *       + rho (x - s + max M - min m)}, whatever was sent which way, so (sigma_n + X, rho) is enough while (r, X) is booked. From s >= tau + M_o on only
 *       the newer one arrives, for which its own entry is enough. For an s before, and t after the end of (r, X): r was booked during the X / r
 *       between tau + M_o and t - D_p, which makes up for X.
 *   <li><i>Other traffic.</i> Let w = tau + m_n. The older one let through until tau: {@code A_o[s, x] <= sigma_o + rho_o (tau + M_o - s) = X' + rho_o (w - s)}
 *       with {@code X' = sigma_o + rho_o (M_o - m_n) <= X}; for s after w it is less than X, after tau + M_o nothing. The newer one arrives from w on: {@code A_n[s, x] <= sigma_n + rho_n (x
 *       - max(s, w))}. Their sum is within (1), since {@code rho_o <= rho_n + r} is booked before w, and {@code rho_n} after it. While the
 *       older one alone arrives, X is at least its own grown burst. For t after the end of (r, X): it was booked for X / r after both w and tau + M_o.
 *   <li>When F as a whole is stopped, the newer one's entry lingers as {@link Linger} asks, and (r, X) as above: each makes up for its part.
 *   <li>Backlog: within the last max D before t only what is booked at t arrives, or (r, X) is booked at t and (1) holds with constant rates.
 *   <li>Another change after the older one's stop is known: what (r, X) stands for is over by its end whatever the newer one becomes, since
 *       the sum of what takes its place is never less than it.
 * </ul>
 *
 * <p><b>Why the joint burst with the rate once is not enough.</b> With r = 0 the excess that comes in while a slower old way is still emptying and the new one has
 * already begun may stay in the queue for ever: a link that is booked up to its capacity never works off a backlog. When X is then returned
 * and given to somebody else, whose burst comes on top, his bound is broken.
 *
 * @param rateBitsPerSecond r
 * @param burstBits X
 * @param lingerNanos how long after tau the entry stays booked
 */
public record SwitchOver(long rateBitsPerSecond, long burstBits, long lingerNanos) {
    /** The part of the rate by which the excess drains. A larger part would take more capacity, for a shorter time. */
    private static final int DRAIN_PART = 16;

    /**
     * The same traffic takes another way.
     *
     * @param metered rate, and burst before any variation, in wire bits of the link
     * @param largestBudgetNanos max_j D_j of the link
     */
    public static SwitchOver ofSameTraffic(
            TokenBucket metered, PathDelay older, PathDelay newer, long largestBudgetNanos) {
        long most = Math.max(older.mostNanos(), newer.mostNanos());
        long least = Math.min(older.leastNanos(), newer.leastNanos());
        long excess = metered.afterVariation(most - least).burstBits()
                - metered.afterVariation(newer.variationNanos()).burstBits();
        long rate = excess == 0 ? 0 : drainRate(metered);
        return new SwitchOver(rate, excess, linger(rate, excess, most, largestBudgetNanos));
    }

    /**
     * Other traffic, perhaps on another way.
     *
     * @param olderMetered rate, and burst before any variation, in wire bits of the link
     * @param newerRate in wire bits of the link a second
     */
    public static SwitchOver ofOtherTraffic(
            TokenBucket olderMetered, long newerRate, PathDelay older, PathDelay newer, long largestBudgetNanos) {
        long most = Math.max(older.mostNanos(), newer.mostNanos());
        long least = Math.min(older.leastNanos(), newer.leastNanos());
        long burst = olderMetered.afterVariation(older.mostNanos() - least).burstBits();
        long rate = Math.max(olderMetered.rateBitsPerSecond() - newerRate, drainRate(olderMetered));
        return new SwitchOver(rate, burst, linger(rate, burst, most, largestBudgetNanos));
    }

    private static long drainRate(TokenBucket metered) {
        return Math.ceilDiv(metered.rateBitsPerSecond(), (long) DRAIN_PART);
    }

    private static long linger(long rate, long burst, long mostNanos, long largestBudgetNanos) {
        return rate == 0
                ? Exact.addCapped(mostNanos, largestBudgetNanos)
                : Linger.nanos(new PathDelay(mostNanos, 0), new TokenBucket(rate, burst), largestBudgetNanos);
    }
}
