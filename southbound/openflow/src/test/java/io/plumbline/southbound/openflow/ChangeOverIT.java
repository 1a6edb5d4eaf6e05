package io.plumbline.southbound.openflow;

import static io.plumbline.southbound.openflow.Rules.port;
import static io.plumbline.southbound.openflow.Rules.rule;
import static io.plumbline.southbound.openflow.Rules.simple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome.HeldRule;
import io.plumbline.southbound.testing.LabHost;
import io.plumbline.southbound.testing.RequiresOpenVSwitch;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.meter.MeterId;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** Rules that go and come in one update are carried out together. */
@RequiresOpenVSwitch
class ChangeOverIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_14", "OF_15"})
    void changeOver_isCarriedOutAsAWholeOrNotAtAll(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            FlowRule old = simple(7, 7);
            assertThat(one.apply(new PutRule(old))).isEqualTo(new ApplyOutcome.Applied());
            RemoveRule remove = new RemoveRule(old);
            PutRule bad = new PutRule(
                    rule(0, 5, 5, 0, m -> {}, t -> t.meter(MeterId.meterId(99)).setOutput(port(1))));
            ApplyOutcome outcome = one.apply(remove, bad);
            assertThat(((ApplyOutcome.Refused) outcome).refusals())
                    .extracting(Refusal::change, Refusal::kind)
                    .containsExactly(tuple(remove, Kind.OTHER), tuple(bad, Kind.BAD_METER));
            assertThat(one.read().rules()).extracting(HeldRule::rule).containsExactly(old);

            PutRule good = new PutRule(rule(0, 8, 8, 0, m -> m.matchEthType((short) 0x0806), t -> {}));
            assertThat(one.apply(remove, good)).isEqualTo(new ApplyOutcome.Applied());
            assertThat(one.read().rules()).extracting(HeldRule::rule).containsExactly(good.rule());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_13", "OF_15"})
    void changeOver_losesNoFrame(OFVersion version) throws Exception {
        try (OneSwitch one = OneSwitch.open(version)) {
            LabHost h4 = one.lab.host("s1", 4);
            LabHost h5 = one.lab.host("s1", 5);
            assertThat(one.apply(new PutRule(way(0)))).isEqualTo(new ApplyOutcome.Applied());
            int frames = 400;
            Thread changes = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 40; i++) {
                    assertThat(one.apply(new RemoveRule(way(i)), new PutRule(way(i + 1))))
                            .isEqualTo(new ApplyOutcome.Applied());
                }
            });
            for (int i = 0; i < frames; i++) {
                h4.send(new byte[60]);
                Thread.sleep(1);
            }
            changes.join();
            int received = 0;
            while (received < frames && h5.receive(SOON).isPresent()) {
                received++;
            }
            assertThat(received).isEqualTo(frames);
        }
    }

    private static FlowRule way(int number) {
        return rule(0, 10 + number, number, 0, m -> m.matchInPort(port(4)), t -> t.setOutput(port(5)));
    }
}
