package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.timed;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved;
import io.plumbline.southbound.api.SwitchEvent.RuleRemoved.Reason;
import io.plumbline.southbound.simulated.frame.Frame;
import org.junit.jupiter.api.Test;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;

class TimeoutTest {
    private final Lab lab = new Lab(1);
    private final SimulatedHost h1 = lab.network.host("h1", "00:00:00:00:00:01", "10.0.0.1", "s1/1");
    private final SimulatedHost h2 = lab.network.host("h2", "00:00:00:00:00:02", "10.0.0.2", "s1/2");

    TimeoutTest() {
        lab.connect();
    }

    private static FlowRule hard(int seconds) {
        return timed("s1", 0, 10, seconds, match -> {}, TimeoutTest::toH2);
    }

    private static FlowRule idle(int seconds) {
        return DefaultFlowRule.builder()
                .forDevice(Lab.device("s1"))
                .withPriority(10)
                .withSelector(DefaultTrafficSelector.emptySelector())
                .withTreatment(Lab.treatment(TimeoutTest::toH2))
                .fromApp(Lab.APP)
                .makeTemporary(seconds)
                .build();
    }

    private static void toH2(TrafficTreatment.Builder actions) {
        actions.setOutput(PortNumber.portNumber(2));
    }

    private Walk send() {
        Frame frame = h1.frameTo(h2).udp(1, 2).build();
        return lab.network.delivers(frame).from("h1");
    }

    @Test
    void endsWithoutTheController_exactlyThen_andTells() {
        FlowRule rule = hard(30);
        lab.install("s1", put(rule));
        lab.network.switchNode("s1").disconnect();
        long ageNanos = lab.network.switchNode("s1").holds().rules().get(0).ageNanos();
        send().to("h2");
        lab.time.advance(30 * Lab.SECOND - ageNanos - 1);
        send().to("h2");
        lab.time.advance(1);
        send().nowhere();
        assertThat(lab.events(RuleRemoved.class)).isEmpty();
    }

    @Test
    void tellsReasonAndCounters() {
        FlowRule rule = hard(1);
        lab.install("s1", put(rule));
        send();
        lab.time.advance(2 * Lab.SECOND);
        assertThat(lab.events(RuleRemoved.class)).singleElement().satisfies(removed -> {
            assertThat(removed.reason()).isEqualTo(Reason.HARD_TIMEOUT);
            assertThat(removed.rule()).isEqualTo(rule);
            assertThat(removed.rule().treatment()).isEqualTo(DefaultTrafficTreatment.emptyTreatment());
            assertThat(removed.cookie()).isEqualTo(rule.id().value());
            assertThat(removed.packets()).isEqualTo(1);
            assertThat(removed.bytes()).isEqualTo(60);
        });
    }

    @Test
    void puttingItAgainStartsTheTimeAnew() {
        lab.install("s1", put(hard(10)));
        lab.time.advance(9 * Lab.SECOND);
        lab.install("s1", put(hard(10)));
        lab.time.advance(9 * Lab.SECOND);
        send().to("h2");
        lab.time.advance(Lab.SECOND);
        send().nowhere();
        assertThat(lab.events(RuleRemoved.class)).hasSize(1);
    }

    @Test
    void removingItEndsItsTime() {
        lab.install("s1", put(hard(10)), new RemoveRule(hard(10)));
        lab.install("s1", put(hard(0)));
        lab.time.advance(100 * Lab.SECOND);
        send().to("h2");
        assertThat(lab.events(RuleRemoved.class))
                .extracting(RuleRemoved::reason)
                .containsExactly(Reason.DELETED);
    }

    @Test
    void idleRulesEndWhenNothingHitsThem() {
        lab.install("s1", put(idle(10)));
        for (int i = 0; i < 5; i++) {
            lab.time.advance(9 * Lab.SECOND);
            send().to("h2");
        }
        lab.time.advance(11 * Lab.SECOND);
        send().nowhere();
        assertThat(lab.events(RuleRemoved.class))
                .extracting(RuleRemoved::reason)
                .containsExactly(Reason.IDLE_TIMEOUT);
    }

    @Test
    void aRestartForgetsThem() {
        lab.install("s1", put(hard(10)));
        lab.network.switchNode("s1").restart(Lab.SECOND);
        lab.time.advance(5 * Lab.SECOND);
        lab.install("s1", put(hard(0)));
        lab.time.advance(20 * Lab.SECOND);
        send().to("h2");
        assertThat(lab.events(RuleRemoved.class)).isEmpty();
    }
}
