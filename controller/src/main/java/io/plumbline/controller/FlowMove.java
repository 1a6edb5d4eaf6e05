package io.plumbline.controller;

import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.pce.reservation.Reservation;
import java.util.concurrent.CompletableFuture;

/** One direction of a flow on its way to another path, or to other traffic. Touched by the core thread only. */
final class FlowMove {
    /** How it ended. */
    sealed interface Outcome {
        /** The ingress sends on the new way. */
        record Done() implements Outcome {}

        /** It goes on as it was, and nothing is left of what was tried. */
        record TakenBack(String reason) implements Outcome {}

        /** The ingress has not said on which way it sends. Both stay booked until it does, and then it is the new one. */
        record NotConfirmed(String reason) implements Outcome {}
    }

    final LiveFlow flow;
    final BookedDirection before;
    final BookedDirection after;
    /** What is promised from the change-over on. */
    final TrafficSpec traffic;
    /** What is left of the old way's booking. */
    final Reservation oldWay;
    /** Whether the old way carries nothing any more, so that nothing is lost by haste. */
    final boolean cut;

    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    FlowProgram program;

    boolean isDurable;
    boolean isInstalled;

    /** Whether the ingress was told, so that it cannot be taken back any more unless the ingress refuses. */
    boolean changingOver;

    FlowMove(
            LiveFlow flow,
            BookedDirection after,
            TrafficSpec traffic,
            Reservation oldWay,
            boolean cut,
            FlowProgram program) {
        this.flow = flow;
        this.before = flow.directions.get(after.index());
        this.after = after;
        this.traffic = traffic;
        this.oldWay = oldWay;
        this.cut = cut;
        this.program = program;
    }

    int index() {
        return after.index();
    }

    boolean isOver() {
        return outcome.isDone();
    }
}
