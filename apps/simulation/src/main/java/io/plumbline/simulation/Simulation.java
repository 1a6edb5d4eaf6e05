package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.controller.view.LedgerView;
import io.plumbline.southbound.api.Southbound;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.simulated.SimulatedNetwork;
import io.plumbline.southbound.simulated.SimulatedSouthbound;
import io.plumbline.southbound.simulated.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run: everything in it follows from the seed. */
final class Simulation {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long TO_SETTLE_NANOS = 90 * SECOND;
    private static final long TO_END_NANOS = 120 * SECOND;

    /**
     * What a test breaks on purpose, to see whether the auditor finds it.
     *
     * @param journal wraps the journal of each life
     * @param southbound wraps the switches of each life
     */
    record Plant(UnaryOperator<Journal> journal, UnaryOperator<Southbound> southbound) {
        static final Plant NOTHING = new Plant(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * How a run ended.
     *
     * @param history a fingerprint of everything that happened
     * @param violation what must never be; null when nothing was found
     */
    record Outcome(
            long seed,
            int actions,
            int promises,
            int acknowledged,
            int lives,
            long history,
            @Nullable Violation violation) {}

    final VirtualTime time = new VirtualTime();
    final SimulatedNetwork network;
    final Landscape landscape;
    final List<Promise> promises = new ArrayList<>();
    final Random random;
    private final long seed;
    private final Plant plant;
    private final Consumer<String> trace;
    private final UnreliableJournal disk;
    private final Auditor auditor;
    private final Tenants tenants;
    private final Trouble trouble;
    private @Nullable Controller controller;
    private @Nullable SimulatedCore core;
    private @Nullable SimulatedSouthbound southbound;
    private @Nullable Violation defect;
    private boolean switchesChanged;
    private long history;
    private int lives;

    /** @param trace takes every line of the history */
    Simulation(long seed, Plant plant, Consumer<String> trace) {
        this.seed = seed;
        this.plant = plant;
        this.trace = trace;
        this.random = new Random(seed);
        this.landscape = new Landscape(random);
        this.network = new SimulatedNetwork(seed, time);
        this.disk = new UnreliableJournal(time, new Random(random.nextLong()));
        this.auditor = new Auditor(network, promises, () -> {
            Controller running = controller;
            return running == null ? ImmutableList.of() : wait(running.flows());
        });
        this.tenants = new Tenants(this);
        this.trouble = new Trouble(this, disk);
        landscape.build(network);
        network.narrate(this::happened);
    }

    private void happened(String line) {
        history = history * 31 + line.hashCode();
        trace.accept(line);
        // "<time> <switch> put|remove|add|modify|rule ends ..." and "<time> ! ..."
        int what = line.indexOf(' ', line.indexOf(' ') + 1) + 1;
        switchesChanged |= line.startsWith("put ", what)
                || line.startsWith("remove ", what)
                || line.startsWith("add ", what)
                || line.startsWith("modify ", what)
                || line.startsWith("rule ends", what)
                || line.contains(" ! ");
    }

    /** Notes something in the history. */
    void note(String what) {
        happened(time.nowNanos() + " # " + what);
    }

    /** Runs until the end, or until something is found. */
    Outcome run(int actions) {
        int done = 0;
        Violation found = null;
        try {
            begin();
            pass(3 * SECOND);
            for (; done < actions; done++) {
                act();
                pass(pause());
                auditAll();
            }
            end();
        } catch (Violation violation) {
            found = violation;
        } catch (RuntimeException | AssertionError wrong) {
            found = new Violation("the simulation itself failed", wrong);
        }
        int acknowledged =
                (int) promises.stream().filter(promise -> promise.acknowledged).count();
        return new Outcome(seed, done, promises.size(), acknowledged, lives, history, found);
    }

    private long pause() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextLong(5 * SECOND);
            case 1, 2, 3 -> random.nextLong(500 * MILLI);
            default -> random.nextLong(30 * MILLI);
        };
    }

    private void act() {
        if (controller == null) {
            if (random.nextInt(3) == 0) {
                begin();
            } else {
                trouble.act();
            }
        } else if (random.nextInt(100) < 4) {
            kill();
        } else if (random.nextInt(100) < 70) {
            tenants.act();
        } else {
            trouble.act();
        }
    }

    private void end() {
        trouble.heal();
        if (controller != null && !plainFailure().isEmpty()) {
            kill();
        }
        if (controller == null) {
            begin();
        }
        pass(TO_SETTLE_NANOS);
        auditAll();
        auditor.kept(time.nowNanos());
        tenants.releaseAll();
        pass(TO_END_NANOS);
        auditAll();
        auditor.nothingIsLeft(ledger());
    }

    private String plainFailure() {
        return disk.journal().failure();
    }

    // --- the controller's lives
    // -----------------------------------------------------------------------------------------------------------

    @Nullable
    Controller controller() {
        return controller;
    }

    void begin() {
        lives++;
        note("the controller starts");
        SimulatedSouthbound switches = network.southbound();
        SimulatedCore thread = new SimulatedCore(time, this::defect);
        Controller started = new Controller(
                thread,
                landscape.inventory(),
                DiscoverySettings.DEFAULT,
                plant.journal().apply(disk.journal()),
                ImmutableList.of(plant.southbound().apply(switches)),
                42,
                new Random(seed + lives));
        started.watch(event -> note("event " + event.kind() + " " + event.subject() + ": " + event.detail()));
        try {
            started.start();
        } catch (JournalException | SouthboundException cannot) {
            throw new Violation("the controller does not start", cannot);
        }
        core = thread;
        southbound = switches;
        controller = started;
    }

    /** As kill -9. */
    void kill() {
        SimulatedCore thread = core;
        SimulatedSouthbound switches = southbound;
        if (thread == null || switches == null) {
            return;
        }
        note("the controller is killed");
        thread.close();
        switches.kill();
        disk.killAndReopen();
        core = null;
        southbound = null;
        controller = null;
        tenants.connectionLost();
    }

    private void defect(Throwable thrown) {
        if (defect == null) {
            defect = new Violation("a step of the controller failed: " + thrown, thrown);
        }
    }

    // --- time
    // -----------------------------------------------------------------------------------------------------------------------------

    /** Lets time pass, and looks after every step. */
    void pass(long nanos) {
        long limit = time.nowNanos() + nanos;
        while (time.step(limit)) {
            if (defect != null) {
                throw defect;
            }
            if (switchesChanged) {
                switchesChanged = false;
                auditor.packets();
            }
        }
        time.runUntil(limit);
    }

    /** What is answered without any time passing. */
    private <T> T wait(CompletionStage<T> stage) {
        while (!stage.toCompletableFuture().isDone()) {
            if (!time.step(time.nowNanos())) {
                throw new Violation("the controller does not answer");
            }
        }
        return stage.toCompletableFuture().join();
    }

    private LedgerView ledger() {
        Controller running = controller;
        if (running == null) {
            throw new IllegalStateException("no controller");
        }
        return wait(running.ledger());
    }

    private void auditAll() {
        if (controller != null) {
            auditor.acknowledged(time.nowNanos());
            Auditor.ledger(ledger());
        }
        auditor.packets();
    }
}
