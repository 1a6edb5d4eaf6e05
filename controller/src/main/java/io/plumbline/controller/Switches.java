package io.plumbline.controller;

import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.forwarding.BestEffort;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.onosproject.net.DeviceId;

/**
 * Brings every switch to its program and keeps it there. A switch that connects is read; what it holds of guaranteed flows is compared and
 * corrected before anything else of them is sent to it, and with its base rules it takes part in {@link BestEffort}. Touched by the core
 * thread only.
 */
final class Switches {
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final int MOST_TRIES = 5;

    /** What others want to know. */
    interface Listener {
        /** The switch holds again what it should of guaranteed flows. */
        void ready(DeviceId device);

        /** The switch is gone. */
        void gone(DeviceId device, String reason);

        /** Something worth telling. */
        void notice(String kind, String subject, String detail);
    }

    private record Waiting(ProgramUpdate update, CompletableFuture<ApplyOutcome> outcome) {}

    private final Core core;
    private final Listener listener;
    private final TreeMap<String, SwitchBook> books = new TreeMap<>();
    private final Map<DeviceId, List<Waiting>> waiting = new HashMap<>();
    private final Set<Switch> retrying = new HashSet<>();
    private final BestEffort bestEffort;

    Switches(Core core, Discovery discovery, Listener listener) {
        this.core = core;
        this.listener = listener;
        this.bestEffort = new BestEffort(core, discovery, new BaseListener());
    }

    /** The book of a switch, connected or not. */
    SwitchBook book(DeviceId device) {
        return books.computeIfAbsent(device.toString(), id -> new SwitchBook(device));
    }

    /** The book of a switch that is known. */
    Optional<SwitchBook> known(DeviceId device) {
        return Optional.ofNullable(books.get(device.toString()));
    }

    Iterable<SwitchBook> all() {
        return books.values();
    }

    void connected(Switch target) {
        SwitchBook book = book(target.id());
        book.connect(target);
        bestEffort.connected(target.id());
        reconcile(book, target, 1);
    }

    /** Returns false when another connection of that switch has taken its place already. */
    boolean disconnected(DeviceId device, Switch target, String reason) {
        SwitchBook book = book(device);
        if (book.connected() != target) {
            return false;
        }
        book.disconnect();
        bestEffort.disconnected(device);
        List<Waiting> lost = waiting.remove(device);
        if (lost != null) {
            lost.forEach(work -> work.outcome.complete(new ApplyOutcome.Lost(reason)));
        }
        listener.gone(device, reason);
        return true;
    }

    /** Reads a switch again and corrects it where it does not hold what it should. */
    void recheck(DeviceId device) {
        SwitchBook book = book(device);
        Switch target = book.ready();
        if (target != null) {
            book.markUnknown();
            reconcile(book, target, 1);
        }
    }

    private void reconcile(SwitchBook book, Switch target, int attempt) {
        BestEffort.Standing before = bestEffort.standing(book.device());
        target.read(ReadScope.ALL)
                .thenAccept(outcome -> core.execute(() -> {
                    if (book.connected() != target) {
                        return;
                    }
                    switch (outcome) {
                        case ReadOutcome.Failed failed -> retry(book, target, attempt, "read-back: " + failed.reason());
                        case ReadOutcome.State state -> {
                            bestEffort.read(target, SwitchBook.heldOfBase(state), before);
                            SwitchProgram held = SwitchBook.heldOfFlows(state);
                            book.settleDoubts(held);
                            correct(book, target, held, found(state), attempt);
                        }
                    }
                }));
    }

    private static String found(ReadOutcome.State state) {
        return state.rules().size() + " rules and " + state.meters().size() + " meters were there";
    }

    /**
     * Corrects what differs now in guaranteed flows. What waits to be sent is part of it, since it is in the desired program already. While the switch works,
     * more may be desired: it is ready only when it holds what is desired by then.
     */
    private void correct(SwitchBook book, Switch target, SwitchProgram held, String found, int attempt) {
        SwitchProgram wanted = book.flows();
        ProgramUpdate update = wanted.updateFrom(held);
        List<Waiting> covered = waiting.remove(book.device());
        target.apply(update)
                .thenAccept(outcome -> core.execute(() -> {
                    if (covered != null) {
                        covered.forEach(work -> work.outcome.complete(outcome));
                    }
                    if (book.connected() != target) {
                        return;
                    }
                    if (!(outcome instanceof ApplyOutcome.Applied)) {
                        retry(book, target, attempt, describe(outcome));
                    } else if (book.flows().updateFrom(wanted).isEmpty()) {
                        book.markReady();
                        listener.notice(
                                "switch.ready",
                                book.device().toString(),
                                found + ", " + update.changes().size() + " corrections to guaranteed flows");
                        sendWaiting(book, target);
                        listener.ready(book.device());
                    } else {
                        correct(book, target, wanted, found, attempt);
                    }
                }));
    }

    private void retry(SwitchBook book, Switch target, int attempt, String why) {
        if (!retrying.add(target)) {
            return;
        }
        listener.notice("switch.not-programmed", book.device().toString(), why + ", attempt " + attempt);
        if (attempt >= MOST_TRIES) {
            target.disconnect("cannot be programmed: " + why);
        }
        core.schedule(RETRY_NANOS, () -> {
            retrying.remove(target);
            if (book.connected() == target) {
                reconcile(book, target, attempt + 1);
            }
        });
    }

    private void sendWaiting(SwitchBook book, Switch target) {
        List<Waiting> works = waiting.remove(book.device());
        if (works == null) {
            return;
        }
        for (Waiting work : works) {
            target.apply(work.update).thenAccept(work.outcome::complete);
        }
    }

    /** Sends changes; those for a switch that is being corrected wait until it is. Completes on any thread. */
    CompletableFuture<ApplyOutcome> send(DeviceId device, ProgramUpdate update) {
        SwitchBook book = book(device);
        Switch target = book.connected();
        CompletableFuture<ApplyOutcome> outcome = new CompletableFuture<>();
        if (target == null) {
            outcome.complete(new ApplyOutcome.Lost("not connected"));
        } else if (book.ready() == null) {
            // Also when nothing is to be changed: until then it may hold what nobody wants.
            waiting.computeIfAbsent(device, d -> new ArrayList<>()).add(new Waiting(update, outcome));
        } else if (update.isEmpty()) {
            outcome.complete(new ApplyOutcome.Applied());
        } else {
            target.apply(update).thenAccept(outcome::complete);
        }
        return outcome;
    }

    /** Discovery has found something that changes base programs. */
    void baseChanged() {
        bestEffort.changed();
    }

    BestEffort bestEffort() {
        return bestEffort;
    }

    private final class BaseListener implements BestEffort.Listener {
        @Override
        public void wants(DeviceId device, SwitchProgram program) {
            book(device).base(program);
        }

        @Override
        public void failed(Switch target, ApplyOutcome outcome, int times) {
            SwitchBook book = book(target.id());
            if (book.connected() == target) {
                book.markUnknown();
                retry(book, target, times, describe(outcome));
            }
        }

        @Override
        public void drifted(DeviceId device, int changes) {
            listener.notice(
                    "switch.drifted", device.toString(), changes + " of its base rules or meters were not right");
        }
    }

    /** An outcome that is no success, in words. */
    static String describe(ApplyOutcome outcome) {
        return switch (outcome) {
            case ApplyOutcome.Applied ignored -> "applied";
            case ApplyOutcome.Refused refused -> {
                ApplyOutcome.Refusal first = refused.refusals().get(0);
                yield "refused " + refused.refusals().size() + " of the changes, first: " + first.kind() + " ("
                        + first.detail() + ") for " + first.change();
            }
            case ApplyOutcome.TimedOut late -> "no answer within " + late.afterNanos() / 1_000_000 + " ms";
            case ApplyOutcome.Lost lost -> "connection lost: " + lost.reason();
            case ApplyOutcome.Overloaded full -> full.waiting() + " changes are waiting for it already";
        };
    }
}
