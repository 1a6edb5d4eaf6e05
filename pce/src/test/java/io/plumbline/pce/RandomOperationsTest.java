package io.plumbline.pce;

import static io.plumbline.pce.Networks.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.admission.Admission.Admitted;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TopologyChange.All;
import io.plumbline.pce.topology.TopologyChange.SetLinkDrained;
import io.plumbline.pce.topology.TopologyChange.SetLinkUp;
import io.plumbline.pce.topology.TopologyChange.SetNodeDrained;
import io.plumbline.pce.topology.TopologyChange.SetNodeUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of operations in random order. After each one the checker proves the whole ledger over time, and a naive second ledger agrees
 * with every entry.
 */
class RandomOperationsTest {
    private static final int SEEDS = 10;
    private static final int OPERATIONS = 600;

    @Test
    void everyBoundIsProven_afterEveryOperation() {
        int[] counts = new int[9];
        int most = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = new World(seed);
            for (int i = 0; i < OPERATIONS; i++) {
                int operation = world.step();
                counts[operation]++;
                world.check("seed " + seed + ", operation " + i + " (" + operation + ")");
                most = Math.max(most, world.naive.reservations().size());
            }
        }
        System.out.println("operations: " + java.util.Arrays.toString(counts) + ", at most " + most + " reservations");
        for (int count : counts) {
            assertThat(count).isPositive();
        }
        assertThat(most).isGreaterThan(10);
    }

    private static final class World {
        final Random random;
        final RandomNetwork network;
        final int seed;
        Pce pce;
        NaiveLedger naive;
        long now;
        String changedNode;

        World(int seed) {
            this.seed = seed;
            random = new Random(5000 + seed);
            network = new RandomNetwork(random, 5 + random.nextInt(4), 2 + random.nextInt(3));
            pce = Networks.pce(seed, network.topology);
            naive = new NaiveLedger(network.topology, NaiveLedger.Mutant.NONE);
            changedNode = network.topology.nodes().keySet().iterator().next();
        }

        int step() {
            int dice = random.nextInt(100);
            if (dice < 45) {
                admit(ImmutableList.of(network.request(now)));
                return 0;
            } else if (dice < 55) {
                admit(ImmutableList.of(network.request(now), network.request(now)));
                return 1;
            } else if (dice < 68) {
                any().ifPresent(r -> release(r, Math.min(now, r.request().endNanos())));
                return 2;
            } else if (dice < 72) {
                any().ifPresent(r -> {
                    pce.cancel(r.id());
                    naive.remove(r.id());
                });
                return 3;
            } else if (dice < 90) {
                advance(now + random.nextInt(40) * MILLI / 2);
                return 4;
            } else if (dice < 94) {
                setUp();
                return 5;
            } else if (dice < 96) {
                drain();
                return 6;
            } else if (dice < 98) {
                restart();
                return 7;
            }
            // From a journal that is replayed twice.
            any().ifPresent(r -> {
                Optional<Long> stop = Optional.ofNullable(pce.snapshot().stops().get(r.id()));
                pce.restore(r);
                stop.ifPresent(instant -> pce.release(r.id(), instant));
            });
            return 8;
        }

        void admit(ImmutableList<PathRequest> requests) {
            LedgerSnapshot before = pce.snapshot();
            if (pce.admit(requests, now) instanceof Admitted answer) {
                answer.reservations().forEach(naive::book);
                answer.certificates()
                        .forEach(certificate -> assertThat(
                                        CertificateChecker.check(certificate).violations())
                                .isEmpty());
                assertThat(answer.reservations().stream().map(Reservation::request))
                        .containsExactlyElementsOf(requests);
            } else {
                assertThat(pce.snapshot()).isEqualTo(before);
            }
        }

        void release(Reservation reservation, long stop) {
            pce.release(reservation.id(), stop);
            naive.release(reservation.id(), stop);
        }

        /** What ends on the way is confirmed to have stopped at its end, as a hard timeout in the switch would have it. */
        void advance(long to) {
            now = to;
            for (Reservation reservation : naive.reservations()) {
                if (reservation.request().endNanos() <= now) {
                    release(reservation, reservation.request().endNanos());
                }
            }
            pce.advance(now);
            naive.advance(now);
        }

        void setUp() {
            List<String> links = new ArrayList<>(network.topology.links().keySet());
            pce.apply(new SetLinkUp(links.get(random.nextInt(links.size())), random.nextBoolean()));
            if (random.nextInt(8) == 0) {
                pce.apply(new SetNodeUp(changedNode, true));
                pce.apply(new SetNodeDrained(changedNode, false));
                List<String> nodes = new ArrayList<>(network.topology.nodes().keySet());
                changedNode = nodes.get(random.nextInt(nodes.size()));
                pce.apply(
                        random.nextBoolean()
                                ? new SetNodeUp(changedNode, false)
                                : new SetNodeDrained(changedNode, true));
            }
        }

        void drain() {
            List<String> links = new ArrayList<>(pce.topology().links().keySet());
            assertThat(pce.apply(new SetLinkDrained(links.get(random.nextInt(links.size())), random.nextBoolean())))
                    .isEmpty();
        }

        /** A new engine that is given everything from the journal, bookings before the topology. */
        void restart() {
            Pce fresh = new Pce(seed);
            LedgerSnapshot before = pce.snapshot();
            naive.reservations().forEach(fresh::restore);
            before.stops().forEach(fresh::release);
            fresh.advance(now);
            fresh.apply(All.put(
                    pce.topology().nodes().values(), pce.topology().links().values()));
            pce.advance(now);
            naive.advance(now);
            assertThat(fresh.snapshot().entries()).isEqualTo(pce.snapshot().entries());
            pce = fresh;
        }

        Optional<Reservation> any() {
            ImmutableList<Reservation> all = naive.reservations();
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
        }

        void check(String what) {
            LedgerSnapshot snapshot = pce.snapshot();
            assertThat(snapshot.entries()).as(what).isEqualTo(naive.snapshot().entries());
            assertThat(snapshot.stops()).as(what).isEqualTo(naive.snapshot().stops());
            assertThat(pce.reservations()).as(what).isEqualTo(naive.reservations());
            assertThat(CertificateChecker.checkLedger(pce.topology(), snapshot, naive.reservations())
                            .violations())
                    .as(what)
                    .isEmpty();
            any().filter(r -> snapshot.stops().containsKey(r.id()))
                    .ifPresent(r -> assertThat(pce.certificate(r.id())).isEmpty());
            any().flatMap(r -> pce.certificate(r.id())).ifPresent(certificate -> {
                assertThat(certificate.violated().toList()).as(what).isEmpty();
                assertThat(CertificateChecker.check(certificate).violations())
                        .as(what)
                        .isEmpty();
                assertThat(CertificateChecker.checkBeside(certificate, pce.topology(), snapshot, naive.reservations())
                                .violations())
                        .as(what)
                        .isEmpty();
            });
            assertThat(pce.certificate("nobody"))
                    .map(Certificate::reservationId)
                    .isEmpty();
        }
    }
}
