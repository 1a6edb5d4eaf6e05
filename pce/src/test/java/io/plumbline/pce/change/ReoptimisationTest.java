package io.plumbline.pce.change;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TopologyChange.SetLinkDrained;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A running network is evened out in a few moves; a set of requests is placed together. The checker proves every step. */
class ReoptimisationTest {

    private static void isProven(Pce pce, String what) {
        assertThat(CertificateChecker.checkLedger(pce.topology(), pce.snapshot(), pce.reservations())
                        .violations())
                .as(what)
                .isEmpty();
    }

    /** Eight flows of 1 Mbit/s were crowded on one of two links of 10; two moves leave six there, and more are worth it. */
    @Test
    void aCrowdedLink_isRelieved_inAsManyMovesAsAllowed() {
        Pce pce = Networks.pce(1, ChangeTest.twoWays());
        pce.apply(new SetLinkDrained("b", true));
        for (int i = 0; i < 8; i++) {
            PathRequest request = ChangeTest.request("r" + i, Networks.traffic(MEGA, 250, 1), 40 * MILLI);
            assertThat(pce.admit(ImmutableList.of(request), 0)).isInstanceOf(Admitted.class);
        }
        assertThat(pce.reoptimise(3, MILLI)).isEmpty();
        pce.apply(new SetLinkDrained("b", false));

        List<Changed> moved = pce.reoptimise(2, MILLI);
        assertThat(moved).hasSize(2);
        isProven(pce, "moved");
        for (Changed each : moved) {
            assertThat(each.reservation().hops().getFirst().linkId()).isEqualTo("b");
            pce.release(each.oldWay().orElseThrow().id(), 2 * MILLI);
            isProven(pce, "after the stop of " + each.oldWay());
        }
        pce.advance(SECOND);
        List<Changed> again = pce.reoptimise(8, SECOND);
        assertThat(again).as("until it is no tenth any more").hasSizeBetween(1, 2);
        again.forEach(each -> pce.release(each.oldWay().orElseThrow().id(), SECOND));
        pce.advance(2 * SECOND);
        LedgerSnapshot even = pce.snapshot();
        assertThat(pce.reoptimise(8, 2 * SECOND)).isEmpty();
        assertThat(pce.snapshot().entries()).isEqualTo(even.entries());
    }

    @Test
    void everyStepIsProven_onRandomNetworks() {
        int moves = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(60 + seed);
            RandomNetwork network = new RandomNetwork(random, 5 + random.nextInt(4), 2);
            Pce pce = Networks.pce(seed, network.topology);
            for (int i = 0; i < 30; i++) {
                pce.admit(ImmutableList.of(network.lightRequest(0)), 0);
                if (random.nextInt(3) == 0) {
                    pce.reservations().stream()
                            .skip(random.nextInt(pce.reservations().size() + 1))
                            .findFirst()
                            .ifPresent(it -> pce.release(it.id(), 0));
                }
            }
            pce.advance(100 * MILLI);
            int most = 1 + random.nextInt(4);
            List<Changed> moved = pce.reoptimise(most, 100 * MILLI);
            assertThat(moved).hasSizeLessThanOrEqualTo(most);
            moves += moved.size();
            isProven(pce, "seed " + seed);
            for (Changed each : moved) {
                each.oldWay().ifPresent(left -> pce.release(left.id(), 101 * MILLI));
                isProven(pce, "seed " + seed + " after " + each);
            }
        }
        System.out.println("re-optimisation: " + moves + " moves");
        assertThat(moves).isGreaterThan(10);
    }

    @Test
    void placedTogether_theyAreNeverLess_andSometimesMore() {
        long inOrder = 0;
        long together = 0;
        int better = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(80 + seed);
            RandomNetwork network = new RandomNetwork(random, 5 + random.nextInt(4), 2, 1);
            Pce pce = Networks.pce(seed, network.topology);
            List<PathRequest> requests = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                requests.add(random.nextInt(8) == 0 ? network.protectedRequest(0) : network.request(0));
            }
            ImmutableList<PathRequest> all = ImmutableList.copyOf(requests);
            Pce fork = pce.fork();
            long one = volume(fork.admitEach(all, 0));
            ImmutableList<Admission> answers = pce.place(all, 0);
            long other = volume(answers);
            assertThat(other).as("seed " + seed).isGreaterThanOrEqualTo(one);
            better += other > one ? 1 : 0;
            inOrder += one;
            together += other;
            isProven(pce, "seed " + seed);
            for (int i = 0; i < answers.size(); i++) {
                String id = all.get(i).id();
                switch (answers.get(i)) {
                    case Admitted admitted ->
                        assertThat(pce.reservation(id))
                                .contains(admitted.reservations().getFirst());
                    case Rejected rejected -> {
                        assertThat(rejected.requestId()).isEqualTo(id);
                        assertThat(pce.reservation(id).map(Reservation::id)).isEmpty();
                    }
                }
            }
        }
        System.out.println("placed: " + inOrder + " bit/s in order, " + together + " together, more in " + better);
        assertThat(better).isPositive();
    }

    private static long volume(ImmutableList<Admission> answers) {
        return answers.stream()
                .filter(Admitted.class::isInstance)
                .mapToLong(it -> ((Admitted) it)
                        .reservations()
                        .getFirst()
                        .request()
                        .traffic()
                        .rateBitsPerSecond())
                .sum();
    }
}
