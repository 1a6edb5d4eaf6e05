package io.plumbline.pce.protection;

import static io.plumbline.pce.Networks.MEGA;
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
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Reason;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult.Violation;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.protection.ProtectedFlow.Recovery;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.reservation.Reservation.BookedHop;
import io.plumbline.pce.reservation.Reservation.Role;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ways out of failures that are admitted beforehand. */
class ProtectionTest {
    private static final ServiceClass GOLD = new ServiceClass("gold", 6 * MILLI, 20_000);

    /** Later links have larger budgets, so that the grown burst of half a link's rate still fits. */
    private static final ServiceClass FAR = new ServiceClass("gold", 12 * MILLI, 40_000);

    private static final ServiceClass ACCESS = new ServiceClass("gold", 18 * MILLI, 40_000);

    /**
     * <pre>
     *   s1 --- s2 --- s4 --- t
     *     `--.      .-'
     *         s3 - s5
     *     .--'      `-.
     *   s0 --------- s6 --- u        to s3 it takes 1 ms
     * </pre>
     */
    private static TeTopology two(boolean oneDuct) {
        String[] duct = oneDuct ? new String[] {"duct"} : new String[0];
        List<TeNode> nodes = new ArrayList<>(List.of(terminationPoint("t"), terminationPoint("u")));
        for (int i = 0; i < 7; i++) {
            nodes.add(node("s" + i, 0, 0));
        }
        return topology(
                nodes,
                ImmutableList.of(
                        link("s1", "s2").classes(GOLD).riskGroups(duct).build(),
                        link("s2", "s4").classes(GOLD).build(),
                        link("s1", "s3").classes(GOLD).propagation(MILLI).build(),
                        link("s3", "s5").classes(GOLD).build(),
                        link("s5", "s4").classes(FAR).build(),
                        link("s4", "t").classes(ACCESS).access().build(),
                        link("s0", "s6").classes(GOLD).riskGroups(duct).build(),
                        link("s0", "s3").classes(GOLD).propagation(MILLI).build(),
                        link("s5", "s6").classes(FAR).build(),
                        link("s6", "u").classes(ACCESS).access().build()));
    }

    private static PathRequest request(String id, String from, String to, Protection protection) {
        return new PathRequest(id, from, to, traffic(MEGA, 1000, 1), PolicedTraffic.NONE, 50 * MILLI, 0, Long.MAX_VALUE)
                .withProtection(protection);
    }

    private static Admission admit(Pce pce, PathRequest request) {
        return pce.admit(ImmutableList.of(request), 0);
    }

    private static List<Violation> violations(Pce pce, TeTopology topology) {
        return CertificateChecker.checkLedger(topology, pce.snapshot(), pce.reservations())
                .violations();
    }

    @Test
    void backup_isBookedForWhatCutsTheFirstWay_andJoinsItBehindTheMerge() {
        TeTopology topology = two(true);
        Pce pce = Networks.pce(1, topology);
        assertThat(admit(pce, request("r", "s1", "t", Protection.backup(Failure.Kind.NODE))))
                .isInstanceOf(Admitted.class);
        ProtectedFlow flow = pce.protection("r").orElseThrow();
        assertThat(flow.reservation().hops())
                .extracting(BookedHop::linkId)
                .containsExactly("s1->s2", "s2->s4", "s4->t");
        Reservation backup = flow.alternatives().getFirst();
        assertThat(backup.relation().orElseThrow().role()).isEqualTo(Role.BACKUP);
        assertThat(backup.relation().orElseThrow().of()).isEqualTo("r");
        assertThat(backup.hops()).extracting(BookedHop::linkId).containsExactly("s1->s3", "s3->s5", "s5->s4", "s4->t");
        assertThat(backup.failures())
                .containsExactly(
                        Failure.ofLink("s1->s2"),
                        Failure.ofLink("s2->s4"),
                        Failure.ofLink("s4->t"),
                        Failure.ofNode("s2"),
                        Failure.ofNode("s4"),
                        Failure.ofNode("t"),
                        Failure.ofRiskGroup("duct"));

        // For queues the first way takes 0 to 12 ms until there, the backup 0 to 24 ms, and 1 ms for light. So behind
        // the
        // merge frames are up to 25 ms apart: 13 ms of 1,024,000 bit/s more than the first way has booked.
        BookedHop first = flow.reservation().hops().getLast();
        BookedHop joining = backup.hops().getLast();
        assertThat(first.rateBitsPerSecond()).isEqualTo(1_024_000);
        assertThat(joining.rateBitsPerSecond()).isZero();
        assertThat(joining.burstBits()).isEqualTo(13_312);
        assertThat(flow.coverage()).containsEntry(Failure.ofLink("s1->s2"), Recovery.HEAD_END_SWITCH);
        assertThat(flow.coverage()).containsEntry(Failure.ofNode("s2"), Recovery.HEAD_END_SWITCH);
        assertThat(flow.coverage()).containsEntry(Failure.ofRiskGroup("duct"), Recovery.HEAD_END_SWITCH);
        assertThat(flow.coverage()).containsEntry(Failure.ofLink("s4->t"), Recovery.CONTROLLER);
        assertThat(flow.coverage()).containsEntry(Failure.ofNode("s1"), Recovery.NOBODY);
        assertThat(pce.certificate(backup.id()).orElseThrow().totalNanos()).isEqualTo(43 * MILLI);
        assertThat(CertificateChecker.check(pce.certificate(backup.id()).orElseThrow())
                        .violations())
                .isEmpty();
        assertThat(violations(pce, topology)).isEmpty();
        assertThat(violationsWithOneBitLess(pce, topology, backup.id(), "s4->t"))
                .extracting(Violation::where, Violation::inequality)
                .contains(tuple(backup.id() + " at s4->t", "burst>=meter+growth"));

        pce.release("r", SECOND);
        assertThat(violations(pce, topology)).isEmpty();
        pce.advance(2 * SECOND);
        assertThat(pce.snapshot().entries()).isEmpty();
    }

    private static List<Violation> violationsWithOneBitLess(Pce pce, TeTopology topology, String id, String linkId) {
        LedgerSnapshot ledger = pce.snapshot();
        ImmutableSortedMap.Builder<String, ImmutableList<Entry>> entries = ImmutableSortedMap.naturalOrder();
        ledger.entries()
                .forEach((link, booked) -> entries.put(
                        link,
                        booked.stream()
                                .map(e ->
                                        link.equals(linkId) && e.reservationId().equals(id)
                                                ? new Entry(
                                                        e.reservationId(),
                                                        e.classIndex(),
                                                        e.rateBitsPerSecond(),
                                                        e.burstBits() - 1,
                                                        e.label(),
                                                        e.fromNanos(),
                                                        e.untilNanos(),
                                                        e.failures())
                                                : e)
                                .collect(ImmutableList.toImmutableList())));
        return CertificateChecker.checkLedger(
                        topology,
                        new LedgerSnapshot(ledger.version(), entries.build(), ledger.nowNanos(), ledger.stops()),
                        pce.reservations())
                .violations();
    }

    @Test
    void detours_leaveAtEachLink_andGoOnInTheClassOfTheFirstWay() {
        TeTopology topology = topology(
                ImmutableList.of(
                        node("s1", 0, 0), node("s2", 0, 0), node("s3", 0, 0), node("s4", 0, 0), terminationPoint("t")),
                ImmutableList.of(
                        link("s1", "s2").classes(GOLD).build(),
                        link("s2", "s3").classes(GOLD).build(),
                        link("s3", "t").classes(GOLD).access().build(),
                        link("s1", "s4").classes(GOLD).build(),
                        link("s4", "s2").classes(GOLD).build(),
                        link("s2 again", "s2", "s3")
                                .classes(GOLD)
                                .propagation(1)
                                .build()));
        Pce pce = Networks.pce(1, topology);
        assertThat(admit(pce, request("r", "s1", "t", Protection.detours()))).isInstanceOf(Admitted.class);
        ProtectedFlow flow = pce.protection("r").orElseThrow();
        assertThat(flow.alternatives()).hasSize(2);
        Reservation around = flow.alternatives().getFirst();
        assertThat(around.relation().orElseThrow().sharedHops()).isZero();
        assertThat(around.hops()).extracting(BookedHop::linkId).startsWith("s1->s4", "s4->s2");
        Reservation again = flow.alternatives().getLast();
        assertThat(again.relation().orElseThrow().sharedHops()).isEqualTo(1);
        assertThat(again.hops()).extracting(BookedHop::linkId).hasSize(2);
        assertThat(flow.coverage()).containsEntry(Failure.ofLink("s1->s2"), Recovery.LOCAL_DETOUR);
        assertThat(flow.coverage()).containsEntry(Failure.ofNode("s2"), Recovery.CONTROLLER);
        assertThat(violations(pce, topology)).isEmpty();

        // s2 cannot be gone around, so this is refused by name.
        Rejected refused = (Rejected) admit(pce, request("q", "s1", "t", Protection.detours(Failure.Kind.NODE)));
        assertThat(refused.reason()).isEqualTo(Reason.NO_PATH);
        assertThat(refused.detail()).startsWith("no detour from s1 that survives [link s1->s2, node s2]: no path from");
    }

    /** Both have their backup over s3-s5. */
    @Test
    void backupsShareCapacity_exceptThoseOfOneRiskGroup() {
        PolicedTraffic half = traffic(4_700_000, 1000, 1);
        for (boolean oneDuct : new boolean[] {false, true}) {
            Pce pce = Networks.pce(1, two(oneDuct));
            PathRequest r = request("r", "s1", "t", Protection.backup());
            PathRequest q = request("q", "s0", "u", Protection.backup());
            assertThat(admit(pce, with(r, half))).isInstanceOf(Admitted.class);
            Admission second = admit(pce, with(q, half));
            assertThat(violations(pce, two(oneDuct))).isEmpty();
            if (oneDuct) {
                assertThat(second).isInstanceOf(Rejected.class);
                continue;
            }
            assertThat(second).isInstanceOf(Admitted.class);
            assertThat(pce.snapshot().at("s3->s5")).hasSize(2);

            // The mutant: an engine that does not know of the duct shares what is needed at once.
            assertThat(violations(pce, two(true)))
                    .extracting(Violation::inequality)
                    .contains("is booked for risk group duct");
        }
    }

    private static PathRequest with(PathRequest request, PolicedTraffic traffic) {
        return new PathRequest(
                request.id(),
                request.ingressNode(),
                request.egressNode(),
                traffic,
                request.probe(),
                request.deadlineNanos(),
                request.startNanos(),
                request.endNanos(),
                request.protection());
    }

    /** The best way alone, a-d over the middle, cuts both others. */
    @Test
    void backup_isFoundThoughTheBestFirstWayIsInTheWayOfAll() {
        TeTopology trap = topology(
                ImmutableList.of(
                        node("a", 0, 0), node("b", 0, 0), node("c", 0, 0), node("d", 0, 0), terminationPoint("t")),
                ImmutableList.of(
                        link("a", "b").classes(GOLD).build(),
                        link("b", "c").classes(GOLD).build(),
                        link("c", "d").classes(GOLD).build(),
                        link("a", "c").classes(GOLD).propagation(9 * MILLI).build(),
                        link("b", "d").classes(GOLD).propagation(9 * MILLI).build(),
                        link("d", "t").classes(GOLD).access().build()));
        PathRequest request = new PathRequest(
                        "r", "a", "t", traffic(MEGA, 1000, 1), PolicedTraffic.NONE, 28 * MILLI, 0, Long.MAX_VALUE)
                .withProtection(Protection.backup());
        Pce pce = Networks.pce(1, trap);
        assertThat(admit(pce, request)).isInstanceOf(Admitted.class);
        assertThat(pce.protection("r").orElseThrow().alternatives()).hasSize(1);
        assertThat(violations(pce, trap)).isEmpty();
    }

    @Test
    void duplicates_areRefusedByName() {
        Pce pce = Networks.pce(1, two(false));
        LedgerSnapshot before = pce.snapshot();
        Rejected refused = (Rejected) admit(pce, request("r", "s1", "t", Protection.DUPLICATE));
        assertThat(refused.reason()).isEqualTo(Reason.SWITCH_CAPACITY);
        assertThat(refused.detail()).isEqualTo("protection: DUPLICATE asked, and s4 cannot remove duplicates");
        assertThat(pce.snapshot()).isEqualTo(before);
    }

    /** After any single failure that is said to be covered, there is a booked way that it does not touch, within the deadline. */
    @Test
    void everyCoveredFailure_leavesAProvenWay_onRandomNetworks() {
        int[] admitted = new int[4];
        int covered = 0;
        int asked = 0;
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(7000 + seed);
            RandomNetwork network = new RandomNetwork(random, 5 + random.nextInt(3), 2, 3);
            Pce pce = Networks.pce(seed, network.topology);
            for (int i = 0; i < 25; i++) {
                String what = "seed " + seed + ", request " + i;
                PathRequest request = network.protectedRequest(0);
                LedgerSnapshot before = pce.snapshot();
                Admission feasible = pce.feasible(ImmutableList.of(request), 0);
                assertThat(pce.snapshot()).as(what).isEqualTo(before);
                Admission answer = admit(pce, request);
                assertThat(answer.getClass()).as(what).isEqualTo(feasible.getClass());
                assertThat(violations(pce, network.topology)).as(what).isEmpty();
                if (!(answer instanceof Admitted)) {
                    assertThat(pce.snapshot()).as(what).isEqualTo(before);
                    continue;
                }
                ProtectedFlow flow = pce.protection(request.id()).orElseThrow();
                admitted[request.protection().map(p -> p.level().ordinal() + 1).orElse(0)]++;
                asked += required(network.topology, flow).size();
                assertThat(flow.coveredByDataPlane()).as(what).containsAll(required(network.topology, flow));
                for (Failure failure : flow.coveredByDataPlane()) {
                    covered++;
                    assertThat(flow.alternatives().stream()
                                    .filter(it -> it.failures().contains(failure))
                                    .map(it -> pce.certificate(it.id()).orElseThrow())
                                    .filter(certificate -> avoids(network.topology, certificate, failure)))
                            .as(what + ", " + failure)
                            .isNotEmpty()
                            .allMatch(certificate -> certificate.holds()
                                    && certificate.totalNanos() <= request.deadlineNanos()
                                    && CertificateChecker.check(certificate).isValid()
                                    && CertificateChecker.checkBeside(
                                                    certificate, network.topology, pce.snapshot(), pce.reservations())
                                            .isValid());
                }
                if (random.nextInt(6) == 0) {
                    pce.release(request.id(), request.startNanos());
                    assertThat(violations(pce, network.topology)).as(what).isEmpty();
                }
            }
        }
        System.out.println("admitted unprotected, restorable, with backup, with detours: "
                + java.util.Arrays.toString(admitted) + ", covered failures " + covered + ", asked for " + asked);
        for (int count : admitted) {
            assertThat(count).isGreaterThan(20);
        }
        assertThat(covered).isGreaterThan(80);
        assertThat(asked).isGreaterThan(60);
    }

    /** Straight from the request: links, nodes and groups of the first way but its ends and the only access link. */
    private static List<Failure> required(TeTopology topology, ProtectedFlow flow) {
        PathRequest request = flow.reservation().request();
        ImmutableSortedSet<Failure.Kind> against =
                request.protection().map(Protection::against).orElse(ImmutableSortedSet.of());
        List<Failure> failures = new ArrayList<>();
        List<BookedHop> hops = flow.reservation().hops();
        BookedHop access = hops.getLast();
        TeLink accessLink = linkOf(topology, access.linkId());
        for (BookedHop hop : hops.subList(0, hops.size() - 1)) {
            TeLink link = linkOf(topology, hop.linkId());
            failures.add(Failure.ofLink(hop.linkId()));
            if (!hop.to().equals(access.from())) {
                failures.add(Failure.ofNode(hop.to()));
            }
            link.riskGroups().stream()
                    .filter(group -> !accessLink.riskGroups().contains(group))
                    .forEach(group -> failures.add(Failure.ofRiskGroup(group)));
        }
        return failures.stream()
                .filter(f -> against.contains(f.kind()))
                .distinct()
                .toList();
    }

    private static boolean avoids(TeTopology topology, Certificate certificate, Failure failure) {
        return certificate.hops().stream().noneMatch(hop -> failure.hits(linkOf(topology, hop.linkId())));
    }

    private static TeLink linkOf(TeTopology topology, String id) {
        return Objects.requireNonNull(topology.links().get(id));
    }
}
