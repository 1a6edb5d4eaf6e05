package io.plumbline.pce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.TePath;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Admission against exhaustive search on small random multigraphs, with a naive second ledger beside the engine's. */
class AdmissionOracleTest {
    private static final int NETWORKS = 300;
    private static final int REQUESTS = 30;

    @Test
    void admits_ifAndOnlyIfSomePathAndClassesAreAdmissible() {
        Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
        int admitted = 0;
        for (int seed = 0; seed < NETWORKS; seed++) {
            Random random = new Random(seed);
            RandomNetwork network = new RandomNetwork(random, 2 + random.nextInt(4), 1 + random.nextInt(2));
            Pce pce = Networks.pce(seed, network.topology);
            NaiveLedger naive = new NaiveLedger(network.topology, NaiveLedger.Mutant.NONE);
            for (int i = 0; i < REQUESTS; i++) {
                PathRequest request = network.request(0);
                String what = "seed " + seed + ", request " + i + ": " + request;
                LedgerSnapshot before = pce.snapshot();
                Admission foretold = pce.feasible(ImmutableList.of(request), 0);
                assertThat(pce.snapshot()).as(what).isEqualTo(before);
                Admission answer = pce.admit(ImmutableList.of(request), 0);
                assertThat(answer).as(what).isEqualTo(foretold);
                if (answer instanceof Rejected refusal) {
                    assertThat(refusal.reason()).as(what + refusal).isEqualTo(expected(naive, request, refusal));
                    assertThat(pce.snapshot()).as(what).isEqualTo(before);
                    refusals.merge(refusal.reason(), 1, Integer::sum);
                } else if (answer instanceof Admitted both) {
                    checkAdmitted(what, both, request, naive);
                    admitted++;
                    naive.book(both.reservations().getFirst());
                    assertThat(pce.snapshot().entries())
                            .as(what)
                            .isEqualTo(naive.snapshot().entries());
                }
                if (random.nextInt(6) == 0 && !naive.reservations().isEmpty()) {
                    Reservation gone = naive.reservations()
                            .get(random.nextInt(naive.reservations().size()));
                    long stop = gone.request().startNanos() + 20 * Networks.MILLI;
                    pce.release(gone.id(), stop);
                    naive.release(gone.id(), stop);
                    assertThat(pce.snapshot().entries())
                            .as(what)
                            .isEqualTo(naive.snapshot().entries());
                }
                assertThat(CertificateChecker.checkLedger(network.topology, pce.snapshot(), naive.reservations())
                                .violations())
                        .as(what)
                        .isEmpty();
            }
        }
        // The instances are of every kind.
        System.out.println("oracle: " + admitted + " admitted, refused " + refusals);
        assertThat(admitted).isGreaterThan(NETWORKS * REQUESTS / 10);
        assertThat(refusals.keySet())
                .contains(Reason.NO_PATH, Reason.BANDWIDTH, Reason.LATENCY, Reason.SWITCH_CAPACITY);
    }

    private static void checkAdmitted(String what, Admitted answer, PathRequest request, NaiveLedger naive) {
        Reservation reservation = answer.reservations().getFirst();
        TePath path = new TePath(reservation.hops().stream()
                .map(hop -> new TePath.Hop(hop.linkId(), hop.classIndex()))
                .collect(ImmutableList.toImmutableList()));
        assertThat(naive.tryPath(request, path, request.deadlineNanos(), true))
                .as(what)
                .contains(reservation);
        Certificate certificate = answer.certificates().getFirst();
        assertThat(certificate.holds()).as(what).isTrue();
        assertThat(certificate.totalNanos()).as(what).isEqualTo(naive.bound(reservation));
        assertThat(CertificateChecker.check(certificate).violations()).as(what).isEmpty();
    }

    /** The reason by precedence, from exhaustive search; for LATENCY the least bound must be exact too. */
    private static Reason expected(NaiveLedger naive, PathRequest request, Rejected refusal) {
        if (!naive.isConnected(request)) {
            return Reason.NO_PATH;
        }
        Optional<Reservation> ignoringSwitches = naive.exhaustive(request, false);
        if (ignoringSwitches.isEmpty()) {
            return Reason.BANDWIDTH;
        }
        Optional<Reservation> quickest = naive.exhaustive(request, true);
        if (naive.bound(ignoringSwitches.get()) > request.deadlineNanos()) {
            assertThat(refusal.constraint().orElseThrow().asked())
                    .isEqualTo(naive.bound(quickest.orElse(ignoringSwitches.get())));
            return Reason.LATENCY;
        }
        assertThat(quickest.map(naive::bound).orElse(Long.MAX_VALUE)).isGreaterThan(request.deadlineNanos());
        return Reason.SWITCH_CAPACITY;
    }
}
