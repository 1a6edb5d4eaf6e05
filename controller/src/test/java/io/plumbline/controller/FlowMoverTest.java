package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.controller.view.FlowImpact;
import io.plumbline.controller.view.FlowView;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Make before break: planned moves, what may go wrong in the middle, and restarts in the middle. */
class FlowMoverTest {
    private static final long MILLI = SimulatedLab.MILLI;
    private static final long SECOND = SimulatedLab.SECOND;

    private final SimulatedLab lab = new SimulatedLab(7, new MemoryJournal());

    private static CompletionStage<DrainAnswer> drain(SimulatedLab lab) {
        return lab.controller.drainLink("s1/2->s2/1", true, false);
    }

    private static FlowImpact only(DrainAnswer answer) {
        assertThat(answer).isInstanceOf(DrainAnswer.Decided.class);
        assertThat(((DrainAnswer.Decided) answer).impacts()).hasSize(1);
        return ((DrainAnswer.Decided) answer).impacts().getFirst();
    }

    /** Packets that its meters have counted since each was written. */
    private static List<Long> metered(SimulatedLab lab) {
        return lab.node("s1").holds().meters().stream()
                .filter(meter -> meter.meter().id().id() >= 16)
                .map(ReadOutcome.HeldMeter::packetsIn)
                .toList();
    }

    @Test
    void aMove_losesNothing_mixesNothing_andWritesNoMeter() {
        Watcher watcher = new Watcher(lab);
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        lab.time.advance(SECOND);
        watcher.during(100 * MILLI, 5001);
        List<Long> before = metered(lab);
        assertThat(before).isNotEmpty().allMatch(packets -> packets == 50);
        CompletionStage<DrainAnswer> answer = drain(lab);
        watcher.during(100 * MILLI, 5001);
        assertThat(metered(lab)).as("a meter that is written counts anew").allMatch(packets -> packets == 100);
        watcher.assertProven();
        watcher.during(100 * MILLI, 5001);
        lab.time.advance(SECOND);

        assertThat(only(lab.wait(answer)).fate()).isEqualTo(FlowImpact.Fate.MOVED);
        assertThat(watcher.ways).containsExactly(Watcher.SHORT, Watcher.LONG);
        assertThat(watcher.gaps).isZero();
        assertThat(watcher.lost()).isZero();
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(lab.flowRules("s2")).isZero();
        watcher.assertProven();
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", "s3", "s4", "s5"})
    void aSwitchThatRefuses_leavesTheFlowWhereItWas_andNothingBehind(String name) {
        assertStays(
                name,
                () -> lab.node(name)
                        .faults(faults -> faults.reject(Refusal.Kind.TABLE_FULL, ProgramUpdate.PutRule.class)));
    }

    @Test
    void anIngressThatRefusesToChangeOver_leavesTheFlowWhereItWas() {
        assertStays(
                "s1",
                () -> lab.node("s1")
                        .faults(faults -> faults.reject(
                                Refusal.Kind.OTHER,
                                change -> change instanceof ProgramUpdate.PutRule put
                                        && put.rule().hardTimeout() != 0)));
    }

    @Test
    void aNewWayThatSwallowsPackets_isFoundByTheProbe_beforeAnythingIsSentThere() {
        assertStays("s4", () -> lab.network.link("s3/2", "s4/1").blackHole(true));
    }

    @Test
    void aSwitchThatSaysItDid_andDidNot_isFoundByTheProbe() {
        assertStays("s4", () -> lab.node("s4").faults(faults -> faults.forgetChanges(1)));
    }

    @Test
    void aSwitchThatIsNotThere_leavesTheFlowWhereItWas() {
        assertStays("s3", () -> lab.node("s3").disconnect());
    }

    @Test
    void aSwitchThatGoesInTheMiddle_leavesTheFlowWhereItWas() {
        lab.node("s4").faults(faults -> faults.answering(false));
        assertStays("s4", () -> lab.time.schedule(MILLI, () -> lab.node("s4").disconnect()));
    }

    @Test
    void aSwitchThatDoesNotAnswer_leavesTheFlowWhereItWas() {
        assertStays("s4", () -> lab.node("s4").faults(faults -> faults.answering(false)));
    }

    private void assertStays(String name, Runnable fault) {
        Watcher watcher = new Watcher(lab);
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        lab.time.advance(SECOND);
        ImmutableMap<String, Long> held = watcher.held();
        int booked = lab.booked();
        fault.run();
        CompletionStage<DrainAnswer> answer = drain(lab);
        watcher.during(20 * MILLI, 5001);
        FlowImpact impact = only(lab.wait(answer));
        assertThat(impact.fate()).as(impact.toString()).isEqualTo(FlowImpact.Fate.STAYS);
        assertThat(impact.reason()).isNotEmpty();
        lab.wait(lab.controller.drainLink("s1/2->s2/1", false, false));

        lab.network.link("s3/2", "s4/1").blackHole(false);
        lab.node(name).faults(faults -> faults.none());
        lab.node(name).reconnect();
        lab.time.advance(20 * SECOND);
        watcher.during(10 * MILLI, 5001);
        assertThat(watcher.ways).containsExactly(Watcher.SHORT);
        assertThat(watcher.gaps).isZero();
        assertThat(watcher.lost()).isZero();
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.held()).as("what is in the switches").isEqualTo(held);
        assertThat(lab.booked()).isEqualTo(booked);
        watcher.assertProven();
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void anIngressThatGoesBeforeItConfirms_keepsBothBooked_untilItIsBack() {
        Watcher watcher = new Watcher(lab);
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        int booked = lab.booked();
        lab.node("s1")
                .faults(faults -> faults.reject(Refusal.Kind.OTHER, change -> {
                    // The first sign of the change-over: from now on the controller hears nothing more.
                    if (change instanceof ProgramUpdate.PutRule put
                            && put.rule().hardTimeout() != 0) {
                        lab.time.schedule(1, () -> lab.node("s1").disconnect());
                    }
                    return false;
                }));
        FlowImpact impact = only(lab.wait(drain(lab)));
        assertThat(impact.reason()).startsWith("not confirmed");
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.DEGRADED);
        watcher.during(100 * MILLI, 5001);
        assertThat(lab.booked()).as("both ways").isGreaterThan(booked);
        watcher.assertProven();

        lab.node("s1").faults(faults -> faults.none());
        lab.node("s1").reconnect();
        watcher.during(100 * MILLI, 5001);
        lab.time.advance(10 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.LONG);
        assertThat(watcher.gaps).isZero();
        assertThat(lab.flowRules("s2")).isZero();
        watcher.assertProven();
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void aReleaseInTheMiddleOfAMove_leavesNothing() {
        for (long after = 0; after < 6 * MILLI; after += 400_000) {
            SimulatedLab other = new SimulatedLab(13, new MemoryJournal());
            FlowView flow = other.acquire(ReroutingTest.udp(5001));
            CompletionStage<DrainAnswer> answer = drain(other);
            other.time.advance(after);
            other.wait(other.controller.release(flow.id()));
            other.wait(answer);
            other.awaitState(flow.id(), IntentState.ENDED, 5 * SECOND);
            other.assertNothingIsLeft();
            assertThat(other.acquire(ReroutingTest.udp(5002)).state()).isEqualTo(IntentState.ACTIVE);
            new Watcher(other).assertProven();
        }
    }

    /** Killed at every fifth of a millisecond of a planned move and of one after a failure. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aControllerThatIsKilledInTheMiddle_comesUpWithTheOldWayOrTheNew(boolean planned) {
        int old = 0;
        for (long after = 0; after < 4 * MILLI; after += 200_000) {
            SimulatedLab other = new SimulatedLab(17, new MemoryJournal());
            MemoryJournal disk = new MemoryJournal();
            other.controller.close();
            DelayedJournal journal = new DelayedJournal(other.time, disk);
            other.controller = other.start(journal);
            other.time.advance(5 * SECOND);
            FlowView flow = other.acquire(ReroutingTest.udp(5001));
            other.time.advance(SECOND);
            Watcher watcher = new Watcher(other);
            if (planned) {
                drain(other);
            } else {
                other.network.link("s2/2", "s5/1").down();
            }
            watcher.during(after, 5001);
            journal.kill();
            other.controller.close();
            watcher.during(10 * MILLI, 5001);

            other.controller = other.start(new DelayedJournal(other.time, disk));
            other.time.advance(50_000);
            String way = String.join(
                    " ", other.flow(flow.id()).directions().getFirst().linkNames());
            old += way.contains("s2/1") ? 1 : 0;
            watcher.assertProven();
            watcher.during(30 * MILLI, 5001);
            other.time.advance(10 * SECOND);
            watcher.assertProven();
            if (planned) {
                assertThat(watcher.gaps).as("killed after " + after).isZero();
                assertThat(watcher.lost()).isZero();
                assertThat(other.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
            }
            assertThat(watcher.ways).isSubsetOf(List.of(Watcher.SHORT, Watcher.LONG));
            other.time.advance(35 * SECOND);
            boolean drained = planned && after >= 200_000;
            FlowView now = other.flow(flow.id());
            assertThat(now.state()).as(now.toString()).isEqualTo(IntentState.ACTIVE);
            assertThat(watcher.path(5001))
                    .as("killed after " + after + " "
                            + other.events.subList(other.events.size() - 14, other.events.size()))
                    .isEqualTo(planned && !drained ? watcher.path(5001) : Watcher.LONG);
            assertThat(watcher.held())
                    .as("only one way is left, killed after " + after)
                    .isEqualTo(ImmutableMap.of(
                            "s1",
                            4L,
                            "s2",
                            watcher.path(5001).equals(Watcher.SHORT) ? 1L : 0L,
                            "s3",
                            watcher.path(5001).equals(Watcher.LONG) ? 1L : 0L,
                            "s4",
                            watcher.path(5001).equals(Watcher.LONG) ? 1L : 0L,
                            "s5",
                            2L));
            watcher.assertProven();
            other.wait(other.controller.release(flow.id()));
            other.awaitState(flow.id(), IntentState.ENDED, 5 * SECOND);
            other.assertNothingIsLeft();
        }
        assertThat(old).as("times the old way was taken up").isBetween(1, 19);
    }
}
