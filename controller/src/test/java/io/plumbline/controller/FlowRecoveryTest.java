package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a controller that starts again, or that was not answered, takes for evidence. */
class FlowRecoveryTest {
    private static final long SECOND = SimulatedLab.SECOND;

    private final MemoryJournal journal = new MemoryJournal();
    private final SimulatedLab lab = new SimulatedLab(11, journal);

    private static GuaranteedFlow udp(int port, Optional<Duration> lease) {
        GuaranteedFlow flow = LabController.udp("h1", "h2", port, 500_000, Duration.ofMillis(60), Optional.empty());
        return new GuaranteedFlow(
                flow.name(),
                flow.from(),
                flow.to(),
                flow.match(),
                flow.direction(),
                flow.traffic(),
                flow.reverseTraffic(),
                flow.maxDelayNanos(),
                flow.start(),
                flow.end(),
                flow.duration(),
                lease);
    }

    private void startAgain() {
        lab.controller.close();
        lab.time.advance(SECOND);
        lab.controller = lab.start(journal);
    }

    /** When its rule was last renewed is not known then: that it may have ended is no evidence that it has. */
    @Test
    void afterARestart_aStopIsNotTakenForGranted() {
        FlowView flow = lab.acquire(udp(5001, Optional.empty()));
        startAgain();
        lab.node("s1").disconnect();
        lab.time.advance(2 * SECOND);

        FlowView released = ((FlowAnswer.Done) lab.wait(lab.controller.release(flow.id()))).flow();
        lab.time.advance(60 * SECOND);

        assertThat(released.reason()).contains("not confirmed");
        assertThat(lab.flowRules("s1")).as("it is still let through").isPositive();
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.RELEASING);
        assertThat(lab.booked()).isPositive();
        lab.node("s1").reconnect();
        lab.time.advance(10 * SECOND);
        lab.assertNothingIsLeft();
    }

    @Test
    void aShorterRenewal_doesNotShortenALease_alsoNotAfterARestart() {
        FlowView flow = lab.acquire(udp(5001, Optional.of(Duration.ofSeconds(60))));
        FlowAnswer renewed = lab.wait(lab.controller.renewLease(flow.id(), Duration.ofSeconds(5)));
        assertThat(((FlowAnswer.Done) renewed).flow().leaseExpires()).isEqualTo(flow.leaseExpires());
        startAgain();
        lab.time.advance(30 * SECOND);

        assertThat(lab.flow(flow.id()).leaseExpires()).isEqualTo(flow.leaseExpires());
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ACTIVE);
        lab.time.advance(40 * SECOND);
        assertThat(lab.flow(flow.id()).state()).isEqualTo(IntentState.ENDED);
    }

    /** The answer to a removal was lost, at the ingress or behind it: the switch is read again, and the capacity returns within seconds. */
    @Test
    void aRemovalThatIsNotConfirmed_isLookedInto() {
        for (String name : List.of("s1", "s2", "s5")) {
            FlowView flow = lab.acquire(udp(5001, Optional.empty()));
            lab.node(name).faults(faults -> faults.answering(false));
            lab.wait(lab.controller.release(flow.id()));
            lab.time.advance(8 * SECOND);
            lab.node(name).faults(faults -> faults.answering(true));
            lab.time.advance(30 * SECOND);

            assertThat(lab.flow(flow.id()).state()).as(name).isEqualTo(IntentState.ENDED);
            lab.assertNothingIsLeft();
        }
    }
}
