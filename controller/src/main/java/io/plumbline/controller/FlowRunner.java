package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.intent.IntentEvent;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.verify.Statement;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.pce.Pce;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;

/**
 * Runs a guaranteed flow that is booked: installs it egress first and ingress last, says ACTIVE only when the data plane does, keeps
 * looking, and takes it out ingress first. Core thread only.
 */
final class FlowRunner {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long RENEW_BEFORE_NANOS = FlowInstaller.LONGEST_TIMEOUT_SECONDS / 2 * NANOS_PER_SECOND;
    private static final long HELD_AGAIN_NANOS = 200_000_000L;
    private static final long VERIFY_EVERY_NANOS = 10 * NANOS_PER_SECOND;
    private static final long MOST_VERIFIED_PER_SECOND = 20;
    private static final int RETRY_SECONDS = 1;

    private final Core core;
    private final Switches switches;
    private final Pce pce;
    private final Journal journal;
    private final FlowBook flows;
    private final FlowInstaller installer;
    private final FlowMover mover;
    private final Verification verification;
    private final Notices notices;
    private final Flaw flaw;

    FlowRunner(
            Core core,
            Switches switches,
            Pce pce,
            Journal journal,
            FlowBook flows,
            FlowInstaller installer,
            FlowMover mover,
            Verification verification,
            Notices notices,
            Flaw flaw) {
        this.core = core;
        this.switches = switches;
        this.pce = pce;
        this.journal = journal;
        this.flows = flows;
        this.installer = installer;
        this.mover = mover;
        this.verification = verification;
        this.notices = notices;
        this.flaw = flaw;
    }

    /** It is booked and durable: installs it now, or when its start comes. */
    void booked(LiveFlow flow) {
        notices.tell("flow.admitted", flow.id(), flow.request.from() + " to " + flow.request.to());
        if (flow.state() == IntentState.SCHEDULED) {
            flow.settled.complete(new RequestAnswer.Accepted(flow.view(), false));
        }
        resume(flow);
    }

    /** Takes up a flow that is booked, also one from a journal. */
    void resume(LiveFlow flow) {
        long now = core.nowNanos();
        if (flow.endNanos != LiveFlow.NEVER) {
            flow.endTimer(core.schedule(flow.endNanos - now, () -> end(flow, "its end time came")));
        }
        leaseTimer(flow);
        switch (flow.state()) {
            case SCHEDULED, HELD -> flow.stepTimer(core.schedule(flow.startNanos - now, () -> begin(flow)));
            case INSTALLING -> install(flow);
            case ACTIVE, DEGRADED -> verifyLater(flow);
            case RELEASING -> {
                if (flow.running.isEmpty()) {
                    drainLater(flow);
                } else {
                    awaitStop(flow);
                }
            }
            case REQUESTED, ENDED, REJECTED -> {}
        }
    }

    /** Installs it when its proof holds: what it was to follow is then known to have stopped. Until then it is HELD. */
    private void begin(LiveFlow flow) {
        pce.advance(core.nowNanos());
        if (proven(flow)) {
            flow.step(new IntentEvent.StartDue());
            flow.reason = "";
            install(flow);
            return;
        }
        boolean news = flow.state() != IntentState.HELD;
        flow.step(new IntentEvent.Blocked());
        flow.reason = "what was there before is not known to have stopped";
        if (news) {
            notices.tell("flow.held", flow.id(), flow.reason);
        }
        flow.stepTimer(core.schedule(HELD_AGAIN_NANOS, () -> begin(flow)));
    }

    private boolean proven(LiveFlow flow) {
        return flow.directions.stream()
                .map(direction -> pce.certificate(direction.reservation().id()))
                .allMatch(certificate ->
                        certificate.isPresent() && certificate.get().holds());
    }

    private void leaseTimer(LiveFlow flow) {
        if (flow.leaseExpiresNanos != LiveFlow.NEVER) {
            flow.leaseTimer(core.schedule(
                    flow.leaseExpiresNanos - core.nowNanos(), () -> end(flow, "its lease was not renewed")));
        }
    }

    // --- in
    // ---------------------------------------------------------------------------------------------------------------------

    private void install(LiveFlow flow) {
        long round = ++flow.round;
        installer.compile(flow);
        if (flaw == Flaw.INGRESS_BEFORE_EGRESS) {
            installer.addIngress(flow, problems -> {});
        }
        installer.addBeyond(flow, problems -> {
            if (flow.round == round) {
                if (problems.isEmpty()) {
                    installIngress(flow, round);
                } else {
                    fail(flow, problems.get(0));
                }
            }
        });
    }

    private void installIngress(LiveFlow flow, long round) {
        flow.ingressSent = true;
        flow.running.set(0, flow.programs.size());
        installer.addIngress(flow, problems -> {
            if (flow.round != round) {
                return;
            }
            flow.watch.installed = System.nanoTime();
            if (problems.isEmpty()) {
                verify(flow);
            } else {
                fail(flow, problems.get(0));
            }
        });
    }

    /** Its set-up failed: everything is taken back, and the answer says so. */
    private void fail(LiveFlow flow, String why) {
        flow.failure = why;
        end(flow, "set-up failed: " + why);
    }

    // --- looking
    // ----------------------------------------------------------------------------------------------------------------

    /** Asks the data plane; ACTIVE, DEGRADED or, during set-up, failure follow from what it says. */
    CompletableFuture<ImmutableList<Statement>> verify(LiveFlow flow) {
        return verify(flow, true);
    }

    /** @param mend whether switches that do not hold what they should are corrected: not when they just were */
    private CompletableFuture<ImmutableList<Statement>> verify(LiveFlow flow, boolean mend) {
        long round = ++flow.round;
        return verification.verify(flow).thenApply(statements -> {
            if (flow.round == round) {
                verified(flow, statements, mend);
            }
            return statements;
        });
    }

    private void verified(LiveFlow flow, ImmutableList<Statement> statements, boolean mend) {
        flow.evidence = statements;
        String wrong = statements.stream()
                .filter(statement -> !statement.holds())
                .findFirst()
                .map(statement -> statement.subject() + ": " + statement.promised() + ", found " + statement.found())
                .orElse(
                        proven(flow)
                                ? flow.revoked
                                : "its proof no longer holds: a constant of the network has changed");
        switch (flow.state()) {
            case INSTALLING -> {
                if (wrong.isEmpty()) {
                    activate(flow);
                } else {
                    fail(flow, wrong);
                }
            }
            case ACTIVE, DEGRADED -> {
                if (wrong.isEmpty()) {
                    confirm(flow);
                } else {
                    degrade(flow, wrong);
                    if (mend && statements.stream().anyMatch(FlowRunner::isDrift)) {
                        recheck(flow);
                    }
                }
                verifyLater(flow);
            }
            case REQUESTED, HELD, SCHEDULED, RELEASING, ENDED, REJECTED -> {}
        }
    }

    private static boolean isDrift(Statement statement) {
        return statement.kind() == Statement.Kind.READ && !statement.holds();
    }

    private void activate(LiveFlow flow) {
        flow.step(new IntentEvent.Verified());
        flow.watch.verified = System.nanoTime();
        seenToWork(flow);
        notices.tell("flow.active", flow.id(), "verified against the data plane");
        flow.settled.complete(new RequestAnswer.Accepted(flow.view(), false));
        verifyLater(flow);
    }

    private void seenToWork(LiveFlow flow) {
        if (!flow.everActive) {
            flow.everActive = true;
            journal.append(new JournalEntry.Activated(flow.number, core.nowNanos()), outcome -> {});
        }
    }

    private void confirm(LiveFlow flow) {
        boolean news = flow.state() == IntentState.DEGRADED;
        flow.step(new IntentEvent.Verified());
        flow.reason = "";
        seenToWork(flow);
        if (news) {
            notices.tell("flow.active", flow.id(), "verified again");
        }
    }

    /** What was revoked stays so, whatever else is wrong with it. */
    private void degrade(LiveFlow flow, String what) {
        String why = flow.revoked.isEmpty() ? what : flow.revoked;
        boolean news = flow.state() == IntentState.ACTIVE || !flow.reason.equals(why);
        flow.step(new IntentEvent.Unconfirmed());
        flow.reason = why;
        if (news) {
            notices.tell(flow.revoked.isEmpty() ? "flow.degraded" : "flow.revoked", flow.id(), why);
        }
    }

    /** It is not known any more to be what it should. */
    void doubt(LiveFlow flow, String why) {
        flow.round++;
        degrade(flow, why);
        verifyLater(flow);
    }

    /** Has the switches that do not hold what they should corrected. */
    private void recheck(LiveFlow flow) {
        for (FlowProgram program : flow.programs) {
            program.parts().forEach(part -> switches.recheck(part.device()));
        }
    }

    private void verifyLater(LiveFlow flow) {
        long every = Math.max(VERIFY_EVERY_NANOS, flows.size() * NANOS_PER_SECOND / MOST_VERIFIED_PER_SECOND);
        flow.stepTimer(core.schedule(every, () -> {
            renew(flow);
            verify(flow);
        }));
    }

    /** Puts the ingress rules again when they would end by themselves long before the reservation; the meters stay untouched. */
    void renew(LiveFlow flow) {
        long now = core.nowNanos();
        boolean soon = flow.ingressMayEndNanos - now < RENEW_BEFORE_NANOS;
        if (!soon || flow.endNanos != LiveFlow.NEVER && flow.ingressMayEndNanos >= flow.endNanos) {
            return;
        }
        long before = flow.ingressMayEndNanos;
        installer.compile(flow);
        long promised = flow.ingressMayEndNanos;
        installer.addIngress(flow, problems -> {
            if (!problems.isEmpty() && flow.ingressMayEndNanos == promised) {
                flow.ingressMayEndNanos = Math.max(before, now); // whether it was renewed is not known
            }
        });
    }

    // --- what happens to it
    // -----------------------------------------------------------------------------------------------------

    /** A switch holds its program again. */
    void ready(DeviceId device) {
        for (LiveFlow flow : flows.all()) {
            if (!flow.uses(device)) {
                continue;
            }
            switch (flow.state()) {
                case RELEASING -> stoppedAt(flow, device);
                case ACTIVE, DEGRADED -> {
                    if (allReady(flow)) {
                        renew(flow);
                        verify(flow, false);
                    }
                }
                case REQUESTED, HELD, SCHEDULED, INSTALLING, ENDED, REJECTED -> {}
            }
        }
    }

    private boolean allReady(LiveFlow flow) {
        return flow.programs.stream()
                .flatMap(program -> program.parts().stream())
                .allMatch(part -> switches.book(part.device()).ready() != null);
    }

    /** A switch is gone: what it does now nobody knows. */
    void gone(DeviceId device, String why) {
        for (LiveFlow flow : flows.all()) {
            if (flow.isRunning() && flow.uses(device)) {
                doubt(flow, notices.switchName(device) + " is not connected: " + why);
            }
        }
    }

    /** A link went down, or came back. */
    void linkChanged(String linkId, boolean up) {
        for (LiveFlow flow : flows.all()) {
            if (!flow.isRunning() || !flow.crosses(linkId)) {
                continue;
            }
            if (up) {
                verify(flow);
            } else {
                doubt(flow, notices.linkName(linkId) + " is down");
            }
        }
    }

    /** A rule of a flow ended without our asking. */
    void ruleRemoved(LiveFlow flow, FlowRule rule, boolean byTimeout) {
        DeviceId device = rule.deviceId();
        if (flow.state() == IntentState.RELEASING && byTimeout) {
            stoppedAt(flow, device);
        } else if (flow.isRunning() && flow.has(rule)) {
            degrade(flow, notices.switchName(device) + " lost one of its rules");
            switches.recheck(device);
            verify(flow);
        }
    }

    // --- out
    // --------------------------------------------------------------------------------------------------------------------

    /** Releases a flow; completes when its ingress is confirmed to have stopped. */
    CompletableFuture<FlowAnswer> release(LiveFlow flow) {
        CompletableFuture<FlowAnswer> answer = new CompletableFuture<>();
        if (flow.isOver() || flow.capacityReturnsNanos != 0) {
            answer.complete(new FlowAnswer.Done(flow.view()));
            return answer;
        }
        flow.releaseWaiters.add(answer);
        if (flow.state() != IntentState.RELEASING && flow.state() != IntentState.REQUESTED) {
            end(flow, "released on request");
        }
        return answer;
    }

    /** Takes a flow out: what was never sent at once, the rest ingress first. */
    void end(LiveFlow flow, String why) {
        if (flow.isOver() || flow.state() == IntentState.RELEASING || flow.state() == IntentState.REQUESTED) {
            return;
        }
        flow.cancelTimers();
        flow.round++;
        flow.reason = why;
        mover.leave(flow, why);
        if (!flow.ingressSent) {
            takeBack(flow);
            return;
        }
        flow.step(new IntentEvent.EndAsked());
        notices.tell("flow.releasing", flow.id(), why);
        journal.append(new JournalEntry.Releasing(flow.number, why, core.nowNanos()), outcome -> {});
        for (int i = 0; i < flow.programs.size(); i++) {
            int direction = i;
            installer
                    .removeIngress(flow, i)
                    .thenAccept(problem -> core.execute(() -> {
                        if (problem.isEmpty()) {
                            stopped(flow, direction, core.nowNanos());
                        } else {
                            flow.reason = why + "; not confirmed: " + problem;
                            unconfirmed(flow);
                        }
                    }));
        }
        awaitStop(flow);
    }

    /** Whoever waits hears now that the stop is not confirmed; the capacity stays booked until it is. */
    private void unconfirmed(LiveFlow flow) {
        flow.releaseWaiters.forEach(waiter -> waiter.complete(new FlowAnswer.Done(flow.view())));
        flow.releaseWaiters.clear();
        if (!flow.failure.isEmpty()) {
            flow.settled.complete(new RequestAnswer.Failed(flow.view(), flow.failure));
        }
    }

    /** The ingress rule ends by itself, whatever happens to us or to the connection: that is evidence too. */
    private void awaitStop(LiveFlow flow) {
        if (flow.ingressEndsNanos != LiveFlow.NEVER) {
            flow.stepTimer(core.schedule(flow.ingressEndsNanos - core.nowNanos(), () -> {
                for (int i = 0; i < flow.directions.size(); i++) {
                    stopped(flow, i, flow.ingressEndsNanos);
                }
            }));
        }
    }

    private void stoppedAt(LiveFlow flow, DeviceId device) {
        for (int i = 0; i < flow.directions.size(); i++) {
            if (flow.directions.get(i).device().equals(device)) {
                stopped(flow, i, core.nowNanos());
            }
        }
    }

    private void stopped(LiveFlow flow, int direction, long stopNanos) {
        if (flow.state() != IntentState.RELEASING || !flow.running.get(direction)) {
            return;
        }
        flow.running.clear(direction);
        flow.stoppedNanos = Math.max(flow.stoppedNanos, stopNanos);
        long returns = pce.release(flow.directions.get(direction).reservation().id(), stopNanos)
                .orElse(stopNanos);
        flow.capacityReturnsNanos = Math.max(flow.capacityReturnsNanos, returns);
        if (flaw == Flaw.FREES_BEFORE_THE_LINGER) {
            pce.cancel(flow.directions.get(direction).reservation().id());
        }
        if (flow.running.isEmpty()) {
            journal.append(
                    new JournalEntry.Stopped(flow.number, flow.stoppedNanos),
                    outcome -> core.execute(() -> stopIsDurable(flow, outcome)));
            drainLater(flow);
        }
    }

    /** Takes the rest out when the last booking's linger is over. */
    private void drainLater(LiveFlow flow) {
        flow.stepTimer(core.schedule(flow.capacityReturnsNanos - core.nowNanos(), () -> drain(flow)));
    }

    /** Whoever waits for the end hears of it when it is durable, and otherwise that it is not. */
    private void stopIsDurable(LiveFlow flow, Journal.Outcome outcome) {
        FlowAnswer answer = switch (outcome) {
            case Journal.Outcome.Durable ignored -> new FlowAnswer.Done(flow.view());
            case Journal.Outcome.Failed failed -> new FlowAnswer.Unavailable(failed.reason(), RETRY_SECONDS);
        };
        flow.releaseWaiters.forEach(waiter -> waiter.complete(answer));
        flow.releaseWaiters.clear();
        if (!flow.failure.isEmpty()) {
            flow.settled.complete(new RequestAnswer.Failed(flow.view(), flow.failure));
        }
    }

    private void drain(LiveFlow flow) {
        pce.advance(core.nowNanos());
        mover.removeOldWays(flow);
        installer.removeBeyond(flow, problems -> {
            problems.forEach(problem -> notices.tell("flow.left-over", flow.id(), problem));
            over(flow, new IntentEvent.Drained());
        });
    }

    /** No packet was ever let through: its bookings return at once, when nothing of it is left. */
    private void takeBack(LiveFlow flow) {
        installer.removeBeyond(flow, problems -> {
            problems.forEach(problem -> notices.tell("flow.left-over", flow.id(), problem));
            for (BookedDirection direction : flow.directions) {
                pce.cancel(direction.reservation().id());
            }
            journal.append(
                    new JournalEntry.Cancelled(flow.number, flow.reason, core.nowNanos()),
                    outcome -> core.execute(() -> {
                        over(flow, new IntentEvent.TakenBack());
                        stopIsDurable(flow, outcome);
                    }));
        });
    }

    private void over(LiveFlow flow, IntentEvent how) {
        if (flow.isOver()) {
            return;
        }
        flow.step(how);
        flow.cancelTimers();
        for (BookedDirection direction : flow.directions) {
            switches.book(direction.device()).freeMeters(flow.cookie(direction.index()));
        }
        journal.forget(flow.number);
        flows.ended(flow, core.nowNanos());
        notices.tell("flow.ended", flow.id(), flow.reason);
    }

    /** Runs the lease anew from now. */
    void renewLease(LiveFlow flow, long leaseNanos, Consumer<FlowAnswer> answer) {
        long expires = Math.max(flow.leaseAskedNanos, Math.addExact(core.nowNanos(), leaseNanos));
        flow.leaseAskedNanos = expires;
        journal.append(
                new JournalEntry.LeaseRenewed(flow.number, expires, leaseNanos),
                outcome -> core.execute(() -> {
                    switch (outcome) {
                        case Journal.Outcome.Failed failed ->
                            answer.accept(new FlowAnswer.Unavailable(failed.reason(), RETRY_SECONDS));
                        case Journal.Outcome.Durable ignored -> {
                            if (!flow.isOver() && flow.state() != IntentState.RELEASING) {
                                flow.leaseNanos = leaseNanos;
                                flow.leaseExpiresNanos = expires;
                                leaseTimer(flow);
                                answer.accept(new FlowAnswer.Done(flow.view()));
                            } else {
                                answer.accept(new FlowAnswer.Conflict(flow.view(), "it has ended meanwhile"));
                            }
                        }
                    }
                }));
    }
}
