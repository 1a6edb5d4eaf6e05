package io.plumbline.pce;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MICRO;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.SECOND;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.Certificate.Inequality;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.ServiceClass;
import org.junit.jupiter.api.Test;

/** One admission whose every number was computed by hand. */
class WorkedExampleTest {

    /**
     * <pre>
     *   meter -> [s1] --- 10 Mbit/s, 50 us ---> [s2] --- 10 Mbit/s, access ---> (s2/9)
     * </pre>
     *
     * Each link: Ethernet (24 byte), MTU 1500, floor 1 Mbit/s, one class gold with D = 6 ms and B = 20000 byte; between switches a tag of
     * 4 byte more. Each switch: 10 us processing, 1 ms software allowance.
     *
     * <p>Meter: 1 Mbit/s, bucket 8000 bit, tick 1000 bit; packets: 517 a second, 4 at once, 1 a tick; largest packet 242 byte. No probe.
     */
    @Test
    void numbersAreThoseComputedByHand() {
        ServiceClass gold = new ServiceClass("gold", 6 * MILLI, 20_000);
        Pce pce = Networks.pce(
                1,
                topology(
                        ImmutableList.of(
                                node("s1", 10 * MICRO, MILLI), node("s2", 10 * MICRO, MILLI), terminationPoint("s2/9")),
                        ImmutableList.of(
                                link("s1", "s2")
                                        .classes(gold)
                                        .propagation(50 * MICRO)
                                        .build(),
                                link("s2", "s2/9").classes(gold).access().build())));
        PolicedTraffic meter = new PolicedTraffic(MEGA, 8_000, 1_000, 517, 4, 1, 242);
        PathRequest request = new PathRequest(
                "gf-1", "s1", "s2/9", meter, PolicedTraffic.NONE, 15 * MILLI, 100 * SECOND, 200 * SECOND);

        Admitted admitted = (Admitted) pce.admit(ImmutableList.of(request), 0);

        // Link 1: overhead 28 byte = 224 bit. rho = 1000000 + 224 * 517 = 1115808. sigma = 8000 + 1000 + 224 * (4 + 1)
        // = 10120.
        // Linger: 1.01 ms to the queue + 10120 / 1115808 s = 9069660.7.. ns, up + 6 ms.
        Reservation.BookedHop first = admitted.reservations().getFirst().hops().get(0);
        assertThat(first.rateBitsPerSecond()).isEqualTo(1_115_808);
        assertThat(first.burstBits()).isEqualTo(10_120);
        assertThat(first.label()).isEqualTo(2048);
        assertThat(first.lingerNanos()).isEqualTo(1_010_000 + 9_069_661 + 6_000_000);

        // Link 2: overhead 24 byte = 192 bit. rho = 1000000 + 192 * 517 = 1099264. Variation so far: D 6 ms + allowance
        // of s2 1 ms.
        // sigma = 9000 + 192 * 5 + 1099264 * 7 ms = 9960 + 7694.848, up = 17655.
        // Linger: 1.01 + 6 + 0.05 + 1.01 = 8.07 ms to the queue + 17655 / 1099264 s = 16060746.1.. ns, up + 6 ms.
        Reservation.BookedHop second = admitted.reservations().getFirst().hops().get(1);
        assertThat(second.rateBitsPerSecond()).isEqualTo(1_099_264);
        assertThat(second.burstBits()).isEqualTo(17_655);
        assertThat(second.label()).isZero();
        assertThat(second.lingerNanos()).isEqualTo(8_070_000 + 16_060_747 + 6_000_000);

        Certificate certificate = admitted.certificates().getFirst();
        // L = 8 * (1500 + 14 + 4 + 24) = 12336. d = (12336 + 10120) / 10^7 s; b = 10120 + 1115808 * 12336 / 10^7 =
        // 11496.46, up.
        assertThat(certificate.hops().get(0).lowerFrameBits()).isEqualTo(12_336);
        assertThat(left(certificate, 0, "delay[gold]")).isEqualTo(2_245_600);
        assertThat(left(certificate, 0, "backlog[gold]")).isEqualTo(11_497);
        assertThat(left(certificate, 0, "stability")).isEqualTo(1_115_808);
        assertThat(left(certificate, 0, "burst>=packet")).isEqualTo(8 * (242 + 28));
        // d = (12336 + 17655) / 10^7 s; b = 17655 + 1099264 * 12336 / 10^7 = 19011.05, up.
        assertThat(left(certificate, 1, "delay[gold]")).isEqualTo(2_999_100);
        assertThat(left(certificate, 1, "backlog[gold]")).isEqualTo(19_012);
        assertThat(certificate.hops().get(1).burstGrowthBits()).isEqualTo(7_695);
        // 1.01 at s1, 6 + 0.05 on the link, 1.01 at s2, 6 on the access link.
        assertThat(certificate.totalNanos()).isEqualTo(14_070_000);
        assertThat(certificate.slackNanos()).isEqualTo(930_000);
        assertThat(certificate.holds()).isTrue();

        assertThat(pce.snapshot().at("s1->s2"))
                .containsExactly(
                        new Entry("gf-1", 0, 1_115_808, 10_120, 2048, 100 * SECOND, 200 * SECOND + 16_079_661));
        // Stopped at 150 s: the last entry returns 30.130747 ms later.
        assertThat(pce.release("gf-1", 150 * SECOND)).contains(150 * SECOND + 30_130_747);
        assertThat(pce.snapshot().at("s1->s2").getFirst().untilNanos()).isEqualTo(150 * SECOND + 16_079_661);
        pce.advance(150 * SECOND + 30_130_747);
        assertThat(pce.snapshot().entries()).isEmpty();
        assertThat(pce.reservation("gf-1")).isEmpty();
    }

    private static long left(Certificate certificate, int hop, String name) {
        return certificate.hops().get(hop).inequalities().stream()
                .filter(inequality -> inequality.name().equals(name))
                .mapToLong(Inequality::left)
                .findFirst()
                .orElseThrow();
    }
}
