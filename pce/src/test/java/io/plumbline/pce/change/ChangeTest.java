package io.plumbline.pce.change;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MICRO;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.change.ChangeAnswer.Refused;
import io.plumbline.pce.change.ChangeAnswer.Unchanged;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.SetLinkDrained;
import org.junit.jupiter.api.Test;

/** Resize, renew, move and revert on networks of a few links; the numbers are those of {@code SwitchOver}, by hand. */
class ChangeTest {
    private static final ServiceClass GOLD = new ServiceClass("gold", 5 * MILLI, 100_000);
    private static final ServiceClass SLOW_GOLD = new ServiceClass("gold", 25 * MILLI, 100_000);

    /** No framing, no tag: wire bits are metered bits. s1 to s2 over a (1 ms) or b (5 ms), then to t. */
    static TeTopology twoWays() {
        return topology(
                ImmutableList.of(node("s1", 0, 0), node("s2", 0, 0), terminationPoint("t")),
                ImmutableList.of(
                        link("a", "s1", "s2")
                                .framing(0, 0)
                                .propagation(MILLI)
                                .floor(0)
                                .classes(GOLD)
                                .build(),
                        link("b", "s1", "s2")
                                .framing(0, 0)
                                .propagation(5 * MILLI)
                                .floor(0)
                                .classes(GOLD)
                                .build(),
                        link("s2", "t")
                                .framing(0, 0)
                                .floor(0)
                                .classes(SLOW_GOLD)
                                .access()
                                .build()));
    }

    static PathRequest request(String id, PolicedTraffic traffic, long deadline) {
        return new PathRequest(id, "s1", "t", traffic, PolicedTraffic.NONE, deadline, 0, Long.MAX_VALUE);
    }

    private static Reservation admit(Pce pce, PathRequest request, long now) {
        return ((Admitted) pce.admit(ImmutableList.of(request), now))
                .reservations()
                .getFirst();
    }

    private static Changed changed(ChangeAnswer answer) {
        assertThat(answer).isInstanceOf(Changed.class);
        return (Changed) answer;
    }

    private static void isProven(Pce pce) {
        assertThat(CertificateChecker.checkLedger(pce.topology(), pce.snapshot(), pce.reservations())
                        .violations())
                .isEmpty();
    }

    private static BookedHop at(Reservation reservation, String linkId) {
        return reservation.hops().stream()
                .filter(hop -> hop.linkId().equals(linkId))
                .findFirst()
                .orElseThrow();
    }

    /** 6 and 8 Mbit/s are more than the 10 of the link, and there is no other; the burst of both counts. */
    @Test
    void resize_onItsWay_booksTheBurstTwiceAndTheRateOnce() {
        Pce pce = Networks.pce(1, twoWays());
        pce.apply(new SetLinkDrained("b", true));
        admit(pce, request("r", traffic(6 * MEGA, 1000, 1), 35 * MILLI), 0);

        Changed up = changed(pce.change(request("r", traffic(8 * MEGA, 1000, 2), 35 * MILLI), 100 * MILLI));
        Reservation left = up.oldWay().orElseThrow();
        assertThat(at(up.reservation(), "a").rateBitsPerSecond()).isEqualTo(8 * MEGA);
        assertThat(at(up.reservation(), "a").burstBits()).isEqualTo(16_000);
        assertThat(at(left, "a").rateBitsPerSecond()).as("a sixteenth").isEqualTo(375_000);
        assertThat(at(left, "a").burstBits()).as("the meter's burst").isEqualTo(8_000);
        assertThat(at(left, "a").lingerNanos()).as("8000 bit at 375 kbit/s + D").isEqualTo(21_333_334 + 5 * MILLI);
        assertThat(at(left, "s2->t").burstBits()).as("grown in 5 ms").isEqualTo(8_000 + 30_000);
        assertThat(left.request().id()).isEqualTo("r old way 1");
        assertThat(at(left, "a").label()).isNotEqualTo(at(up.reservation(), "a").label());
        isProven(pce);

        assertThat(pce.release(left.id(), 101 * MILLI)).isPresent();
        isProven(pce);
        pce.advance(SECOND);
        assertThat(pce.reservations()).containsExactly(up.reservation());

        Changed down = changed(pce.change(request("r", traffic(3 * MEGA, 1000, 1), 35 * MILLI), SECOND));
        assertThat(at(down.oldWay().orElseThrow(), "a").rateBitsPerSecond())
                .as("what the new rate lacks of the old one")
                .isEqualTo(5 * MEGA);
        isProven(pce);
    }

    /** From 1 to 6 ms before the access link, then from 5 to 10: what left within 9 ms may come together there, 4 ms more than on the new way. */
    @Test
    void move_sharesTheAccessLink() {
        Pce pce = Networks.pce(1, twoWays());
        pce.apply(new SetLinkDrained("b", true));
        Reservation old = admit(pce, request("r", traffic(6 * MEGA, 1000, 1), 40 * MILLI), 0);
        assertThat(at(old, "a").burstBits()).isEqualTo(8_000);
        pce.apply(new SetLinkDrained("b", false));
        assertThat(pce.move("r", MILLI)).isEqualTo(new Unchanged(old));

        pce.apply(new SetLinkDrained("a", true));
        Changed moved = changed(pce.move("r", MILLI));
        Reservation left = moved.oldWay().orElseThrow();
        assertThat(at(moved.reservation(), "b").burstBits()).isEqualTo(8_000);
        assertThat(at(left, "a")).as("disjoint: in full").isEqualTo(at(old, "a"));
        assertThat(at(left, "s2->t").burstBits()).as("4 ms at 6 Mbit/s").isEqualTo(24_000);
        assertThat(at(left, "s2->t").rateBitsPerSecond()).isEqualTo(375_000);
        assertThat(at(left, "s2->t").lingerNanos())
                .as("most to there + 24000 bit at 375 kbit/s + D")
                .isEqualTo(10 * MILLI + 64 * MILLI + 25 * MILLI);
        isProven(pce);
        assertThatThrownBy(() -> pce.cancel("r")).isInstanceOf(IllegalStateException.class);

        LedgerSnapshot during = pce.snapshot();
        assertThat(pce.move("r", 2 * MILLI)).isEqualTo(new Unchanged(moved.reservation()));

        Pce other = pce.fork();
        assertThat(changed(other.revert(old, 2 * MILLI)).reservation()).isEqualTo(old);
        assertThat(other.reservations()).containsExactly(old);
        assertThat(pce.snapshot()).as("the fork is another engine").isEqualTo(during);
        isProven(other);

        pce.release(left.id(), 2 * MILLI);
        pce.release("r", 2 * MILLI);
        isProven(pce);
        pce.advance(SECOND);
        assertThat(pce.reservations()).isEmpty();
    }

    /** A way out of failures may send too, so nothing is shared: 1 and 1 Mbit/s fit twice, the burst of all four does. */
    @Test
    void protectedFlow_isBookedTwiceInFull() {
        Pce pce = Networks.pce(1, twoWays());
        PathRequest request = request("r", traffic(MEGA, 500, 1), 60 * MILLI).withProtection(Protection.backup());
        Reservation old = admit(pce, request, 0);
        Changed moved = changed(pce.change(request.withTraffic(traffic(2 * MEGA, 500, 1)), MILLI));
        assertThat(moved.oldWay().orElseThrow().hops()).isEqualTo(old.hops());
        assertThat(pce.protection("r").orElseThrow().alternatives()).hasSize(1);
        assertThat(pce.reservations()).hasSize(4);
        isProven(pce);

        Changed back = changed(pce.revert(old, 2 * MILLI));
        assertThat(back.reservation()).isEqualTo(old);
        assertThat(pce.reservations()).hasSize(2);
        isProven(pce);
    }

    @Test
    void renew_staysAsItIs_forAnotherTime() {
        Pce pce = Networks.pce(1, twoWays());
        PathRequest request =
                request("r", traffic(6 * MEGA, 1000, 1), 40 * MILLI).during(0, SECOND);
        Reservation old = admit(pce, request, 0);
        Changed longer = changed(pce.change(request.during(0, 2 * SECOND), MILLI));
        assertThat(longer.oldWay()).isEmpty();
        assertThat(longer.reservation().hops()).isEqualTo(old.hops());
        assertThat(longer.reservation().request().endNanos()).isEqualTo(2 * SECOND);

        admit(pce, request("next", traffic(6 * MEGA, 1000, 1), 40 * MILLI).during(3 * SECOND, 4 * SECOND), MILLI);
        LedgerSnapshot before = pce.snapshot();
        Rejected refusal = ((Refused) pce.change(request.during(0, 4 * SECOND), 2 * MILLI)).refusal();
        assertThat(refusal.constraint().orElseThrow().quantity()).isEqualTo("rate");
        assertThat(pce.snapshot()).isEqualTo(before);
        isProven(pce);
    }

    @Test
    void whatHasNotStarted_isAdmittedAgain() {
        Pce pce = Networks.pce(1, twoWays());
        PathRequest request =
                request("r", traffic(6 * MEGA, 1000, 1), 40 * MILLI).during(SECOND, 2 * SECOND);
        admit(pce, request, 0);
        Changed changed = changed(pce.change(request.withTraffic(traffic(9 * MEGA, 500, 1)), MILLI));
        assertThat(changed.oldWay()).isEmpty();
        assertThat(pce.reservations()).containsExactly(changed.reservation());
    }

    @Test
    void whatCannotBeChanged_isNamed() {
        Pce pce = Networks.pce(1, twoWays());
        PathRequest request = request("r", traffic(MEGA, 500, 1), 60 * MILLI).during(0, SECOND);
        admit(pce, request, 0);
        LedgerSnapshot before = pce.snapshot();
        assertThat(why(pce.change(request("nobody", traffic(MEGA, 500, 1), 60 * MILLI), 0)))
                .isEqualTo("id: nobody given, which no live reservation has");
        assertThat(why(pce.change(request.withTraffic(traffic(0, 500, 1)), 0)))
                .isEqualTo("traffic.rateBitsPerSecond: 0 bit/s given, at least 1 allowed");
        assertThat(why(pce.change(request.withDeadline(MILLI), 0))).startsWith("1000000 ns asked, ");
        assertThat(why(pce.move("r", SECOND))).isEqualTo("id: r given, which has ended");
        assertThat(why(pce.revert(pce.reservation("r").orElseThrow(), 0)))
                .isEqualTo("id: r given, which has no change under way");
        assertThat(pce.snapshot()).isEqualTo(before);
        pce.release("r", MILLI);
        assertThat(why(pce.move("r", 2 * MILLI))).isEqualTo("id: r given, which was stopped");
    }

    private static String why(ChangeAnswer answer) {
        return ((Refused) answer).refusal().detail();
    }

    @Test
    void theRequest_thatItHasAlready_changesNothing() {
        Pce pce = Networks.pce(1, twoWays());
        PathRequest request =
                request("r", traffic(MEGA, 500, 1), 60 * MICRO * 1000).during(0, SECOND);
        Reservation old = admit(pce, request, 0);
        assertThat(pce.change(request, MILLI)).isEqualTo(new Unchanged(old));
    }
}
