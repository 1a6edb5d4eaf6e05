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
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.NaiveLedger.Mutant;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packets against promises: the engine's are kept, those of an engine without one of the rules are broken or rejected by the checker. */
class SimulationTest {

    @Test
    void noPromiseIsBroken_onRandomNetworksWithFlowsThatComeAndGo() {
        long delivered = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(1000 + seed);
            RandomNetwork network = new RandomNetwork(random, 2 + random.nextInt(5), 1 + random.nextInt(2));
            Pce pce = Networks.pce(seed, network.topology);
            List<Reservation> admitted = new ArrayList<>();
            Map<String, Long> stops = new HashMap<>();
            for (int i = 0; i < 80; i++) {
                PathRequest request = network.request(MILLI);
                if (pce.admit(ImmutableList.of(request), 0) instanceof Admitted answer) {
                    Reservation reservation = answer.reservations().getFirst();
                    admitted.add(reservation);
                    stops.put(reservation.id(), request.endNanos());
                    if (random.nextInt(3) == 0) {
                        // Stopped early; whatever is admitted from now on may follow as soon as the linger is over.
                        long stop = request.startNanos() + 1 + random.nextLong(30 * MILLI);
                        stops.put(reservation.id(), Math.min(stop, request.endNanos()));
                        pce.release(reservation.id(), Math.min(stop, request.endNanos()));
                    }
                }
            }
            PacketSimulator simulator = new PacketSimulator(network.topology, random, MILLI - 1);
            for (Reservation r : admitted) {
                int most = r.request().traffic().maxPacketBytes();
                int bytes = random.nextInt(3) == 0 ? 60 + random.nextInt(most - 59) : most;
                simulator.add(r, bytes, r.request().startNanos(), stops.getOrDefault(r.id(), Long.MAX_VALUE));
            }
            simulator.run(700 * MILLI);
            assertThat(simulator.broken()).as("seed " + seed).isEmpty();
            delivered += simulator.delivered();
        }
        System.out.println("simulated: " + delivered + " packets delivered");
        assertThat(delivered).isGreaterThan(100_000);
    }

    /** One link from s1 to t, Ethernet, 10 Mbit/s: what the tests below share. */
    private static TeTopology oneLink(ServiceClass... classes) {
        return topology(
                ImmutableList.of(node("s1", 0, 0), terminationPoint("t")),
                ImmutableList.of(link("s1", "t").classes(classes).build()));
    }

    private static PathRequest request(String id, String from, PolicedTraffic traffic, long deadline) {
        return new PathRequest(id, from, "t", traffic, PolicedTraffic.NONE, deadline, MILLI, Long.MAX_VALUE);
    }

    @Test
    void greedySources_reachMostOfASingleHopBound() {
        TeTopology topology = oneLink(new ServiceClass("gold", 6 * MILLI, 100_000));
        Pce pce = Networks.pce(1, topology);
        List<Certificate> certificates = new ArrayList<>();
        List<Reservation> admitted = new ArrayList<>();
        for (int i = 0;
                pce.admit(ImmutableList.of(request("r" + i, "s1", traffic(200_000, 242, 2), 10 * MILLI)), 0)
                        instanceof Admitted answer;
                i++) {
            admitted.addAll(answer.reservations());
            certificates.addAll(answer.certificates());
        }
        PacketSimulator simulator = new PacketSimulator(topology, new Random(1), MILLI - 1);
        admitted.forEach(r -> simulator.add(r, 242, MILLI, SECOND));
        simulator.run(SECOND);

        long bound = certificates.getLast().hops().getFirst().calculatedNanos();
        System.out.println("single hop: " + admitted.size() + " flows, " + simulator.worstDelay("s1->t", 0) + " of "
                + bound + " ns calculated and 6000000 ns promised");
        assertThat(simulator.broken()).isEmpty();
        assertThat(simulator.worstDelay("s1->t", 0)).isBetween(bound * 7 / 10, bound);
        assertThat(simulator.worstDelay("s1->t", 0)).isGreaterThan(6 * MILLI * 7 / 10);
    }

    @Test
    void greedySources_reachMostOfTheBoundOfALowerClass() {
        TeTopology topology =
                oneLink(new ServiceClass("gold", 6 * MILLI, 100_000), new ServiceClass("silver", 16 * MILLI, 100_000));
        Pce pce = Networks.pce(1, topology);
        List<Reservation> admitted = new ArrayList<>();
        // The deadline decides the class: 8 of gold, then silver until nothing fits.
        for (int i = 0; i < 100; i++) {
            long deadline = i < 8 ? 7 * MILLI : 20 * MILLI;
            if (pce.admit(ImmutableList.of(request("r" + i, "s1", traffic(100_000, 242, 2), deadline)), 0)
                    instanceof Admitted answer) {
                admitted.addAll(answer.reservations());
            }
        }
        PacketSimulator simulator = new PacketSimulator(topology, new Random(1), MILLI - 1);
        admitted.forEach(r -> simulator.add(r, 242, MILLI, SECOND));
        simulator.run(SECOND);

        assertThat(simulator.broken()).isEmpty();
        assertThat(simulator.worstDelay("s1->t", 1)).isGreaterThan(16 * MILLI * 7 / 10);
    }

    /** Small frames cost most beyond their bytes: 60 byte become 88 on the wire. A link is filled until nothing more fits. */
    @Test
    void smallestPackets_onAFullLink() {
        TeTopology topology = oneLink(new ServiceClass("gold", 20 * MILLI, 100_000));
        assertThat(fillAndSimulate(topology, topology)).isEmpty();

        // An engine that counts in metered bits: it sees a link that adds nothing to a frame. (1.47 times the wire rate
        // gets through.)
        TeTopology wrongUnit = topology(
                topology.nodes().values(),
                ImmutableList.of(link("s1", "t")
                        .classes(new ServiceClass("gold", 20 * MILLI, 100_000))
                        .framing(0, 0)
                        .build()));
        assertThat(fillAndSimulate(wrongUnit, topology))
                .extracting(PacketSimulator.Broken::what)
                .contains("delay 0", "end-to-end");
    }

    private static List<PacketSimulator.Broken> fillAndSimulate(TeTopology believed, TeTopology real) {
        Pce pce = Networks.pce(1, believed);
        PacketSimulator simulator = new PacketSimulator(real, new Random(1), MILLI - 1);
        int flows = 0;
        while (pce.admit(ImmutableList.of(request("r" + flows, "s1", traffic(500_000, 60, 2), 20 * MILLI)), 0)
                instanceof Admitted answer) {
            simulator.add(answer.reservations().getFirst(), 60, MILLI, SECOND);
            flows++;
        }
        // As full as the rate allows: one more does not fit, and it is stability that says so.
        assertThat(flows).isGreaterThanOrEqualTo(12);
        simulator.run(SECOND);
        return simulator.broken();
    }

    // The three mutants. Each is planted in the naive ledger, which then admits what it must not.

    private static CheckResult check(TeTopology topology, NaiveLedger ledger) {
        return CertificateChecker.checkLedger(topology, ledger.snapshot(), ledger.reservations());
    }

    private static Reservation admit(NaiveLedger ledger, PathRequest request) {
        Reservation reservation = ledger.exhaustive(request, true).orElseThrow();
        ledger.book(reservation);
        return reservation;
    }

    /** No violation shows in a simulation; the proof is missing all the same. */
    @Test
    void mutant_withoutBurstGrowth_isRejectedByTheChecker() {
        ServiceClass gold = new ServiceClass("gold", 6 * MILLI, 100_000);
        TeTopology line = topology(
                ImmutableList.of(node("s1", 0, 0), node("s2", 0, 100 * MICRO), terminationPoint("t")),
                ImmutableList.of(
                        link("s1", "s2").classes(gold).build(),
                        link("s2", "t").classes(gold).access().build()));
        PathRequest request = request("r", "s1", traffic(2 * MEGA, 1000, 2), 20 * MILLI);

        NaiveLedger right = new NaiveLedger(line, Mutant.NONE);
        admit(right, request);
        assertThat(check(line, right).violations()).isEmpty();

        NaiveLedger mutant = new NaiveLedger(line, Mutant.NO_BURST_GROWTH);
        admit(mutant, request);
        assertThat(check(line, mutant).violations())
                .extracting(CheckResult.Violation::where, CheckResult.Violation::inequality)
                .contains(tuple("r at s2->t", "burst>=meter+growth"));
    }

    @Test
    void mutant_withCapacityOnly_isRejectedByTheChecker_andBreaksItsPromise() {
        TeTopology topology = oneLink(new ServiceClass("gold", 6 * MILLI, 100_000));
        NaiveLedger mutant = new NaiveLedger(topology, Mutant.CAPACITY_ONLY);
        PacketSimulator simulator = new PacketSimulator(topology, new Random(1), MILLI - 1);
        for (int i = 0; i < 8; i++) {
            PathRequest request = request("r" + i, "s1", traffic(MEGA, 1000, 2), 6 * MILLI);
            simulator.add(admit(mutant, request), 1000, MILLI, SECOND);
        }
        simulator.run(SECOND);

        assertThat(check(topology, mutant).violations())
                .extracting(CheckResult.Violation::inequality)
                .contains("delay[gold]");
        assertThat(simulator.broken()).extracting(PacketSimulator.Broken::what).contains("delay 0", "end-to-end");
    }

    /**
     * Two flows of 4500 byte burst never fit together with a third into 7.6 ms. The first is stopped right after its burst, and the second
     * admitted at once: both bursts are in the queue when the third one sends.
     */
    @Test
    void mutant_thatReturnsCapacityAtOnce_isRejectedByTheChecker_andBreaksItsPromise() {
        TeTopology topology = oneLink(new ServiceClass("gold", 7_600 * MICRO, 100_000));
        PolicedTraffic large = traffic(MEGA, 1500, 3);
        PolicedTraffic small = traffic(MEGA, 1000, 1);
        PathRequest first = request("first", "s1", large, 8 * MILLI);
        PathRequest victim = request("victim", "s1", small, 8 * MILLI);
        long stop = MILLI + 10 * MICRO;
        PathRequest second =
                new PathRequest("second", "s1", "t", large, PolicedTraffic.NONE, 8 * MILLI, stop, Long.MAX_VALUE);

        NaiveLedger right = new NaiveLedger(topology, Mutant.NONE);
        admit(right, first);
        admit(right, victim);
        right.release("first", stop);
        assertThat(right.exhaustive(second, true)).isEmpty();
        assertThat(check(topology, right).violations()).isEmpty();

        NaiveLedger mutant = new NaiveLedger(topology, Mutant.NO_LINGER);
        PacketSimulator simulator = new PacketSimulator(topology, new Random(1), MILLI - 1);
        simulator.add(admit(mutant, first), 1500, MILLI, stop);
        Reservation third = admit(mutant, victim);
        mutant.release("first", stop);
        simulator.add(admit(mutant, second), 1500, stop, SECOND);
        simulator.add(third, 1000, stop + 1, SECOND);
        simulator.run(SECOND);

        assertThat(check(topology, mutant).violations())
                .extracting(CheckResult.Violation::where, CheckResult.Violation::inequality)
                .contains(tuple("first at s1->t", "linger"));
        System.out.println("capacity returned at once: " + simulator.broken());
        assertThat(simulator.broken()).extracting(PacketSimulator.Broken::what).contains("delay 0", "end-to-end");
    }
}
