package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.MILLI;
import static io.plumbline.southbound.simulated.Lab.SECOND;
import static io.plumbline.southbound.simulated.Lab.meter;
import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.rule;
import static io.plumbline.southbound.simulated.Lab.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ApplyOutcome.Applied;
import io.plumbline.southbound.api.ApplyOutcome.Lost;
import io.plumbline.southbound.api.ApplyOutcome.Overloaded;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ApplyOutcome.Refused;
import io.plumbline.southbound.api.ApplyOutcome.TimedOut;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ProgramUpdate.RemoveMeter;
import io.plumbline.southbound.api.ProgramUpdate.RemoveRule;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.api.SwitchEvent.Connected;
import io.plumbline.southbound.api.SwitchEvent.Disconnected;
import io.plumbline.southbound.api.SwitchEvent.PacketArrived;
import io.plumbline.southbound.api.SwitchEvent.PortChanged;
import io.plumbline.southbound.simulated.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

/** Everything that can go wrong between the controller and one switch. */
class ControlFaultsTest {
    private static final PutRule PUNT =
            put(rule("s1", 0, 1, match -> {}, actions -> actions.setOutput(PortNumber.CONTROLLER)));

    private final Lab lab = new Lab(7);
    private final SimulatedSwitch s1 = lab.network.switchNode("s1").port(1).port(2);

    ControlFaultsTest() {
        lab.connect();
    }

    private static PutRule numbered(int priority) {
        return put(rule("s1", 0, priority, match -> {}, actions -> actions.setOutput(PortNumber.portNumber(2))));
    }

    private static Change[] hundred() {
        return IntStream.rangeClosed(1, 100)
                .mapToObj(ControlFaultsTest::numbered)
                .toArray(Change[]::new);
    }

    private List<Integer> heldPriorities() {
        return s1.holds().rules().stream().map(held -> held.rule().priority()).toList();
    }

    @Test
    void connects_withDescriptionPortsAndLimits() {
        Switch target = lab.target("s1");
        assertThat(target.id().toString()).isEqualTo("of:0000000000000001");
        assertThat(target.ports()).extracting(port -> port.number().toLong()).containsExactly(1L, 2L);
        assertThat(target.limits()).isEqualTo(SimulatedSwitch.OPEN_VSWITCH);
        assertThat(target.description().serialNumber()).isEqualTo("s1");
    }

    @Test
    void takesItsTimeBothWays() {
        s1.faults(faults -> faults.delay(3 * MILLI, 0));
        long start = lab.time.nowNanos();
        assertThat(lab.apply("s1", numbered(1))).isEqualTo(new Applied());
        assertThat(lab.time.nowNanos() - start).isEqualTo(6 * MILLI + 10_000);
    }

    @Test
    void jitterNeverOvertakes() {
        s1.faults(faults -> faults.delay(MILLI, 50 * MILLI));
        for (int i = 1; i <= 50; i++) {
            lab.target("s1").apply(update(numbered(i)));
            lab.target("s1").apply(update(new RemoveRule(numbered(i).rule())));
        }
        lab.time.advance(10 * SECOND);
        assertThat(heldPriorities()).isEmpty();
    }

    @Test
    void lostChanges_leaveTheUpdateUnanswered_andTheRestDone() {
        s1.faults(faults -> faults.loseChanges(0.1));
        assertThat(lab.apply("s1", hundred())).isEqualTo(new TimedOut(5 * SECOND));
        assertThat(heldPriorities()).hasSizeBetween(75, 99);
    }

    @Test
    void forgottenChanges_areFoundByReadingBackAlone() {
        s1.faults(faults -> faults.forgetChanges(0.1));
        assertThat(lab.apply("s1", hundred())).isEqualTo(new Applied());
        assertThat(lab.read("s1").rules()).hasSizeBetween(75, 99);
    }

    @Test
    void alteredChanges_areFoundByReadingBackAlone() {
        s1.faults(faults -> faults.alterChanges(1));
        PutRule wanted = numbered(1);
        lab.install("s1", wanted, new AddMeter(meter("s1", 1, Meter.Unit.KB_PER_SEC, 1_000, 10L)));
        ReadOutcome.State held = lab.read("s1");
        assertThat(held.rules().get(0).rule()).isEqualTo(wanted.rule());
        assertThat(held.rules().get(0).cookie()).isEqualTo(wanted.rule().id().value());
        assertThat(held.rules().get(0).rule().treatment())
                .isNotEqualTo(wanted.rule().treatment());
        assertThat(held.meters()
                        .get(0)
                        .meter()
                        .request()
                        .bands()
                        .iterator()
                        .next()
                        .rate())
                .isEqualTo(2_000);
    }

    @Test
    void driftBehindTheControllersBack() {
        lab.install("s1", hundred());
        lab.install("s1", new AddMeter(meter("s1", 1, Meter.Unit.KB_PER_SEC, 1_000, 10L)));
        List<FlowRule> lost = s1.loseRules(rule -> rule.priority() > 90);
        assertThat(lost).hasSize(10);
        s1.breakRules(rule -> rule.priority() == 1);
        s1.breakMeters();
        s1.tamper(rule("s1", 5, 5, match -> {}, actions -> actions.drop()));
        assertThat(lab.read("s1").rules()).hasSize(91);
        assertThat(lab.read("s1")
                        .meters()
                        .get(0)
                        .meter()
                        .request()
                        .bands()
                        .iterator()
                        .next()
                        .rate())
                .isEqualTo(2_000);
        assertThat(lab.events).hasSize(1);
    }

    @Test
    void rejects_byKind_byPredicate_orTheNth() {
        s1.faults(faults -> faults.reject(Kind.TABLE_FULL, PutRule.class));
        assertThat(lab.apply("s1", numbered(1)))
                .isEqualTo(new Refused(ImmutableList.of(new Refusal(numbered(1), Kind.TABLE_FULL, "simulated"))));
        s1.faults(faults -> faults.reject(
                Kind.OTHER,
                change -> change instanceof PutRule put && put.rule().priority() == 50));
        lab.apply("s1", hundred());
        assertThat(heldPriorities()).hasSize(99).doesNotContain(50);
        s1.faults(faults -> faults.rejectNothing().rejectNth(Kind.PERMISSION, 3));
        assertThat(((Refused) lab.apply("s1", numbered(101), numbered(102), numbered(103), numbered(104))).refusals())
                .extracting(Refusal::kind)
                .containsExactly(Kind.PERMISSION);
        assertThat(heldPriorities()).contains(101, 102, 104).doesNotContain(103);
    }

    @ParameterizedTest
    @EnumSource(Reorder.class)
    void reorders_onlyBetweenBarriers(Reorder reorder) {
        s1.faults(faults -> faults.reorder(reorder));
        List<String> order = new ArrayList<>();
        lab.network.narrate(line -> {
            if (line.contains("s1 put")) {
                order.add(line.replaceAll(".*priority (\\d+) .*", "$1"));
            }
        });
        Change[] changes = hundred();
        lab.target("s1").apply(update(changes));
        lab.install("s1", numbered(1000));
        List<String> sent =
                IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList();
        assertThat(order.subList(0, 100)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(order.subList(0, 100).equals(sent)).isEqualTo(reorder == Reorder.NONE);
        assertThat(order.get(100)).isEqualTo("1000");
    }

    @Test
    void aDecentSwitchKeepsWhatDependsInOrder_anyOtherDoesNot() {
        Change meter = new AddMeter(meter("s1", 1, Meter.Unit.KB_PER_SEC, 1_000, 10L));
        Change user = put(rule("s1", 0, 1, match -> {}, actions -> actions.meter(MeterId.meterId(1))));
        s1.faults(faults -> faults.reorder(Reorder.INDEPENDENT));
        for (int i = 0; i < 20; i++) {
            lab.install("s1", meter, user, numbered(2), numbered(3));
            lab.install("s1", new RemoveMeter(MeterId.meterId(1)));
        }
        s1.faults(faults -> faults.reorder(Reorder.ANY));
        List<ApplyOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(lab.apply("s1", meter, user, numbered(2), numbered(3)));
            lab.install("s1", new RemoveMeter(MeterId.meterId(1)));
        }
        assertThat(outcomes).anyMatch(Refused.class::isInstance).anyMatch(Applied.class::isInstance);
    }

    @Test
    void aMuteSwitch_doesWhatItIsTold_andAnswersNothing() {
        s1.faults(faults -> faults.answering(false));
        assertThat(lab.apply("s1", numbered(1))).isInstanceOf(TimedOut.class);
        assertThat(heldPriorities()).containsExactly(1);
        assertThat(lab.wait(lab.target("s1").read(ReadScope.ALL)))
                .isEqualTo(new ReadOutcome.Failed("no answer within 5000 ms"));
    }

    @Test
    void aStuckSwitch_doesNothing() {
        s1.faults(faults -> faults.processing(false));
        assertThat(lab.apply("s1", numbered(1))).isInstanceOf(TimedOut.class);
        assertThat(heldPriorities()).isEmpty();
        s1.faults(Faults::none);
        lab.install("s1", numbered(1));
    }

    @Test
    void lostAnswers_timeOut() {
        s1.faults(faults -> faults.loseAnswers(0.5));
        List<ApplyOutcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            outcomes.add(lab.apply("s1", numbered(i)));
        }
        assertThat(outcomes).anyMatch(TimedOut.class::isInstance).anyMatch(Applied.class::isInstance);
        assertThat(heldPriorities()).hasSize(20);
    }

    @Test
    void tooMuchWaiting_isOverload() {
        lab.network.mostWaiting(2);
        s1.faults(faults -> faults.answering(false));
        CompletionStage<ApplyOutcome> first = lab.target("s1").apply(update(numbered(1)));
        lab.target("s1").apply(update(numbered(2)));
        assertThat(lab.apply("s1", numbered(3))).isEqualTo(new Overloaded(2));
        assertThat(lab.wait(lab.target("s1").read(ReadScope.ALL))).isInstanceOf(ReadOutcome.Failed.class);
        assertThat(lab.wait(first)).isInstanceOf(TimedOut.class);
    }

    @Test
    void aBrokenConnection_losesWhatIsUnderWay_andForwardsOn() {
        lab.install("s1", PUNT);
        CompletionStage<ApplyOutcome> underWay = lab.target("s1").apply(update(numbered(2)));
        lab.time.advance(50_000);
        Switch old = lab.target("s1");
        s1.disconnect();
        assertThat(lab.wait(underWay)).isEqualTo(new Lost("connection lost"));
        assertThat(heldPriorities()).containsExactly(1);
        assertThat(lab.events(Disconnected.class))
                .extracting(Disconnected::target)
                .containsExactly(old);
        assertThat(lab.wait(old.apply(update(numbered(3))))).isEqualTo(new Lost("not connected"));
        assertThat(old.packetOut(PortNumber.portNumber(1), new byte[60])).isFalse();

        s1.reconnect();
        lab.time.advance(MILLI);
        assertThat(lab.events(Connected.class)).hasSize(2);
        assertThat(lab.target("s1")).isNotSameAs(old);
        lab.install("s1", numbered(3));
    }

    @Test
    void aSilentBreak_isNoticedLate() {
        s1.disconnect(15 * SECOND);
        assertThat(lab.target("s1").packetOut(PortNumber.portNumber(1), new byte[60]))
                .isTrue();
        assertThat(lab.apply("s1", numbered(1))).isInstanceOf(TimedOut.class);
        assertThat(lab.events(Disconnected.class)).isEmpty();
        lab.time.advance(10 * SECOND);
        assertThat(lab.events(Disconnected.class)).hasSize(1);
        assertThat(heldPriorities()).isEmpty();
    }

    @Test
    void theControllerEndsIt_theSwitchComesBack() {
        Switch old = lab.target("s1");
        old.disconnect("duplicate");
        lab.time.advance(MILLI);
        assertThat(lab.events(Disconnected.class))
                .extracting(Disconnected::reason)
                .containsExactly("duplicate");
        lab.time.advance(2 * SECOND);
        assertThat(lab.target("s1")).isNotSameAs(old);
    }

    @Test
    void aRestartedSwitch_comesBackEmpty() {
        lab.install("s1", hundred());
        s1.restart(3 * SECOND);
        lab.time.advance(SECOND);
        assertThat(lab.events(Disconnected.class)).hasSize(1);
        assertThat(lab.network
                        .delivers(Frame.of(new byte[60]))
                        .from("s1/1")
                        .nowhere()
                        .losses())
                .extracting(Walk.Lost::reason)
                .containsExactly("the switch is not running");
        lab.time.advance(3 * SECOND);
        assertThat(lab.events(Connected.class)).hasSize(2);
        assertThat(lab.read("s1").rules()).isEmpty();
    }

    @Test
    void packetInsAreLostByChance() {
        lab.install("s1", PUNT);
        s1.faults(faults -> faults.losePacketIns(0.5));
        for (int i = 0; i < 200; i++) {
            lab.network.delivers(Frame.of(new byte[60])).from("s1/1");
        }
        lab.time.advance(MILLI);
        assertThat(lab.events(PacketArrived.class)).hasSizeBetween(60, 140);
    }

    @Test
    void portsComeGoAndFlap() {
        s1.faults(faults -> faults.repeatPortStatus(true));
        s1.portDown(1).portUp(1).port(3, 1_000_000_000).removePort(2);
        lab.time.advance(MILLI);
        assertThat(lab.events(PortChanged.class))
                .extracting(
                        event -> event.port().number().toLong(),
                        event -> event.port().up(),
                        PortChanged::removed)
                .containsExactly(
                        tuple(1L, false, false),
                        tuple(1L, false, false),
                        tuple(1L, true, false),
                        tuple(3L, true, false),
                        tuple(3L, true, false),
                        tuple(2L, false, true));
        assertThat(lab.target("s1").ports())
                .extracting(port -> port.number().toLong())
                .containsExactly(1L, 3L);
    }

    @Test
    void aKilledController_hearsNothing_butWhatItSentIsDone() throws SouthboundException {
        CompletionStage<ApplyOutcome> sent = lab.target("s1").apply(update(numbered(1)));
        lab.time.advance(1);
        lab.southbound.kill();
        lab.time.advance(20 * SECOND);
        assertThat(heldPriorities()).containsExactly(1);
        assertThat(sent.toCompletableFuture().isDone()).isFalse();
        assertThat(lab.events).hasSize(1);

        lab.southbound = lab.network.southbound();
        List<SwitchEvent> heard = new ArrayList<>();
        lab.southbound.start(heard::add);
        lab.time.advance(MILLI);
        assertThat(heard).singleElement().isInstanceOf(Connected.class);
    }

    @Test
    void aClosedSouthbound_answersWhatWaits() {
        CompletionStage<ApplyOutcome> waiting = lab.target("s1").apply(update(numbered(1)));
        lab.time.advance(1);
        lab.southbound.close();
        assertThat(lab.wait(waiting)).isInstanceOf(Lost.class);
        lab.time.advance(SECOND);
        assertThat(lab.events).hasSize(1);
    }

    @Test
    void twoControllersAtOnce_areRefused() {
        assertThatThrownBy(() -> lab.network.southbound().start(event -> {})).isInstanceOf(SouthboundException.class);
    }
}
