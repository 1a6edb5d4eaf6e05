package io.plumbline.simulation;

import io.plumbline.simulation.Landscape.Cable;
import io.plumbline.southbound.api.ApplyOutcome.Refusal;
import io.plumbline.southbound.simulated.Reorder;
import io.plumbline.southbound.simulated.SimulatedLink;
import io.plumbline.southbound.simulated.SimulatedSwitch;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What goes wrong: cables, switches, the connections to them, what they carry out, the disk. */
final class Trouble {
    private static final long MILLI = 1_000_000L;

    private final Simulation simulation;
    private final UnreliableJournal disk;
    private final Random random;

    Trouble(Simulation simulation, UnreliableJournal disk) {
        this.simulation = simulation;
        this.disk = disk;
        this.random = new Random(simulation.random.nextLong());
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private SimulatedSwitch node() {
        return simulation.network.switchNode(one(simulation.landscape.switchNames()));
    }

    private SimulatedLink link() {
        Cable cable = one(simulation.landscape.cables());
        return simulation.network.link(cable.a(), cable.b());
    }

    void act() {
        switch (random.nextInt(16)) {
            case 0, 1 -> link().down();
            case 2, 3, 4 ->
                simulation.landscape.cables().forEach(cable -> {
                    if (random.nextBoolean()) {
                        simulation.network.link(cable.a(), cable.b()).up();
                    }
                });
            case 5 -> node().restart(100 * MILLI + random.nextLong(2_000 * MILLI));
            case 6 -> node().disconnect(random.nextLong(3_000 * MILLI));
            case 7, 8 -> simulation.network.switches().forEach(SimulatedSwitch::reconnect);
            case 9 -> node().faults(faults -> faults.delay(random.nextInt(5) * MILLI, 1 + random.nextInt(20) * MILLI));
            case 10 -> node().faults(faults -> faults.loseChanges(0.05));
            case 11 -> node().faults(faults -> faults.loseAnswers(0.1));
            case 12 -> node().faults(faults -> faults.rejectNth(Refusal.Kind.TABLE_FULL, 1 + random.nextInt(6)));
            case 13 -> node().faults(faults -> faults.reorder(Reorder.INDEPENDENT));
            case 14 -> simulation.network.switches().forEach(node -> node.faults(faults -> faults.none()));
            default -> {
                boolean fails = random.nextInt(4) == 0;
                simulation.note(fails ? "! the disk fails" : "! the disk takes what is written");
                disk.failing(fails);
            }
        }
    }

    /** Mends the cable that is cut and cuts one, or only mends it. Returns the ports at both ends of what is cut now. */
    Set<String> cutOneCable() {
        simulation
                .landscape
                .cables()
                .forEach(cable -> simulation.network.link(cable.a(), cable.b()).up());
        if (random.nextInt(3) == 0) {
            return Set.of();
        }
        Cable cable = one(simulation.landscape.cables());
        simulation.network.link(cable.a(), cable.b()).down();
        return Set.of(cable.a(), cable.b());
    }

    /** Everything is well again. */
    void heal() {
        simulation.note("everything is healed");
        disk.failing(false);
        simulation
                .landscape
                .cables()
                .forEach(cable -> simulation.network.link(cable.a(), cable.b()).up());
        simulation.network.switches().forEach(node -> {
            node.faults(faults -> faults.none().delay(0, 0));
            node.reconnect();
        });
    }
}
