package io.plumbline.pce.path;

import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.Scenario;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why one link refuses a flow: the inequality that fails by most in the class that comes nearest. */
final class Refusal {
    private final Arc arc;
    private final LinkCalculus calculus;
    private final LinkLoad load;

    Refusal(Arc arc) {
        this.arc = arc;
        calculus = arc.calculus();
        load = new LinkLoad(calculus.classes());
    }

    /** Of the classes of a link that all refuse, the one that comes nearest. */
    Shortfall least(List<Scenario> scenarios, TokenBucket bucket, long from, long until) {
        Shortfall least = null;
        for (int p = calculus.firstGuaranteedClass(); p < calculus.classes(); p++) {
            Shortfall shortfall = worst(scenarios, p, bucket, from, until);
            if (least == null || shortfall != null && shortfall.millionths() < least.millionths()) {
                least = shortfall;
            }
        }
        if (least == null) {
            throw new IllegalStateException("no class refuses: " + arc.link().id());
        }
        return least;
    }

    /** The inequality that fails by most at any instant, whatever has failed, stability first; null when none does. */
    private @Nullable Shortfall worst(List<Scenario> scenarios, int p, TokenBucket bucket, long from, long until) {
        Shortfall worst = null;
        for (Scenario booked : scenarios) {
            int first = booked.stepAt(from);
            for (int step = first; step < booked.steps() && (step == first || booked.stepStart(step) < until); step++) {
                booked.load(step, calculus, load);
                Shortfall here = now(p, bucket, Math.max(from, booked.stepStart(step)));
                if (here != null && (worst == null || isWorse(here, worst))) {
                    worst = here;
                }
            }
        }
        return worst;
    }

    private static boolean isWorse(Shortfall here, Shortfall worst) {
        boolean hereRate = here.quantity().equals("rate");
        boolean worstRate = worst.quantity().equals("rate");
        return hereRate == worstRate ? here.asked() - here.available() > worst.asked() - worst.available() : hereRate;
    }

    /** The first inequality that fails under the load of one instant. */
    private @Nullable Shortfall now(int p, TokenBucket bucket, long at) {
        long free = Math.max(0, calculus.reservableBitsPerSecond() - load.totalRate());
        String link = arc.link().id();
        if (bucket.rateBitsPerSecond() > free) {
            return new Shortfall(link, "", "rate", bucket.rateBitsPerSecond(), free, "bit/s", at);
        }
        load.add(p, bucket.rateBitsPerSecond(), bucket.burstBits());
        for (int j = p; j < calculus.classes(); j++) {
            String name = arc.link().classes().get(j).name();
            long delay = calculus.delayBoundNanos(load, j);
            if (delay > calculus.budgetNanos(j)) {
                return new Shortfall(link, name, "delay", delay, calculus.budgetNanos(j), "ns", at);
            }
            long backlog = calculus.backlogBoundBits(load, j);
            if (backlog > calculus.bufferBits(j)) {
                return new Shortfall(link, name, "buffer", backlog, calculus.bufferBits(j), "bit", at);
            }
        }
        return null;
    }
}
