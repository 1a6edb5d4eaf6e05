package io.plumbline.pce.admission;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.NaiveLedger;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.RandomRoutes;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When and how much: against every breakpoint of a naive ledger, every start in between that chance finds, and every rate. */
class CalendarQueriesTest {
    private static final int ENOUGH = 1_000;
    private static final long LAST_START = 900 * MILLI;
    private static final int ROUTED = 60;

    /** A network with bookings, and the naive ledger that has them too. */
    private static final class World {
        final Random random;
        final RandomNetwork network;
        final Optional<RandomRoutes> routes;
        final Pce pce;
        final NaiveLedger naive;

        /** From {@link #ROUTED} on, requests have routes. */
        World(int seed) {
            random = new Random(7000 + seed);
            network = new RandomNetwork(random, 2 + random.nextInt(3), 1 + random.nextInt(2));
            routes = seed < ROUTED ? Optional.empty() : Optional.of(new RandomRoutes(random, network.topology, 8));
            TeTopology topology = routes.map(them -> them.topology).orElse(network.topology);
            pce = Networks.pce(seed, topology);
            naive = new NaiveLedger(topology, NaiveLedger.Mutant.NONE);
            int bookings = random.nextInt(40);
            for (int i = 0; i < bookings; i++) {
                if (pce.admit(ImmutableList.of(request()), 0) instanceof Admitted answer) {
                    answer.reservations().forEach(naive::book);
                }
            }
        }

        PathRequest request() {
            PathRequest request = network.request(0);
            return routes.map(them -> them.routed(request)).orElse(request);
        }

        StartWindow window() {
            long earliest = random.nextInt(10) * 40 * MILLI;
            long duration = random.nextInt(4) == 0 ? Long.MAX_VALUE : (1 + random.nextInt(8)) * 40 * MILLI;
            return new StartWindow(earliest, LAST_START, duration);
        }

        boolean fits(PathRequest request, long start) {
            return naive.exhaustive(
                            request.during(
                                    start,
                                    request.endNanos() == Long.MAX_VALUE
                                            ? Long.MAX_VALUE
                                            : start + request.endNanos() - request.startNanos()),
                            true)
                    .filter(found -> naive.bound(found) <= request.deadlineNanos())
                    .isPresent();
        }

        /** Where anything begins or ends, as seen from a start and from an end, with its neighbours; and some instants by chance. */
        TreeSet<Long> starts(StartWindow window) {
            TreeSet<Long> starts = new TreeSet<>(List.of(window.earliestNanos(), window.latestNanos()));
            long duration = window.durationNanos() == Long.MAX_VALUE ? 0 : window.durationNanos();
            pce.snapshot()
                    .entries()
                    .values()
                    .forEach(entries -> entries.forEach(entry -> {
                        for (long at : new long[] {entry.fromNanos(), entry.untilNanos()}) {
                            if (at < Long.MAX_VALUE) {
                                starts.addAll(List.of(at - 1, at, at + 1, at - duration));
                            }
                        }
                    }));
            for (int i = 0; i < 20; i++) {
                starts.add(window.earliestNanos() + random.nextLong(LAST_START));
            }
            starts.removeIf(start -> start < window.earliestNanos() || start > window.latestNanos());
            return starts;
        }
    }

    /** As many without routes as with routes. */
    private static int[] seeds(int each) {
        return IntStream.concat(IntStream.range(0, each), IntStream.range(ROUTED, ROUTED + each))
                .toArray();
    }

    @Test
    void earliestStart_isTheFirstOfAllBreakpointsAtWhichSomePathIsAdmissible() {
        int now = 0;
        int later = 0;
        int never = 0;
        int laterOnARoute = 0;
        for (int seed : seeds(40)) {
            World world = new World(seed);
            for (int i = 0; i < 8; i++) {
                StartWindow window = world.window();
                PathRequest request = window.at(world.request(), window.earliestNanos());
                String what = "seed " + seed + ", query " + i + ": " + window + " " + request;
                LedgerSnapshot before = world.pce.snapshot();
                StartAnswer answer = world.pce.queries().earliestStart(ImmutableList.of(request), window, 0, ENOUGH);
                assertThat(world.pce.snapshot()).as(what).isEqualTo(before);
                TreeSet<Long> starts = world.starts(window);
                switch (answer) {
                    case StartAnswer.Found found -> {
                        assertThat(world.fits(request, found.startNanos()))
                                .as(what)
                                .isTrue();
                        assertThat(starts.headSet(found.startNanos()))
                                .as(what + found)
                                .noneMatch(start -> world.fits(request, start));
                        assertThat(found.admitted()).isEqualTo(world.pce.feasible(found.requests(), 0));
                        assertThat(found.requests()).containsExactly(window.at(request, found.startNanos()));
                        laterOnARoute +=
                                !request.route().allowsAll() && found.startNanos() > window.earliestNanos() ? 1 : 0;
                        if (found.startNanos() == window.earliestNanos()) {
                            now++;
                        } else {
                            later++;
                        }
                    }
                    case StartAnswer.None none -> {
                        assertThat(starts).as(what + none).noneMatch(start -> world.fits(request, start));
                        assertThat(world.pce.feasible(ImmutableList.of(request), 0))
                                .isEqualTo(none.refusal());
                        never++;
                    }
                    case StartAnswer.GaveUp gaveUp -> throw new AssertionError(what + gaveUp);
                }
            }
        }
        System.out.println("earliest start: " + now + " at once, " + later + " later, " + laterOnARoute
                + " of these on a route, " + never + " never");
        assertThat(laterOnARoute).isGreaterThan(4);
        assertThat(List.of(now, later, never)).allMatch(count -> count > 20);
    }

    @Test
    void cheapestStart_isNoDearerThanAnyBreakpoint() {
        int cheaperLater = 0;
        for (int seed : seeds(20)) {
            World world = new World(seed);
            for (int i = 0; i < 4; i++) {
                StartWindow window = world.window();
                PathRequest request = window.at(world.request(), window.earliestNanos());
                ImmutableList<PathRequest> requests = ImmutableList.of(request);
                String what = "seed " + seed + ", query " + i + ": " + window + " " + request;
                if (world.pce.queries().cheapestStart(requests, window, 0, ENOUGH) instanceof StartAnswer.Found found) {
                    for (long start : world.starts(window)) {
                        StartWindow only = new StartWindow(start, start, window.durationNanos());
                        if (world.pce.queries().cheapestStart(requests, only, 0, 1)
                                instanceof StartAnswer.Found other) {
                            assertThat(other.loadCost()).as(what).isGreaterThanOrEqualTo(found.loadCost());
                            assertThat(other.loadCost() == found.loadCost() && start < found.startNanos())
                                    .as(what + ": as cheap and earlier, " + start)
                                    .isFalse();
                        }
                    }
                    StartAnswer earliest = world.pce.queries().earliestStart(requests, window, 0, ENOUGH);
                    cheaperLater +=
                            earliest instanceof StartAnswer.Found first && first.startNanos() < found.startNanos()
                                    ? 1
                                    : 0;
                }
            }
        }
        assertThat(cheaperLater).isPositive();
    }

    /** Without an end there is no linger to meet anybody: then less rate never needs more, and the answer is the largest of all rates. */
    @Test
    void largestRate_isTheLargestOfAllRates() {
        int between = 0;
        for (int seed : seeds(60)) {
            World world = new World(seed);
            PathRequest any = world.request();
            boolean open = seed % 2 == 0;
            PathRequest request = any.during(any.startNanos(), open ? Long.MAX_VALUE : any.startNanos() + 40 * MILLI);
            long unit = 20_000;
            switch (world.pce.queries().largestRate(request, unit, 500 * unit, 0)) {
                case RateAnswer.Found found -> {
                    String what = "seed " + seed + ": " + found.rateBitsPerSecond();
                    assertThat(fits(world, request, found.rateBitsPerSecond()))
                            .as(what)
                            .isTrue();
                    assertThat(found.admitted()).isEqualTo(world.pce.feasible(ImmutableList.of(found.request()), 0));
                    if (found.rateBitsPerSecond() < 500 * unit) {
                        assertThat(fits(world, request, found.rateBitsPerSecond() + 1))
                                .as(what)
                                .isFalse();
                        between += found.rateBitsPerSecond() > unit ? 1 : 0;
                    }
                    for (long rate = unit; open && rate <= 500 * unit; rate += unit) {
                        assertThat(fits(world, request, rate))
                                .as(what + " and " + rate)
                                .isEqualTo(rate <= found.rateBitsPerSecond());
                    }
                }
                case RateAnswer.None none -> {
                    assertThat(fits(world, request, unit)).isFalse();
                    assertThat(none.refusal().reason()).isNotEqualTo(Reason.INVALID);
                }
            }
        }
        assertThat(between).isGreaterThan(5);
    }

    private static boolean fits(World world, PathRequest request, long rate) {
        return world.fits(request.withTraffic(request.traffic().withRate(rate)), request.startNanos());
    }

    private static final TeTopology ONE_LINK = topology(
            ImmutableList.of(node("s1", 0, 0), terminationPoint("t")),
            ImmutableList.of(link("s1", "t")
                    .classes(new ServiceClass("gold", 6 * MILLI, 100_000))
                    .build()));

    private static PathRequest request(String id, long rate, long start, long end) {
        return new PathRequest(id, "s1", "t", traffic(rate, 1000, 1), PolicedTraffic.NONE, 7 * MILLI, start, end);
    }

    @Test
    void givesUp_whenThereIsMoreToTryThanAllowed() {
        Pce pce = Networks.pce(1, ONE_LINK);
        long last = 0;
        for (int i = 0; i < 5; i++) {
            // One after the other, each as soon as the one before has lingered.
            assertThat(pce.admit(ImmutableList.of(request("r" + i, 6 * MEGA, last, last + SECOND)), 0))
                    .isInstanceOf(Admitted.class);
            last = pce.snapshot().at("s1->t").getLast().untilNanos();
        }
        ImmutableList<PathRequest> next = ImmutableList.of(request("next", 6 * MEGA, 0, SECOND));
        StartWindow window = new StartWindow(0, 100 * SECOND, SECOND);
        StartAnswer.GaveUp gaveUp = (StartAnswer.GaveUp) pce.queries().earliestStart(next, window, 0, 3);
        assertThat(gaveUp.best()).isEmpty();
        assertThat(gaveUp.askedUntilNanos())
                .isEqualTo(pce.snapshot().at("s1->t").get(2).untilNanos());
        assertThat(gaveUp.refusal().orElseThrow().reason()).isEqualTo(Reason.BANDWIDTH);
        StartAnswer.Found found = (StartAnswer.Found) pce.queries().earliestStart(next, window, 0, 6);
        assertThat(found.startNanos()).isEqualTo(last);

        // The cheapest so far is told when it gives up.
        ImmutableList<PathRequest> small = ImmutableList.of(request("small", MEGA, 0, SECOND));
        gaveUp = (StartAnswer.GaveUp) pce.queries().cheapestStart(small, window, 0, 3);
        assertThat(gaveUp.best().orElseThrow().startNanos()).isZero();
        assertThat(gaveUp.refusal()).isEmpty();
        found = (StartAnswer.Found) pce.queries().cheapestStart(small, window, 0, 6);
        assertThat(found.startNanos()).isEqualTo(last);
        assertThat(found.loadCost()).isLessThan(gaveUp.best().orElseThrow().loadCost());
    }

    @Test
    void windowThatMakesNoSense_isRefusedByFieldValueAndLimit() {
        Pce pce = Networks.pce(1, ONE_LINK);
        ImmutableList<PathRequest> one = ImmutableList.of(request("r", MEGA, 0, SECOND));
        LedgerSnapshot before = pce.snapshot();
        CalendarQueries queries = pce.queries();
        long now = 50;
        List<StartAnswer> answers = new ArrayList<>();
        for (StartWindow window : List.of(
                new StartWindow(-1, 100, 10),
                new StartWindow(0, 49, 10),
                StartWindow.within(0, 5, 10),
                new StartWindow(100, 99, 10),
                new StartWindow(0, 100, 0),
                new StartWindow(0, 100, Long.MAX_VALUE - 100))) {
            answers.add(queries.earliestStart(one, window, now, ENOUGH));
        }
        answers.add(queries.earliestStart(one, new StartWindow(0, 100, 10), now, 0));
        answers.add(queries.cheapestStart(ImmutableList.of(), new StartWindow(0, 100, 10), now, 1));
        assertThat(answers.stream()
                        .map(answer -> ((StartAnswer.None) answer).refusal().detail()))
                .containsExactly(
                        "earliestNanos: -1 ns given, at least 0 allowed",
                        "latestNanos: 49 ns given, at least 50 allowed",
                        "latestNanos: -5 ns given, at least 50 allowed",
                        "latestNanos: 99 ns given, at least 100 allowed",
                        "durationNanos: 0 ns given, at least 1 allowed",
                        "durationNanos: 9223372036854775707 ns given, at most 9223372036854775706 allowed",
                        "mostTries: 0 given, at least 1 allowed",
                        "requests: 0 given, at least 1 allowed");
        assertThat(rateRefusal(queries.largestRate(one.getFirst(), 0, 10, now)))
                .isEqualTo("least: 0 bit/s given, at least 1 allowed");
        assertThat(rateRefusal(queries.largestRate(one.getFirst(), 10, 9, now)))
                .isEqualTo("most: 9 bit/s given, at least 10 allowed");
        assertThat(rateRefusal(queries.largestRate(one.getFirst(), 10, Long.MAX_VALUE, now)))
                .isEqualTo("most: 9223372036854775807 bit/s given, at most 10000000000000 allowed");
        assertThat(rateRefusal(queries.largestRate(one.getFirst().withTraffic(PolicedTraffic.NONE), 10, 20, now)))
                .isEqualTo("traffic.rateBitsPerSecond: 0 bit/s given, at least 1 allowed");
        assertThat(pce.snapshot()).isEqualTo(before);
    }

    private static String rateRefusal(RateAnswer answer) {
        return ((RateAnswer.None) answer).refusal().detail();
    }

    /** What no booking stands in the way of is not looked for later. */
    @Test
    void unknownEndpointOrMissingLink_isNeverThere() {
        Pce pce = Networks.pce(1, ONE_LINK);
        StartWindow window = new StartWindow(0, SECOND, SECOND);
        PathRequest nowhere = new PathRequest(
                "r", "s1", "nowhere", traffic(MEGA, 1000, 1), PolicedTraffic.NONE, 7 * MILLI, 0, SECOND);
        assertThat(pce.queries().earliestStart(ImmutableList.of(nowhere), window, 0, ENOUGH))
                .isInstanceOfSatisfying(
                        StartAnswer.None.class,
                        none -> assertThat(none.refusal().reason()).isEqualTo(Reason.UNKNOWN_ENDPOINT));
        pce.apply(new io.plumbline.pce.topology.TopologyChange.SetLinkUp("s1->t", false));
        assertThat(pce.queries().earliestStart(ImmutableList.of(request("r", MEGA, 0, SECOND)), window, 0, ENOUGH))
                .isInstanceOfSatisfying(
                        StartAnswer.None.class,
                        none -> assertThat(none.refusal().reason()).isEqualTo(Reason.NO_PATH));
    }

    @Test
    void bestEffortGroup_admitsInOrderWhatFits_andAnswersEach() {
        Pce pce = Networks.pce(1, ONE_LINK);
        ImmutableList<PathRequest> group = ImmutableList.of(
                request("a", 6 * MEGA, 0, SECOND),
                request("b", 6 * MEGA, 0, SECOND),
                request("a", MEGA, 0, SECOND),
                request("c", 2 * MEGA, 0, SECOND));
        LedgerSnapshot before = pce.snapshot();
        assertThat(pce.admit(group, 0)).isInstanceOf(Rejected.class);
        assertThat(pce.admit(ImmutableList.of(group.get(0), group.get(1)), 0)).isInstanceOf(Rejected.class);
        assertThat(pce.snapshot()).isEqualTo(before);
        ImmutableList<Admission> answers = pce.admitEach(group, 0);
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0)).isInstanceOf(Admitted.class);
        assertThat(((Rejected) answers.get(1)).reason()).isEqualTo(Reason.BANDWIDTH);
        assertThat(((Rejected) answers.get(2)).reason()).isEqualTo(Reason.INVALID);
        assertThat(answers.get(3)).isInstanceOf(Admitted.class);
        assertThat(pce.reservations().stream().map(reservation -> reservation.id()))
                .containsExactly("a", "c");
    }
}
