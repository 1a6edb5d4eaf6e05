package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.verify.Statement;
import io.plumbline.controller.view.FlowView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What becomes of guaranteed flows when links and switches fail, seen from outside. */
class ReroutingTest {
    private static final long MILLI = SimulatedLab.MILLI;
    private static final long SECOND = SimulatedLab.SECOND;

    private final MemoryJournal journal = new MemoryJournal();
    private final SimulatedLab lab = new SimulatedLab(7, journal);
    private final Watcher watcher = new Watcher(lab);

    static GuaranteedFlow udp(int port, long rate, GuaranteedFlow.Direction direction) {
        TrafficSpec spec = new TrafficSpec(rate, 1_514, 60, 1_514);
        return new GuaranteedFlow(
                "udp-" + port,
                "h1",
                "h2",
                new TrafficMatch(OptionalInt.of(17), OptionalInt.empty(), OptionalInt.of(port), OptionalInt.empty()),
                direction,
                spec,
                spec,
                200 * MILLI,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static GuaranteedFlow udp(int port) {
        return udp(port, 500_000, GuaranteedFlow.Direction.FORWARD);
    }

    private void cut() {
        lab.network.link("s2/2", "s5/1").down();
    }

    private void mend() {
        lab.network.link("s2/2", "s5/1").up();
    }

    private List<String> told(String kind) {
        return lab.events.stream()
                .filter(event -> event.kind().equals(kind))
                .map(event -> event.subject() + ": " + event.detail())
                .toList();
    }

    @Test
    void aLinkThatGoesDown_movesWhatCrossesIt() {
        FlowView before = lab.acquire(udp(5001));
        assertThat(watcher.path(5001)).isEqualTo(Watcher.SHORT);
        cut();
        watcher.during(20 * MILLI, 5001);

        assertThat(watcher.ways).as("never a mixture").containsExactly(Watcher.LONG);
        assertThat(watcher.gaps * 50_000L).as("ns without a way").isLessThan(3 * MILLI);
        watcher.assertProven();
        watcher.during(50 * MILLI, 5001);
        lab.time.advance(SECOND);

        FlowView after = lab.flow(before.id());
        assertThat(after.state()).as(after.reason()).isEqualTo(IntentState.ACTIVE);
        assertThat(after.directions().getFirst().linkNames())
                .containsExactly("s1/3->s3/1", "s3/2->s4/1", "s4/2->s5/2", "s5/11->h2");
        assertThat(after.directions().getFirst().certificate().holds()).isTrue();
        assertThat(after.evidence())
                .extracting(Statement::subject)
                .anyMatch(subject -> subject.startsWith("s4 "))
                .noneMatch(subject -> subject.startsWith("s2 "));
        assertThat(told("flow.moved")).singleElement().asString().contains("s3/2->s4/1");
        assertThat(lab.flowRules("s2"))
                .as("rules of the old way, after its linger")
                .isZero();
        watcher.assertProven();

        lab.wait(lab.controller.release(before.id()));
        lab.awaitState(before.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void bothDirections_areMoved() {
        FlowView flow = lab.acquire(udp(5001, 500_000, GuaranteedFlow.Direction.BOTH));
        cut();
        watcher.during(50 * MILLI, 5001);
        lab.time.advance(SECOND);

        FlowView after = lab.flow(flow.id());
        assertThat(after.state()).as(after.reason()).isEqualTo(IntentState.ACTIVE);
        assertThat(after.directions())
                .allSatisfy(direction -> assertThat(direction.linkNames()).hasSize(4));
        watcher.assertProven();
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void aSwitchThatLosesPower_isGoneAround() {
        FlowView flow = lab.acquire(udp(5001));
        lab.node("s2").powerOff();
        watcher.during(50 * MILLI, 5001);
        lab.time.advance(10 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.LONG);

        lab.node("s2").powerOn();
        lab.time.advance(10 * SECOND);
        assertThat(watcher.path(5001)).as("nothing goes back by itself").isEqualTo(Watcher.LONG);
        assertThat(lab.flowRules("s2")).isZero();
        watcher.assertProven();
    }

    @Test
    void whatHasNoOtherWay_isRevokedWithTheReason_andTakenUpAgain() {
        FlowView flow = lab.acquire(udp(5001));
        lab.network.link("s3/2", "s4/1").down();
        lab.time.advance(SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        cut();
        lab.time.advance(SECOND);

        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.DEGRADED);
        assertThat(lab.flow(flow.id()).reason()).startsWith("revoked: s2/2->s5/1 is down, and it fits on no other way");
        lab.time.advance(30 * SECOND);
        assertThat(lab.flow(flow.id()).reason())
                .as("still, whatever was read since")
                .startsWith("revoked: ");
        assertThat(told("flow.revoked")).hasSize(1);
        watcher.assertProven();

        lab.network.link("s3/2", "s4/1").up();
        lab.time.advance(5 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(lab.flow(flow.id()).reason()).isEmpty();
        assertThat(watcher.path(5001)).isEqualTo(Watcher.LONG);
        watcher.assertProven();
    }

    @Test
    void whatIsRevoked_goesOnWhereItWas_whenItsLinkIsBack() {
        FlowView flow = lab.acquire(udp(5001));
        lab.network.link("s3/2", "s4/1").down();
        cut();
        lab.time.advance(SECOND);
        assertThat(lab.flow(flow.id()).reason()).startsWith("revoked: ");
        mend();
        lab.time.advance(5 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.SHORT);
    }

    @Test
    void eachThatIsHit_isMovedOrRevoked_andNoneForgotten() {
        List<FlowView> flows = new ArrayList<>();
        for (int port = 5001; port <= 5006; port++) {
            GuaranteedFlow flow = udp(port, 400_000, GuaranteedFlow.Direction.FORWARD);
            flows.add(lab.acquire(port % 3 == 0 ? flow.withMaxDelay(45 * MILLI) : flow));
        }
        cut();
        lab.time.advance(20 * SECOND);
        for (FlowView flow : flows) {
            FlowView now = lab.flow(flow.id());
            if (flow.request().maxDelayNanos() == 45 * MILLI) {
                assertThat(now.state()).isEqualTo(IntentState.DEGRADED);
                assertThat(now.reason()).as(now.toString()).startsWith("revoked: ");
            } else {
                assertThat(now.state()).as(now.toString()).isEqualTo(IntentState.ACTIVE);
                assertThat(now.directions().getFirst().linkNames()).contains("s3/2->s4/1");
            }
        }
        watcher.assertProven();
        mend();
        lab.time.advance(20 * SECOND);
        assertThat(lab.wait(lab.controller.flows())).allMatch(flow -> flow.state() == IntentState.ACTIVE);
        watcher.assertProven();
    }

    @Test
    void anotherFailureWhileMoving_isDecidedAnew() {
        FlowView flow = lab.acquire(udp(5001));
        cut();
        lab.time.advance(400_000);
        lab.network.link("s3/2", "s4/1").down();
        watcher.during(20 * MILLI, 5001);
        lab.time.advance(SECOND);
        assertThat(lab.flow(flow.id()).reason()).startsWith("revoked: ");
        watcher.assertProven();
        mend();
        lab.time.advance(5 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.SHORT);
        assertThat(lab.flowRules("s3") + lab.flowRules("s4")).isZero();
        lab.wait(lab.controller.release(flow.id()));
        lab.awaitState(flow.id(), IntentState.ENDED, SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void aFlowThatStartsLater_isGivenAnotherWay() {
        GuaranteedFlow later =
                udp(5001).withStart(LiveFlow.instant(lab.time.nowNanos() + 30 * SECOND), Optional.empty());
        FlowView flow = lab.acquire(later);
        cut();
        lab.time.advance(SECOND);
        assertThat(lab.flow(flow.id()).directions().getFirst().linkNames()).contains("s3/2->s4/1");
        lab.controller.close();
        lab.controller = lab.start(journal);
        lab.time.advance(40 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.LONG);
    }

    @Test
    void aFailureWhileTheControllerIsAway_isFoundAfterItsPatience() {
        FlowView flow = lab.acquire(udp(5001));
        lab.controller.close();
        cut();
        lab.time.advance(SECOND);
        lab.controller = lab.start(journal);
        lab.time.advance(Rerouter.PATIENCE.toNanos() - SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.DEGRADED);
        lab.time.advance(5 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.LONG);
        watcher.assertProven();
    }

    @Test
    void aRestart_movesNothing_whateverLinkIsFoundFirst() {
        FlowView flow = lab.acquire(udp(5001));
        lab.controller.close();
        lab.controller = lab.start(journal);
        watcher.during(200 * MILLI, 5001);
        lab.time.advance(40 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.ways).containsExactly(Watcher.SHORT);
        assertThat(watcher.gaps).isZero();
        assertThat(told("flow.moving")).isEmpty();
    }

    @Test
    void aFlowBeingSetUp_whenItsLinkFails_isRefusedTruthfully_orMoved() {
        for (long after = 0; after < 3 * MILLI; after += 300_000) {
            SimulatedLab other = new SimulatedLab(11, new MemoryJournal());
            var answer = other.controller.request(udp(5001), Optional.empty()).settled();
            other.time.advance(after);
            other.network.link("s2/2", "s5/1").down();
            other.wait(answer);
            other.time.advance(10 * SECOND);
            new Watcher(other).assertProven();
            FlowView flow = other.wait(other.controller.flows()).getFirst();
            if (flow.state() == IntentState.ENDED) {
                other.assertNothingIsLeft();
            } else {
                assertThat(flow.state()).isEqualTo(IntentState.ACTIVE);
                assertThat(new Watcher(other).path(5001)).isEqualTo(Watcher.LONG);
            }
        }
    }

    @Test
    void aFlowThatWasMoved_endsWhenItWouldHave_andIsRenewedInTime() {
        FlowView flow = lab.acquire(udp(5001));
        lab.time.advance(Duration.ofHours(1).toNanos());
        cut();
        lab.time.advance(SECOND);
        assertThat(classifierTimeout()).isBetween(65_535 - 3_610, 65_535 - 3_590);
        lab.time.advance(Duration.ofHours(9).toNanos());
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(classifierTimeout()).isEqualTo(65_535);
    }

    private int classifierTimeout() {
        return lab.node("s1").holds().rules().stream()
                .mapToInt(held -> held.rule().hardTimeout())
                .max()
                .orElseThrow();
    }
}
