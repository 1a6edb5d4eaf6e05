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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Constraint;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.PutLink;
import io.plumbline.pce.topology.TopologyChange.SetLinkUp;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal has one reason, names what binds, and changes nothing. */
class RefusalTest {
    private static final long NOW = 10 * SECOND;

    private Pce pce = new Pce(1);

    /** What a request is varied from: 2 Mbit/s from s1 over s2 to t, framing 0, so that metered bits are wire bits but for the tag. */
    private static PathRequest good(String id) {
        return new PathRequest(
                id,
                "s1",
                "t",
                new PolicedTraffic(2 * MEGA, 4_000, 0, 1000, 2, 0, 250),
                PolicedTraffic.NONE,
                60 * MILLI,
                NOW,
                NOW + 60 * SECOND);
    }

    private static TeTopology line() {
        return topology(
                ImmutableList.of(node("s1", 0, 0), node("s2", 0, 0), terminationPoint("t"), terminationPoint("lonely")),
                ImmutableList.of(
                        link("s1", "s2").framing(0, 4).propagation(100 * MICRO).build(),
                        link("s2", "t").framing(0, 0).access().build()));
    }

    @BeforeEach
    void start() {
        pce = Networks.pce(1, line());
    }

    private Rejected refused(PathRequest... requests) {
        LedgerSnapshot before = pce.snapshot();
        Admission answer = pce.admit(ImmutableList.copyOf(requests), NOW);
        assertThat(answer).isInstanceOf(Rejected.class);
        assertThat(pce.feasible(ImmutableList.copyOf(requests), NOW)).isEqualTo(answer);
        assertThat(pce.snapshot()).isEqualTo(before);
        return (Rejected) answer;
    }

    private void admitted(PathRequest... requests) {
        assertThat(pce.admit(ImmutableList.copyOf(requests), NOW)).isInstanceOf(Admitted.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            rateBitsPerSecond,  0,                   1,              bit/s
            rateBitsPerSecond,  -5,                  1,              bit/s
            rateBitsPerSecond,  9223372036854775807, 10000000000000, bit/s
            burstBits,          1999,                2000,           bit
            burstBits,          -1,                  2000,           bit
            burstBits,          9223372036854775807, 8000000000000,  bit
            tickBits,           -1,                  0,              bit
            packetsPerSecond,   0,                   1,              packet/s
            packetsPerSecond,   9223372036854775807, 100000000000,   packet/s
            burstPackets,       0,                   1,              packet
            tickPackets,        -1,                  0,              packet
            maxPacketBytes,     0,                   1,              byte
            maxPacketBytes,     2147483647,          1000000,        byte
            """)
    void names_theFieldOfTheTraffic_itsValueAndItsLimit(String field, long value, long limit, String unit) {
        for (String bucket : ImmutableList.of("traffic", "probe")) {
            PathRequest good = good("r");
            PolicedTraffic wrong = with(good.traffic(), field, value);
            Rejected refusal = refused(new PathRequest(
                    "r",
                    "s1",
                    "t",
                    bucket.equals("traffic") ? wrong : good.traffic(),
                    bucket.equals("probe") ? wrong : PolicedTraffic.NONE,
                    good.deadlineNanos(),
                    good.startNanos(),
                    good.endNanos()));
            String name = bucket + "." + field;
            assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
            assertThat(refusal.constraint()).contains(new Constraint("", "", name, value, limit, unit, NOW));
            assertThat(refusal.detail())
                    .isEqualTo(name + ": " + value + " " + unit + " given, at " + (value < limit ? "least " : "most ")
                            + limit + " allowed");
        }
    }

    private static PolicedTraffic with(PolicedTraffic t, String field, long value) {
        return new PolicedTraffic(
                field.equals("rateBitsPerSecond") ? value : t.rateBitsPerSecond(),
                field.equals("burstBits") ? value : t.burstBits(),
                field.equals("tickBits") ? value : t.tickBits(),
                field.equals("packetsPerSecond") ? value : t.packetsPerSecond(),
                field.equals("burstPackets") ? value : t.burstPackets(),
                field.equals("tickPackets") ? value : t.tickPackets(),
                field.equals("maxPacketBytes") ? (int) value : t.maxPacketBytes());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            deadlineNanos, 0,                   10000000000, 70000000000, deadlineNanos: 0 ns given# at least 1 allowed
            deadlineNanos, 1000000000001,       10000000000, 70000000000, deadlineNanos: 1000000000001 ns given# at most 1000000000000 allowed
            startNanos,    30000000,            -1,          70000000000, startNanos: -1 ns given# at least 0 allowed
            start after end, 30000000,          70000000000, 70000000000, endNanos: 70000000000 ns given# at least 70000000001 allowed
            end in the past, 30000000,          1000000000,  10000000000, endNanos: 10000000000 ns given# at least 10000000001 allowed
            """)
    void names_theTimeThatIsWrong(String what, long deadline, long start, long end, String detail) {
        PathRequest good = good("r");
        Rejected refusal = refused(new PathRequest("r", "s1", "t", good.traffic(), good.probe(), deadline, start, end));
        assertThat(refusal.reason()).as(what).isEqualTo(Reason.INVALID);
        assertThat(refusal.detail()).isEqualTo(detail.replace('#', ','));
    }

    private static PathRequest between(String ingress, String egress) {
        PathRequest r = good("r");
        return new PathRequest(
                "r", ingress, egress, r.traffic(), r.probe(), r.deadlineNanos(), r.startNanos(), r.endNanos());
    }

    @Test
    void refuses_sourceEqualToDestination() {
        Rejected refusal = refused(between("s1", "s1"));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.detail()).isEqualTo("egressNode: s1 given, which is the ingress too");
    }

    @Test
    void refuses_anIngressThatIsNoSwitch() {
        assertThat(refused(between("t", "lonely")).detail())
                .isEqualTo("ingressNode: t given, which is not a switch and can police nothing");
    }

    @Test
    void refuses_unknownEnds() {
        Rejected refusal = refused(between("s9", "t"));
        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_ENDPOINT);
        assertThat(refusal.detail()).isEqualTo("ingressNode: s9 is not known");
        assertThat(refused(between("s1", "t9")).detail()).isEqualTo("egressNode: t9 is not known");
    }

    @Test
    void refuses_anIdThatIsTaken_untilTheLastLingerIsOver() {
        admitted(good("r"));
        assertThat(refused(good("r")).detail()).isEqualTo("id: r given, which a live reservation has");
        assertThat(refused(good("twice"), good("twice")).reason()).isEqualTo(Reason.INVALID);
        assertThat(refused(good(" ")).detail()).startsWith("id: blank");

        long last = pce.release("r", NOW + SECOND).orElseThrow();
        pce.advance(last - 1);
        assertThat(refused(good("r")).reason()).isEqualTo(Reason.INVALID);
        pce.advance(last);
        admitted(good("r"));
    }

    @Test
    void noPath_saysWhichLinkKeepsThemApart() {
        assertThat(refused(between("s1", "lonely")).detail())
                .isEqualTo("no path from s1 to lonely: no links connect them");
        pce.apply(new SetLinkUp("s2->t", false));
        Rejected refusal = refused(good("r"));
        assertThat(refusal.reason()).isEqualTo(Reason.NO_PATH);
        assertThat(refusal.detail()).isEqualTo("no path from s1 to t: s2->t is down");
        pce.apply(new PutLink(link("s1", "s2").drained(true).build()));
        assertThat(refused(good("r")).detail()).isEqualTo("no path from s1 to t: s1->s2 is drained");
        pce.apply(new PutLink(link("s1", "s2").trusted(false).build()));
        assertThat(refused(good("r")).detail()).isEqualTo("no path from s1 to t: s1->s2 is not trusted");
        pce.apply(new PutLink(link("s1", "s2").mtu(100).framing(0, 4).build()));
        assertThat(refused(good("r")).detail())
                .isEqualTo("no path from s1 to t: s1->s2 takes frames of 118 byte on the wire, not 254");
    }

    /** Both classes have room for bursts; the third flow of 2 Mbit/s and 32 bit a packet exceeds 10 Mbit/s less 1 Mbit/s less three. */
    @Test
    void bandwidth_namesTheRateThatIsFree() {
        for (int i = 0; i < 4; i++) {
            admitted(good("r" + i));
        }
        // 2000000 + 8 * 4 * 1000 = 2032000 each on the first link; 9000000 - 4 * 2032000 = 872000.
        Rejected refusal = refused(good("r"));
        assertThat(refusal.reason()).isEqualTo(Reason.BANDWIDTH);
        assertThat(refusal.constraint())
                .contains(new Constraint("s1->s2", "", "rate", 2_032_000, 872_000, "bit/s", NOW));
        assertThat(refusal.constraint().orElseThrow().shortfall()).isEqualTo(1_160_000);
        assertThat(refusal.detail()).isEqualTo("s1->s2: 2032000 bit/s asked, 872000 bit/s free");
    }

    private static PathRequest bursty(String id, int packets) {
        return new PathRequest(
                id, "s1", "t", traffic(100_000, 1000, packets), PolicedTraffic.NONE, SECOND, NOW, Long.MAX_VALUE);
    }

    @Test
    void bandwidth_namesTheDelayBudget() {
        pce.apply(new PutLink(link("s1", "s2")
                .framing(0, 4)
                .classes(new ServiceClass("gold", 6 * MILLI, 1_000_000))
                .build()));
        // L = 8 * 1518 = 12144; sigma = 6 * 8032 = 48192: 6033600 ns.
        Rejected refusal = refused(bursty("r", 6));
        assertThat(refusal.reason()).isEqualTo(Reason.BANDWIDTH);
        assertThat(refusal.constraint())
                .contains(new Constraint("s1->s2", "gold", "delay", 6_033_600, 6_000_000, "ns", NOW));
        assertThat(refusal.detail()).isEqualTo("s1->s2 class gold: 6033600 ns asked, 6000000 ns budget");
        admitted(bursty("r", 5));
    }

    @Test
    void bandwidth_namesTheBuffer() {
        pce.apply(new PutLink(link("s1", "s2")
                .framing(0, 4)
                .classes(new ServiceClass("gold", 20 * MILLI, 4000))
                .build()));
        // sigma = 4 * 8032 = 32128, rho = 100000 + 32 * 13 = 100416, T = 12144 / 10^7 s: 121.95 more, up.
        Rejected refusal = refused(bursty("r", 4));
        assertThat(refusal.constraint())
                .contains(new Constraint("s1->s2", "gold", "buffer", 32_250, 32_000, "bit", NOW));
    }

    @Test
    void latency_namesTheLeastBoundThatFits() {
        // gold on both links: 6 + 6 ms and 0.1 ms of propagation.
        PathRequest r = good("r");
        Rejected refusal = refused(
                new PathRequest("r", "s1", "t", r.traffic(), r.probe(), 12_099_999, r.startNanos(), r.endNanos()));
        assertThat(refusal.reason()).isEqualTo(Reason.LATENCY);
        assertThat(refusal.constraint())
                .contains(new Constraint("", "", "deadline", 12_100_000, 12_099_999, "ns", NOW));
        assertThat(refusal.detail()).isEqualTo("12099999 ns asked, 12100000 ns is the least bound that fits");
        admitted(new PathRequest("r", "s1", "t", r.traffic(), r.probe(), 12_100_000, r.startNanos(), r.endNanos()));
    }

    @Test
    void latency_evenBelowPropagation() {
        PathRequest r = good("r");
        Rejected refusal =
                refused(new PathRequest("r", "s1", "t", r.traffic(), r.probe(), 1, r.startNanos(), r.endNanos()));
        assertThat(refusal.reason()).isEqualTo(Reason.LATENCY);
        assertThat(refusal.constraint().orElseThrow().asked()).isEqualTo(12_100_000);
    }

    @Test
    void switchCapacity_namesTheLabelThatRanOut() {
        pce.apply(new PutLink(link("s1", "s2").framing(0, 4).labels(7, 8).build()));
        admitted(good("a"));
        admitted(good("b"));
        Rejected refusal = refused(good("r"));
        assertThat(refusal.reason()).isEqualTo(Reason.SWITCH_CAPACITY);
        assertThat(refusal.constraint()).contains(new Constraint("s1->s2", "", "label", 1, 0, "label", NOW));
        assertThat(refusal.detail()).isEqualTo("s1->s2: 1 label asked, 0 free");
    }

    @Test
    void switchCapacity_namesMetersAndEntries() {
        UnaryOperator<TeNode> noMeters = s -> limited(s, 3, 100);
        pce = Networks.pce(1, withNode(line(), noMeters.apply(node("s1", 0, 0))));
        admitted(good("a"));
        assertThat(refused(good("r")).constraint()).contains(new Constraint("s1", "", "meter", 2, 1, "meter", NOW));

        // At s2, which sends to the egress: one entry for the hop, one for the probe's punt.
        pce = Networks.pce(1, withNode(line(), limited(node("s2", 0, 0), 0, 3)));
        admitted(good("a"));
        assertThat(refused(good("r")).constraint()).contains(new Constraint("s2", "", "entry", 2, 1, "entry", NOW));
    }

    private static TeNode limited(TeNode s, int meters, int entries) {
        return new TeNode(s.id(), s.kind(), 0, 0, meters, entries, ImmutableSortedSet.of(), Optional.empty());
    }

    private static TeTopology withNode(TeTopology topology, TeNode node) {
        return topology.with(new io.plumbline.pce.topology.TopologyChange.PutNode(node));
    }

    @Test
    void precedence_isThatOfTheReasons() {
        // Too much, too soon and from nowhere: INVALID, then UNKNOWN_ENDPOINT, then NO_PATH, BANDWIDTH, LATENCY.
        PolicedTraffic huge = new PolicedTraffic(50 * MEGA, 4_000, 0, 1000, 2, 0, 250);
        PathRequest all = new PathRequest("r", "s9", "t", huge, PolicedTraffic.NONE, 0, NOW, NOW + 1);
        assertThat(refused(all).reason()).isEqualTo(Reason.INVALID);
        all = new PathRequest("r", "s9", "t", huge, PolicedTraffic.NONE, 1, NOW, NOW + 1);
        assertThat(refused(all).reason()).isEqualTo(Reason.UNKNOWN_ENDPOINT);
        all = new PathRequest("r", "s1", "lonely", huge, PolicedTraffic.NONE, 1, NOW, NOW + 1);
        assertThat(refused(all).reason()).isEqualTo(Reason.NO_PATH);
        all = new PathRequest("r", "s1", "t", huge, PolicedTraffic.NONE, 1, NOW, NOW + 1);
        assertThat(refused(all).reason()).isEqualTo(Reason.BANDWIDTH);
    }

    @Test
    void severalRequests_areAdmittedTogetherOrNotAtAll() {
        Rejected refusal = refused(good("a"), good("b"), good("c"), good("d"), good("e"));
        assertThat(refusal.requestId()).isEqualTo("e");
        assertThat(refusal.reason()).isEqualTo(Reason.BANDWIDTH);
        admitted(good("a"), good("b"), good("c"), good("d"));
        assertThat(pce.reservations()).hasSize(4);
    }
}
