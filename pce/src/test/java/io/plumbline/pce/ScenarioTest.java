package io.plumbline.pce;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult.Violation;
import io.plumbline.pce.certificate.Prover;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PathSearch;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.SearchGraph;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is booked for failures that do not coincide shares capacity; what is booked for one and the same failure does not. */
class ScenarioTest {
    private static final Failure A = Failure.ofLink("a");
    private static final Failure B = Failure.ofNode("b");
    private static final Failure C = Failure.ofRiskGroup("c");

    private static final TeTopology ONE_LINK = topology(
            ImmutableList.of(node("s1", 0, 0), terminationPoint("t")),
            ImmutableList.of(link("s1", "t")
                    .classes(new ServiceClass("gold", 6 * MILLI, 20_000))
                    .build()));

    /** Two of them never fit together: 2 x 5 Mbit/s of the 9 that may be reserved. */
    private static PathRequest half(String id) {
        return new PathRequest(
                id, "s1", "t", traffic(5 * MEGA, 1000, 1), PolicedTraffic.NONE, 10 * MILLI, 0, Long.MAX_VALUE);
    }

    private static Optional<Reservation> find(NaiveLedger naive, PathRequest request, Failure... failures) {
        return naive.usedIn(ImmutableSortedSet.copyOf(failures)).exhaustive(request, true);
    }

    /** Of links and ways. That these ways belong to no first one is not what is looked at here. */
    private static List<Violation> violations(
            TeTopology topology, LedgerSnapshot ledger, ImmutableList<Reservation> reservations) {
        return CertificateChecker.checkLedger(topology, ledger, reservations).violations().stream()
                .filter(violation -> !violation.inequality().equals("belongs to a reservation"))
                .toList();
    }

    @Test
    void bookingsForDifferentFailures_share_andThoseForOneFailureDoNot() {
        NaiveLedger naive = new NaiveLedger(ONE_LINK, NaiveLedger.Mutant.NONE);
        Pce pce = Networks.pce(1, ONE_LINK);
        Reservation first = find(naive, half("first"), A).orElseThrow();
        naive.book(first);
        pce.restore(first);
        Reservation second = find(naive, half("second"), B, C).orElseThrow();
        naive.book(second);
        pce.restore(second);

        assertThat(find(naive, half("third"), A)).isEmpty();
        assertThat(find(naive, half("third"), C)).isEmpty();
        assertThat(pce.admit(ImmutableList.of(half("third")), 0)).isInstanceOf(Rejected.class);
        assertThat(pce.certificate("first").orElseThrow().holds()).isTrue();
        assertThat(violations(ONE_LINK, pce.snapshot(), pce.reservations())).isEmpty();

        pce.cancel("first");
        assertThat(pce.admit(ImmutableList.of(half("third")), 0)).isInstanceOf(Rejected.class);
        pce.cancel("second");
        assertThat(pce.admit(ImmutableList.of(half("third")), 0)).isInstanceOf(Admitted.class);
    }

    /** Two things of one risk group fail together. Booked as if they did not, they are over the link's capacity when they do. */
    @Test
    void bookingsForOneFailure_thatShare_areRejectedByTheChecker() {
        NaiveLedger naive = new NaiveLedger(ONE_LINK, NaiveLedger.Mutant.NONE);
        naive.book(find(naive, half("first"), A).orElseThrow());
        naive.book(find(naive, half("second"), B).orElseThrow());
        LedgerSnapshot honest = naive.snapshot();
        ImmutableList<Entry> together = honest.at("s1->t").stream()
                .map(e -> new Entry(
                        e.reservationId(),
                        e.classIndex(),
                        e.rateBitsPerSecond(),
                        e.burstBits(),
                        e.label(),
                        e.fromNanos(),
                        e.untilNanos(),
                        ImmutableSortedSet.of(C)))
                .collect(ImmutableList.toImmutableList());
        LedgerSnapshot wrong = new LedgerSnapshot(0, ImmutableSortedMap.of("s1->t", together));

        assertThat(violations(ONE_LINK, honest, naive.reservations())).isEmpty();
        assertThat(CertificateChecker.checkLedger(ONE_LINK, wrong, ImmutableList.of())
                        .violations())
                .extracting(Violation::where, Violation::inequality)
                .contains(org.assertj.core.api.Assertions.tuple("s1->t without risk group c", "stability"));
    }

    /** The search finds what exhaustive search finds, and every ledger on the way is proven in every failure. */
    @Test
    void searchBesideSharedBookings_isExact() {
        int[] answers = new int[4];
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(9000 + seed);
            RandomNetwork network = new RandomNetwork(random, 2 + random.nextInt(3), 1 + random.nextInt(2));
            SearchGraph graph = new SearchGraph(network.topology);
            NaiveLedger naive = new NaiveLedger(network.topology, NaiveLedger.Mutant.NONE);
            ReservationLedger ledger = new ReservationLedger();
            long now = 0;
            for (int i = 0; i < 40; i++) {
                String what = "seed " + seed + ", operation " + i;
                PathRequest request = network.request(now);
                ImmutableSortedSet<Failure> failures = random.nextInt(3) == 0 ? ImmutableSortedSet.of() : some(random);
                Optional<PathSearch.Found> found =
                        new PathSearch(graph, ledger, request, failures, seed).quickest(request.deadlineNanos(), true);
                NaiveLedger asked = naive.usedIn(failures);
                Optional<Reservation> best =
                        asked.exhaustive(request, true).filter(r -> asked.bound(r) <= request.deadlineNanos());
                assertThat(found.map(PathSearch.Found::boundNanos)).as(what).isEqualTo(best.map(asked::bound));
                answers[(failures.isEmpty() ? 0 : 2) + (best.isPresent() ? 1 : 0)]++;
                if (found.isPresent()) {
                    Reservation reservation = asked.tryPath(request, found.get().path(), request.deadlineNanos(), true)
                            .orElseThrow();
                    naive.book(reservation);
                    ledger.book(reservation);
                    Certificate certificate = new Prover(network.topology, ledger)
                            .prove(reservation)
                            .orElseThrow();
                    assertThat(certificate.violated().toList()).as(what).isEmpty();
                    assertThat(CertificateChecker.check(certificate).violations())
                            .as(what)
                            .isEmpty();
                }
                if (random.nextInt(4) == 0 && !naive.reservations().isEmpty()) {
                    List<Reservation> all = new ArrayList<>(naive.reservations());
                    Reservation gone = all.get(random.nextInt(all.size()));
                    if (random.nextBoolean()) {
                        naive.remove(gone.id());
                        ledger.cancel(gone.id());
                    } else {
                        long stop = Math.max(now, gone.request().startNanos());
                        naive.release(gone.id(), stop);
                        ledger.release(gone.id(), stop);
                    }
                }
                if (random.nextInt(10) == 0) {
                    now += random.nextInt(20) * MILLI;
                    for (Reservation r : naive.reservations()) {
                        if (r.request().endNanos() <= now) {
                            naive.release(r.id(), r.request().endNanos());
                            ledger.release(r.id(), r.request().endNanos());
                        }
                    }
                    naive.advance(now);
                    ledger.advance(now);
                }
                assertThat(ledger.snapshot().entries())
                        .as(what)
                        .isEqualTo(naive.snapshot().entries());
                assertThat(violations(network.topology, ledger.snapshot(), naive.reservations()))
                        .as(what)
                        .isEmpty();
            }
        }
        System.out.println(
                "always refused, admitted; for failures refused, admitted: " + java.util.Arrays.toString(answers));
        for (int count : answers) {
            assertThat(count).isGreaterThan(50);
        }
    }

    private static ImmutableSortedSet<Failure> some(Random random) {
        List<Failure> all = new ArrayList<>(List.of(A, B, C));
        java.util.Collections.shuffle(all, random);
        return ImmutableSortedSet.copyOf(all.subList(0, 1 + random.nextInt(2)));
    }
}
