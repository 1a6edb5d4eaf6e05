package io.plumbline.pce.change;

import static io.plumbline.pce.Networks.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.change.PreemptionAnswer.None;
import io.plumbline.pce.change.PreemptionAnswer.NotNeeded;
import io.plumbline.pce.change.PreemptionAnswer.Plan;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.Priority;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who has to go: nobody who may not, nobody who could stay; and then there is room. */
class PreemptionTest {
    private static final long STOP_BY = 20 * MILLI;

    @Test
    void plansNameNobodyWhoCouldStay_andWork() {
        int plans = 0;
        int victims = 0;
        int none = 0;
        int notNeeded = 0;
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(700 + seed);
            RandomNetwork network = new RandomNetwork(random, 4 + random.nextInt(4), 2, 1);
            Pce pce = Networks.pce(seed, network.topology);
            for (int i = 0; i < 60; i++) {
                PathRequest held = random.nextInt(4) == 0 ? network.protectedRequest(0) : network.request(0);
                int holding = random.nextInt(8);
                pce.admit(ImmutableList.of(held.withPriority(new Priority(7, holding))), 0);
            }
            for (int i = 0; i < 6; i++) {
                PathRequest request = network.request(0).withPriority(new Priority(random.nextInt(8), 0));
                String what = "seed " + seed + " " + request;
                LedgerSnapshot before = pce.snapshot();
                PreemptionAnswer answer = pce.preemption(ImmutableList.of(request), STOP_BY, MILLI);
                assertThat(pce.snapshot()).as(what).isEqualTo(before);
                switch (answer) {
                    case NotNeeded not -> notNeeded++;
                    case None no -> none++;
                    case Plan plan -> {
                        plans++;
                        victims += plan.victims().size();
                        isMinimal(pce, plan, request, what);
                        carryOut(pce, plan, what);
                    }
                }
            }
        }
        System.out.println("preemption: " + plans + " plans with " + victims + " victims, " + none + " in vain, "
                + notNeeded + " not needed");
        assertThat(plans).isGreaterThan(30);
        assertThat(victims).isGreaterThan(plans);
        assertThat(none).isPositive();
        assertThat(notNeeded).isPositive();
    }

    private static void isMinimal(Pce pce, Plan plan, PathRequest request, String what) {
        assertThat(plan.victims()).as(what).isNotEmpty();
        for (String spared : plan.victims()) {
            Reservation victim = pce.reservation(spared).orElseThrow();
            assertThat(request.priority().displaces(victim.request().priority()))
                    .as(what)
                    .isTrue();
            Pce fork = pce.fork();
            plan.victims().stream().filter(it -> !it.equals(spared)).forEach(fork::cancel);
            assertThat(fork.feasible(plan.requests(), MILLI))
                    .as(what + " without " + spared)
                    .isInstanceOf(Rejected.class);
        }
    }

    private static void carryOut(Pce pce, Plan plan, String what) {
        Admitted admitted = (Admitted) pce.preempt(plan, MILLI);
        String id = admitted.reservations().getFirst().id();
        isProven(pce, what);
        Pce unconfirmed = pce.fork();
        plan.victims().forEach(victim -> pce.release(victim, Math.min(STOP_BY, 2 * MILLI)));
        isProven(pce, what);
        assertThat(pce.certificate(id).filter(Certificate::holds)).as(what).isPresent();

        unconfirmed.advance(STOP_BY + 1);
        assertThat(unconfirmed.overdue())
                .as(what)
                .containsAll(plan.victims().stream()
                        .filter(victim -> unconfirmed.reservation(victim).isPresent())
                        .toList());
    }

    private static void isProven(Pce pce, String what) {
        assertThat(CertificateChecker.checkLedger(pce.topology(), pce.snapshot(), pce.reservations())
                        .violations())
                .as(what)
                .isEmpty();
    }

    /** 5 and 4 Mbit/s leave none for 3 more. Who may be displaced, is by whom may; and whoever follows waits until that has stopped. */
    @Test
    void aVictimThatDoesNotStop_holdsWhoeverFollows() {
        Pce pce = Networks.pce(1, ChangeTest.twoWays());
        admit(pce, request("important", 5), new Priority(7, 2));
        admit(pce, request("less", 4), new Priority(7, 5));
        ImmutableList<PathRequest> asked = ImmutableList.of(request("r", 3).withPriority(new Priority(2, 2)));
        assertThat(pce.preemption(ImmutableList.of(request("r", 3)), STOP_BY, MILLI))
                .isInstanceOf(None.class);

        Plan plan = (Plan) pce.preemption(asked, STOP_BY, MILLI);
        assertThat(plan.victims()).containsExactly("less");
        assertThat(plan.startNanos())
                .as("stop + most delay to the access link + sigma / rho there + D")
                .isEqualTo(STOP_BY
                        + pce.reservation("less").orElseThrow().hops().getLast().lingerNanos());
        assertThat(pce.preempt(plan, MILLI)).isInstanceOf(Admitted.class);
        assertThat(pce.certificate("r").filter(Certificate::holds)).isPresent();

        pce.advance(STOP_BY);
        assertThat(pce.overdue()).containsExactly("less");
        assertThat(pce.certificate("r").orElseThrow().holds()).isFalse();
        pce.release("less", STOP_BY);
        assertThat(pce.certificate("r").orElseThrow().holds()).isTrue();

        LedgerSnapshot before = pce.snapshot();
        assertThat(((Rejected) pce.preempt(plan, STOP_BY)).detail())
                .isEqualTo("victims: less given, which no live reservation has");
        assertThat(pce.snapshot()).isEqualTo(before);
    }

    private static PathRequest request(String id, long megabits) {
        return ChangeTest.request(id, Networks.traffic(megabits * Networks.MEGA, 500, 1), 40 * MILLI);
    }

    private static void admit(Pce pce, PathRequest request, Priority priority) {
        assertThat(pce.admit(ImmutableList.of(request.withPriority(priority)), 0))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void priorities_areThoseOfRfc3209() {
        assertThat(Priority.NONE.displaces(new Priority(7, 7))).isFalse();
        assertThat(new Priority(3, 0).displaces(new Priority(7, 4))).isTrue();
        assertThat(new Priority(3, 0).displaces(new Priority(7, 3))).isFalse();
        assertThat(new Priority(0, 0).displaces(Priority.NONE)).isFalse();
        assertThatThrownBy(() -> new Priority(8, 0))
                .hasMessage("priority: setup 8 and holding 0 given, each from 0 to 7 allowed");
        assertThatThrownBy(() -> new Priority(3, 4))
                .hasMessage("priority: setup 3 given, no higher (at least 4) than the holding priority allowed");
    }
}
