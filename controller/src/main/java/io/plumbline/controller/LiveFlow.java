package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentEvent;
import io.plumbline.controller.intent.IntentLifecycle;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.controller.verify.Statement;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.southbound.api.SwitchProgram.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.onosproject.net.flow.FlowRule;

/** One guaranteed flow while the controller knows it. Touched by the core thread only. */
final class LiveFlow {
    /** No end, or no lease. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    final long number;
    /** What was asked for first. */
    final GuaranteedFlow asked;

    final Optional<String> idempotencyKey;
    final long admittedNanos;
    final long startNanos;
    final long endNanos;
    final CompletableFuture<RequestAnswer> decided = new CompletableFuture<>();
    final CompletableFuture<RequestAnswer> settled = new CompletableFuture<>();
    final List<CompletableFuture<FlowAnswer>> releaseWaiters = new ArrayList<>();
    final Stopwatch watch = new Stopwatch();

    /** What is promised now. */
    GuaranteedFlow request;
    /** The ways that it goes now, one for each direction. */
    ImmutableList<BookedDirection> directions;
    /** Directions on their way to another path, by index. */
    final TreeMap<Integer, FlowMove> moves = new TreeMap<>();
    /** Ways on which it went before, while anything of them is booked or in the switches; the oldest first. */
    final List<OldWay> oldWays = new ArrayList<>();
    /** Why it has no guarantee now, though it is booked: its way is cut and it has no other; empty while it has. */
    String revoked = "";

    long leaseNanos;
    long leaseExpiresNanos;
    /** The latest that a renewal asked for, durable yet or not: a shorter one does not shorten it, also not after a restart. */
    long leaseAskedNanos;

    long capacityReturnsNanos;
    /** When the ingress rule ends by itself at the latest, margin included: evidence; NEVER when no rule was ever sent. */
    long ingressEndsNanos = NEVER;
    /** When it may end by itself at the earliest: to be renewed before; NEVER when no rule was ever sent. */
    long ingressMayEndNanos = NEVER;
    /** Whether the data plane has ever confirmed it. */
    boolean everActive;
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
        this.asked = request;
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

    /** Whether a rule with the key of that one is of a way that it goes now. */
    boolean has(FlowRule rule) {
        return programs.stream()
                .flatMap(program -> program.parts().stream())
                .filter(part -> part.device().equals(rule.deviceId()))
                .flatMap(part -> part.rules().stream())
                .anyMatch(own -> RuleKey.of(own).equals(RuleKey.of(rule)));
    }

    /** What is promised in one direction. */
    TrafficSpec traffic(int index) {
        return index == 0 ? request.traffic() : request.reverseTraffic();
    }

    /** From now on, this is promised in one direction. */
    void promise(int index, TrafficSpec traffic) {
        boolean oneWay = request.direction() == GuaranteedFlow.Direction.FORWARD;
        request = request.withTraffic(
                index == 0 ? traffic : request.traffic(), index == 0 && !oneWay ? request.reverseTraffic() : traffic);
    }

    /** From now on a direction goes another way. */
    void goes(BookedDirection direction, FlowProgram program) {
        directions = with(directions, direction.index(), direction);
        programs = with(programs, direction.index(), program);
    }

    /** It will go another way, once it is installed. */
    void willGo(BookedDirection direction) {
        directions = with(directions, direction.index(), direction);
    }

    private static <T> ImmutableList<T> with(ImmutableList<T> all, int index, T other) {
        List<T> changed = new ArrayList<>(all);
        changed.set(index, other);
        return ImmutableList.copyOf(changed);
    }

    /** Whether its path has that link. */
    boolean crosses(String linkId) {
        return directions.stream()
                .flatMap(direction -> direction.reservation().hops().stream())
                .anyMatch(hop -> hop.linkId().equals(linkId));
    }

    /** Whether its ingress is meant to let packets through, as far as is known. */
    boolean isRunning() {
        return state == IntentState.ACTIVE || state == IntentState.DEGRADED;
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
