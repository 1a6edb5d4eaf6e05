package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.core.Core;
import io.plumbline.controller.intent.GuaranteedFlow;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.controller.intent.TrafficChange;
import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.MeterPlan;
import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.controller.program.SwitchBook;
import io.plumbline.controller.view.Refusal;
import io.plumbline.controller.view.ResizeAnswer;
import io.plumbline.pce.Pce;
import io.plumbline.pce.admission.Admission;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.change.ChangeAnswer;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.southbound.api.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Gives a flow that runs other traffic: booked beside what it has, under meters of its own, then moved there. Core thread only. */
final class Resizer {
    private final Core core;
    private final NetworkInventory inventory;
    private final Switches switches;
    private final Pce pce;
    private final FlowRunner runner;
    private final FlowMover mover;
    private final Admissions admissions;
    private final Notices notices;
    private final Names names;

    Resizer(
            Core core,
            NetworkInventory inventory,
            Switches switches,
            Pce pce,
            FlowRunner runner,
            FlowMover mover,
            Admissions admissions,
            Notices notices,
            Names names) {
        this.core = core;
        this.inventory = inventory;
        this.switches = switches;
        this.pce = pce;
        this.runner = runner;
        this.mover = mover;
        this.admissions = admissions;
        this.notices = notices;
        this.names = names;
    }

    /** One direction with the meters that it is to have. */
    private record Asked(BookedDirection direction, MeterPlan meter, PathRequest request) {}

    private record Booked(Asked asked, ChangeAnswer.Changed changed) {}

    /**
     * Asks for other traffic in all directions of a flow, all or none; completes when the ingress sends by it, or it is taken back.
     *
     * @param reverseTraffic of the way back, where there is one
     */
    CompletableFuture<ResizeAnswer> resize(
            LiveFlow flow, TrafficChange traffic, Optional<TrafficChange> reverseTraffic) {
        boolean oneWay = flow.request.direction() == GuaranteedFlow.Direction.FORWARD;
        TrafficSpec forward = traffic.appliedTo(flow.request.traffic());
        GuaranteedFlow wanted = flow.request.withTraffic(
                forward,
                oneWay ? forward : reverseTraffic.orElse(TrafficChange.NONE).appliedTo(flow.request.reverseTraffic()));
        Optional<InvalidField> invalid = oneWay && reverseTraffic.isPresent()
                ? Optional.of(
                        new InvalidField("reverseTraffic", "absent unless the flow's direction is both", "an object"))
                : wanted.invalidField();
        if (invalid.isPresent()) {
            return answered(new ResizeAnswer.Refused(new Refusal(
                    Admission.Reason.INVALID,
                    invalid.get().toString(),
                    invalid,
                    Optional.empty(),
                    ImmutableList.of())));
        }
        String why = whyNotNow(flow);
        if (!why.isEmpty()) {
            return answered(new ResizeAnswer.Conflict(flow.view(), why));
        }
        long now = core.nowNanos();
        pce.advance(now);
        ImmutableList<Asked> asked = asked(flow, wanted);
        List<Booked> booked = new ArrayList<>();
        for (Asked one : asked) {
            if (one.request.equals(one.direction.reservation().request())) {
                continue; // it has what is asked for already
            }
            switch (pce.change(one.request, now)) {
                case ChangeAnswer.Changed changed -> booked.add(new Booked(one, changed));
                case ChangeAnswer.Unchanged ignored -> {}
                case ChangeAnswer.Refused refused -> {
                    booked.forEach(it -> pce.revert(it.asked.direction.reservation(), now));
                    return answered(new ResizeAnswer.Refused(admissions.refusal(
                            refused.refusal(),
                            wanted,
                            new Alternatives(
                                    it -> Optional.of(admission(asked(flow, it), now)), it -> Optional.empty()))));
                }
            }
        }
        return carryOut(flow, wanted, booked);
    }

    private String whyNotNow(LiveFlow flow) {
        if (!flow.isRunning()) {
            return "it is " + flow.state() + (flow.reason.isEmpty() ? "" : ": " + flow.reason);
        }
        if (!flow.moves.isEmpty() || flow.oldWays.stream().anyMatch(old -> !old.isStopped())) {
            return "it is being moved";
        }
        return flow.directions.stream()
                .map(BookedDirection::device)
                .filter(device -> switches.book(device).connected() == null)
                .findFirst()
                .map(device -> notices.switchName(device) + ", which has its meter, is not connected")
                .orElse("");
    }

    private static CompletableFuture<ResizeAnswer> answered(ResizeAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private ImmutableList<Asked> asked(LiveFlow flow, GuaranteedFlow wanted) {
        return flow.directions.stream()
                .map(direction -> {
                    Switch ingress = Objects.requireNonNull(
                            switches.book(direction.device()).connected());
                    MeterPlan meter = MeterPlan.of(
                            direction.device().toString(),
                            direction.index() == 0 ? wanted.traffic() : wanted.reverseTraffic(),
                            ingress.limits(),
                            inventory.stallAllowanceNanos(direction.device()));
                    return new Asked(
                            direction, meter, direction.reservation().request().withTraffic(meter.policed()));
                })
                .collect(ImmutableList.toImmutableList());
    }

    /** What the engine would say of a change, put as for an admission; nothing is booked. */
    private Admission admission(ImmutableList<Asked> asked, long now) {
        Pce fork = pce.fork();
        ImmutableList.Builder<Reservation> reservations = ImmutableList.builder();
        ImmutableList.Builder<Certificate> certificates = ImmutableList.builder();
        for (Asked one : asked) {
            switch (fork.change(one.request, now)) {
                case ChangeAnswer.Changed changed -> {
                    reservations.add(changed.reservation());
                    certificates.add(changed.certificate());
                }
                case ChangeAnswer.Unchanged ignored -> {}
                case ChangeAnswer.Refused refused -> {
                    return refused.refusal();
                }
            }
        }
        return new Admission.Admitted(reservations.build(), certificates.build());
    }

    private CompletableFuture<ResizeAnswer> carryOut(LiveFlow flow, GuaranteedFlow wanted, List<Booked> booked) {
        runner.renew(flow);
        List<CompletableFuture<FlowMove.Outcome>> moves = new ArrayList<>();
        for (Booked one : booked) {
            BookedDirection before = one.asked.direction;
            BookedDirection after = before.next(
                    one.changed.reservation(),
                    one.changed.certificate(),
                    one.asked.meter,
                    takeMeters(flow, one.asked),
                    names.ofPath(one.changed.reservation()));
            moves.add(mover.move(
                    flow,
                    after,
                    before.index() == 0 ? wanted.traffic() : wanted.reverseTraffic(),
                    one.changed.oldWay().orElseThrow(),
                    false));
        }
        return CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            List<FlowMove.Outcome> outcomes =
                    moves.stream().map(CompletableFuture::join).toList();
            return ended(flow, wanted, outcomes);
        });
    }

    private CompletableFuture<ResizeAnswer> ended(
            LiveFlow flow, GuaranteedFlow wanted, List<FlowMove.Outcome> outcomes) {
        for (FlowMove.Outcome outcome : outcomes) {
            switch (outcome) {
                case FlowMove.Outcome.Done ignored -> {}
                case FlowMove.Outcome.TakenBack back -> {
                    notices.tell("flow.not-resized", flow.id(), back.reason());
                    return answered(new ResizeAnswer.Failed(flow.view(), back.reason()));
                }
                case FlowMove.Outcome.NotConfirmed open -> {
                    if (flow.isRunning()) {
                        runner.doubt(flow, "resized, but not confirmed: " + open.reason());
                    }
                    return answered(new ResizeAnswer.Failed(flow.view(), "not confirmed: " + open.reason()));
                }
            }
        }
        if (!outcomes.isEmpty()) {
            notices.tell("flow.resized", flow.id(), "now " + wanted.traffic().rateBitsPerSecond() + " bit/s");
        }
        return flow.isRunning()
                ? runner.verify(flow).thenApply(statements -> new ResizeAnswer.Done(flow.view()))
                : answered(new ResizeAnswer.Done(flow.view()));
    }

    private ProgramCompiler.Meters takeMeters(LiveFlow flow, Asked asked) {
        SwitchBook book = switches.book(asked.direction.device());
        long cookie = flow.cookie(asked.direction.index());
        long bits = book.takeMeter(cookie);
        return new ProgramCompiler.Meters(bits, asked.meter.packetMeter() ? book.takeMeter(cookie) : 0);
    }
}
