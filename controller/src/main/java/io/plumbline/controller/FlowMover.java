package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.verify.Statement;
import io.plumbline.pce.Pce;
import io.plumbline.pce.change.ChangeAnswer;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.southbound.api.ApplyOutcome;
import io.plumbline.southbound.api.ProgramUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.onosproject.net.DeviceId;

/**
 * Brings one direction of a running flow to another way, or to other traffic, make before break. Core thread only.
 *
 * <p>The engine has booked the new way beside the old one. Then, each step when the one before is confirmed:
 *
 * <ol>
 *   <li>{@link JournalEntry.Moved} is durable. A restart from here on takes the new way back: its ingress has never heard of it.
 *   <li>Everything of the new way that no packet meets is installed: its labels beyond the ingress, and at the ingress the label push under a
 *       value of its own between the two tables, and meters if the traffic is another. Meters that stay are not written: that would refill them.
 *   <li>A probe walks the new labelled path.
 *   <li>{@link JournalEntry.ChangingOver} is durable. A restart from here on brings the new way about: it is all there.
 *   <li>The classifier is replaced. One rule, so each packet goes by the old labels and meters, or by the new ones.
 *   <li>Its confirmation is the evidence that the old way has stopped: what is left of its booking lingers from then on, and when that is
 *       over its rules are removed.
 * </ol>
 *
 * <p>Where the old way is cut there is nothing to lose: the probe is left out, one entry says both, and what no packet meets is installed while that
 * is being written; a restart that does not know of it removes it. Whatever goes wrong before the
 * classifier is sent, or when the ingress refuses it, is taken back. When the ingress does not answer, both ways stay booked and
 * installed until it is connected and corrected.
 */
final class FlowMover {
    private final Core core;
    private final Switches switches;
    private final Pce pce;
    private final Journal journal;
    private final FlowBook flows;
    private final FlowInstaller installer;
    private final Verification verification;
    private final Notices notices;
    private final Flaw flaw;

    FlowMover(
            Core core,
            Switches switches,
            Pce pce,
            Journal journal,
            FlowBook flows,
            FlowInstaller installer,
            Verification verification,
            Notices notices,
            Flaw flaw) {
        this.core = core;
        this.switches = switches;
        this.pce = pce;
        this.journal = journal;
        this.flows = flows;
        this.installer = installer;
        this.verification = verification;
        this.notices = notices;
        this.flaw = flaw;
    }

    /**
     * Moves a direction that runs, and has no move under way.
     *
     * @param after as it is booked now
     * @param traffic what is promised once it has changed over
     * @param oldWay what the engine has left booked of the old way
     * @param cut whether the old way carries nothing any more
     */
    CompletableFuture<FlowMove.Outcome> move(
            LiveFlow flow, BookedDirection after, TrafficSpec traffic, Reservation oldWay, boolean cut) {
        FlowMove move = new FlowMove(flow, after, traffic, oldWay, cut, installer.compile(flow, after));
        if (flow.moves.putIfAbsent(move.index(), move) != null) {
            throw new IllegalStateException(flow.id() + " is being moved already");
        }
        journal.append(
                new JournalEntry.Moved(flow.number, traffic, after, Optional.of(oldWay), cut, core.nowNanos()),
                durable(move, () -> {
                    move.isDurable = true;
                    if (cut) {
                        changeOverWhenReady(move);
                    } else {
                        install(move);
                    }
                }));
        if (cut) {
            install(move);
        }
        return move.outcome;
    }

    /** Of a move whose old way is cut: when it is both durable and installed. */
    private void changeOverWhenReady(FlowMove move) {
        if (move.isDurable && move.isInstalled) {
            changeOver(move);
        }
    }

    /** Goes on with a move when an entry of it is durable, and takes it back when it cannot be. */
    private Consumer<Journal.Outcome> durable(FlowMove move, Runnable next) {
        return outcome -> core.execute(() -> {
            if (move.isOver()) {
                return;
            }
            switch (outcome) {
                case Journal.Outcome.Durable ignored -> next.run();
                case Journal.Outcome.Failed failed -> takeBack(move, failed.reason());
            }
        });
    }

    private void install(FlowMove move) {
        if (flaw == Flaw.MIXES_VERSIONS) {
            changeOver(move);
        }
        installer.addPrepared(move.flow, move.index(), move.program, problems -> {
            if (move.isOver()) {
                return;
            }
            if (!problems.isEmpty()) {
                takeBack(move, problems.getFirst());
            } else if (move.cut) {
                move.isInstalled = true;
                changeOverWhenReady(move);
            } else {
                probe(move);
            }
        });
    }

    private void probe(FlowMove move) {
        verification
                .probe(move.flow, move.after)
                .thenAccept(statements -> core.execute(() -> {
                    if (move.isOver()) {
                        return;
                    }
                    Optional<Statement> wrong = statements.stream()
                            .filter(statement -> !statement.holds())
                            .findFirst();
                    if (wrong.isPresent()) {
                        takeBack(
                                move, wrong.get().subject() + ": " + wrong.get().found());
                    } else {
                        journal.append(
                                new JournalEntry.ChangingOver(move.flow.number, move.index(), core.nowNanos()),
                                durable(move, () -> changeOver(move)));
                    }
                }));
    }

    private void changeOver(FlowMove move) {
        LiveFlow flow = move.flow;
        OldWay old = new OldWay(move.before, flow.programs.get(move.index()), flow.traffic(move.index()), move.oldWay);
        move.program = installer.compile(flow, move.after); // with the time that is left now
        move.changingOver = true;
        flow.oldWays.add(old);
        flow.goes(move.after, move.program);
        flow.promise(move.index(), move.traffic);
        flow.round++;
        installer.changeOver(flow, move.index(), move.program, outcome -> {
            if (!old.isStopped() && flow.oldWays.contains(old)) {
                changedOver(move, old, outcome);
            }
        });
    }

    private void changedOver(FlowMove move, OldWay old, ApplyOutcome outcome) {
        DeviceId ingress = move.after.device();
        String problem = notices.switchName(ingress) + ": " + Switches.describe(outcome);
        if (!move.flow.isRunning() && !(outcome instanceof ApplyOutcome.Applied)) {
            unconfirmed(move, problem); // it is being released, which ends both ways
            return;
        }
        switch (outcome) {
            case ApplyOutcome.Applied ignored -> stopped(move.flow, move.index());
            case ApplyOutcome.Refused refused -> {
                if (refused.refusals().stream().anyMatch(refusal -> isClassifier(move, refusal))) {
                    undo(move, old, problem);
                } else {
                    unconfirmed(move, problem);
                }
            }
            case ApplyOutcome.Overloaded ignored -> undo(move, old, problem);
            case ApplyOutcome.TimedOut ignored -> {
                unconfirmed(move, problem);
                switches.recheck(ingress);
            }
            case ApplyOutcome.Lost ignored -> unconfirmed(move, problem);
        }
    }

    private static boolean isClassifier(FlowMove move, ApplyOutcome.Refusal refusal) {
        return refusal.change() instanceof ProgramUpdate.PutRule put
                && put.rule().equals(move.program.changeOver().rules().getFirst());
    }

    private void unconfirmed(FlowMove move, String problem) {
        end(move, new FlowMove.Outcome.NotConfirmed(problem));
    }

    private static void end(FlowMove move, FlowMove.Outcome outcome) {
        move.flow.moves.remove(move.index(), move);
        move.outcome.complete(outcome);
    }

    // --- back
    // ---------------------------------------------------------------------------------------------------------------

    /** The flow is about to end: its moves are taken back, and what an ingress has for its old ways is removed. */
    void leave(LiveFlow flow, String why) {
        ImmutableList.copyOf(flow.moves.values()).stream()
                .filter(move -> !move.changingOver)
                .forEach(move -> takeBack(move, why));
        for (OldWay old : flow.oldWays) {
            int index = old.direction.index();
            FlowProgram present = flow.programs.get(index);
            removeParts(flow, index, old.program.without(List.of(present)).subList(0, 1));
        }
    }

    /** Takes back one move. */
    void takeBack(FlowMove move, String why) {
        LiveFlow flow = move.flow;
        removeOnly(flow, move.index(), move.program);
        revert(move);
        journal.append(new JournalEntry.MovedBack(flow.number, move.index(), why, core.nowNanos()), outcome -> {});
        end(move, new FlowMove.Outcome.TakenBack(why));
    }

    /** The ingress has refused to change over: it sends on the old way as before. */
    private void undo(FlowMove move, OldWay old, String why) {
        LiveFlow flow = move.flow;
        flow.oldWays.remove(old);
        flow.goes(old.direction, old.program);
        flow.promise(move.index(), old.traffic);
        flow.round++;
        SwitchBook book = switches.book(old.direction.device());
        book.add(old.program.changeOver(), flow.cookie(move.index()));
        takeBack(move, why);
    }

    private void revert(FlowMove move) {
        long now = core.nowNanos();
        if (pce.revert(move.before.reservation(), now) instanceof ChangeAnswer.Refused) {
            // A constant has changed meanwhile, so that its proof fails; it is booked as it is all the same, and says
            // so.
            pce.restore(move.before.reservation());
            pce.release(move.oldWay.id(), now);
        }
    }

    // --- after
    // --------------------------------------------------------------------------------------------------------------

    /** A switch holds its program: if it is the ingress of a direction that had not confirmed its new way, it has now. */
    void ready(DeviceId device) {
        for (LiveFlow flow : flows.all()) {
            for (BookedDirection direction : flow.directions) {
                if (direction.device().equals(device)) {
                    stopped(flow, direction.index());
                }
            }
        }
    }

    /** The ingress is confirmed to send on the present way of a direction: on none of the old ones any more. */
    private void stopped(LiveFlow flow, int index) {
        List<OldWay> ended = flow.oldWays.stream()
                .filter(old -> old.isOf(index) && !old.isStopped())
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        long now = core.nowNanos();
        for (OldWay old : ended) {
            old.stopNanos = now;
            removeLater(flow, old);
        }
        journal.append(new JournalEntry.OldWayStopped(flow.number, index, now), outcome -> {});
        FlowMove move = flow.moves.get(index);
        if (move != null && move.changingOver) {
            end(move, new FlowMove.Outcome.Done());
        }
    }

    /** Takes up what a journal says of old ways. */
    void resume(LiveFlow flow) {
        flow.oldWays.stream().filter(OldWay::isStopped).toList().forEach(old -> removeLater(flow, old));
    }

    private void removeLater(LiveFlow flow, OldWay old) {
        long returns = pce.release(old.booked.id(), old.stopNanos).orElse(old.stopNanos);
        core.schedule(returns - core.nowNanos(), () -> {
            if (flow.oldWays.remove(old)) {
                pce.advance(core.nowNanos());
                remove(flow, old);
            }
        });
    }

    /** The flow is over: so are its old ways. */
    void removeOldWays(LiveFlow flow) {
        List<OldWay> all = List.copyOf(flow.oldWays);
        flow.oldWays.clear();
        all.forEach(old -> remove(flow, old));
    }

    private void remove(LiveFlow flow, OldWay old) {
        removeOnly(flow, old.direction.index(), old.program);
    }

    /** Removes a program of a direction but for what another one needs: of its present way, of an old one, and of one that it is moving to. */
    private void removeOnly(LiveFlow flow, int index, FlowProgram program) {
        List<FlowProgram> others = new ArrayList<>();
        others.add(flow.programs.get(index));
        flow.oldWays.stream().filter(old -> old.isOf(index)).forEach(old -> others.add(old.program));
        Stream.ofNullable(flow.moves.get(index)).forEach(move -> others.add(move.program));
        others.removeIf(other -> other == program);
        removeParts(flow, index, program.without(others));
    }

    private void removeParts(LiveFlow flow, int index, List<FlowProgram.Part> parts) {
        installer.remove(flow, index, parts, problems -> {
            problems.forEach(problem -> notices.tell("flow.left-over", flow.id(), problem));
            for (FlowProgram.Part part : parts) {
                SwitchBook book = switches.book(part.device());
                part.meters().forEach(meter -> book.freeMeter(meter.id().id(), flow.cookie(index)));
            }
        });
    }
}
