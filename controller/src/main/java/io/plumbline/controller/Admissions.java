package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.IntentEvent;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.journal.Journal;
import io.plumbline.controller.journal.JournalEntry;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.Cookies;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.view.FeasibilityAnswer;
import io.plumbline.controller.view.Refusal;
import io.plumbline.controller.view.RequestAnswer;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.admission.StartAnswer;
import io.plumbline.pce.admission.StartWindow;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides requests: plans, admits, books and journals. What is decided is acknowledged only when it is durable. Core thread only. */
final class Admissions {
    private static final int RETRY_SECONDS = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** How much later than asked for a start may be to be worth naming, and how many are tried. */
    private static final long LATEST_START_NANOS = Duration.ofDays(7).toNanos();

    private static final int MOST_STARTS = 200;

    private final Core core;
    private final NetworkInventory inventory;
    private final Switches switches;
    private final Pce pce;
    private final Journal journal;
    private final FlowBook flows;
    private final Names names;
    private final Planner planner;
    private final Consumer<LiveFlow> durable;

    /** @param durable what happens to a flow that is booked and durable */
    Admissions(
            Core core,
            NetworkInventory inventory,
            Discovery discovery,
            Switches switches,
            Pce pce,
            Journal journal,
            FlowBook flows,
            Names names,
            Consumer<LiveFlow> durable) {
        this.core = core;
        this.inventory = inventory;
        this.switches = switches;
        this.pce = pce;
        this.journal = journal;
        this.flows = flows;
        this.names = names;
        this.planner = new Planner(inventory, discovery, switches, pce::topology);
        this.durable = durable;
    }

    /** The flow whose answers to wait for, or the answer that ends it here. */
    sealed interface Decision {
        record Going(LiveFlow flow) implements Decision {}

        record Repeated(LiveFlow flow) implements Decision {}

        record Answered(RequestAnswer answer) implements Decision {}
    }

    Decision request(GuaranteedFlow request, Optional<String> key, long askedNanoTime) {
        Optional<LiveFlow> earlier = key.flatMap(flows::withKey);
        if (earlier.isPresent()) {
            return earlier.get().asked.equals(request)
                    ? new Decision.Repeated(earlier.get())
                    : new Decision.Answered(new RequestAnswer.KeyReused(key.orElseThrow()));
        }
        if (!journal.failure().isEmpty()) {
            return new Decision.Answered(new RequestAnswer.Unavailable(journal.failure(), RETRY_SECONDS));
        }
        long now = core.nowNanos();
        pce.advance(now);
        long number = flows.nextNumber();
        return switch (planner.plan(request, "gf-" + number, now)) {
            case Planner.Impossible impossible -> answered(impossible.refusal());
            case Planner.Planned planned -> {
                Optional<Refusal> overlap = overlap(planned);
                if (overlap.isPresent()) {
                    yield answered(overlap.get());
                }
                yield switch (pce.admit(planned.requests(), now)) {
                    case Admission.Rejected rejected -> answered(refusal(request, rejected, now));
                    case Admission.Admitted admitted ->
                        new Decision.Going(book(number, request, key, planned, admitted, now, askedNanoTime));
                };
            }
        };
    }

    private static Decision answered(Refusal refusal) {
        return new Decision.Answered(new RequestAnswer.Refused(refusal));
    }

    FeasibilityAnswer feasibility(GuaranteedFlow request) {
        long now = core.nowNanos();
        pce.advance(now);
        return switch (planner.plan(request, "feasibility", now)) {
            case Planner.Impossible impossible -> new FeasibilityAnswer.Infeasible(impossible.refusal());
            case Planner.Planned planned -> {
                Optional<Refusal> overlap = overlap(planned);
                if (overlap.isPresent()) {
                    yield new FeasibilityAnswer.Infeasible(overlap.get());
                }
                yield switch (pce.feasible(planned.requests(), now)) {
                    case Admission.Rejected rejected ->
                        new FeasibilityAnswer.Infeasible(refusal(request, rejected, now));
                    case Admission.Admitted admitted ->
                        new FeasibilityAnswer.Feasible(
                                directions(planned, admitted, meters -> new ProgramCompiler.Meters(0, 0)).stream()
                                        .map(LiveFlow::view)
                                        .collect(ImmutableList.toImmutableList()));
                };
            }
        };
    }

    private LiveFlow book(
            long number,
            GuaranteedFlow request,
            Optional<String> key,
            Planner.Planned planned,
            Admission.Admitted admitted,
            long now,
            long askedNanoTime) {
        LiveFlow flow = new LiveFlow(
                number,
                request,
                key,
                now,
                planned.startNanos(),
                planned.endNanos(),
                directions(planned, admitted, direction -> takeMeters(number, direction)));
        flow.watch.asked = askedNanoTime;
        flow.watch.admitted = System.nanoTime();
        if (flow.leaseNanos != LiveFlow.NEVER) {
            flow.leaseExpiresNanos = Math.addExact(Math.max(now, flow.startNanos), flow.leaseNanos);
            flow.leaseAskedNanos = flow.leaseExpiresNanos;
        }
        flows.add(flow);
        journal.append(
                new JournalEntry.Admitted(
                        number,
                        request,
                        key,
                        now,
                        flow.startNanos,
                        flow.endNanos,
                        flow.leaseExpiresNanos,
                        flow.directions),
                outcome -> core.execute(() -> journaled(flow, outcome)));
        return flow;
    }

    private void journaled(LiveFlow flow, Journal.Outcome outcome) {
        flow.watch.durable = System.nanoTime();
        switch (outcome) {
            case Journal.Outcome.Durable ignored -> {
                flow.step(new IntentEvent.Booked(flow.startNanos > core.nowNanos()));
                flow.decided.complete(new RequestAnswer.Accepted(flow.view(), false));
                durable.accept(flow);
            }
            case Journal.Outcome.Failed failed -> {
                flow.step(new IntentEvent.Refused());
                for (BookedDirection direction : flow.directions) {
                    pce.cancel(direction.reservation().id());
                    switches.book(direction.device()).freeMeters(Cookies.ofFlow(flow.number, direction.index()));
                }
                flows.remove(flow);
                RequestAnswer answer = new RequestAnswer.Unavailable(failed.reason(), RETRY_SECONDS);
                flow.decided.complete(answer);
                flow.settled.complete(answer);
            }
        }
    }

    private interface MeterNumbers {
        ProgramCompiler.Meters of(Planner.Direction direction);
    }

    private ProgramCompiler.Meters takeMeters(long number, Planner.Direction direction) {
        SwitchBook book = switches.book(direction.from().deviceId());
        long cookie = Cookies.ofFlow(number, direction.index());
        long bits = book.takeMeter(cookie);
        return new ProgramCompiler.Meters(bits, direction.meter().packetMeter() ? book.takeMeter(cookie) : 0);
    }

    private ImmutableList<BookedDirection> directions(
            Planner.Planned planned, Admission.Admitted admitted, MeterNumbers numbers) {
        Map<String, String> links = names.links();
        List<BookedDirection> booked = new ArrayList<>();
        for (int i = 0; i < planned.directions().size(); i++) {
            Planner.Direction direction = planned.directions().get(i);
            Reservation reservation = admitted.reservations().get(i);
            booked.add(new BookedDirection(
                    direction.index(),
                    direction.from().toString(),
                    direction.to().toString(),
                    direction.classifier(),
                    direction.meter(),
                    reservation,
                    admitted.certificates().get(i),
                    numbers.of(direction),
                    reservation.hops().stream()
                            .map(hop -> links.getOrDefault(hop.linkId(), hop.linkId()))
                            .collect(ImmutableList.toImmutableList()),
                    0));
        }
        return ImmutableList.copyOf(booked);
    }

    private Optional<Refusal> overlap(Planner.Planned planned) {
        for (Planner.Direction direction : planned.directions()) {
            Optional<LiveFlow> other =
                    flows.overlapping(direction.classifier(), planned.startNanos(), planned.endNanos());
            if (other.isPresent()) {
                String name = inventory.portName(direction.from());
                return Optional.of(new Refusal(
                        Admission.Reason.POLICY,
                        "its classifier at " + name + " overlaps with that of "
                                + other.get().id() + " (" + other.get().request.name()
                                + "): some packets would belong to both",
                        Optional.empty(),
                        Optional.of(new Refusal.Constraint(
                                "",
                                name,
                                "",
                                "classifier",
                                1,
                                0,
                                1,
                                "flows",
                                Optional.empty(),
                                other.get().id())),
                        ImmutableList.of()));
            }
        }
        return Optional.empty();
    }

    private Refusal refusal(GuaranteedFlow request, Admission.Rejected rejected, long now) {
        return refusal(rejected, request, new Alternatives(flow -> ask(flow, now), flow -> later(flow, now)));
    }

    /** In the words of a person, with what would fit instead. */
    Refusal refusal(Admission.Rejected rejected, GuaranteedFlow request, Alternatives alternatives) {
        Map<String, String> links = names.links();
        Map<String, String> all = names.all();
        boolean searchable = rejected.reason() == Admission.Reason.BANDWIDTH
                || rejected.reason() == Admission.Reason.LATENCY
                || rejected.isPolicyForNow();
        return new Refusal(
                rejected.reason(),
                names.in(rejected.detail()),
                Optional.empty(),
                rejected.constraint().map(constraint -> constraint(constraint, links, all)),
                searchable ? alternatives.of(request) : ImmutableList.of());
    }

    private Optional<Admission> ask(GuaranteedFlow flow, long now) {
        return switch (planner.plan(flow, "alternative", now)) {
            case Planner.Impossible ignored -> Optional.empty();
            case Planner.Planned planned ->
                overlap(planned).isPresent() ? Optional.empty() : Optional.of(pce.feasible(planned.requests(), now));
        };
    }

    /** The same from the earliest whole second on at which there is room for as long as was asked for. */
    private Optional<GuaranteedFlow> later(GuaranteedFlow flow, long now) {
        if (!(planner.plan(flow, "alternative", now) instanceof Planner.Planned planned)) {
            return Optional.empty();
        }
        ImmutableList<PathRequest> requests = planned.requests();
        long start = planned.startNanos();
        long booked = requests.getFirst().endNanos();
        StartWindow window =
                new StartWindow(start, start + LATEST_START_NANOS, booked == Long.MAX_VALUE ? booked : booked - start);
        return pce.queries().earliestStart(requests, window, now, MOST_STARTS) instanceof StartAnswer.Found found
                ? Optional.of(startingAt(flow, planned, found.startNanos()))
                : Optional.empty();
    }

    private static GuaranteedFlow startingAt(GuaranteedFlow flow, Planner.Planned planned, long startNanos) {
        // Up: what fits at an instant fits a little later too, unless somebody else begins meanwhile; it is asked again
        // anyway.
        Instant start = LiveFlow.instant(Math.ceilDiv(startNanos, NANOS_PER_SECOND) * NANOS_PER_SECOND);
        Duration shift = Duration.between(LiveFlow.instant(planned.startNanos()), start);
        return flow.withStart(start, flow.end().map(end -> end.plus(shift)));
    }

    private static Refusal.Constraint constraint(
            Admission.Constraint constraint, Map<String, String> links, Map<String, String> names) {
        boolean link = links.containsKey(constraint.where());
        return new Refusal.Constraint(
                link ? constraint.where() : "",
                constraint.where().isEmpty()
                        ? "the whole path"
                        : names.getOrDefault(constraint.where(), constraint.where()),
                constraint.className(),
                constraint.quantity(),
                constraint.asked(),
                constraint.available(),
                constraint.shortfall(),
                constraint.unit(),
                Optional.of(LiveFlow.instant(constraint.atNanos())),
                "");
    }
}
