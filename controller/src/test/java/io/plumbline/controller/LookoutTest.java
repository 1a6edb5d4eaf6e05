package io.plumbline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.controller.forwarding.BaseRule;
import io.plumbline.controller.journal.MemoryJournal;
import io.plumbline.controller.view.NetworkView.SwitchView;
import io.plumbline.southbound.simulated.SimulatedHost;
import org.junit.jupiter.api.Test;

/** Best effort that nobody complains about is looked at all the same. */
class LookoutTest {
    private static final long SECOND = SimulatedLab.SECOND;

    private final SimulatedLab lab = new SimulatedLab(13, new MemoryJournal());
    private final SimulatedHost h1 = lab.network.host("h1");
    private final SimulatedHost h2 = lab.network.host("h2");

    private SwitchView view(String name) {
        return lab.wait(lab.controller.network()).switches().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everySwitch_isReadOnceInARound() {
        lab.time.advance(Controller.READ_BACK_EVERY.toNanos() + 5 * SECOND);
        for (String name : new String[] {"s1", "s2", "s3", "s4", "s5"}) {
            assertThat(view(name).drifted()).isZero();
            assertThat(view(name).readBackAt().orElseThrow())
                    .isAfter(LiveFlow.instant(lab.time.nowNanos() - Controller.READ_BACK_EVERY.toNanos() - SECOND));
        }
    }

    @Test
    void rulesThatGotLost_comeBackWithinARound_andAreCounted() {
        h1.send(h1.arpFor(h2.ip()));
        h2.send(h2.arpFor(h1.ip()));
        lab.time.advance(SECOND);
        int lost = lab.node("s2")
                .loseRules(rule -> rule.id().value() == BaseRule.FORWARD.cookie())
                .size();
        assertThat(lost).isEqualTo(2);
        lab.network.walk(h1.frameTo(h2).udp(1, 2).build()).from("h1").nowhere();

        lab.time.advance(Controller.READ_BACK_EVERY.toNanos() + SECOND);

        lab.network.delivers(h1.frameTo(h2).udp(1, 2).build()).from("h1").to("h2");
        assertThat(view("s2").drifted()).isEqualTo(lost);
        assertThat(view("s1").drifted()).isZero();
        assertThat(lab.events)
                .filteredOn(event -> event.kind().equals("switch.drifted"))
                .hasSize(1);
    }
}
