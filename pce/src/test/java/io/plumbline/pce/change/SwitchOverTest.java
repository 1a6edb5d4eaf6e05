package io.plumbline.pce.change;

import static io.plumbline.pce.Networks.MEGA;
import static io.plumbline.pce.Networks.MICRO;
import static io.plumbline.pce.Networks.MILLI;
import static io.plumbline.pce.Networks.link;
import static io.plumbline.pce.Networks.node;
import static io.plumbline.pce.Networks.terminationPoint;
import static io.plumbline.pce.Networks.topology;
import static io.plumbline.pce.Networks.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.pce.Networks;
import io.plumbline.pce.PacketSimulator;
import io.plumbline.pce.PacketSimulator.Broken;
import io.plumbline.pce.Pce;
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.certificate.CheckResult.Violation;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.LedgerSnapshot.Entry;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange.SetLinkDrained;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Flows change over while packets are under way: nothing is broken, and what would be without the rules is. */
class SwitchOverTest {
    private static final long TAU = 30 * MILLI;

    /** From s1 to m over a slow way (20 ms more) or a quick one, then a full link to t, on which g comes in too. */
    private static TeTopology bottleneck() {
        ServiceClass quick = new ServiceClass("gold", 50 * MICRO, 100_000);
        return topology(
                ImmutableList.of(node("s1", 0, 0), node("g", 0, 0), node("m", 0, 0), terminationPoint("t")),
                ImmutableList.of(
                        link("slow", "s1", "m")
                                .capacity(1000 * MEGA)
                                .propagation(20 * MILLI)
                                .classes(quick)
                                .build(),
                        link("quick", "s1", "m")
                                .capacity(1000 * MEGA)
                                .classes(quick)
                                .build(),
                        link("g", "g", "m")
                                .capacity(1000 * MEGA)
                                .classes(new ServiceClass("gold", 200 * MICRO, 100_000))
                                .build(),
                        link("m", "t")
                                .framing(0, 0)
                                .floor(0)
                                .access()
                                .classes(new ServiceClass("gold", 13_100 * MICRO, 100_000))
                                .build()));
    }

    private static PathRequest request(String id, String from, long rate, int bytes, int packets, long start) {
        return new PathRequest(
                id, from, "t", traffic(rate, bytes, packets), PolicedTraffic.NONE, 60 * MILLI, start, Long.MAX_VALUE);
    }

    private static Reservation admit(Pce pce, PathRequest request, long now) {
        return ((Admitted) pce.admit(ImmutableList.of(request), now))
                .reservations()
                .getFirst();
    }

    /**
     * The link is full: 5 Mbit/s of a flow that moves from the slow to the quick way at TAU, and all the rest of another one. What is under way for
     * 20 ms on the slow one comes beside what comes over the quick one: 100,000 bit more, which nothing ever works off. Who is given
     * that room as soon as the last of them has come breaks everybody's promise.
     */
    @Test
    void excessOfASwitchOver_isNotGivenAway_beforeItHasDrained() {
        Pce pce = Networks.pce(1, bottleneck());
        pce.apply(new SetLinkDrained("quick", true));
        Reservation older = admit(pce, request("f", "s1", 5 * MEGA, 500, 1, 0), 0);
        Reservation beside = admit(pce, request("b", "g", 4_687_499, 500, 1, 0), 0);
        pce.apply(new SetLinkDrained("quick", false));
        pce.apply(new SetLinkDrained("slow", true));
        Changed moved = (Changed) pce.move("f", TAU);
        Reservation left = moved.oldWay().orElseThrow();
        assertThat(left.hops().getLast().burstBits()).as("20 ms at 5 Mbit/s").isEqualTo(100_000);
        assertThat(left.hops().getLast().rateBitsPerSecond()).isEqualTo(312_500);
        pce.release(left.id(), TAU);

        // All that has come over the slow way is in the queue, or was sent: 20.05 ms later, and the longest wait after
        // that.
        long arrived = TAU + 20_050 * MICRO + 13_100 * MICRO;
        PathRequest last = new PathRequest(
                "x", "g", "t", traffic(10, 1500, 8), PolicedTraffic.NONE, 60 * MILLI, arrived, Long.MAX_VALUE);
        assertThat(pce.feasible(ImmutableList.of(last), TAU)).isInstanceOf(Rejected.class);
        long drained = TAU + left.hops().getLast().lingerNanos();
        assertThat(drained).isEqualTo(TAU + 20_050 * MICRO + 320 * MILLI + 13_100 * MICRO);
        assertThat(pce.feasible(ImmutableList.of(last.during(drained, Long.MAX_VALUE)), TAU))
                .isInstanceOf(Admitted.class);

        Reservation tooEarly = new Reservation(last, beside.hops());
        assertThat(simulate(older, moved.reservation(), beside, tooEarly, 312_489))
                .as("not kept")
                .isNotEmpty();
        Reservation inTime = admit(pce, last.during(drained, Long.MAX_VALUE), TAU);
        assertThat(simulate(older, moved.reservation(), beside, inTime, 0))
                .as("kept")
                .isEmpty();
    }

    /** @param refill what somebody else fills the link up with when the drain rate is his */
    private static List<Broken> simulate(
            Reservation older, Reservation newer, Reservation beside, Reservation last, long refill) {
        PacketSimulator simulator = new PacketSimulator(bottleneck(), new Random(1), 1);
        simulator.addMoved(older, newer, 500, MILLI, TAU, 600 * MILLI);
        simulator.add(beside, 500, MILLI, 600 * MILLI);
        if (refill > 0) {
            PathRequest more = request("more", "g", refill, 500, 1, 0);
            simulator.add(new Reservation(more, beside.hops()), 500, MILLI, 600 * MILLI);
        }
        simulator.add(last, 1500, last.request().startNanos(), 600 * MILLI);
        simulator.run(700 * MILLI);
        return simulator.broken();
    }

    /** Everything that can be left out of what an old way counts for is missed by the checker's own arithmetic. */
    @Test
    void anOldWayThatCountsForLess_isRejectedByTheChecker() {
        Pce pce = Networks.pce(1, bottleneck());
        pce.apply(new SetLinkDrained("quick", true));
        admit(pce, request("f", "s1", 2 * MEGA, 500, 1, 0), 0);
        pce.apply(new SetLinkDrained("quick", false));
        pce.apply(new SetLinkDrained("slow", true));
        Changed moved = (Changed) pce.move("f", TAU);
        String left = moved.oldWay().orElseThrow().id();
        assertThat(broken(pce, left, it -> it)).isEmpty();
        assertThat(broken(pce, left, it -> entry(it, it.rateBitsPerSecond(), it.burstBits() - 1, it.untilNanos())))
                .contains("burst of both>=meter+growth of both");
        assertThat(broken(pce, left, it -> entry(it, 0, it.burstBits(), it.untilNanos())))
                .contains("excess drains");

        pce.release(left, TAU + MILLI);
        assertThat(broken(pce, left, it -> it)).isEmpty();
        assertThat(broken(pce, left, it -> entry(it, it.rateBitsPerSecond(), it.burstBits(), it.untilNanos() - 1)))
                .contains("linger");
        assertThat(broken(pce, left, it -> entry(it, it.rateBitsPerSecond() - 1, it.burstBits(), it.untilNanos())))
                .contains("linger");
        pce.advance(10_000 * MILLI);

        Changed resized = (Changed) pce.change(request("f", "s1", MEGA, 500, 2, 0), 10_000 * MILLI);
        String resizedLeft = resized.oldWay().orElseThrow().id();
        assertThat(broken(pce, resizedLeft, it -> it)).isEmpty();
        assertThat(broken(
                        pce, resizedLeft, it -> entry(it, it.rateBitsPerSecond(), it.burstBits() - 1, it.untilNanos())))
                .contains("burst>=old meter+growth of both");
        assertThat(broken(
                        pce, resizedLeft, it -> entry(it, it.rateBitsPerSecond() - 1, it.burstBits(), it.untilNanos())))
                .contains("rate of both>=old meter");
    }

    private static Entry entry(Entry it, long rate, long burst, long until) {
        return new Entry(
                it.reservationId(), it.classIndex(), rate, burst, it.label(), it.fromNanos(), until, it.failures());
    }

    /** What the checker says when the entry of a reservation at the last link is another one. */
    private static List<String> broken(Pce pce, String id, UnaryOperator<Entry> tampering) {
        LedgerSnapshot ledger = pce.snapshot();
        ImmutableSortedMap.Builder<String, ImmutableList<Entry>> entries = ImmutableSortedMap.naturalOrder();
        ledger.entries()
                .forEach((link, all) -> entries.put(
                        link,
                        all.stream()
                                .map(it -> link.equals("m->t")
                                                && it.reservationId().equals(id)
                                        ? tampering.apply(it)
                                        : it)
                                .collect(ImmutableList.toImmutableList())));
        return CertificateChecker.checkLedger(
                        pce.topology(),
                        new LedgerSnapshot(ledger.version(), entries.build(), ledger.nowNanos(), ledger.stops()),
                        pce.reservations())
                .violations()
                .stream()
                .map(Violation::inequality)
                .toList();
    }

    /** Flows are resized and moved at random instants; whatever the engine booked is sent, as early as the meters allow. */
    @Test
    void noPromiseIsBroken_onRandomNetworksWithFlowsThatChange() {
        long delivered = 0;
        int shared = 0;
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(400 + seed);
            RandomNetwork network = new RandomNetwork(random, 3 + random.nextInt(4), 1);
            Pce pce = Networks.pce(seed, network.topology);
            PacketSimulator simulator = new PacketSimulator(network.topology, random, MILLI - 1);
            List<Reservation> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                PathRequest request = withoutProbe(network.lightRequest(MILLI)).during(MILLI, Long.MAX_VALUE);
                if (pce.admit(ImmutableList.of(request), MILLI) instanceof Admitted answer) {
                    all.add(answer.reservations().getFirst());
                }
            }
            for (Reservation old : all) {
                long tau = 2 * MILLI + random.nextLong(60 * MILLI);
                int bytes = old.request().traffic().maxPacketBytes();
                boolean moves = random.nextBoolean();
                if (moves) {
                    pce.apply(new SetLinkDrained(old.hops().getFirst().linkId(), true));
                }
                PathRequest asked = moves
                        ? old.request()
                        : old.request().withTraffic(network.lightRequest(tau).traffic());
                ChangeAnswer answer = pce.change(asked, tau - random.nextLong(MILLI));
                pce.apply(new SetLinkDrained(old.hops().getFirst().linkId(), false));
                if (!(answer instanceof Changed changed) || changed.oldWay().isEmpty()) {
                    simulator.add(old, bytes, MILLI, 300 * MILLI);
                    continue;
                }
                shared += changed.oldWay().get().hops().equals(old.hops()) ? 0 : 1;
                pce.release(changed.oldWay().get().id(), tau);
                if (moves) {
                    simulator.addMoved(old, changed.reservation(), bytes, MILLI, tau, 300 * MILLI);
                } else {
                    simulator.add(old, bytes, MILLI, tau);
                    simulator.add(
                            changed.reservation(),
                            changed.reservation().request().traffic().maxPacketBytes(),
                            tau,
                            300 * MILLI);
                }
            }
            simulator.run(400 * MILLI);
            assertThat(simulator.broken()).as("seed " + seed).isEmpty();
            delivered += simulator.delivered();
        }
        System.out.println("changes simulated: " + shared + " shared, " + delivered + " packets delivered");
        assertThat(shared).isGreaterThan(50);
        assertThat(delivered).isGreaterThan(10_000);
    }

    private static PathRequest withoutProbe(PathRequest request) {
        return new PathRequest(
                request.id(),
                request.ingressNode(),
                request.egressNode(),
                request.traffic(),
                PolicedTraffic.NONE,
                request.deadlineNanos(),
                request.startNanos(),
                request.endNanos());
    }
}
