package io.plumbline.southbound.simulated;

import static io.plumbline.southbound.simulated.Lab.MILLI;
import static io.plumbline.southbound.simulated.Lab.SECOND;
import static io.plumbline.southbound.simulated.Lab.meter;
import static io.plumbline.southbound.simulated.Lab.put;
import static io.plumbline.southbound.simulated.Lab.timed;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.southbound.api.ApplyOutcome.Refusal.Kind;
import io.plumbline.southbound.api.ProgramUpdate.AddMeter;
import io.plumbline.southbound.api.ProgramUpdate.Change;
import io.plumbline.southbound.api.ProgramUpdate.PutRule;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.SwitchEvent.Connected;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.onosproject.net.PortNumber;
import org.onosproject.net.meter.Meter;
import org.onosproject.net.meter.MeterId;

/** One seed, one history: every fault on, random work, and the narrated history of two runs is the same line by line. */
class DeterminismTest {

    private static List<String> history(long seed) {
        Lab lab = new Lab(seed);
        List<String> history = new ArrayList<>();
        lab.network.narrate(history::add);
        for (int i = 1; i <= 4; i++) {
            lab.network
                    .link("s" + i + "/1", "s" + (i % 4 + 1) + "/2", 100_000L * i)
                    .loss(0.05);
            lab.network.host("h" + i, "00:00:00:00:00:0" + i, "10.0.0." + i, "s" + i + "/10");
            lab.network
                    .switchNode("s" + i)
                    .faults(faults -> faults.delay(MILLI, 3 * MILLI)
                            .reorder(Reorder.ANY)
                            .loseChanges(0.01)
                            .forgetChanges(0.02)
                            .alterChanges(0.02)
                            .loseAnswers(0.02)
                            .losePacketIns(0.1)
                            .losePacketOuts(0.1)
                            .repeatPortStatus(true)
                            .reject(
                                    Kind.TABLE_FULL,
                                    change -> change instanceof PutRule put
                                            && put.rule().priority() % 7 == 0));
        }
        lab.connect();
        Random work = new Random(seed);
        for (int step = 0; step < 400; step++) {
            oneStep(lab, work);
            lab.time.advance(work.nextLong(20 * MILLI));
        }
        lab.time.advance(10 * SECOND);
        return history;
    }

    private static void oneStep(Lab lab, Random work) {
        String name = "s" + (1 + work.nextInt(4));
        SimulatedSwitch node = lab.network.switchNode(name);
        boolean known = lab.events(Connected.class).stream()
                .anyMatch(event -> event.device().equals(node.id()));
        switch (work.nextInt(12)) {
            case 0 -> node.restart(work.nextLong(SECOND));
            case 1 -> node.disconnect();
            case 2 -> node.reconnect();
            case 3 -> lab.network.links().get(work.nextInt(8)).down();
            case 4, 5 -> lab.network.links().get(work.nextInt(8)).up();
            default -> {
                if (known) {
                    lab.target(name).apply(Lab.update(changes(name, work)));
                    lab.target(name).read(ReadScope.ALL);
                }
                SimulatedHost from = lab.network.host("h" + (1 + work.nextInt(4)));
                from.send(from.arpFor(
                        lab.network.host("h" + (1 + work.nextInt(4))).ip()));
            }
        }
    }

    private static Change[] changes(String name, Random work) {
        Change[] changes = new Change[1 + work.nextInt(10)];
        changes[0] = new AddMeter(meter(name, 1 + work.nextInt(50), Meter.Unit.KB_PER_SEC, 1_000, 100L));
        for (int i = 1; i < changes.length; i++) {
            int priority = 1 + work.nextInt(50);
            long out = work.nextBoolean() ? PortNumber.CONTROLLER.toLong() : 1 + work.nextInt(2);
            boolean metered = work.nextInt(4) == 0;
            changes[i] = put(timed(
                    name,
                    0,
                    priority,
                    1 + work.nextInt(5),
                    match -> match.matchInPort(PortNumber.portNumber(10)),
                    actions -> {
                        actions.setOutput(PortNumber.portNumber(out)).setOutput(PortNumber.portNumber(10));
                        if (metered) {
                            actions.meter(MeterId.meterId(1));
                        }
                    }));
        }
        return changes;
    }

    @Test
    void theSameSeed_givesTheSameHistory() {
        for (long seed = 1; seed <= 3; seed++) {
            List<String> once = history(seed);
            assertThat(once).as("seed %s", seed).hasSizeGreaterThan(500);
            assertThat(history(seed)).as("seed %s", seed).isEqualTo(once);
        }
    }

    @Test
    void anotherSeed_givesAnotherHistory() {
        assertThat(history(1)).isNotEqualTo(history(2));
    }
}
