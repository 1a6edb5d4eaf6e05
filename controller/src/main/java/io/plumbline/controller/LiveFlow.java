package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentEvent;
import io.plumbline.controller.intent.IntentLifecycle;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.verify.Statement;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.RequestAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;

/** One guaranteed flow while the controller knows it. Touched by the core thread only. */
final class LiveFlow {
    /** No end, or no lease. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    final long number;
    final GuaranteedFlow request;
    final Optional<String> idempotencyKey;
    final long admittedNanos;
    final long startNanos;
    final long endNanos;
    final ImmutableList<BookedDirection> directions;
    final CompletableFuture<RequestAnswer> decided = new CompletableFuture<>();
    final CompletableFuture<RequestAnswer> settled = new CompletableFuture<>();
    final List<CompletableFuture<FlowAnswer>> releaseWaiters = new ArrayList<>();
    final Stopwatch watch = new Stopwatch();

    long leaseNanos;
    long leaseExpiresNanos;
    /** The latest that a renewal asked for, durable yet or not: a shorter one does not shorten it, also not after a restart. */
    long leaseAskedNanos;

    long capacityReturnsNanos;
    /** When the ingress rule ends by itself at the latest, margin included: evidence; NEVER when no rule was ever sent. */
    long ingressEndsNanos = NEVER;
    /** When it may end by itself at the earliest: to be renewed before; NEVER when no rule was ever sent. */
    long ingressMayEndNanos = NEVER;
    /** Whether anything was sent to an ingress, so that a packet may have passed. */
    boolean ingressSent;
    /** What it adds to the switches, a program for each direction; empty until it is installed. */
    ImmutableList<FlowProgram> programs = ImmutableList.of();
    /** Directions whose ingress is not known to have stopped since it was asked to. */
    final BitSet running = new BitSet();
    /** The latest stop of its directions, by evidence; 0 before. */
    long stoppedNanos;
    /** Why its set-up failed; empty while it has not. */
    String failure = "";

    String reason = "";
    ImmutableList<Statement> evidence = ImmutableList.of();
    /** Counts installations and verifications, so that a late answer to an old one is told apart. */
    long round;

    private IntentState state = IntentState.REQUESTED;
    private Core.@Nullable Timer endTimer;
    private Core.@Nullable Timer leaseTimer;
    private Core.@Nullable Timer stepTimer;

    LiveFlow(
            long number,
            GuaranteedFlow request,
            Optional<String> idempotencyKey,
            long admittedNanos,
            long startNanos,
            long endNanos,
            ImmutableList<BookedDirection> directions) {
        this.number = number;
        this.request = request;
        this.idempotencyKey = idempotencyKey;
        this.admittedNanos = admittedNanos;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.directions = directions;
        this.leaseNanos = request.lease().map(Duration::toNanos).orElse(NEVER);
        this.leaseExpiresNanos = NEVER;
    }

    /** Marks of the set-up, by {@link System#nanoTime()}; 0 for steps that have not happened. */
    static final class Stopwatch {
        long asked;
        long admitted;
        long durable;
        long installed;
        long verified;

        FlowView.Timing timing() {
            return new FlowView.Timing(
                    between(asked, admitted),
                    between(admitted, durable),
                    between(durable, installed),
                    between(installed, verified),
                    between(asked, verified));
        }

        private static Duration between(long from, long to) {
            return from == 0 || to == 0 ? Duration.ZERO : Duration.ofNanos(to - from);
        }
    }

    String id() {
        return "gf-" + number;
    }

    IntentState state() {
        return state;
    }

    /** Steps the life cycle; an event that cannot happen is a defect of ours. */
    void step(IntentEvent event) {
        IntentState before = state;
        state = IntentLifecycle.step(state, event)
                .orElseThrow(() -> new IllegalStateException(id() + " in " + before + ": " + event));
    }

    /** Takes the state that a journal tells, at start only. */
    void restore(IntentState restored) {
        state = restored;
    }

    long cookie(int direction) {
        return Cookies.ofFlow(number, direction);
    }

    /** Whether it has rules in that switch. */
    boolean uses(DeviceId device) {
        return programs.stream()
                .flatMap(program -> program.parts().stream())
                .anyMatch(part -> part.device().equals(device));
    }

    /** Whether its path has that link. */
    boolean crosses(String linkId) {
        return directions.stream()
                .flatMap(direction -> direction.reservation().hops().stream())
                .anyMatch(hop -> hop.linkId().equals(linkId));
    }

    boolean isOver() {
        return state == IntentState.ENDED || state == IntentState.REJECTED;
    }

    void endTimer(Core.@Nullable Timer timer) {
        cancel(endTimer);
        endTimer = timer;
    }

    void leaseTimer(Core.@Nullable Timer timer) {
        cancel(leaseTimer);
        leaseTimer = timer;
    }

    /** The next thing to do by time: start, renew, verify, drain. */
    void stepTimer(Core.@Nullable Timer timer) {
        cancel(stepTimer);
        stepTimer = timer;
    }

    private static void cancel(Core.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    void cancelTimers() {
        endTimer(null);
        leaseTimer(null);
        stepTimer(null);
    }

    FlowView view() {
        return new FlowView(
                id(),
                request,
                state,
                reason,
                instant(admittedNanos),
                instant(startNanos),
                optionalInstant(endNanos),
                optionalInstant(leaseExpiresNanos),
                capacityReturnsNanos == 0 ? Optional.empty() : Optional.of(instant(capacityReturnsNanos)),
                directions.stream().map(LiveFlow::view).collect(ImmutableList.toImmutableList()),
                evidence,
                watch.timing());
    }

    static FlowView.DirectionView view(BookedDirection direction) {
        return new FlowView.DirectionView(
                direction.index() == 0 ? "forward" : "reverse",
                direction.from(),
                direction.to(),
                direction.reservation(),
                direction.certificate(),
                direction.meter(),
                direction.linkNames());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    private static Optional<Instant> optionalInstant(long nanos) {
        return nanos == NEVER ? Optional.empty() : Optional.of(instant(nanos));
    }
}
