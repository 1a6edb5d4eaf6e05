package io.plumbline.controller.intent;

/** Where a guaranteed flow is in its life. */
public enum IntentState {
    /** Asked for, not decided. */
    REQUESTED,
    /** Booked, waiting for evidence that what was there before has stopped. */
    HELD,
    /** Booked for a start that is still ahead. */
    SCHEDULED,
    /** Being programmed and verified. */
    INSTALLING,
    /** The data plane says that the promise is kept. */
    ACTIVE,
    /** Booked, but the data plane does not confirm it now. */
    DEGRADED,
    /** Being taken out of the switches. */
    RELEASING,
    /** Over; the reason says why. */
    ENDED,
    /** Never booked. */
    REJECTED
}
