package io.plumbline.pce.change;

import io.plumbline.pce.admission.Admission.Rejected;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import java.util.Optional;

/**
 * What a change of the topology does to one reservation.
 *
 * @param id of the reservation
 * @param change what was booked for it, if anything
 * @param refusal why nothing was, if something was looked for
 */
public record Impact(String id, Fate fate, Optional<Changed> change, Optional<Rejected> refusal) {

    /** In the order in which an operator wants to hear of them. */
    public enum Fate {
        /** Its way is cut and there is no other: it has lost its guarantee. It stays booked until its ingress is confirmed to have stopped. */
        REVOKED,
        /** It should leave its way and there is no other. It goes on, guaranteed, where it is; or has not started yet. */
        STAYS,
        /** Its own way is as it was, but a way out that was booked for it is cut. */
        EXPOSED,
        /** It is booked on another way; make before break, if the old one still carries anything. */
        MOVED,
        /** Its way is cut, and the data plane goes on by itself on a way out that was booked for that. */
        COVERED
    }
}
