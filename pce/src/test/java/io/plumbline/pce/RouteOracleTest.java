package io.plumbline.pce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.RoutePolicy.Entry;
import io.plumbline.pce.path.RoutePolicy.Field;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeTopology;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Admission over routes against exhaustive search over loopless paths and classes, on random multigraphs of up to seven nodes. */
class RouteOracleTest {
    private static final int NETWORKS = 160;
    private static final int REQUESTS = 30;

    @Test
    void admits_ifAndOnlyIfSomePathOnTheRouteIsAdmissible() {
        Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
        Map<Field, Integer> binding = new EnumMap<>(Field.class);
        int throughWaypoints = 0;
        int slower = 0;
        for (int seed = 0; seed < NETWORKS; seed++) {
            Random random = new Random(9000 + seed);
            int switches = 3 + random.nextInt(4);
            RandomNetwork network = new RandomNetwork(random, switches, 1);
            RandomRoutes routes = new RandomRoutes(random, network.topology, random.nextInt(2) * 3 * switches);
            Pce pce = Networks.pce(seed, routes.topology);
            NaiveLedger naive = new NaiveLedger(routes.topology, NaiveLedger.Mutant.NONE);
            for (int i = 0; i < REQUESTS; i++) {
                PathRequest request = routes.routed(network.request(0));
                String what = "seed " + seed + ", request " + i + ": " + request;
                LedgerSnapshot before = pce.snapshot();
                Admission foretold = pce.feasible(ImmutableList.of(request), 0);
                assertThat(pce.snapshot()).as(what).isEqualTo(before);
                Admission answer = pce.admit(ImmutableList.of(request), 0);
                assertThat(answer).as(what).isEqualTo(foretold);
                if (answer instanceof Admitted admitted) {
                    checkAdmitted(what, admitted, request, naive);
                    throughWaypoints += request.route().waypoints().isEmpty() ? 0 : 1;
                    naive.book(admitted.reservations().getFirst());
                } else if (answer instanceof Rejected refusal) {
                    assertThat(pce.snapshot()).as(what).isEqualTo(before);
                    assertThat(refusal.reason()).as(what + refusal).isEqualTo(expected(what, naive, request));
                    refusals.merge(refusal.reason(), 1, Integer::sum);
                    if (refusal.reason() == Reason.POLICY) {
                        slower += checkPolicy(what + refusal, routes.topology, naive, request, refusal) ? 1 : 0;
                        Field field = field(refusal);
                        binding.merge(field, 1, Integer::sum);
                    }
                }
                if (random.nextInt(6) == 0 && !naive.reservations().isEmpty()) {
                    Reservation gone = naive.reservations()
                            .get(random.nextInt(naive.reservations().size()));
                    pce.release(gone.id(), gone.request().startNanos());
                    naive.release(gone.id(), gone.request().startNanos());
                }
                assertThat(pce.snapshot().entries())
                        .as(what)
                        .isEqualTo(naive.snapshot().entries());
            }
        }
        System.out.println("routes: " + throughWaypoints + " admitted through waypoints, refused " + refusals
                + ", POLICY bound by " + binding + ", for " + slower + " of them by the deadline");
        assertThat(throughWaypoints).isGreaterThan(120);
        assertThat(slower).isGreaterThan(20);
        assertThat(binding.keySet()).contains(Field.values());
    }

    private static void checkAdmitted(String what, Admitted answer, PathRequest request, NaiveLedger naive) {
        Reservation reservation = answer.reservations().getFirst();
        TePath path = new TePath(reservation.hops().stream()
                .map(hop -> new TePath.Hop(hop.linkId(), hop.classIndex()))
                .collect(ImmutableList.toImmutableList()));
        assertThat(naive.tryPath(request, path, request.deadlineNanos(), true))
                .as(what)
                .contains(reservation);
        assertThat(reservation.hops().stream().map(Reservation.BookedHop::to).distinct())
                .as(what)
                .hasSameSizeAs(reservation.hops())
                .doesNotContain(request.ingressNode());
        assertThat(CertificateChecker.check(answer.certificates().getFirst()).violations())
                .as(what)
                .isEmpty();
    }

    private static boolean fits(NaiveLedger naive, PathRequest request) {
        return naive.exhaustive(request, true)
                .filter(best -> naive.bound(best) <= request.deadlineNanos())
                .isPresent();
    }

    private static Reason expected(String what, NaiveLedger naive, PathRequest request) {
        assertThat(fits(naive, request)).as(what).isFalse();
        PathRequest open = request.withRoute(RoutePolicy.ANY);
        if (fits(naive, open)) {
            return Reason.POLICY;
        }
        if (!naive.isConnected(open)) {
            return Reason.NO_PATH;
        }
        Optional<Reservation> ignoringSwitches = naive.exhaustive(open, false);
        if (ignoringSwitches.isEmpty()) {
            return Reason.BANDWIDTH;
        }
        return naive.bound(ignoringSwitches.get()) > request.deadlineNanos() ? Reason.LATENCY : Reason.SWITCH_CAPACITY;
    }

    private static Field field(Rejected refusal) {
        for (Field field : Field.values()) {
            if (refusal.detail().startsWith(field.path() + ": ")) {
                return field;
            }
        }
        throw new AssertionError("no field: " + refusal);
    }

    /** The entry named is enough by itself, or none is; and where a longer deadline would do, the least that would is named. */
    private static boolean checkPolicy(
            String what, TeTopology topology, NaiveLedger naive, PathRequest request, Rejected refusal) {
        RoutePolicy route = request.route();
        Constraint constraint = refusal.constraint().orElseThrow();
        Field field = field(refusal);
        Entry entry = new Entry(field, field == Field.ALLOWED_COUNTRIES ? "" : constraint.where());
        if (field == Field.WAYPOINTS) {
            int at = route.waypoints().indexOf(entry.value());
            assertThat(fits(
                            naive,
                            request.withRoute(
                                    route.withWaypoints(route.waypoints().subList(0, at)))))
                    .as(what)
                    .isTrue();
            assertThat(fits(
                            naive,
                            request.withRoute(
                                    route.withWaypoints(route.waypoints().subList(0, at + 1)))))
                    .as(what)
                    .isFalse();
        } else {
            RoutePolicy exclusions = route.withoutWaypoints();
            assertThat(fits(naive, request.withRoute(exclusions))).as(what).isFalse();
            assertThat(exclusions.without(entry)).as(what).isNotEqualTo(exclusions);
            assertThat(fits(naive, request.withRoute(exclusions.without(entry))))
                    .as(what)
                    .isEqualTo(!refusal.detail().contains(" more in the way"));
        }
        Optional<Long> bound = naive.exhaustive(request, true).map(naive::bound);
        boolean room = fits(new NaiveLedger(topology, NaiveLedger.Mutant.NONE), request);
        assertThat(constraint.quantity())
                .as(what)
                .isEqualTo(bound.isPresent() ? "deadline" : room ? "room" : field.path());
        assertThat(refusal.isPolicyForNow()).as(what).isEqualTo(bound.isPresent() || room);
        assertThat(constraint.asked()).as(what).isEqualTo(bound.orElse(1L));
        assertThat(constraint.shortfall()).as(what).isPositive();
        return bound.isPresent();
    }
}
