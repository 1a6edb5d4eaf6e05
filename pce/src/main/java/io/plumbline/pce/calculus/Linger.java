package io.plumbline.pce.calculus;

/**
 * How long an entry stays booked after its flow was stopped at the ingress.
 *
 * <pre>
 *   linger_h = (most delay from the ingress to the queue of hop h) + sigma_h / rho + max_j D_j
 * </pre>
 *
 * <p><b>Claim.</b> Let the inequalities of {@link LinkCalculus} hold at every instant for the sums over the entries that cover it. Let
 * every flow f send into the queue only within [a_f, b_f], its entry starting no later than a_f and ending no sooner than {@code b_f +
 * sigma_f / rho_f + max_j D_j}. Then no frame of any class p waits longer than D_p, whatever came and went meanwhile.
 *
 * <p><b>Proof.</b> Suppose otherwise, and let t be the first instant in the whole network at which a frame has waited for D_p and is not
 * out. Until t every bound upstream held, so all arrivals conform to the booked buckets. It arrived at {@code a = t - D_p}; let s be the
 * last instant up to a with no frame of a class {@code <= p} present. From s to t the link was busy with at most L bits of a lower class
 * and with classes {@code <= p}, and is not done:
 *
 * <pre>
 *   C (t - s) &lt; L + sum_{class &lt; p} A_f[s, t) + sum_{class = p} A_f[s, a]                                            (1)
 * </pre>
 *
 * Flows whose entry covers t, call them N: {@code A_f[s, x] <= sigma_f + rho_f |[s, x] after a_f|}. Flows whose entry ended by t, call
 * them E: they stopped at {@code b_f <= t - sigma_f / rho_f - max D}, so {@code A_f[s, t) <= sigma_f + rho_f (b_f - max(s, a_f)) = rho_f
 * |[max(s, a_f), b_f + sigma_f / rho_f]|}, an interval that ends no later than {@code t - max D <= t - D_p = a}: the burst of a flow that
 * stopped long enough ago weighs no more than its rate, running on for sigma / rho. The inequality of class p at instant t reads {@code
 * L + S_p(N) <= D_p (C - U_p(N))}. In (1), with {@code t = a + D_p}:
 *
 * <pre>
 *   C (a - s) + C D_p &lt; D_p C - D_p U_p(N) + sum_{N, class &lt; p} rho_f (|[s, a] after a_f| + D_p)
 *                       + sum_{N, class = p} rho_f |[s, a] after a_f| + sum_E rho_f |[max(s, a_f), b_f + sigma_f / rho_f]|
 *   C (a - s)         &lt; integral over u in [s, a] of the rates of all f in N or E whose entry covers u
 * </pre>
 *
 * At each u that integrand is at most the sum of the rates booked at u, which stability keeps below C. So C (a - s) &lt; C (a - s): a
 * contradiction.
 *
 * <p>Backlog: let x = t - s for any t. What waits of class p is at most {@code sigma_p(N) + rho_p x} and, less what was sent, at most
 * {@code sigma_p(N) + L + S_{p-1}(N) - integral over the last x of (C - rates booked)}. Within the last max D before t only N sends (E
 * has run out by then), so for {@code x <= max D} this is what {@link LinkCalculus} has for constant load, largest at {@code x = T_p <=
 * D_p <= max D}; for longer x the second form only falls, the rates booked being below C.
 *
 * <p><b>No min with the length of a busy period.</b> The design also allows {@code min(.., busy(h))}, busy(h) being computed from the
 * largest values booked. A flow that is admitted later, to start within the linger, makes the busy period longer than it was computed to
 * be, after the shorter linger has been promised to someone else. The form above depends on nothing but the flow and constants of the
 * link, so it is used alone.
 */
public final class Linger {
    private Linger() {}

    /** Rounded up: capacity never returns too early. */
    public static long nanos(PathDelay before, TokenBucket atHop, long largestBudgetNanos) {
        long drain = Exact.mulDivCeil(atHop.burstBits(), Exact.NANOS_PER_SECOND, atHop.rateBitsPerSecond());
        return Exact.addCapped(Exact.addCapped(before.mostNanos(), drain), largestBudgetNanos);
    }
}
