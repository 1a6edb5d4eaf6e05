package io.plumbline.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.forwarding.Transition;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;

/**
 * Brings every switch to its program and keeps it there. A switch that connects is read, compared and corrected before anything else is
 * sent to it; a change of the base program goes through the phases of {@link Transition}, so that best effort is loop-free while it
 * changes. Touched by the core thread only.
 */
final class Switches {
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final int MOST_TRIES = 5;

    /** What others want to know. */
    interface Listener {
        /** The switch holds its program again. */
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
    private ImmutableSortedMap<DeviceId, SwitchProgram> base = ImmutableSortedMap.of();
    private @Nullable ImmutableSortedMap<DeviceId, SwitchProgram> nextBase;
    private boolean moving;

    Switches(Core core, Listener listener) {
        this.core = core;
        this.listener = listener;
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
        reconcile(book, target, 1);
    }

    /** Returns false when another connection of that switch has taken its place already. */
    boolean disconnected(DeviceId device, Switch target, String reason) {
        SwitchBook book = book(device);
        if (book.connected() != target) {
            return false;
        }
        book.disconnect();
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
        target.read(ReadScope.ALL)
                .thenAccept(outcome -> core.execute(() -> {
                    if (book.connected() != target) {
                        return;
                    }
                    switch (outcome) {
                        case ReadOutcome.Failed failed -> retry(book, target, attempt, "read-back: " + failed.reason());
                        case ReadOutcome.State state -> correct(book, target, state, attempt);
                    }
                }));
    }

    private void correct(SwitchBook book, Switch target, ReadOutcome.State state, int attempt) {
        correct(
                book,
                target,
                SwitchBook.held(state),
                state.rules().size() + " rules and " + state.meters().size() + " meters were there",
                attempt);
    }

    /**
     * Corrects what differs now. What waits to be sent is part of it, since it is in the desired program already. While the switch works,
     * more may be desired: it is ready only when it holds what is desired by then.
     */
    private void correct(SwitchBook book, Switch target, SwitchProgram held, String found, int attempt) {
        SwitchProgram wanted = book.desired();
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
                    } else if (book.desired().updateFrom(wanted).isEmpty()) {
                        book.markReady();
                        listener.notice(
                                "switch.ready",
                                book.device().toString(),
                                found + ", " + update.changes().size() + " corrections");
                        sendWaiting(book, target);
                        listener.ready(book.device());
                    } else {
                        correct(book, target, wanted, found, attempt);
                    }
                }));
    }

    private void retry(SwitchBook book, Switch target, int attempt, String why) {
        listener.notice("switch.not-programmed", book.device().toString(), why + ", attempt " + attempt);
        if (attempt >= MOST_TRIES) {
            target.disconnect("cannot be programmed: " + why);
            return;
        }
        core.schedule(RETRY_NANOS, () -> {
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
        } else if (update.isEmpty()) {
            outcome.complete(new ApplyOutcome.Applied());
        } else if (book.ready() == null) {
            waiting.computeIfAbsent(device, d -> new ArrayList<>()).add(new Waiting(update, outcome));
        } else {
            target.apply(update).thenAccept(outcome::complete);
        }
        return outcome;
    }

    /** Moves all switches from the base program that they have to a new one. */
    void rebase(ImmutableSortedMap<DeviceId, SwitchProgram> wanted) {
        if (moving) {
            nextBase = wanted;
            return;
        }
        List<? extends Map<DeviceId, ProgramUpdate>> phases = Transition.phases(base, wanted);
        base = wanted;
        wanted.forEach((device, program) -> book(device).base(program));
        moving = true;
        phase(phases, 0);
    }

    private void phase(List<? extends Map<DeviceId, ProgramUpdate>> phases, int at) {
        if (at == phases.size()) {
            moving = false;
            ImmutableSortedMap<DeviceId, SwitchProgram> next = nextBase;
            nextBase = null;
            if (next != null) {
                rebase(next);
            }
            return;
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        phases.get(at).forEach((device, update) -> {
            SwitchBook book = book(device);
            Switch target = book.ready();
            if (target != null) { // the others get all of it when they are read and corrected
                sent.add(target.apply(update)
                        .thenAccept(outcome -> core.execute(() -> baseOutcome(book, target, outcome)))
                        .toCompletableFuture());
            }
        });
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .thenRun(() -> core.execute(() -> phase(phases, at + 1)));
    }

    private void baseOutcome(SwitchBook book, Switch target, ApplyOutcome outcome) {
        if (!(outcome instanceof ApplyOutcome.Applied) && book.connected() == target) {
            book.markUnknown();
            retry(book, target, 1, describe(outcome));
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
