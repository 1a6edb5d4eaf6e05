package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.view.FeasibilityAnswer;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.pce.admission.Admission;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.SwitchLimits;
import io.plumbline.southbound.simulated.SimulatedSwitch;
import io.plumbline.southbound.simulated.frame.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;

/** The life of guaranteed flows over simulated switches: what goes well, and everything that may not. */
class FlowLifeTest {
    private static final long MILLI = SimulatedLab.MILLI;
    private static final long SECOND = SimulatedLab.SECOND;

    private final SimulatedLab lab = new SimulatedLab(7, new MemoryJournal());

    private long rate = 500_000;
    private long bound = 60 * MILLI;
    private GuaranteedFlow.Direction direction = GuaranteedFlow.Direction.FORWARD;
    private Optional<Instant> start = Optional.empty();
    private Optional<Duration> duration = Optional.empty();
    private Optional<Duration> lease = Optional.empty();

    private GuaranteedFlow udp(int port) {
        TrafficSpec spec = new TrafficSpec(rate, 1_514, 60, 1_514);
        return new GuaranteedFlow(
                "udp-" + port,
                "h1",
                "h2",
                new TrafficMatch(OptionalInt.of(17), OptionalInt.empty(), OptionalInt.of(port), OptionalInt.empty()),
                direction,
                spec,
                spec,
                bound,
                start,
                Optional.empty(),
                duration,
                lease);
    }

    private Frame frame(int port) {
        return lab.network
                .host("h1")
                .frameTo(lab.network.host("h2"))
                .udp(4000, port)
                .build();
    }

    /** DSCP with which h2 got the frame; -1 when it did not. */
    private int sent(int port) {
        lab.network.host("h2").forget();
        lab.network.host("h1").send(frame(port));
        lab.time.advance(10 * MILLI);
        return lab.network.host("h2").received().stream()
                .map(delivered -> delivered.frame().dscp())
                .filter(dscp -> dscp >= 0)
                .findFirst()
                .orElse(-1);
    }

    private Instant inSeconds(long seconds) {
        return LiveFlow.instant(lab.time.nowNanos() + seconds * SECOND);
    }

    @Test
    void aFlow_runsAndIsReleased() {
        FlowView flow = lab.acquire(udp(5001));
        assertThat(flow.state()).isEqualTo(IntentState.ACTIVE);
        assertThat(sent(5001)).isEqualTo(46);
        assertThat(sent(5002)).isZero();

        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);

        assertThat(sent(5001)).isZero();
        lab.assertNothingIsLeft();
    }

    @Test
    void bothDirections_areOneFlow() {
        direction = GuaranteedFlow.Direction.BOTH;
        FlowView flow = lab.acquire(udp(5001));
        assertThat(flow.directions()).hasSize(2);
        assertThat(flow.directions().get(1).from())
                .isEqualTo(flow.directions().get(0).to());
        assertThat(flow.state()).isEqualTo(IntentState.ACTIVE);

        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void capacity_returnsOnlyAfterTheLinger() {
        FlowView flow = lab.acquire(udp(5001));
        FlowAnswer answer = lab.wait(lab.controller.release(flow.id()));
        FlowView released = ((FlowAnswer.Done) answer).flow();
        assertThat(released.state()).isEqualTo(IntentState.RELEASING);
        Instant returns = released.capacityReturnsAt().orElseThrow();
        assertThat(returns).isAfter(LiveFlow.instant(lab.time.nowNanos()));
        assertThat(lab.booked()).isPositive();
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        assertThat(LiveFlow.instant(lab.time.nowNanos())).isAfterOrEqualTo(returns);
        assertThat(lab.booked()).isZero();
    }

    @Test
    void aScheduledFlow_startsAndEndsByItself() {
        start = Optional.of(inSeconds(30));
        duration = Optional.of(Duration.ofSeconds(20));
        FlowView flow = lab.acquire(udp(5001));
        assertThat(flow.state()).isEqualTo(IntentState.SCHEDULED);
        assertThat(sent(5001)).isZero();
        lab.time.advance(31 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(sent(5001)).isEqualTo(46);
        lab.time.advance(21 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ENDED);
        assertThat(lab.flow(flow.id()).reason()).contains("end time");
        lab.assertNothingIsLeft();
    }

    @Test
    void aLeaseThatIsNotRenewed_endsTheFlow() {
        lease = Optional.of(Duration.ofSeconds(10));
        FlowView flow = lab.acquire(udp(5001));
        lab.time.advance(8 * SECOND);
        lab.wait(lab.controller.renewLease(flow.id(), Duration.ofSeconds(10)));
        lab.time.advance(8 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        lab.time.advance(3 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ENDED);
        assertThat(lab.flow(flow.id()).reason()).contains("lease");
        lab.assertNothingIsLeft();
    }

    @Test
    void aRepeatedKey_getsTheFirstAnswer_andAnotherRequestUnderIt_isRefused() {
        FlowView first = accepted(
                lab.wait(lab.controller.request(udp(5001), Optional.of("k1")).settled()));
        RequestAnswer again =
                lab.wait(lab.controller.request(udp(5001), Optional.of("k1")).settled());
        assertThat(accepted(again).id()).isEqualTo(first.id());
        assertThat(((RequestAnswer.Accepted) again).repeated()).isTrue();
        assertThat(lab.wait(lab.controller.request(udp(5009), Optional.of("k1")).settled()))
                .isInstanceOf(RequestAnswer.KeyReused.class);
    }

    private static FlowView accepted(RequestAnswer answer) {
        assertThat(answer).isInstanceOf(RequestAnswer.Accepted.class);
        return ((RequestAnswer.Accepted) answer).flow();
    }

    @Test
    void feasibility_booksNothing() {
        assertThat(lab.wait(lab.controller.feasibility(udp(5001)))).isInstanceOf(FeasibilityAnswer.Feasible.class);
        assertThat(lab.booked()).isZero();
    }

    @Test
    void aFlowThatFitsLater_isOfferedALaterStart_andAcceptedAsItIs() {
        rate = 5_000_000;
        bound = 200 * MILLI;
        duration = Optional.of(Duration.ofSeconds(20));
        FlowView first = lab.acquire(udp(5001));
        io.plumbline.controller.view.Refusal refusal = ((RequestAnswer.Refused) lab.ask(udp(5002))).refusal();
        assertThat(refusal.reason()).isEqualTo(Admission.Reason.BANDWIDTH);
        io.plumbline.controller.view.Refusal.Alternative later =
                refusal.alternatives().getLast();
        assertThat(later.kind()).isEqualTo("LATER_START");
        Instant starts = later.request().start().orElseThrow();
        assertThat(starts)
                .isBetween(first.end().orElseThrow(), first.end().orElseThrow().plusSeconds(10));
        assertThat(later.request().duration()).isEqualTo(duration);

        FlowView second = lab.acquire(later.request());
        assertThat(second.state()).isEqualTo(IntentState.SCHEDULED);
        lab.time.advance(
                Duration.between(LiveFlow.instant(lab.time.nowNanos()), starts).toNanos() + SECOND);
        assertThat(lab.flow(second.id()).state()).isEqualTo(IntentState.ACTIVE);

        // Who never ends leaves no room later; nor does a later start help who never fits.
        duration = Optional.empty();
        start = Optional.of(starts.plusSeconds(60));
        lab.acquire(udp(5003));
        for (long tooMuch : new long[] {5_000_000, 100_000_000}) {
            rate = tooMuch;
            assertThat(((RequestAnswer.Refused) lab.ask(udp(5004))).refusal().alternatives())
                    .extracting(io.plumbline.controller.view.Refusal.Alternative::kind)
                    .doesNotContain("LATER_START");
        }
    }

    @Test
    void unknownEndpoints_areNamed() {
        GuaranteedFlow flow = udp(5001);
        GuaranteedFlow lost = new GuaranteedFlow(
                "",
                "h1",
                "h9",
                flow.match(),
                flow.direction(),
                flow.traffic(),
                flow.traffic(),
                flow.maxDelayNanos(),
                start,
                Optional.empty(),
                duration,
                lease);
        assertThat(lab.ask(lost)).isInstanceOfSatisfying(RequestAnswer.Refused.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(Admission.Reason.UNKNOWN_ENDPOINT);
            assertThat(refused.refusal().invalid()).hasValueSatisfying(invalid -> {
                assertThat(invalid.field()).isEqualTo("to");
                assertThat(invalid.value()).isEqualTo("h9");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", "s2", "s5"})
    void aSwitchThatRefusesARule_makesTheAnswerAFailure_andNothingIsLeft(String name) {
        lab.node(name).faults(faults -> faults.reject(Refusal.Kind.TABLE_FULL, ProgramUpdate.PutRule.class));
        assertFails("TABLE_FULL");
        lab.node(name).faults(faults -> faults.rejectNothing());
        lab.time.advance(SECOND);
        lab.assertNothingIsLeft();
        assertThat(lab.acquire(udp(5001)).state()).isEqualTo(IntentState.ACTIVE);
    }

    @Test
    void anIngressThatRefusesTheMeter_makesTheAnswerAFailure() {
        lab.node("s1").faults(faults -> faults.reject(Refusal.Kind.METERS_EXHAUSTED, ProgramUpdate.AddMeter.class));
        assertFails("METERS_EXHAUSTED");
        lab.node("s1").faults(faults -> faults.rejectNothing());
        lab.time.advance(SECOND);
        lab.assertNothingIsLeft();
    }

    private void assertFails(String why) {
        assertThat(lab.ask(udp(5001)))
                .isInstanceOfSatisfying(
                        RequestAnswer.Failed.class,
                        failed -> assertThat(failed.reason()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", "s2", "s5"})
    void aSwitchThatLosesRulesOnTheWay_isFoundOut_beforeActiveIsSaid(String name) {
        lab.node(name).faults(faults -> faults.forgetChanges(1.0));
        assertThat(lab.ask(udp(5001))).isInstanceOf(RequestAnswer.Failed.class);
        lab.node(name).faults(faults -> faults.forgetChanges(0));
        lab.time.advance(20 * SECOND);
        lab.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", "s2", "s5"})
    void aSwitchThatDisconnectsDuringSetUp_makesTheAnswerAFailure_andNothingIsLeftWhenItIsBack(String name) {
        lab.node(name).faults(faults -> faults.answering(false));
        var answer = lab.controller.request(udp(5001), Optional.empty()).settled();
        lab.time.advance(5 * MILLI);
        lab.node(name).disconnect();
        lab.node(name).faults(faults -> faults.answering(true));
        lab.time.advance(SECOND);
        lab.node(name).reconnect();
        assertThat(lab.wait(answer)).isInstanceOf(RequestAnswer.Failed.class);
        lab.time.advance(10 * SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void drift_isFoundAndMended() {
        FlowView flow = lab.acquire(udp(5001));
        assertThat(lab.node("s2").loseRules(rule -> rule.tableId() == 0 && rule.priority() == 50_000))
                .isNotEmpty();
        assertThat(sent(5001)).isEqualTo(-1);
        lab.time.advance(25 * SECOND);
        assertThat(lab.events).anyMatch(event -> event.kind().equals("flow.degraded"));
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(sent(5001)).isEqualTo(46);
    }

    @Test
    void aRuleThatLostItsMeter_isFoundAndMended() {
        FlowView flow = lab.acquire(udp(5001));
        FlowRule classifier = lab.node("s1").holds().rules().stream()
                .map(ReadOutcome.HeldRule::rule)
                .filter(rule -> rule.hardTimeout() != 0)
                .findFirst()
                .orElseThrow();
        TrafficTreatment unpoliced = DefaultTrafficTreatment.builder()
                .writeMetadata(
                        classifier.treatment().writeMetadata().metadata(),
                        classifier.treatment().writeMetadata().metadataMask())
                .transition(classifier.treatment().tableTransition().tableId())
                .build();
        lab.node("s1")
                .tamper(DefaultFlowRule.builder()
                        .forDevice(classifier.deviceId())
                        .forTable(0)
                        .withPriority(classifier.priority())
                        .withSelector(classifier.selector())
                        .withTreatment(unpoliced)
                        .withCookie(classifier.id().value())
                        .withHardTimeout(classifier.hardTimeout())
                        .makePermanent()
                        .build());

        FlowAnswer checked = lab.wait(lab.controller.verify(flow.id()));

        assertThat(((FlowAnswer.Done) checked).flow().state()).isEqualTo(IntentState.DEGRADED);
        assertThat(((FlowAnswer.Done) checked).flow().reason()).contains("METER");
        lab.time.advance(5 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
    }

    @Test
    void aReleaseWhoseStopCannotBeConfirmed_keepsTheCapacityBooked_untilTheRuleHasEndedByItself() {
        duration = Optional.of(Duration.ofSeconds(120));
        FlowView flow = lab.acquire(udp(5001));
        lab.node("s1").disconnect();
        lab.time.advance(SECOND);

        FlowView answered = ((FlowAnswer.Done) lab.wait(lab.controller.release(flow.id()))).flow();
        assertThat(answered.state()).isEqualTo(IntentState.RELEASING);
        assertThat(answered.reason()).contains("not confirmed");
        assertThat(answered.capacityReturnsAt()).isEmpty();
        lab.time.advance(100 * SECOND);
        assertThat(lab.booked()).isPositive();
        assertThat(sent(5001)).as("the rule is still there").isEqualTo(46);

        lab.time.advance(30 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ENDED);
        assertThat(lab.booked()).isZero();
        assertThat(lab.flowRules("s1"))
                .as("the classifier ended by itself; its label rule is unreachable")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void whereRulesDoNotEndByThemselves_whatFollowsIsHeld_untilTheStopIsKnown() {
        SwitchLimits can = SimulatedSwitch.OPEN_VSWITCH;
        lab.node("s1")
                .limits(new SwitchLimits(
                        can.meter(),
                        can.maxMeters(),
                        can.maxEntries(),
                        can.maxGroups(),
                        false,
                        can.bundles(),
                        can.queueByAction(),
                        can.bufferIsolation(),
                        can.smallestFrameBytes(),
                        can.software()));
        lab.node("s1").disconnect();
        lab.time.advance(SECOND);
        lab.node("s1").reconnect();
        lab.time.advance(5 * SECOND);
        bound = 500 * MILLI;
        rate = 5_000_000;
        duration = Optional.of(Duration.ofSeconds(60));
        FlowView first = lab.acquire(udp(5001));
        start = Optional.of(inSeconds(70));
        FlowView next = lab.acquire(udp(5002));
        lab.time.advance(30 * SECOND);
        lab.node("s1").disconnect();
        lab.time.advance(60 * SECOND);

        assertThat(lab.flow(first.id()).state()).isEqualTo(IntentState.RELEASING);
        assertThat(lab.flow(next.id()).state()).isEqualTo(IntentState.HELD);

        lab.node("s1").reconnect();
        lab.time.advance(10 * SECOND);
        assertThat(lab.flow(first.id()).state()).isEqualTo(IntentState.ENDED);
        assertThat(lab.flow(next.id()).state()).isEqualTo(IntentState.ACTIVE);
    }

    @Test
    void aLongFlow_isRenewedLongBeforeItsRuleEnds() {
        FlowView flow = lab.acquire(udp(5001));
        long halfOfTheLongestTimeout = 65_535 / 2;
        lab.time.advance((halfOfTheLongestTimeout + 60) * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(lab.node("s1").holds().rules())
                .filteredOn(held -> held.rule().hardTimeout() == 65_535)
                .singleElement()
                .satisfies(held -> assertThat(held.ageNanos()).isLessThan(60 * SECOND));
    }

    @Test
    void aJournalThatDoesNotWrite_meansNothingIsPromised() {
        class Full implements Journal {
            @Override
            public void append(JournalEntry entry, Consumer<Outcome> done) {
                done.accept(new Outcome.Failed("the disk is full"));
            }

            @Override
            public ImmutableList<JournalEntry> replay() {
                return ImmutableList.of();
            }

            @Override
            public long highestFlow() {
                return 0;
            }

            @Override
            public void forget(long flow) {}

            @Override
            public String failure() {
                return "";
            }

            @Override
            public void close() {}
        }
        SimulatedLab full = new SimulatedLab(8, new Full());
        assertThat(full.ask(udp(5001)))
                .isInstanceOfSatisfying(
                        RequestAnswer.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("disk is full"));
        full.time.advance(SECOND);
        full.assertNothingIsLeft();
    }

    @Test
    void afterARestart_whatWasAcknowledgedIsThere_andWhatWasReleasedIsNot() {
        MemoryJournal journal = new MemoryJournal();
        SimulatedLab before = new SimulatedLab(9, journal);
        FlowView kept = before.acquire(udp(5001));
        FlowView gone = before.acquire(udp(5002));
        before.wait(before.controller.release(gone.id()));
        before.controller.close();
        before.time.advance(SECOND);

        before.controller = before.start(journal);
        before.time.advance(20 * SECOND);

        assertThat(before.flow(kept.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(before.wait(before.controller.flows()))
                .filteredOn(flow -> flow.state() != IntentState.ENDED)
                .hasSize(1);
        assertThat(before.acquire(udp(5003)).id()).isEqualTo("gf-3");
    }
}
