package io.plumbline.pce.change;

import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.certificate.Certificate;
import io.plumbline.pce.reservation.Reservation;
import java.util.Optional;

/** The decision on a change of one reservation. */
public sealed interface ChangeAnswer {

    /**
     * It is booked as asked, beside what is left of the way on which it went before.
     *
     * @param oldWay what stays booked until its stop is confirmed; empty when the flow goes on under the same meter and labels, so that
     *     nothing is to be done in the switches, and when it had not started yet
     */
    record Changed(Reservation reservation, Optional<Reservation> oldWay, Certificate certificate)
            implements ChangeAnswer {}

    /** It would be as it is now, so nothing was booked. */
    record Unchanged(Reservation reservation) implements ChangeAnswer {}

    /** It does not fit; the reservation is as it was. */
    record Refused(Rejected refusal) implements ChangeAnswer {}
}
