package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.controller.view.FlowImpact;
import io.plumbline.controller.view.FlowView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking links and switches out of use, and what that does to guaranteed flows. */
class DrainTest {
    private static final long MILLI = SimulatedLab.MILLI;
    private static final long SECOND = SimulatedLab.SECOND;

    private final MemoryJournal journal = new MemoryJournal();
    private final SimulatedLab lab = new SimulatedLab(7, journal);
    private final Watcher watcher = new Watcher(lab);

    private static DrainAnswer.Decided decided(DrainAnswer answer) {
        assertThat(answer).isInstanceOf(DrainAnswer.Decided.class);
        return (DrainAnswer.Decided) answer;
    }

    @Test
    void aDryRun_saysWhatWouldFollow_andTouchesNothing() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001));
        int booked = lab.booked();
        int events = lab.events.size();
        DrainAnswer.Decided would = decided(lab.wait(lab.controller.drainSwitch("s2", true, true)));
        assertThat(would.done()).isFalse();
        assertThat(would.isClear()).isTrue();
        assertThat(would.links()).containsExactlyInAnyOrder("s1/2->s2/1", "s2/1->s1/2", "s2/2->s5/1", "s5/1->s2/2");
        assertThat(would.impacts()).singleElement().satisfies(impact -> {
            assertThat(impact.flow()).isEqualTo(flow.id());
            assertThat(impact.fate()).isEqualTo(FlowImpact.Fate.MOVED);
            assertThat(impact.path()).containsExactly("s1/2->s2/1", "s2/2->s5/1", "s5/11->h2");
            assertThat(impact.newPath()).containsExactly("s1/3->s3/1", "s3/2->s4/1", "s4/2->s5/2", "s5/11->h2");
        });
        watcher.during(10 * MILLI, 5001);
        assertThat(watcher.ways).containsExactly(Watcher.SHORT);
        assertThat(lab.booked()).isEqualTo(booked);
        assertThat(lab.events).hasSize(events);
    }

    @Test
    void whatIsDrained_isLeft_andNotTaken_andTakenAgainAfterwards() {
        List<FlowView> flows = new ArrayList<>();
        for (int port = 5001; port <= 5003; port++) {
            flows.add(lab.acquire(ReroutingTest.udp(port)));
        }
        var answer = lab.controller.drainSwitch("s2", true, false);
        watcher.during(20 * MILLI, 5001, 5002, 5003);
        assertThat(decided(lab.wait(answer)).isClear()).isTrue();
        watcher.during(20 * MILLI, 5001, 5002, 5003);
        lab.time.advance(SECOND);
        assertThat(watcher.gaps).isZero();
        assertThat(watcher.lost()).isZero();
        assertThat(lab.flowRules("s2")).isZero();
        assertThat(lab.acquire(ReroutingTest.udp(5004)).directions().getFirst().linkNames())
                .contains("s3/2->s4/1");
        watcher.assertProven();

        lab.wait(lab.controller.drainSwitch("s2", false, false));
        assertThat(lab.acquire(ReroutingTest.udp(5005)).directions().getFirst().linkNames())
                .contains("s2/2->s5/1");
        assertThat(lab.flow(flows.getFirst().id()).directions().getFirst().linkNames())
                .as("nothing goes back by itself")
                .contains("s3/2->s4/1");
    }

    @Test
    void whatCannotLeave_stays_guaranteed_andSaysSo() {
        FlowView flow = lab.acquire(ReroutingTest.udp(5001).withMaxDelay(45 * MILLI));
        DrainAnswer.Decided answer = decided(lab.wait(lab.controller.drainLink("s2/2->s5/1", true, false)));
        assertThat(answer.isClear()).isFalse();
        assertThat(answer.links()).containsExactlyInAnyOrder("s2/2->s5/1", "s5/1->s2/2");
        assertThat(answer.impacts()).singleElement().satisfies(impact -> {
            assertThat(impact.fate()).isEqualTo(FlowImpact.Fate.STAYS);
            assertThat(impact.reason()).startsWith("s2/2->s5/1 is drained, and it fits on no other way");
        });
        assertThat(lab.events).anyMatch(event -> event.kind().equals("flow.stays"));
        lab.time.advance(20 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        assertThat(watcher.path(5001)).isEqualTo(Watcher.SHORT);
    }

    @Test
    void aDrain_outlivesTheController_andWhatDiscoveryFindsAnew() {
        lab.wait(lab.controller.drainLink("s1/2->s2/1", true, false));
        lab.controller.close();
        lab.controller = lab.start(journal);
        lab.time.advance(5 * SECOND);
        lab.network.link("s1/2", "s2/1").down();
        lab.time.advance(5 * SECOND);
        lab.network.link("s1/2", "s2/1").up();
        lab.time.advance(5 * SECOND);
        assertThat(lab.acquire(ReroutingTest.udp(5001)).directions().getFirst().linkNames())
                .contains("s3/2->s4/1");
        assertThat(lab.wait(lab.controller.network()).topology().links().values())
                .filteredOn(io.plumbline.pce.topology.TeLink::drained)
                .hasSize(2);
    }

    @Test
    void whatIsNotKnown_isNamed() {
        assertThat(lab.wait(lab.controller.drainLink("s1->s9", true, true)))
                .isEqualTo(new DrainAnswer.Unknown("s1->s9"));
        assertThat(lab.wait(lab.controller.drainSwitch("s9", true, false))).isEqualTo(new DrainAnswer.Unknown("s9"));
    }
}
