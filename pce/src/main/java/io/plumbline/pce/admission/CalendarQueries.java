package io.plumbline.pce.admission;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.TeLink;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Questions about the calendar: when, how much, when at the least price. Each answer is what admission itself says to requests that can
 * be asked for as they stand; nothing is booked.
 *
 * <p><b>Why few starts need to be tried.</b> Only the beginning of the window and the instants at which an entry ends, its linger being
 * over, or a switch holds less. Take any start s, and let c be the last of these candidates up to it. Nothing ends within (c, s], so
 * whatever is booked at an instant of [c, s) is booked at s too. A request that is moved from s to c therefore meets nothing at its front
 * but what it met at s, and at its back it meets less. Its burst, its linger and hence the length of its own entries do not depend on the
 * start. So when it fits at s, by some path, it fits at c by the same path under the same labels, and at no higher price, since the price
 * is that of the fullest instant. The least of all starts at which it fits is a candidate, and so is one of the cheapest.
 *
 * <p>With several requests, which are placed one by one, the same instants are tried; the answer is the first of them at which admission
 * finds room for all.
 */
public final class CalendarQueries {
    private final SearchGraph graph;
    private final ReservationLedger ledger;
    private final AdmissionControl control;

    CalendarQueries(SearchGraph graph, ReservationLedger ledger, AdmissionControl control) {
        this.graph = graph;
        this.ledger = ledger;
        this.control = control;
    }

    /**
     * The earliest start at which the requests fit together; their own times do not count.
     *
     * @param mostTries how many starts may be tried
     */
    public StartAnswer earliestStart(
            ImmutableList<PathRequest> requests, StartWindow window, long nowNanos, int mostTries) {
        return search(requests, window, nowNanos, mostTries, true);
    }

    /** The start at which the requests fit together at the least load cost; the earliest of several. Otherwise like earliestStart. */
    public StartAnswer cheapestStart(
            ImmutableList<PathRequest> requests, StartWindow window, long nowNanos, int mostTries) {
        return search(requests, window, nowNanos, mostTries, false);
    }

    /**
     * The largest rate within [least, most] with which the request fits, everything else as it is asked ({@link
     * io.plumbline.pce.path.PolicedTraffic#withRate} says what scales). By bisection: the rate fits, and one bit a second more does not.
     *
     * <p>Less rate needs less of everything but one: a slower flow drains longer (sigma / rho), so that its linger may run into a
     * reservation that starts right behind its end. Where that happens a larger rate may fit beyond one that does not.
     */
    public RateAnswer largestRate(PathRequest request, long least, long most, long nowNanos) {
        Optional<Rejected> wrong = atLeast(
                        request.id(),
                        "traffic.rateBitsPerSecond",
                        request.traffic().rateBitsPerSecond(),
                        1,
                        "bit/s",
                        nowNanos)
                .or(() -> atLeast(request.id(), "least", least, 1, "bit/s", nowNanos))
                .or(() -> atLeast(request.id(), "most", most, least, "bit/s", nowNanos))
                .or(() -> atMost(request.id(), "most", most, RequestCheck.MAX_RATE_BITS_PER_SECOND, "bit/s", nowNanos));
        if (wrong.isPresent()) {
            return new RateAnswer.None(wrong.get());
        }
        if (control.feasible(ImmutableList.of(withRate(request, least)), nowNanos) instanceof Rejected refusal) {
            return new RateAnswer.None(refusal);
        }
        long fits = least;
        long fails = most + 1;
        while (fails - fits > 1) {
            // The most itself first: it is often there.
            long middle = fails > most ? most : fits + (fails - fits) / 2;
            if (isFeasible(withRate(request, middle), nowNanos)) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        PathRequest largest = withRate(request, fits);
        return new RateAnswer.Found(fits, largest, admitted(ImmutableList.of(largest), nowNanos));
    }

    private static PathRequest withRate(PathRequest request, long rateBitsPerSecond) {
        return request.withTraffic(request.traffic().withRate(rateBitsPerSecond));
    }

    private boolean isFeasible(PathRequest request, long nowNanos) {
        return control.costIfFeasible(ImmutableList.of(request), nowNanos).isPresent();
    }

    private Admitted admitted(ImmutableList<PathRequest> requests, long nowNanos) {
        return switch (control.feasible(requests, nowNanos)) {
            case Admitted admitted -> admitted;
            case Rejected refusal -> throw new IllegalStateException("fitted a moment ago: " + refusal);
        };
    }

    private StartAnswer search(
            ImmutableList<PathRequest> requests,
            StartWindow window,
            long nowNanos,
            int mostTries,
            boolean firstWillDo) {
        long earliest = Math.max(window.earliestNanos(), nowNanos);
        Optional<Rejected> wrong = check(requests, window, earliest, nowNanos, mostTries);
        if (wrong.isPresent()) {
            return new StartAnswer.None(wrong.get());
        }
        Admission first = control.feasible(at(requests, window, earliest), nowNanos);
        if (first instanceof Rejected refusal && !isForNow(refusal)) {
            return new StartAnswer.None(refusal);
        }
        Optional<Rejected> refusal = first instanceof Rejected rejected ? Optional.of(rejected) : Optional.empty();
        ImmutableSortedSet<Long> starts = starts(requests, earliest, window.latestNanos(), mostTries);
        long bestStart = -1;
        long bestCost = Long.MAX_VALUE;
        int tries = 0;
        for (long start : starts) {
            if (tries++ == mostTries) {
                return new StartAnswer.GaveUp(best(requests, window, nowNanos, bestStart, bestCost), start, refusal);
            }
            OptionalLong cost = control.costIfFeasible(at(requests, window, start), nowNanos);
            if (cost.isPresent() && cost.getAsLong() < bestCost) {
                bestStart = start;
                bestCost = cost.getAsLong();
                if (firstWillDo) {
                    break;
                }
            }
        }
        Optional<StartAnswer.Found> best = best(requests, window, nowNanos, bestStart, bestCost);
        return best.isPresent() ? best.get() : new StartAnswer.None(refusal.orElseThrow());
    }

    private Optional<StartAnswer.Found> best(
            ImmutableList<PathRequest> requests, StartWindow window, long nowNanos, long start, long cost) {
        if (start < 0) {
            return Optional.empty();
        }
        ImmutableList<PathRequest> shifted = at(requests, window, start);
        return Optional.of(new StartAnswer.Found(start, shifted, admitted(shifted, nowNanos), cost));
    }

    /** Whether what stands in the way may be gone later: what is booked is; a field, a missing link, or what a route keeps off is not. */
    private static boolean isForNow(Rejected refusal) {
        return switch (refusal.reason()) {
            case BANDWIDTH, LATENCY, SWITCH_CAPACITY -> true;
            case POLICY -> refusal.isPolicyForNow();
            case INVALID, UNKNOWN_ENDPOINT, NO_PATH -> false;
        };
    }

    /** The beginning, and where something ends on a way that the requests may take; one more than may be tried. */
    private ImmutableSortedSet<Long> starts(
            ImmutableList<PathRequest> requests, long earliest, long latest, int mostTries) {
        Set<TeLink> links = new LinkedHashSet<>();
        requests.forEach(request -> links.addAll(
                graph.within(request.route()).linksTowards(request.egressNode(), request.deadlineNanos())));
        return ImmutableSortedSet.<Long>naturalOrder()
                .add(earliest)
                .addAll(ledger.ends(links, earliest, latest, mostTries))
                .build();
    }

    private static ImmutableList<PathRequest> at(ImmutableList<PathRequest> requests, StartWindow window, long start) {
        return requests.stream().map(request -> window.at(request, start)).collect(ImmutableList.toImmutableList());
    }

    private static Optional<Rejected> check(
            ImmutableList<PathRequest> requests, StartWindow window, long earliest, long nowNanos, int mostTries) {
        String id = requests.isEmpty() ? "" : requests.getFirst().id();
        long duration = window.durationNanos();
        long longest = Long.MAX_VALUE - 1 - Math.max(0, window.latestNanos());
        return atLeast(id, "requests", requests.size(), 1, "", nowNanos)
                .or(() -> atLeast(id, "earliestNanos", window.earliestNanos(), 0, "ns", nowNanos))
                .or(() -> atLeast(id, "latestNanos", window.latestNanos(), earliest, "ns", nowNanos))
                .or(() -> atLeast(id, "durationNanos", duration, 1, "ns", nowNanos))
                .or(() -> duration == Long.MAX_VALUE
                        ? Optional.empty()
                        : atMost(id, "durationNanos", duration, longest, "ns", nowNanos))
                .or(() -> atLeast(id, "mostTries", mostTries, 1, "", nowNanos));
    }

    private static Optional<Rejected> atLeast(
            String id, String field, long value, long least, String unit, long nowNanos) {
        return RequestCheck.within(id, field, value, least, Long.MAX_VALUE, unit, nowNanos);
    }

    private static Optional<Rejected> atMost(
            String id, String field, long value, long most, String unit, long nowNanos) {
        return RequestCheck.within(id, field, value, Long.MIN_VALUE, most, unit, nowNanos);
    }
}
