package io.plumbline.pce.certificate;

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
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.certificate.Certificate.HopProof;
import io.plumbline.pce.certificate.CheckResult.Violation;
import io.plumbline.pce.certificate.CheckResult.Violation.Exceeded;
import io.plumbline.pce.certificate.CheckResult.Violation.Misstated;
import io.plumbline.pce.certificate.CheckResult.Violation.Untrue;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Relation;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.PutLink;
import io.plumbline.pce.topology.TopologyChange.RemoveLink;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker has to notice every number that is not what it should be. */
class CertificateCheckerTest {
    private TeTopology network = TeTopology.EMPTY;
    private Pce pce = new Pce(1);
    private List<Certificate> certificates = List.of();

    @BeforeEach
    void admitSome() {
        network = topology(
                ImmutableList.of(node("s1", 5, 300 * MICRO), node("s2", 7, MILLI), terminationPoint("t")),
                ImmutableList.of(
                        link("s1", "s2").control(64_000, 1_600).propagation(11).build(),
                        link("s2", "t").access().build()));
        pce = Networks.pce(1, network);
        certificates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PathRequest request = new PathRequest(
                    "r" + i,
                    "s1",
                    "t",
                    traffic(500_000, 500, 2),
                    traffic(1000, 500, 1),
                    SECOND,
                    i * SECOND,
                    i == 3 ? Long.MAX_VALUE : (i + 2) * SECOND);
            Admitted admitted = (Admitted) pce.admit(ImmutableList.of(request), 0);
            certificates.addAll(admitted.certificates());
        }
    }

    @Test
    void accepts_whatTheEngineMade() {
        for (Certificate certificate : certificates) {
            assertThat(CertificateChecker.check(certificate))
                    .isEqualTo(new CheckResult(ImmutableList.of(), ImmutableList.of()));
        }
        assertThat(check(pce.snapshot()).violations()).isEmpty();
        assertThat(check(pce.snapshot()).isComplete()).isTrue();
    }

    /** Every number of a certificate, changed by one, is a contradiction; but for a few that nothing in it can contradict. */
    @Test
    void rejects_everyNumberThatIsChanged() throws ReflectiveOperationException {
        List<String> free = List.of(
                // Who and when: what checkLedger compares.
                "Certificate.ledgerVersion", "Certificate.startNanos", "Certificate.endNanos");
        Certificate certificate = certificates.get(1);
        int changed = 0;
        for (Object mutant : mutants(certificate, "", free)) {
            CheckResult result = CertificateChecker.check((Certificate) mutant);
            assertThat(result.isValid()).as(difference(certificate, mutant)).isFalse();
            changed++;
        }
        assertThat(changed).isGreaterThan(150);
    }

    private CheckResult beside(Certificate certificate) {
        return CertificateChecker.checkBeside(certificate, network, pce.snapshot(), pce.reservations());
    }

    /** Who and when are in the ledger, and so is every constant: what a certificate cannot contradict by itself, the ledger does. */
    @Test
    void rejects_everyNumberThatIsChanged_besideTheLedger() throws ReflectiveOperationException {
        for (int i = 0; i < 4; i++) {
            Certificate certificate = pce.certificate("r" + i).orElseThrow();
            assertThat(beside(certificate)).isEqualTo(new CheckResult(ImmutableList.of(), ImmutableList.of()));
        }
        Certificate certificate = pce.certificate("r1").orElseThrow();
        for (Object mutant : mutants(certificate, "", List.of("Certificate.ledgerVersion"))) {
            assertThat(beside((Certificate) mutant).isValid()
                            && CertificateChecker.check((Certificate) mutant).isValid())
                    .as(difference(certificate, mutant))
                    .isFalse();
        }
    }

    /** A later ledger has other loads, and the same promise; one with other constants, or without the reservation, has not. */
    @Test
    void comparesTheCertificate_withALaterLedger() {
        Certificate certificate = certificates.getFirst();
        assertThat(certificate.ledgerVersion()).isEqualTo(1);
        assertThat(pce.snapshot().version()).isEqualTo(4);
        assertThat(beside(certificate).violations()).isEmpty();

        TeTopology faster = network.with(new PutLink(link("s1", "s2")
                .control(64_000, 1_600)
                .propagation(11)
                .capacity(10 * MEGA + 1)
                .build()));
        assertThat(CertificateChecker.checkBeside(certificate, faster, pce.snapshot(), pce.reservations())
                        .violations())
                .containsExactly(new Misstated(
                        "r0 at s1->s2",
                        "states capacity",
                        BigInteger.valueOf(10 * MEGA),
                        BigInteger.valueOf(10 * MEGA + 1),
                        "bit/s",
                        0));
        TeTopology torn = network.with(new RemoveLink("s2->t"));
        assertThat(CertificateChecker.checkBeside(certificate, torn, pce.snapshot(), pce.reservations()))
                .isEqualTo(new CheckResult(ImmutableList.of(), ImmutableList.of("r0 at s2->t")));
        pce.cancel("r0");
        assertThat(beside(certificate).violations()).containsExactly(new Untrue("r0", "is in ledger version 5", 0));
    }

    private static String difference(Object a, Object b) {
        String x = a.toString();
        String y = b.toString();
        int i = 0;
        while (x.charAt(i) == y.charAt(i)) {
            i++;
        }
        return x.substring(Math.max(0, i - 60), Math.min(x.length(), i + 20)) + " <> "
                + y.substring(i, Math.min(y.length(), i + 20));
    }

    /** All records that differ from one in one number, which is one more. */
    private static List<Object> mutants(Object value, String name, List<String> free)
            throws ReflectiveOperationException {
        List<Object> mutants = new ArrayList<>();
        if (value instanceof Long number) {
            mutants.add(number + 1);
        } else if (value instanceof Integer number) {
            mutants.add(number + 1);
        } else if (value instanceof ImmutableList<?> list) {
            for (int i = 0; i < list.size(); i++) {
                for (Object mutant : mutants(list.get(i), name, free)) {
                    List<Object> copy = new ArrayList<>(list);
                    copy.set(i, mutant);
                    mutants.add(ImmutableList.copyOf(copy));
                }
                List<Object> shorter = new ArrayList<>(list);
                shorter.remove(i);
                mutants.add(ImmutableList.copyOf(shorter));
            }
        } else if (value instanceof Record) {
            RecordComponent[] components = value.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = components[i].getAccessor().invoke(value);
            }
            Constructor<?> constructor = value.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new));
            for (int i = 0; i < values.length; i++) {
                String component = value.getClass().getSimpleName() + "." + components[i].getName();
                if (free.contains(component)) {
                    continue;
                }
                for (Object mutant : mutants(values[i], component, free)) {
                    Object[] copy = values.clone();
                    copy[i] = mutant;
                    mutants.add(constructor.newInstance(copy));
                }
            }
        }
        return mutants;
    }

    private CheckResult check(LedgerSnapshot ledger) {
        return CertificateChecker.checkLedger(network, ledger, pce.reservations());
    }

    private LedgerSnapshot changed(String link, UnaryOperator<Entry> change) {
        LedgerSnapshot before = pce.snapshot();
        ImmutableSortedMap.Builder<String, ImmutableList<Entry>> entries = ImmutableSortedMap.naturalOrder();
        before.entries()
                .forEach((id, list) -> entries.put(
                        id,
                        list.stream()
                                .map(e -> id.equals(link) && e.reservationId().equals("r1") ? change.apply(e) : e)
                                .collect(ImmutableList.toImmutableList())));
        return new LedgerSnapshot(before.version(), entries.build(), before.nowNanos(), before.stops());
    }

    private static Entry entry(Entry e, int p, long rate, long burst, int label, long from, long until) {
        return new Entry(e.reservationId(), p, rate, burst, label, from, until, e.failures());
    }

    @Test
    void rejects_anEntryThatIsTooSmallTooShortOrElsewhere() {
        for (String link : List.of("s1->s2", "s2->t")) {
            rejects(
                    link,
                    "rate>=meter",
                    e -> entry(
                            e,
                            e.classIndex(),
                            e.rateBitsPerSecond() - 1,
                            e.burstBits(),
                            e.label(),
                            e.fromNanos(),
                            e.untilNanos()));
            rejects(
                    link,
                    "burst>=meter+growth",
                    e -> entry(
                            e,
                            e.classIndex(),
                            e.rateBitsPerSecond(),
                            e.burstBits() - 1,
                            e.label(),
                            e.fromNanos(),
                            e.untilNanos()));
            rejects(
                    link,
                    "is booked from the start",
                    e -> entry(
                            e,
                            e.classIndex(),
                            e.rateBitsPerSecond(),
                            e.burstBits(),
                            e.label(),
                            e.fromNanos() + 1,
                            e.untilNanos()));
            rejects(link, "linger", e -> e.withUntil(e.untilNanos() - 1));
            rejects(
                    link,
                    "class and label are booked",
                    e -> entry(
                            e,
                            e.classIndex() == 1 ? 0 : 1,
                            e.rateBitsPerSecond(),
                            e.burstBits(),
                            e.label(),
                            e.fromNanos(),
                            e.untilNanos()));
            rejects(
                    link,
                    "stability",
                    e -> entry(e, e.classIndex(), 9 * MEGA, e.burstBits(), e.label(), e.fromNanos(), e.untilNanos()));
            rejects(
                    link,
                    "delay[silver]",
                    e -> entry(e, 1, e.rateBitsPerSecond(), 200_000, e.label(), e.fromNanos(), e.untilNanos()));
        }
        rejects(
                "s1->s2",
                "label is free",
                e -> entry(
                        e, e.classIndex(), e.rateBitsPerSecond(), e.burstBits(), 2048, e.fromNanos(), e.untilNanos()));
        rejects(
                "s1->s2",
                "label is in range",
                e -> entry(
                        e, e.classIndex(), e.rateBitsPerSecond(), e.burstBits(), 2047, e.fromNanos(), e.untilNanos()));
        rejects(
                "s2->t",
                "has no label where there are none",
                e -> entry(
                        e, e.classIndex(), e.rateBitsPerSecond(), e.burstBits(), 2048, e.fromNanos(), e.untilNanos()));
        rejects(
                "s1->s2",
                "class is one for guaranteed flows",
                e -> entry(e, 0, e.rateBitsPerSecond(), e.burstBits(), e.label(), e.fromNanos(), e.untilNanos()));
    }

    private void rejects(String link, String inequality, UnaryOperator<Entry> change) {
        assertThat(check(changed(link, change)).violations())
                .as(link + " " + inequality)
                .extracting(CheckResult.Violation::inequality)
                .contains(inequality);
    }

    @Test
    void rejects_whatIsNotBookedAtAll() {
        LedgerSnapshot empty = new LedgerSnapshot(0, ImmutableSortedMap.of());
        assertThat(check(empty).violations())
                .hasSize(8)
                .extracting(CheckResult.Violation::inequality)
                .containsOnly("is booked once");
    }

    private static <T extends Violation> List<T> of(Class<T> kind, CheckResult result) {
        return result.violations().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static Entry with(Entry e, long rate, long burst) {
        return entry(e, e.classIndex(), rate, burst, e.label(), e.fromNanos(), e.untilNanos());
    }

    @Test
    void saysByHowMuch() {
        CheckResult result = check(changed("s1->s2", e -> with(e, e.rateBitsPerSecond() - 7, e.burstBits())));
        Exceeded violation = of(Exceeded.class, result).getFirst();
        assertThat(violation.excess()).isEqualTo(7);
        assertThat(violation.unit()).isEqualTo("bit/s");
        assertThat(violation.toString())
                .startsWith("r1 at s1->s2 rate>=meter: ")
                .contains(" by 7 bit/s at ");
    }

    /** A booking in gold above one in silver on the access link, which has 10 Mbit/s and no control frames. */
    private static CheckResult above(long goldRate, long goldBurst, long silverRate, long silverBurst) {
        TeTopology line = topology(
                ImmutableList.of(node("s2", 0, 0), terminationPoint("t")),
                ImmutableList.of(link("s2", "t").access().build()));
        ImmutableList<Entry> entries = ImmutableList.of(
                new Entry("a", 0, goldRate, goldBurst, 0, 5, 9), new Entry("b", 1, silverRate, silverBurst, 0, 7, 9));
        return CertificateChecker.checkLedger(
                line, new LedgerSnapshot(0, ImmutableSortedMap.of("s2->t", entries)), ImmutableList.of());
    }

    private static Exceeded exceeded(String inequality, long left, long right, String unit) {
        return new Exceeded("s2->t", inequality, BigInteger.valueOf(left), BigInteger.valueOf(right), unit, 7);
    }

    /** Not the products by which integers are compared. */
    @Test
    void saysDelayAndBacklogInTheirOwnUnits() {
        // L = 12,336 bit; silver has 20 ms, 40,000 byte, and 9 Mbit/s left: (12,336 + 8,000 + 700,000) bit / 9 Mbit/s,
        // and
        // 700,000 bit + 2 Mbit/s x 20,336 bit / 9 Mbit/s, both rounded up.
        assertThat(above(MEGA, 8_000, 2 * MEGA, 700_000).violations())
                .containsExactly(
                        exceeded("delay[silver]", 80_037_334, 20 * MILLI, "ns"),
                        exceeded("backlog[silver]", 704_520, 320_000, "bit"));
    }

    /** Without any rate left there is no delay to compare with a budget; what is said is what is missing. */
    @Test
    void saysWhatIsMissing_whereHigherClassesTakeEverything() {
        assertThat(above(10 * MEGA + 3, 8_000, 2, 8_000).violations())
                .contains(exceeded("residual[silver]", 10 * MEGA + 3, 10 * MEGA - 1, "bit/s"))
                .extracting(Violation::inequality)
                .containsExactlyInAnyOrder("stability", "stability", "residual[silver]");
    }

    /** What a reservation says of its hops is what is booked, and enough for when it will be stopped. */
    @Test
    void rejects_theReservationThatIsNotWhatIsBooked() {
        Reservation honest = pce.reservation("r3").orElseThrow();
        assertThat(honest.request().endNanos()).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < honest.hops().size(); i++) {
            BookedHop hop = honest.hops().get(i);
            rejects(honest, i, hop.withLinger(hop.lingerNanos() - 1), "linger");
            rejects(honest, i, rated(hop, 1, 0), "states rate booked");
            rejects(honest, i, rated(hop, 0, 1), "states burst booked");
        }
        Reservation ending = pce.reservation("r1").orElseThrow();
        rejects(
                ending,
                0,
                ending.hops().getFirst().withLinger(ending.hops().getFirst().lingerNanos() + 1),
                "states end of the booking");
    }

    private static BookedHop rated(BookedHop hop, long moreRate, long moreBurst) {
        return new BookedHop(
                hop.linkId(),
                hop.from(),
                hop.to(),
                hop.classIndex(),
                hop.className(),
                hop.label(),
                hop.rateBitsPerSecond() + moreRate,
                hop.burstBits() + moreBurst,
                hop.lingerNanos());
    }

    private void rejects(Reservation honest, int index, BookedHop changed, String inequality) {
        List<BookedHop> hops = new ArrayList<>(honest.hops());
        hops.set(index, changed);
        rejects(new Reservation(honest.request(), ImmutableList.copyOf(hops), honest.relation()), inequality);
    }

    private void rejects(Reservation changed, String inequality) {
        List<Reservation> all = new ArrayList<>(pce.reservations());
        all.replaceAll(it -> it.id().equals(changed.id()) ? changed : it);
        assertThat(CertificateChecker.checkLedger(network, pce.snapshot(), all).violations())
                .as(inequality)
                .extracting(Violation::inequality)
                .contains(inequality);
    }

    /** Two numbers that are wrong together, one below zero: the probe would let the flow have more, a ghost would make room. */
    @Test
    void rejects_whatIsNegative() {
        Reservation honest = pce.reservation("r1").orElseThrow();
        PathRequest request = honest.request();
        PolicedTraffic traffic = request.traffic();
        PolicedTraffic probe = request.probe();
        PathRequest forged = new PathRequest(
                request.id(),
                request.ingressNode(),
                request.egressNode(),
                burst(traffic, traffic.burstBits() + 8_000),
                burst(probe, probe.burstBits() - 8_000),
                request.deadlineNanos(),
                request.startNanos(),
                request.endNanos());
        rejects(new Reservation(forged, honest.hops()), "traffic is not negative");

        LedgerSnapshot before = pce.snapshot();
        ImmutableSortedMap.Builder<String, ImmutableList<Entry>> entries = ImmutableSortedMap.naturalOrder();
        before.entries()
                .forEach((id, list) -> entries.put(
                        id,
                        ImmutableList.<Entry>builder()
                                .addAll(list)
                                .add(new Entry("ghost", 1, -9 * MEGA, -1_000_000, 4_000, 0, Long.MAX_VALUE))
                                .build()));
        CheckResult haunted =
                check(new LedgerSnapshot(before.version(), entries.build(), before.nowNanos(), before.stops()));
        assertThat(haunted.violations())
                .extracting(Violation::where, Violation::inequality)
                .contains(tuple("ghost at s1->s2", "rate and burst are not negative"));
    }

    private static PolicedTraffic burst(PolicedTraffic traffic, long burstBits) {
        return new PolicedTraffic(
                traffic.rateBitsPerSecond(),
                burstBits,
                traffic.tickBits(),
                traffic.packetsPerSecond(),
                traffic.burstPackets(),
                traffic.tickPackets(),
                traffic.maxPacketBytes());
    }

    /** A certificate whose numbers agree with each other, on a link of negative length. */
    @Test
    void rejects_theCertificateOfAnImpossibleNetwork() {
        Certificate honest = certificates.get(1);
        HopProof last = honest.hops().getLast();
        long shorter = last.propagationNanos() + 1;
        HopProof impossible = new HopProof(
                last.linkId(),
                last.classIndex(),
                last.className(),
                last.capacityBitsPerSecond(),
                last.bestEffortFloorBitsPerSecond(),
                last.frameOverheadBytes(),
                last.lowerFrameBits(),
                last.flowRateBitsPerSecond(),
                last.flowBurstBits(),
                last.burstGrowthBits(),
                last.lingerNanos(),
                last.classes(),
                last.loads(),
                last.budgetNanos(),
                last.calculatedNanos(),
                -1,
                last.processingNanos(),
                last.softwareAllowanceNanos(),
                last.inequalities());
        Certificate forged = new Certificate(
                honest.reservationId(),
                honest.ledgerVersion(),
                honest.ingressNode(),
                honest.egressNode(),
                honest.startNanos(),
                honest.endNanos(),
                honest.deadlineNanos(),
                honest.traffic(),
                honest.probe(),
                honest.ingressProcessingNanos(),
                honest.ingressSoftwareAllowanceNanos(),
                ImmutableList.of(honest.hops().getFirst(), impossible),
                honest.totalNanos() - shorter,
                honest.slackNanos() + shorter);
        assertThat(CertificateChecker.check(forged).violations())
                .containsExactly(new Untrue("r1 at s2->t", "nothing is negative", SECOND));
    }

    /** A way out that leaves its first way behind the end of that, or leaves another way out. */
    @Test
    void rejects_theWayOutThatLeavesNoWay() {
        Reservation honest = pce.reservation("r1").orElseThrow();
        for (int shared : new int[] {3, Integer.MAX_VALUE}) {
            rejects(
                    new Reservation(honest.request(), honest.hops(), Optional.of(wayOutOf("r0", shared))),
                    "leaves a way that is always used");
        }
        rejects(
                new Reservation(honest.request(), honest.hops(), Optional.of(wayOutOf("r1", 0))),
                "leaves a way that is always used");
    }

    private static Relation wayOutOf(String first, int shared) {
        return new Relation(Role.DETOUR, first, shared, ImmutableSortedSet.of(Failure.ofLink("s1->s2")));
    }

    /** 2^31 - 1 byte and the 28 of the link are more than an int holds: no packet of a negative size fits anywhere. */
    @Test
    void rejects_thePacketThatExceedsAnInt() {
        Reservation honest = pce.reservations().getFirst();
        PathRequest request = honest.request();
        PolicedTraffic traffic = request.traffic();
        PolicedTraffic huge = new PolicedTraffic(
                traffic.rateBitsPerSecond(),
                traffic.burstBits(),
                traffic.tickBits(),
                traffic.packetsPerSecond(),
                traffic.burstPackets(),
                traffic.tickPackets(),
                Integer.MAX_VALUE);
        Reservation tampered = new Reservation(
                new PathRequest(
                        request.id(),
                        request.ingressNode(),
                        request.egressNode(),
                        huge,
                        request.probe(),
                        request.deadlineNanos(),
                        request.startNanos(),
                        request.endNanos()),
                honest.hops());
        assertThat(CertificateChecker.checkLedger(network, pce.snapshot(), List.of(tampered)).violations().stream()
                        .map(Violation::inequality))
                .contains("burst>=packet", "packet<=L");
    }

    /** Control frames are in the sums though nobody booked them: without them this link would hold one flow more. */
    @Test
    void countsControlFrames() {
        // Class 0 holds control frames, but not the flow beside them: it goes into class 1 of either link.
        ServiceClass[] classes = {
            new ServiceClass("gold", 1_500_000, 1_000_000), new ServiceClass("silver", 6_000_000, 1_000_000)
        };
        PolicedTraffic most = traffic(8 * MEGA, 500, 2);
        PathRequest request = new PathRequest("r", "s1", "t", most, PolicedTraffic.NONE, SECOND, 0, SECOND);
        TeTopology without = network.with(
                new PutLink(link("s1", "s2").propagation(11).classes(classes).build()));
        Pce believing = Networks.pce(1, without);
        assertThat(believing.admit(ImmutableList.of(request), 0)).isInstanceOf(Admitted.class);
        assertThat(CertificateChecker.checkLedger(without, believing.snapshot(), believing.reservations())
                        .isValid())
                .isTrue();
        TeTopology with = without.with(new PutLink(link("s1", "s2")
                .propagation(11)
                .classes(classes)
                .control(600_000, 1_600)
                .build()));
        assertThat(CertificateChecker.checkLedger(with, believing.snapshot(), believing.reservations())
                        .violations())
                .extracting(CheckResult.Violation::inequality)
                .contains("stability");
    }
}
