package io.plumbline.simulation;

import io.plumbline.controller.Controller;
import io.plumbline.controller.view.DrainAnswer;
import io.plumbline.simulation.Landscape.Cable;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Who drains links and switches, a few at a time, and takes them back into use. */
final class Operator {
    private static final int MOST_DRAINED = 2;

    private final Simulation simulation;
    private final Random random;
    private final TreeSet<String> drained = new TreeSet<>();

    Operator(Simulation simulation) {
        this.simulation = simulation;
        this.random = new Random(simulation.random.nextLong());
    }

    void act() {
        if (drained.size() >= MOST_DRAINED || !drained.isEmpty() && random.nextBoolean()) {
            drain(drained.first(), false);
        } else if (random.nextInt(4) == 0) {
            drain(one(simulation.landscape.switchNames()), true);
        } else {
            Cable cable = one(simulation.landscape.cables());
            drain(cable.a() + "->" + cable.b(), true);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void drain(String name, boolean on) {
        Controller controller = simulation.controller();
        if (controller == null) {
            return;
        }
        simulation.note((on ? "drains " : "uses again ") + name);
        CompletionStage<DrainAnswer> answer =
                name.contains("->") ? controller.drainLink(name, on, false) : controller.drainSwitch(name, on, false);
        answer.thenAccept(told -> {
            simulation.note(name + ": " + told);
            if (told instanceof DrainAnswer.Decided && on) {
                drained.add(name);
            } else if (told instanceof DrainAnswer.Decided) {
                drained.remove(name);
            }
        });
    }

    /** Everything is in use again. */
    void finish() {
        List.copyOf(drained).forEach(name -> drain(name, false));
    }
}
