package io.plumbline.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.guava.GuavaModule;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.Classifier;
import io.plumbline.controller.program.MeterPlan;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.path.PolicedTraffic;
import io.plumbline.pce.path.Protection;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbJournalTest {
    @TempDir
    private Path folder;

    @Test
    void whatWasDurable_isReadAgainInOrder() throws Exception {
        List<JournalEntry> written = new ArrayList<>();
        try (RocksDbJournal journal = RocksDbJournal.open(folder)) {
            assertThat(journal.replay()).isEmpty();
            for (long flow = 1; flow <= 300; flow++) {
                written.add(admitted(flow));
                written.add(new JournalEntry.Activated(flow, flow * 10));
            }
            appendAll(journal, written);
        }
        try (RocksDbJournal journal = RocksDbJournal.open(folder)) {
            assertThat(journal.replay()).isEqualTo(written);
            assertThat(journal.highestFlow()).isEqualTo(300);
        }
    }

    /** An entry from before requests had priorities and routes: nothing displaces it, and any path would have done. */
    @Test
    void whatAnOlderProgramWrote_isUnderstood() throws Exception {
        JournalCodec codec = new JournalCodec();
        JournalEntry.Admitted entry = admitted(1, RoutePolicy.ANY);
        String now = new String(codec.encode(entry), StandardCharsets.UTF_8);
        String any = "\"route\":"
                + new ObjectMapper().registerModule(new GuavaModule()).writeValueAsString(RoutePolicy.ANY);
        for (String then : List.of(
                now.replace(",\"priority\":{\"setup\":7,\"holding\":0}", ""),
                now.replace("," + any, ""),
                now.replace(",\"generation\":0", ""),
                now.replace(any, "\"route\":null"))) {
            assertThat(then).isNotEqualTo(now);
            assertThat(codec.decode(then.getBytes(StandardCharsets.UTF_8), 1)).isEqualTo(entry);
        }
        assertThat(now.split("\"route\":", -1))
                .as("of the flow and of its reservation")
                .hasSize(3);
    }

    @Test
    void moves_areReadAgainAsTheyWereWritten() throws Exception {
        BookedDirection direction = admitted(1).directions().getFirst();
        BookedDirection next = direction.next(
                direction.reservation(),
                direction.certificate(),
                direction.meter(),
                direction.meters(),
                direction.linkNames());
        Reservation left = new Reservation(
                direction.reservation().request(),
                direction.reservation().hops(),
                Optional.of(new Reservation.Relation(
                        Reservation.Role.OLD_WAY, direction.reservation().id(), 0, ImmutableSortedSet.of())));
        TrafficSpec traffic = new TrafficSpec(2_000_000, 3_000, 60, 1_514);
        List<JournalEntry> written = List.of(
                admitted(1),
                new JournalEntry.Moved(1, traffic, next, Optional.of(left), false, 5),
                new JournalEntry.ChangingOver(1, 0, 6),
                new JournalEntry.OldWayStopped(1, 0, 7),
                new JournalEntry.Moved(1, traffic, next, Optional.empty(), true, 8),
                new JournalEntry.MovedBack(1, 0, "refused", 9),
                new JournalEntry.Drained(ImmutableSortedSet.of("a->b", "b->a"), ImmutableSortedSet.of("of:1"), 10));
        try (RocksDbJournal journal = RocksDbJournal.open(folder)) {
            assertThat(journal.replay()).isEmpty();
            appendAll(journal, written);
        }
        try (RocksDbJournal journal = RocksDbJournal.open(folder)) {
            assertThat(journal.replay()).isEqualTo(written);
        }
        assertThat(JournalReading.of(folder).flowsWithoutAdmission()).isEmpty();
    }

    @Test
    void aForgottenFlow_isGone_butItsNumberIsNotGivenAgain() throws Exception {
        try (RocksDbJournal journal = RocksDbJournal.open(folder)) {
            assertThat(journal.replay()).isEmpty();
            appendAll(journal, List.of(admitted(1), admitted(2)));
            journal.forget(2);
        }
        try (RocksDbJournal journal = RocksDbJournal.open(folder)) {
            assertThat(journal.replay()).containsExactly(admitted(1));
            assertThat(journal.highestFlow()).isEqualTo(2);
        }
    }

    @Test
    void aSecondController_isToldThatTheFolderIsInUse() throws Exception {
        try (RocksDbJournal first = RocksDbJournal.open(folder)) {
            assertThat(first.replay()).isEmpty();
            assertThatThrownBy(() -> RocksDbJournal.open(folder))
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(JournalException.Code.LOCKED))
                    .hasMessageContaining("in use");
        }
    }

    static void appendAll(Journal journal, List<JournalEntry> entries) throws InterruptedException {
        CountDownLatch durable = new CountDownLatch(entries.size());
        List<Journal.Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        for (JournalEntry entry : entries) {
            journal.append(entry, outcome -> {
                outcomes.add(outcome);
                durable.countDown();
            });
        }
        assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(outcomes).allMatch(Journal.Outcome.Durable.class::isInstance);
    }

    /** Every field filled, so that a field that is not written or read shows. */
    static JournalEntry.Admitted admitted(long number) {
        return admitted(
                number,
                new RoutePolicy(
                        ImmutableSortedSet.of("s2"),
                        ImmutableSortedSet.of("s1/3->s3/1"),
                        ImmutableSortedSet.of("duct"),
                        ImmutableSortedSet.of("operator:a"),
                        ImmutableSortedSet.of("FR"),
                        ImmutableSortedSet.of("DE", "NL"),
                        ImmutableList.of("s5", "s4")));
    }

    private static JournalEntry.Admitted admitted(long number, RoutePolicy route) {
        TrafficSpec spec = new TrafficSpec(2_000_000, 968, 242, 242);
        PolicedTraffic policed = new PolicedTraffic(2_000_000, 18_000, 2_000, 1_034, 10, 2, 242);
        PathRequest request = new PathRequest(
                        "gf-" + number + "/forward",
                        "of:0000000000000001",
                        "of:0000000000000005/11",
                        policed,
                        PolicedTraffic.NONE,
                        25_000_000,
                        1_000,
                        Long.MAX_VALUE,
                        Optional.of(Protection.backup(Failure.Kind.NODE)))
                .withRoute(route);
        Reservation reservation = new Reservation(
                request,
                ImmutableList.of(new Reservation.BookedHop(
                        "of:0000000000000001/2->of:0000000000000005/1",
                        "of:0000000000000001",
                        "of:0000000000000005",
                        1,
                        "gold",
                        2048,
                        2_100_000,
                        20_000,
                        9_000_000)),
                Optional.of(new Reservation.Relation(
                        Reservation.Role.BACKUP,
                        "gf-0/forward",
                        0,
                        ImmutableSortedSet.of(Failure.ofNode("of:0000000000000003"), Failure.ofRiskGroup("duct")))));
        Certificate.HopProof hop = new Certificate.HopProof(
                "of:0000000000000001/2->of:0000000000000005/1",
                1,
                "gold",
                10_000_000,
                500_000,
                4,
                12_144,
                2_100_000,
                20_000,
                300,
                9_000_000,
                ImmutableList.of(new Certificate.ClassSums("gold", 2_100_000, 20_000, 6_000_000, 160_000)),
                ImmutableList.of(),
                6_000_000,
                3_300_000,
                1,
                2,
                3,
                ImmutableList.of(new Certificate.Inequality("delay[gold]", 1, 2, 1, "bit", 3)));
        return new JournalEntry.Admitted(
                number,
                new GuaranteedFlow(
                        "camera",
                        "h1",
                        "h2",
                        new TrafficMatch(
                                OptionalInt.of(17), OptionalInt.empty(), OptionalInt.of(5001), OptionalInt.empty()),
                        GuaranteedFlow.Direction.FORWARD,
                        spec,
                        spec,
                        25_000_000,
                        Optional.of(Instant.ofEpochSecond(1, 5)),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(60)),
                        Optional.of(Duration.ofSeconds(30)),
                        route),
                Optional.of("key-" + number),
                1,
                2,
                Long.MAX_VALUE,
                4,
                ImmutableList.of(new BookedDirection(
                        0,
                        "of:0000000000000001/10",
                        "of:0000000000000005/11",
                        new Classifier(
                                "of:0000000000000001/10",
                                4,
                                Optional.of("10.0.0.1"),
                                Optional.of("10.0.0.2"),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.of(17),
                                OptionalInt.empty(),
                                OptionalInt.of(5001),
                                OptionalInt.empty()),
                        new MeterPlan("of:1", 2_000_000, 18_000, 10_000, 2_000, 1_034, 10, true, policed),
                        reservation,
                        new Certificate(
                                "gf-1/forward",
                                7,
                                "of:0000000000000001",
                                "of:0000000000000005/11",
                                1,
                                2,
                                25_000_000,
                                policed,
                                PolicedTraffic.NONE,
                                0,
                                1_000_000,
                                ImmutableList.of(hop),
                                20_000_000,
                                5_000_000),
                        new ProgramCompiler.Meters(16, 17),
                        ImmutableList.of("s1/2->s5/1"),
                        0)));
    }
}
