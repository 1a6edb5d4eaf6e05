package io.plumbline.pce.path;

import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.calculus.PathDelay;
import io.plumbline.pce.calculus.TokenBucket;
import io.plumbline.pce.path.SearchGraph.Arc;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.reservation.Scenario;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What binds when no path fits, whatever the deadline: the path with the fewest links that refuse the request by themselves, then the
 * least relative shortfall, then the fewest links; and on it the first link that refuses, with the quickest classes up to there.
 */
public final class NearestPath {
    private static final int REFUSING_SHIFT = 44;
    private static final int SHORTFALL_SHIFT = 20;

    private final SearchGraph graph;
    private final ReservationLedger ledger;
    private final PathRequest request;
    private final PathSearch search;

    public NearestPath(SearchGraph graph, ReservationLedger ledger, PathRequest request, PathSearch search) {
        this.graph = graph;
        this.ledger = ledger;
        this.request = request;
        this.search = search;
    }

    /** Empty when the ends are not connected, or the request does fit somewhere. */
    public Optional<Shortfall> shortfall() {
        int egress = search.egress();
        int node = search.ingress();
        // Nodes that are farther than the ingress are on no way that is looked at below.
        long[] toGo = graph.backwards(egress, node, this::weight).distances();
        PathDelay delay = PathDelay.atIngress(graph.node(node));
        while (node != egress) {
            Arc next = null;
            for (Arc arc : graph.out(node)) {
                if (next == null || weight(arc) + toGo[arc.to()] < weight(next) + toGo[next.to()]) {
                    next = arc;
                }
            }
            if (next == null || toGo[node] >= SearchGraph.UNREACHABLE) {
                return Optional.empty();
            }
            int quickest = quickestClass(next, delay);
            if (quickest < 0) {
                return Optional.of(leastShortfall(next, delay));
            }
            delay = delay.over(next.link(), quickest, graph.node(next.to()));
            node = next.to();
        }
        return Optional.empty();
    }

    private long weight(Arc arc) {
        if (!search.isUsable(arc)) {
            return SearchGraph.UNREACHABLE;
        }
        PathDelay unvaried = new PathDelay(search.startNanos(), 0);
        if (quickestClass(arc, unvaried) >= 0) {
            return 1;
        }
        return (1L << REFUSING_SHIFT) + (leastShortfall(arc, unvaried).millionths() << SHORTFALL_SHIFT) + 1;
    }

    /** The class with the least budget of those that admit the request; -1 when none does. */
    private int quickestClass(Arc arc, PathDelay before) {
        long burst = search.burstAfter(arc, before.variationNanos());
        long[] admissible = search.admissibleBursts(arc, until(arc, before));
        int quickest = -1;
        for (int p = arc.calculus().firstGuaranteedClass(); p < arc.calculus().classes(); p++) {
            if (burst <= admissible[p]
                    && (quickest < 0
                            || arc.calculus().budgetNanos(p) < arc.calculus().budgetNanos(quickest))) {
                quickest = p;
            }
        }
        return quickest;
    }

    private TokenBucket bucketAt(Arc arc, PathDelay before) {
        return search.bucket(arc).afterVariation(before.variationNanos());
    }

    private long until(Arc arc, PathDelay before) {
        return search.until(arc, before.mostNanos(), search.burstAfter(arc, before.variationNanos()));
    }

    /** Of the classes of a link that all refuse, the one that comes nearest. */
    private Shortfall leastShortfall(Arc arc, PathDelay before) {
        Shortfall least = null;
        for (int p = arc.calculus().firstGuaranteedClass(); p < arc.calculus().classes(); p++) {
            Shortfall shortfall = worstShortfall(arc, p, bucketAt(arc, before), until(arc, before));
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
    private @Nullable Shortfall worstShortfall(Arc arc, int p, TokenBucket bucket, long until) {
        LinkLoad load = new LinkLoad(arc.calculus().classes());
        Shortfall worst = null;
        for (Scenario booked : ledger.link(arc.link().id()).scenarios()) {
            int first = booked.stepAt(request.startNanos());
            for (int step = first; step < booked.steps() && (step == first || booked.stepStart(step) < until); step++) {
                booked.load(step, arc.calculus(), load);
                long at = Math.max(request.startNanos(), booked.stepStart(step));
                Shortfall here = shortfallAt(arc, p, bucket, load, at);
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

    private static @Nullable Shortfall shortfallAt(Arc arc, int p, TokenBucket bucket, LinkLoad load, long at) {
        LinkCalculus calculus = arc.calculus();
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
