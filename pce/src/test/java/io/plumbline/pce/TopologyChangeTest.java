package io.plumbline.pce;

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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Certificate.Inequality;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import io.plumbline.pce.topology.TopologyChange.All;
import io.plumbline.pce.topology.TopologyChange.PutLink;
import io.plumbline.pce.topology.TopologyChange.PutNode;
import io.plumbline.pce.topology.TopologyChange.RemoveLink;
import io.plumbline.pce.topology.TopologyChange.RemoveNode;
import io.plumbline.pce.topology.TopologyChange.SetLinkDrained;
import io.plumbline.pce.topology.TopologyChange.SetLinkUp;
import io.plumbline.pce.topology.TopologyChange.SetNodeDrained;
import io.plumbline.pce.topology.TopologyChange.SetNodeUp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes under a reservation, and what it is then worth. */
class TopologyChangeTest {
    private static final ServiceClass GOLD = new ServiceClass("gold", 6 * MILLI, 20_000);

    private static final TeTopology LINE = topology(
            ImmutableList.of(node("s1", 0, 0), node("s2", 0, 0), terminationPoint("t")),
            ImmutableList.of(
                    link("s1", "s2").classes(GOLD).build(),
                    link("s2", "t").classes(GOLD).access().build()));

    private static PathRequest request(String id, long start, long end) {
        return new PathRequest(id, "s1", "t", traffic(MEGA, 1000, 3), PolicedTraffic.NONE, 13 * MILLI, start, end);
    }

    private static Pce withOne() {
        Pce pce = Networks.pce(1, LINE);
        assertThat(pce.admit(ImmutableList.of(request("r", 0, SECOND)), 0)).isInstanceOf(Admitted.class);
        return pce;
    }

    @Test
    void editOfAConstant_namesWhoseProofItBreaks() {
        // Slower: 24672 + 12336 bit no longer go out within 6 ms. Larger MTU: L grows likewise. Both name r before and
        // when applied.
        TopologyChange[] edits = {
            new PutLink(link("s1", "s2").classes(GOLD).capacity(5 * MEGA).build()),
            new PutLink(link("s1", "s2").classes(GOLD).mtu(9000).build()),
            new PutLink(link("s1", "s2").classes(GOLD).floor(10 * MEGA).build()),
            new PutLink(link("s1", "s2").classes(GOLD).propagation(2 * MILLI).build()),
            new PutLink(link("s1", "s2")
                    .classes(new ServiceClass("gold", 3 * MILLI, 20_000))
                    .build()),
            new PutLink(link("s1", "s2")
                    .classes(new ServiceClass("gold", 6 * MILLI, 3_000))
                    .build()),
            // A larger budget here is more growth there.
            new PutLink(link("s1", "s2")
                    .classes(new ServiceClass("gold", 6 * MILLI + 100 * MICRO, 20_000))
                    .build()),
            new PutNode(node("s2", 0, 10 * MICRO)),
            new PutNode(node("s1", MILLI + 1, 0)),
        };
        for (TopologyChange edit : edits) {
            Pce pce = withOne();
            LedgerSnapshot before = pce.snapshot();
            assertThat(pce.victims(edit)).as(edit.toString()).containsExactly("r");
            assertThat(pce.certificate("r").orElseThrow().holds()).isTrue();
            assertThat(pce.apply(edit)).containsExactly("r");
            Certificate certificate = pce.certificate("r").orElseThrow();
            assertThat(certificate.holds()).isFalse();
            assertThat(certificate.violated().map(Inequality::slack)).allMatch(slack -> slack < 0);
            assertThat(CertificateChecker.check(certificate).isValid()).isFalse();
            assertThat(CertificateChecker.checkLedger(pce.topology(), pce.snapshot(), pce.reservations())
                            .isValid())
                    .isFalse();
            assertThat(pce.snapshot()).isEqualTo(before);
            // It is broken already, so the next edit of the same kind does not break it.
            assertThat(pce.apply(edit)).isEmpty();
        }
    }

    @Test
    void editThatLeavesSlack_hasNoVictims() {
        Pce pce = withOne();
        assertThat(pce.apply(new PutLink(
                        link("s1", "s2").classes(GOLD).capacity(100 * MEGA).build())))
                .isEmpty();
        assertThat(pce.apply(
                        new PutLink(link("s1", "s2").classes(GOLD).drained(true).build())))
                .isEmpty();
        assertThat(pce.certificate("r").orElseThrow().holds()).isTrue();
    }

    @Test
    void linkThatGoesAway_keepsWhatIsBooked() {
        Pce pce = withOne();
        LedgerSnapshot before = pce.snapshot();
        assertThat(pce.apply(new SetLinkUp("s1->s2", false))).isEmpty();
        assertThat(pce.certificate("r").orElseThrow().holds()).isTrue();
        pce.apply(new RemoveLink("s1->s2"));
        assertThat(pce.certificate("r")).isEmpty();
        assertThat(CertificateChecker.checkLedger(pce.topology(), pce.snapshot(), pce.reservations())
                        .unproven())
                .containsExactly("s1->s2", "r");
        pce.apply(new RemoveNode("s2"));
        assertThat(pce.topology().links()).isEmpty();
        assertThat(pce.snapshot()).isEqualTo(before);
        assertThat(pce.admit(ImmutableList.of(request("q", 0, SECOND)), 0)).isInstanceOf(Rejected.class);
    }

    /** Down and drained are undone by the opposite; bookings and their proofs stay. */
    @Test
    void nodeOrLinkThatIsDownOrDrained_isUsedByNobodyNew() {
        Pce pce = withOne();
        LedgerSnapshot before = pce.snapshot();
        record Case(TopologyChange change, TopologyChange back, String why) {}
        List<Case> cases = List.of(
                new Case(new SetLinkUp("s2->t", false), new SetLinkUp("s2->t", true), "s2->t is down"),
                new Case(new SetLinkDrained("s2->t", true), new SetLinkDrained("s2->t", false), "s2->t is drained"),
                new Case(new SetNodeUp("s2", false), new SetNodeUp("s2", true), "s1->s2 has an end that is down, s2"),
                new Case(new SetNodeUp("s1", false), new SetNodeUp("s1", true), "s1->s2 has an end that is down, s1"),
                new Case(
                        new SetNodeDrained("t", true),
                        new SetNodeDrained("t", false),
                        "s2->t has an end that is drained, t"));
        for (Case each : cases) {
            TeTopology was = pce.topology();
            assertThat(pce.apply(each.change())).as(each.why()).isEmpty();
            assertThat(pce.admit(ImmutableList.of(request("q", 0, SECOND)), 0))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refusal -> assertThat(refusal.detail()).isEqualTo("no path from s1 to t: " + each.why()));
            assertThat(pce.snapshot()).as(each.why()).isEqualTo(before);
            assertThat(pce.certificate("r").orElseThrow().holds())
                    .as(each.why())
                    .isTrue();
            pce.apply(each.back());
            assertThat(pce.topology().nodes()).as(each.why()).isEqualTo(was.nodes());
            assertThat(pce.topology().links()).as(each.why()).isEqualTo(was.links());
            // What refuses it now is that r takes the room.
            assertThat(pce.feasible(ImmutableList.of(request("q", 0, SECOND)), 0))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refusal ->
                                    assertThat(refusal.reason()).as(each.why()).isEqualTo(Reason.BANDWIDTH));
        }
        TeTopology was = pce.topology();
        for (TopologyChange unknown : List.of(
                new SetLinkDrained("x", true),
                new SetNodeUp("x", false),
                new SetNodeDrained("x", true),
                new RemoveNode("x"))) {
            pce.apply(unknown);
            assertThat(pce.topology().nodes()).isEqualTo(was.nodes());
            assertThat(pce.topology().links()).isEqualTo(was.links());
        }
    }

    /** Several changes are one step: one version, and victims of what comes of all of them. */
    @Test
    void severalChanges_areOneStep() {
        Pce pce = withOne();
        long version = pce.topology().version();
        TopologyChange slower =
                new PutLink(link("s1", "s2").classes(GOLD).capacity(5 * MEGA).build());
        TopologyChange asBefore = new PutLink(link("s1", "s2").classes(GOLD).build());
        assertThat(pce.victims(new All(ImmutableList.of(slower, new SetNodeUp("s2", false)))))
                .containsExactly("r");
        assertThat(pce.apply(new All(ImmutableList.of(
                        slower,
                        asBefore,
                        new PutNode(node("s3", 0, 0)),
                        new PutLink(link("s1", "s3").build()),
                        new All(ImmutableList.of(new SetLinkDrained("s1->s3", true)))))))
                .isEmpty();
        assertThat(pce.topology().version()).isEqualTo(version + 1);
        assertThat(pce.topology().nodes().keySet()).containsExactly("s1", "s2", "s3", "t");
        assertThat(pce.topology().links().get("s1->s3"))
                .isEqualTo(link("s1", "s3").drained(true).build());

        TeTopology atOnce = TeTopology.EMPTY.with(
                All.put(LINE.nodes().values(), LINE.links().values()));
        assertThat(atOnce).isEqualTo(new TeTopology(1, LINE.nodes(), LINE.links()));
    }

    /** The end is a plan. Nothing is free until the stop is confirmed, whatever the calendar said. */
    @Test
    void endThatPassesUnconfirmed_keepsItsBooking_andWhatWasToFollowIsNotProven() {
        Pce pce = withOne();
        long free = pce.snapshot().at("s2->t").getFirst().untilNanos();
        assertThat(pce.admit(ImmutableList.of(request("next", free, 2 * SECOND)), 0))
                .isInstanceOf(Admitted.class);
        assertThat(pce.admit(ImmutableList.of(request("too early", SECOND, 2 * SECOND)), 0))
                .isInstanceOf(Rejected.class);
        assertThat(pce.certificate("next").orElseThrow().holds()).isTrue();

        pce.advance(SECOND);
        assertThat(pce.overdue()).containsExactly("r");
        assertThat(pce.certificate("next").orElseThrow().holds()).isFalse();
        pce.advance(free);
        assertThat(pce.snapshot().at("s1->s2").getFirst().untilNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(pce.certificate("next").orElseThrow().holds()).isFalse();

        // It did stop in time: the confirmation was late.
        pce.release("r", SECOND);
        assertThat(pce.overdue()).isEmpty();
        assertThat(pce.certificate("next").orElseThrow().holds()).isTrue();
        pce.advance(free + 1);
        assertThat(pce.reservations()).hasSize(1);
    }

    @Test
    void firstConfirmationOfAStop_counts() {
        Pce pce = withOne();
        long last = pce.release("r", SECOND / 2).orElseThrow();
        LedgerSnapshot released = pce.snapshot();
        assertThat(pce.release("r", SECOND)).contains(last);
        assertThat(pce.snapshot()).isEqualTo(released);
        assertThat(pce.release("nobody", SECOND)).isEmpty();
        assertThat(pce.certificate("r")).isEmpty();
    }

    @Test
    void cancelled_isGoneAtOnce() {
        Pce pce = withOne();
        pce.cancel("r");
        assertThat(pce.snapshot().entries()).isEmpty();
        assertThat(pce.admit(ImmutableList.of(request("q", 0, SECOND)), 0)).isInstanceOf(Admitted.class);
    }

    /** The calendar is exact to the nanosecond: two touch when the linger of the last hop is over, and not before. */
    @Test
    void calendar_letsTheNextOneInWhenTheLingerIsOver() {
        Pce pce = withOne();
        long free = pce.snapshot().at("s2->t").getFirst().untilNanos();
        assertThat(pce.feasible(ImmutableList.of(request("q", free - 1, 2 * SECOND)), 0))
                .isInstanceOf(Rejected.class);
        assertThat(pce.feasible(ImmutableList.of(request("q", free, 2 * SECOND)), 0))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void impossibleConstants_areNotAccepted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceClass("gold", 0, 1))
                .withMessage("budgetNanos of class gold: 0 given, at least 1 and at most 1000000000000 allowed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> link("s1", "s2").capacity(-1).build())
                .withMessageStartingWith("capacityBitsPerSecond of s1->s2: -1 given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> link("s1", "s2").labels(5, 4).build())
                .withMessageStartingWith("lastLabel of s1->s2: 4 given, at least 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> link("s1", "s2").classes(GOLD, GOLD).build())
                .withMessage("classes of s1->s2: two with one name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node("s1", -1, 0))
                .withMessageStartingWith("processingNanos of s1: -1 given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> link("loop", "s1", "s1").build())
                .withMessage("to of loop: s1 given, which the link leads from too");
    }
}
