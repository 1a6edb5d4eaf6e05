package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.TrafficChange;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.ResizeAnswer;
import io.plumbline.pce.admission.Admission;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.onosproject.net.meter.Meter;

/** Giving a flow that runs other traffic. */
class ResizeTest {
    private static final long MILLI = SimulatedLab.MILLI;
    private static final long SECOND = SimulatedLab.SECOND;

    private final MemoryJournal journal = new MemoryJournal();
    private final SimulatedLab lab = new SimulatedLab(7, journal);
    private final Watcher watcher = new Watcher(lab);

    private static TrafficChange rate(long bitsPerSecond) {
        return new TrafficChange(
                OptionalLong.of(bitsPerSecond), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    private CompletionStage<ResizeAnswer> resize(FlowView flow, long bitsPerSecond) {
        return lab.controller.resize(flow.id(), rate(bitsPerSecond), Optional.empty());
    }

    /** Rates of the meters of guaranteed flows at s1, in kbit/s. */
    private List<Long> metered() {
        return lab.node("s1").holds().meters().stream()
                .map(ReadOutcome.HeldMeter::meter)
                .filter(meter -> meter.id().id() >= 16 && meter.request().unit() == Meter.Unit.KB_PER_SEC)
                .map(meter -> meter.request().bands().iterator().next().rate())
                .toList();
    }

    @Test
    void moreAndLess_areChangedOverInOneStep_underMetersOfTheirOwn() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        for (long rate : new long[] {2_000_000, 600_000}) {
            watcher.during(50 * MILLI, 5001);
            CompletionStage<ResizeAnswer> answer = resize(flow, rate);
            watcher.during(100 * MILLI, 5001);
            watcher.assertProven();
            assertThat(lab.wait(answer)).isInstanceOfSatisfying(ResizeAnswer.Done.class, done -> {
                assertThat(done.flow().state()).isEqualTo(IntentState.ACTIVE);
                assertThat(done.flow().request().traffic().rateBitsPerSecond()).isEqualTo(rate);
                assertThat(done.flow().request().traffic().burstBytes()).isEqualTo(1_514);
                assertThat(done.flow().directions().getFirst().meter().rateBitsPerSecond())
                        .isEqualTo(rate);
            });
            lab.time.advance(2 * SECOND);
            assertThat(metered())
                    .as("the meter before is gone after the linger")
                    .containsExactly(rate / 1_000);
        }
        assertThat(watcher.gaps).isZero();
        assertThat(watcher.lost()).isZero();
        assertThat(watcher.ways).containsExactly(Watcher.SHORT);
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void whatDoesNotFit_isRefused_withWhatWould_andNothingIsChanged() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        int booked = lab.booked();
        assertThat(lab.wait(resize(flow, 9_900_000))).isInstanceOfSatisfying(ResizeAnswer.Refused.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(Admission.Reason.BANDWIDTH);
            assertThat(refused.refusal().alternatives()).isNotEmpty().first().satisfies(alternative -> {
                assertThat(alternative.kind()).isEqualTo("LOWER_RATE");
                long fits = alternative.request().traffic().rateBitsPerSecond();
                assertThat(lab.wait(resize(flow, fits + 1_000))).isInstanceOf(ResizeAnswer.Refused.class);
                assertThat(lab.booked()).isEqualTo(booked);
                assertThat(lab.wait(resize(flow, fits))).isInstanceOf(ResizeAnswer.Done.class);
            });
        });
        watcher.assertProven();
    }

    @Test
    void anIngressWithoutRoomForTheMeter_leavesTheFlowAsItWas() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        int booked = lab.booked();
        lab.node("s1").faults(faults -> faults.reject(Refusal.Kind.METERS_EXHAUSTED, ProgramUpdate.AddMeter.class));
        assertThat(lab.wait(resize(flow, 2_000_000)))
                .isInstanceOfSatisfying(
                        ResizeAnswer.Failed.class,
                        failed -> assertThat(failed.reason()).contains("METERS_EXHAUSTED"));
        lab.node("s1").faults(faults -> faults.rejectNothing());
        watcher.during(100 * MILLI, 5001);
        assertThat(watcher.gaps).isZero();
        assertThat(metered()).containsExactly(500L);
        assertThat(lab.booked()).isEqualTo(booked);
        assertThat(lab.flow(flow.id()).request().traffic().rateBitsPerSecond()).isEqualTo(500_000);
        assertThat(lab.wait(resize(flow, 2_000_000))).isInstanceOf(ResizeAnswer.Done.class);
        watcher.assertProven();
    }

    @Test
    void eachWay_hasItsOwnTraffic() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001, 500_000, GuaranteedFlow.Direction.BOTH));
        ResizeAnswer answer =
                lab.wait(lab.controller.resize(flow.id(), TrafficChange.NONE, Optional.of(rate(900_000))));
        assertThat(answer).isInstanceOfSatisfying(ResizeAnswer.Done.class, done -> {
            assertThat(done.flow().request().traffic().rateBitsPerSecond()).isEqualTo(500_000);
            assertThat(done.flow().request().reverseTraffic().rateBitsPerSecond())
                    .isEqualTo(900_000);
        });
        assertThat(lab.wait(lab.controller.resize(flow.id(), rate(9_900_000), Optional.of(rate(1_000_000)))))
                .isInstanceOf(ResizeAnswer.Refused.class);
        watcher.assertProven();
        lab.time.advance(SECOND);
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void whatIsWrong_isNamed() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        assertThat(lab.wait(lab.controller.resize("gf-9", rate(1_000), Optional.empty())))
                .isEqualTo(new ResizeAnswer.Unknown("gf-9"));
        assertThat(lab.wait(lab.controller.resize(flow.id(), rate(1_000), Optional.of(rate(1_000)))))
                .isInstanceOf(ResizeAnswer.Refused.class);
        TrafficChange tooSmall =
                new TrafficChange(OptionalLong.empty(), OptionalLong.of(100), OptionalInt.empty(), OptionalInt.empty());
        assertThat(lab.wait(lab.controller.resize(flow.id(), tooSmall, Optional.empty())))
                .isInstanceOfSatisfying(
                        ResizeAnswer.Refused.class,
                        refused -> assertThat(refused.refusal().detail()).contains("traffic.burstBytes"));
        lab.wait(lab.controller.release(flow.id()));
        assertThat(lab.wait(resize(flow, 1_000_000))).isInstanceOf(ResizeAnswer.Conflict.class);
    }

    @Test
    void whatWasResized_isThereAfterARestart_andCanBeMoved() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        lab.wait(resize(flow, 2_000_000));
        lab.controller.close();
        lab.controller = lab.start(journal);
        watcher.during(100 * MILLI, 5001);
        lab.time.advance(20 * SECOND);
        assertThat(lab.flow(flow.id()).request().traffic().rateBitsPerSecond()).isEqualTo(2_000_000);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.gaps).isZero();
        assertThat(metered()).containsExactly(2_000L);
        lab.wait(lab.controller.drainSwitch("s2", true, false));
        lab.time.advance(2 * SECOND);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.LONG);
        assertThat(metered()).containsExactly(2_000L);
        watcher.assertProven();
    }
}
