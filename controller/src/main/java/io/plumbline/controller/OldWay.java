package io.plumbline.controller;

import io.plumbline.controller.intent.TrafficSpec;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.FlowProgram;
import io.plumbline.pce.reservation.Reservation;
import java.util.Optional;

/** A way on which one direction of a flow went before, until nothing of it is booked or in a switch. Touched by the core thread only. */
final class OldWay {
    final BookedDirection direction;
    final FlowProgram program;
    /** What was promised on it. */
    final TrafficSpec traffic;
    /** What is left of its booking. */
    final Reservation booked;
    /** When the ingress had changed over, by evidence; 0 while that is not known. */
    long stopNanos;

    OldWay(BookedDirection direction, FlowProgram program, TrafficSpec traffic, Reservation booked) {
        this.direction = direction;
        this.program = program;
        this.traffic = traffic;
        this.booked = booked;
    }

    /** The same, once a newer way was left as well: the older of two belongs to the newer one, as the engine has it. */
    OldWay before(Reservation newer) {
        Reservation.Relation relation = booked.relation().orElseThrow();
        if (!relation.of().equals(direction.reservation().id())) {
            return this;
        }
        Reservation related = new Reservation(
                booked.request(),
                booked.hops(),
                Optional.of(new Reservation.Relation(
                        relation.role(), newer.id(), relation.sharedHops(), relation.failures())));
        OldWay same = new OldWay(direction, program, traffic, related);
        same.stopNanos = stopNanos;
        return same;
    }

    boolean isStopped() {
        return stopNanos != 0;
    }

    boolean isOf(int index) {
        return direction.index() == index;
    }
}
