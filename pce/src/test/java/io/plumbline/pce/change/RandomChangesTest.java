package io.plumbline.pce.change;

import static io.plumbline.pce.Networks.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import io.plumbline.pce.Networks;
import io.plumbline.pce.Pce;
import io.plumbline.pce.RandomNetwork;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.certificate.CertificateChecker;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.change.Impact.Fate;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.LedgerSnapshot;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.Failure;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TopologyChange;
import io.plumbline.pce.topology.TopologyChange.SetLinkDrained;
import io.plumbline.pce.topology.TopologyChange.SetLinkUp;
import io.plumbline.pce.topology.TopologyChange.SetNodeDrained;
import io.plumbline.pce.topology.TopologyChange.SetNodeUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes, confirmed and reverted, of protected and unprotected flows, in random order; after each one the checker proves the whole ledger over time. */
class RandomChangesTest {
    private static final int SEEDS = 40;
    private static final int OPERATIONS = 300;

    private enum Kind {
        ADMITTED,
        RENEWED,
        SHARED,
        IN_FULL,
        UNCHANGED,
        REFUSED,
        CONFIRMED,
        REVERTED,
        RELEASED,
        ADVANCED,
        ENACTED
    }

    private final int[] counts = new int[Kind.values().length];
    private final int[] fates = new int[Fate.values().length];

    @Test
    void everyBoundIsProven_whileReservationsChange() {
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = new World(seed);
            for (int i = 0; i < OPERATIONS; i++) {
                String what = "seed " + seed + ", operation " + i + ": " + world.step();
                assertThat(CertificateChecker.checkLedger(
                                        world.pce.topology(), world.pce.snapshot(), world.pce.reservations())
                                .violations())
                        .as(what)
                        .isEmpty();
            }
        }
        System.out.println("changes: " + Arrays.toString(Kind.values()) + " " + Arrays.toString(counts));
        System.out.println("impacts: " + Arrays.toString(Fate.values()) + " " + Arrays.toString(fates));
        for (int count : counts) {
            assertThat(count).isGreaterThan(20);
        }
        for (int count : fates) {
            assertThat(count).isPositive();
        }
    }

    private final class World {
        final Random random;
        final RandomNetwork network;
        final Pce pce;
        final Map<String, Reservation> before = new HashMap<>();
        long now;

        World(int seed) {
            random = new Random(9000 + seed);
            network = new RandomNetwork(random, 4 + random.nextInt(4), 2, 2);
            pce = Networks.pce(seed, network.topology);
        }

        private String count(Kind kind, String id) {
            counts[kind.ordinal()]++;
            return kind + " " + id;
        }

        String step() {
            List<Reservation> all = pce.reservations().stream()
                    .filter(it -> it.relation().isEmpty())
                    .filter(it ->
                            random.nextInt(20) == 0 || !pce.snapshot().stops().containsKey(it.id()))
                    .toList();
            int dice = all.isEmpty() ? 0 : random.nextInt(100);
            if (dice < 20) {
                PathRequest light = network.lightRequest(now);
                PathRequest request = random.nextBoolean()
                        ? light
                        : network.protectedRequest(now)
                                .protection()
                                .map(light::withProtection)
                                .orElse(light);
                pce.admit(ImmutableList.of(request), now);
                return count(Kind.ADMITTED, request.id());
            }
            Reservation any = all.get(random.nextInt(all.size()));
            if (dice < 60) {
                return change(any);
            } else if (dice < 70) {
                return confirm(any);
            } else if (dice < 75) {
                return revert(any);
            } else if (dice < 80) {
                long stop = Math.min(now, any.request().endNanos());
                before.remove(any.id());
                pce.release(any.id(), stop);
                return count(Kind.RELEASED, any.id());
            } else if (dice < 85) {
                return enact();
            }
            return advance();
        }

        private String change(Reservation any) {
            if (random.nextInt(4) > 0) {
                confirm(any);
            }
            PathRequest asked = network.protectedRequest(now);
            PathRequest old = any.request();
            PathRequest changed = new PathRequest(
                    old.id(),
                    old.ingressNode(),
                    random.nextInt(6) == 0 ? asked.egressNode() : old.egressNode(),
                    random.nextInt(3) > 0 ? network.lightRequest(now).traffic() : old.traffic(),
                    old.probe(),
                    random.nextInt(3) > 0 ? old.deadlineNanos() : asked.deadlineNanos(),
                    old.startNanos(),
                    random.nextInt(3) > 0 ? old.endNanos() : asked.endNanos(),
                    random.nextInt(4) > 0 ? old.protection() : asked.protection());
            LedgerSnapshot was = pce.snapshot();
            ChangeAnswer answer = random.nextInt(4) == 0 ? pce.move(old.id(), now) : pce.change(changed, now);
            if (!(answer instanceof Changed done)) {
                assertThat(pce.snapshot()).as(answer.toString()).isEqualTo(was);
                return count(answer instanceof ChangeAnswer.Refused ? Kind.REFUSED : Kind.UNCHANGED, any.id());
            }
            assertThat(done.reservation()).isEqualTo(pce.reservation(any.id()).orElseThrow());
            assertThat(done.certificate().holds()).isTrue();
            assertThat(CertificateChecker.check(done.certificate()).violations())
                    .isEmpty();
            if (done.oldWay().isEmpty()) {
                return count(Kind.RENEWED, any.id());
            }
            before.put(any.id(), any);
            Reservation left = done.oldWay().get();
            assertThat(left.hops()).hasSameSizeAs(any.hops());
            boolean inFull = left.hops().equals(any.hops());
            return count(inFull ? Kind.IN_FULL : Kind.SHARED, any.id());
        }

        private Optional<Reservation> left(Reservation any) {
            return pce.reservations().stream()
                    .filter(it -> it.relation().isPresent()
                            && it.relation().get().of().equals(any.id())
                            && !it.onlyOnFailure())
                    .filter(it -> !pce.snapshot().stops().containsKey(it.id()))
                    .findFirst();
        }

        private String confirm(Reservation any) {
            Optional<Reservation> left = left(any);
            if (left.isEmpty()) {
                return "nothing to confirm";
            }
            pce.release(left.get().id(), now);
            before.remove(any.id());
            return count(Kind.CONFIRMED, any.id());
        }

        private String revert(Reservation any) {
            Reservation was = before.get(any.id());
            if (was == null || left(any).isEmpty()) {
                return "nothing to revert";
            }
            assertThat(pce.revert(was, now)).isInstanceOf(Changed.class);
            before.remove(any.id());
            assertThat(pce.reservation(any.id())).contains(was);
            assertThat(pce.certificate(any.id()).filter(Certificate::holds)).isPresent();
            return count(Kind.REVERTED, any.id());
        }

        private TopologyChange anything() {
            List<String> links = new ArrayList<>(pce.topology().links().keySet());
            List<String> nodes = new ArrayList<>(pce.topology().nodes().keySet());
            String link = links.get(random.nextInt(links.size()));
            String node = nodes.get(random.nextInt(nodes.size()));
            return switch (random.nextInt(8)) {
                case 0 -> Failure.ofLink(link).in(pce.topology());
                case 1 -> Failure.ofNode(node).in(pce.topology());
                case 2 -> Failure.ofRiskGroup("g" + random.nextInt(2)).in(pce.topology());
                case 3 -> new SetLinkDrained(link, true);
                case 4 -> new SetNodeDrained(node, random.nextInt(4) == 0);
                default ->
                    new TopologyChange.All(Streams.concat(
                                    links.stream()
                                            .filter(it -> random.nextBoolean())
                                            .flatMap(it ->
                                                    Stream.of(new SetLinkUp(it, true), new SetLinkDrained(it, false))),
                                    nodes.stream().map(it -> new SetNodeUp(it, true)))
                            .collect(ImmutableList.toImmutableList()));
            };
        }

        /** Failures, repairs and drains: what the answer says is what becomes of them, and a fork says it beforehand. */
        private String enact() {
            TopologyChange change = anything();
            Pce fork = pce.fork();
            LedgerSnapshot was = pce.snapshot();
            ImmutableList<Impact> beforehand = fork.enact(change, now);
            assertThat(pce.snapshot()).isEqualTo(was);
            ImmutableList<Impact> impacts = pce.enact(change, now);
            assertThat(impacts).isEqualTo(beforehand);
            assertThat(fork.snapshot()).isEqualTo(pce.snapshot());
            assertThat(impacts.stream().map(Impact::id)).doesNotHaveDuplicates();
            Map<String, Impact> byId = new HashMap<>();
            impacts.forEach(impact -> byId.put(impact.id(), impact));
            for (Reservation it : pce.reservations()) {
                if (it.relation().isPresent()
                        || pce.snapshot().stops().containsKey(it.id())
                        || it.request().endNanos() <= now) {
                    continue;
                }
                boolean cut = it.hops().stream().anyMatch(hop -> isCut(hop.linkId()));
                Impact impact = byId.get(it.id());
                if (cut) {
                    assertThat(impact).as(it.id()).isNotNull();
                    assertThat(impact.fate()).isIn(Fate.REVOKED, Fate.COVERED, Fate.STAYS);
                }
                if (impact != null) {
                    fates[impact.fate().ordinal()]++;
                    assertThat(impact.change().isPresent()).isEqualTo(impact.fate() == Fate.MOVED);
                    if (impact.fate() == Fate.MOVED) {
                        assertThat(impact.change().orElseThrow().reservation()).isEqualTo(it);
                        impact.change().orElseThrow().oldWay().ifPresent(left -> before.remove(it.id()));
                    }
                }
            }
            return count(Kind.ENACTED, change.toString());
        }

        private boolean isCut(String linkId) {
            TeLink link = Objects.requireNonNull(pce.topology().links().get(linkId));
            return !link.up() || !isUp(link.from()) || !isUp(link.to());
        }

        private boolean isUp(String nodeId) {
            return Objects.requireNonNull(pce.topology().nodes().get(nodeId)).up();
        }

        /** Each stops at its planned end, as a hard timeout in the switch would have it. */
        private String advance() {
            now += random.nextInt(40) * MILLI;
            for (Reservation it : pce.reservations()) {
                if (it.relation().isEmpty() && it.request().endNanos() <= now) {
                    pce.release(it.id(), it.request().endNanos());
                    before.remove(it.id());
                }
            }
            pce.advance(now);
            return count(Kind.ADVANCED, "");
        }
    }
}
