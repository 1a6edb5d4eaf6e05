package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.DiscoverySettings;
import io.plumbline.controller.inventory.NetworkInventory;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: everything in it follows from the seed. */
final class Simulation {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long TO_REROUTE_NANOS = 6 * SECOND;
    private static final long TO_SETTLE_NANOS = 90 * SECOND;
    private static final long TO_END_NANOS = 120 * SECOND;

    /** How the controller of each life is made. A test that breaks something on purpose has a way of its own. */
    interface Maker {
        Maker PLAIN = (core, inventory, journal, southbound, random) -> new Controller(
                core, inventory, DiscoverySettings.DEFAULT, journal, ImmutableList.of(southbound), 42, random);

        Controller make(Core core, NetworkInventory inventory, Journal journal, Southbound southbound, Random random);
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
    private final Maker maker;
    private final Consumer<String> trace;
    private final UnreliableJournal disk;
    private final Auditor auditor;
    private final Tenants tenants;
    private final Trouble trouble;
    private final Operator operator;
    private final Weather weather;
    private @Nullable Controller controller;
    private @Nullable SimulatedCore core;
    private @Nullable SimulatedSouthbound southbound;
    private @Nullable Violation defect;
    private boolean switchesChanged;
    private long history;
    private int lives;

    /** @param trace takes every line of the history */
    Simulation(long seed, Maker maker, Consumer<String> trace) {
        this.seed = seed;
        this.maker = maker;
        this.trace = trace;
        this.random = new Random(seed);
        this.landscape = new Landscape(random);
        this.network = new SimulatedNetwork(seed, time);
        this.disk = new UnreliableJournal(time, new Random(random.nextLong()));
        this.weather = Weather.of(seed);
        this.auditor = new Auditor(
                network,
                promises,
                () -> {
                    Controller running = controller;
                    return running == null ? ImmutableList.of() : wait(running.flows());
                },
                () -> {
                    Controller running = controller;
                    return running == null ? null : wait(running.ledger());
                },
                weather == Weather.MAINTENANCE);
        this.tenants = new Tenants(this);
        this.trouble = new Trouble(this, disk);
        this.operator = new Operator(this);
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
            if (weather == Weather.MAINTENANCE || random.nextInt(3) == 0) {
                begin();
            } else {
                trouble.act();
            }
        } else if (weather != Weather.ONE_CABLE_AT_A_TIME && random.nextInt(100) < 4) {
            kill();
        } else if (random.nextInt(100) < 65) {
            tenants.act();
        } else {
            switch (weather) {
                case MAINTENANCE -> operator.act();
                case ONE_CABLE_AT_A_TIME -> cutOneCable();
                case STORM -> {
                    if (random.nextInt(6) == 0) {
                        operator.act();
                    } else {
                        trouble.act();
                    }
                }
            }
        }
    }

    private void cutOneCable() {
        Set<String> cut = trouble.cutOneCable();
        pass(TO_REROUTE_NANOS);
        auditor.rerouted(cut, time.nowNanos());
    }

    private void end() {
        trouble.heal();
        if (controller != null && !disk.journal().failure().isEmpty()) {
            kill();
        }
        if (controller == null) {
            begin();
        }
        operator.finish();
        pass(TO_SETTLE_NANOS);
        auditAll();
        auditor.kept(time.nowNanos());
        auditor.booked(ledger(), true);
        tenants.releaseAll(auditor.show());
        pass(TO_END_NANOS);
        auditAll();
        auditor.nothingIsLeft(ledger());
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
        Controller started =
                maker.make(thread, landscape.inventory(), disk.journal(), switches, new Random(seed + lives));
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
        disk.kill();
        core = null;
        southbound = null;
        controller = null;
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
                auditor.packets(time.nowNanos());
                auditor.trailing(time.nowNanos());
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
            LedgerView ledger = ledger();
            Auditor.ledger(ledger);
            auditor.booked(ledger, false);
        }
        auditor.packets(time.nowNanos());
        auditor.trailing(time.nowNanos());
    }
}
