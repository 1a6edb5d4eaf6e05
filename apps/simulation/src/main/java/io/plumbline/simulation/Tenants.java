package io.plumbline.simulation;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.Controller;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentState;
import io.plumbline.controller.intent.TrafficChange;
import io.plumbline.controller.intent.TrafficMatch;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.view.FlowAnswer;
import io.plumbline.controller.view.FlowView;
import io.plumbline.controller.view.RequestAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Who asks, renews and releases, remembers every answer, and asks again under the same key when an answer was lost. */
final class Tenants {
    private static final int UDP = 17;
    private static final int FIRST_PORT = 5_000;
    private static final int MOST_AT_ONCE = 14;
    private static final ImmutableList<Integer> KILOBITS = ImmutableList.of(100, 300, 1_000, 2_500);
    private static final ImmutableList<Integer> BOUNDS_MILLIS = ImmutableList.of(40, 60, 100, 200);

    private final Simulation simulation;
    private final Random random;

    Tenants(Simulation simulation) {
        this.simulation = simulation;
        this.random = new Random(simulation.random.nextLong());
    }

    void act() {
        Controller controller = simulation.controller();
        if (controller == null) {
            return;
        }
        switch (random.nextInt(12)) {
            case 10, 11 ->
                pick(promise -> promise.settled && !promise.over && !promise.releaseAsked)
                        .ifPresent(promise -> resize(controller, promise));
            case 0, 1, 2, 3, 4 -> request(controller);
            case 5, 6, 7 ->
                pick(promise -> promise.id != null && !promise.over && !promise.releaseAsked)
                        .ifPresent(promise -> release(controller, promise));
            case 8 ->
                pick(promise -> promise.id != null
                                && !promise.over
                                && promise.request.lease().isPresent())
                        .ifPresent(promise -> renew(controller, promise));
            default ->
                pick(promise -> !promise.acknowledged && !promise.over && promise.id == null)
                        .ifPresent(promise -> ask(controller, promise));
        }
    }

    private interface Condition {
        boolean holds(Promise promise);
    }

    private Optional<Promise> pick(Condition condition) {
        List<Promise> candidates =
                simulation.promises.stream().filter(condition::holds).toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void request(Controller controller) {
        long living = simulation.promises.stream()
                .filter(promise -> !promise.over && !promise.releaseAsked)
                .count();
        if (living >= MOST_AT_ONCE) {
            return;
        }
        List<String> hosts = simulation.landscape.hosts();
        String from = one(hosts);
        String to = one(hosts);
        if (from.equals(to)) {
            return;
        }
        int number = simulation.promises.size();
        int port = FIRST_PORT + number;
        TrafficSpec traffic = new TrafficSpec(one(KILOBITS) * 1_000L, 1_514, 60, 1_514);
        int schedule = random.nextInt(6);
        Optional<Instant> start = schedule == 0
                ? Optional.of(
                        Instant.ofEpochSecond(0, simulation.time.nowNanos()).plusMillis(500 + random.nextInt(8_000)))
                : Optional.empty();
        Optional<Duration> duration =
                schedule <= 1 ? Optional.of(Duration.ofSeconds(2 + random.nextInt(20))) : Optional.empty();
        Optional<Duration> lease =
                schedule == 2 ? Optional.of(Duration.ofSeconds(2 + random.nextInt(20))) : Optional.empty();
        GuaranteedFlow flow = new GuaranteedFlow(
                "key-" + number,
                from,
                to,
                new TrafficMatch(OptionalInt.of(UDP), OptionalInt.empty(), OptionalInt.of(port), OptionalInt.empty()),
                random.nextInt(4) == 0 ? GuaranteedFlow.Direction.BOTH : GuaranteedFlow.Direction.FORWARD,
                traffic,
                traffic,
                one(BOUNDS_MILLIS) * 1_000_000L,
                start,
                Optional.empty(),
                duration,
                lease);
        Promise promise = new Promise(flow, flow.name(), port);
        simulation.promises.add(promise);
        ask(controller, promise);
    }

    private void ask(Controller controller, Promise promise) {
        simulation.note("asks for " + promise);
        Controller.Submission submission = controller.request(promise.request, Optional.of(promise.key));
        submission.decided().thenAccept(answer -> told(promise, answer));
        submission.settled().thenAccept(answer -> {
            promise.settled |= answer instanceof RequestAnswer.Accepted accepted
                    && accepted.flow().state() == IntentState.ACTIVE;
            told(promise, answer);
        });
    }

    private void told(Promise promise, RequestAnswer answer) {
        simulation.note(promise + " is told " + answer.getClass().getSimpleName());
        switch (answer) {
            case RequestAnswer.Accepted accepted -> {
                promise.acknowledged = true;
                promise.id = accepted.flow().id();
                promise.seen(accepted.flow());
                lasts(promise, accepted.flow());
            }
            case RequestAnswer.Refused ignored -> promise.over = true;
            case RequestAnswer.Failed failed -> {
                promise.seen(failed.flow());
                promise.over = true;
            }
            case RequestAnswer.KeyReused ignored -> throw new Violation(promise + ": its key is said to be another's");
            case RequestAnswer.Unavailable ignored -> {} // it may ask again
        }
    }

    private static void lasts(Promise promise, FlowView view) {
        promise.lastsUntilNanos = Math.min(
                nanos(view.end().orElse(null)), nanos(view.leaseExpires().orElse(null)));
    }

    private static long nanos(@Nullable Instant instant) {
        return instant == null
                ? Long.MAX_VALUE
                : Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private void release(Controller controller, Promise promise) {
        simulation.note("releases " + promise);
        promise.releaseAsked = true;
        controller.release(String.valueOf(promise.id)).thenAccept(answer -> {
            simulation.note(
                    promise + " is told of its release: " + answer.getClass().getSimpleName());
            if (answer instanceof FlowAnswer.Done done) {
                FlowView view = done.flow();
                boolean confirmed =
                        view.capacityReturnsAt().isPresent() && !view.reason().contains("not confirmed");
                promise.releaseAcknowledged |= view.state() == IntentState.ENDED || confirmed;
            }
        });
    }

    private void resize(Controller controller, Promise promise) {
        long rate = one(KILOBITS) * 1_000L;
        simulation.note("resizes " + promise + " to " + rate);
        TrafficChange change = new TrafficChange(
                OptionalLong.of(rate), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty());
        controller
                .resize(
                        String.valueOf(promise.id),
                        change,
                        promise.isBothWays() ? Optional.of(change) : Optional.empty())
                .thenAccept(answer -> simulation.note(
                        promise + " is told of its size: " + answer.getClass().getSimpleName()));
    }

    private void renew(Controller controller, Promise promise) {
        simulation.note("renews " + promise);
        Duration lease = Duration.ofSeconds(2 + random.nextInt(20));
        controller.renewLease(String.valueOf(promise.id), lease).thenAccept(answer -> {
            if (answer instanceof FlowAnswer.Done done) {
                lasts(promise, done.flow());
            }
        });
    }

    /** Releases whatever there is. */
    void releaseAll(List<FlowView> flows) {
        Controller controller = simulation.controller();
        for (FlowView flow : flows) {
            if (controller != null && flow.state() != IntentState.ENDED) {
                simulation.promises.stream()
                        .filter(promise -> promise.key.equals(flow.request().name()))
                        .forEach(promise -> {
                            promise.id = flow.id();
                            release(controller, promise);
                        });
            }
        }
    }
}
