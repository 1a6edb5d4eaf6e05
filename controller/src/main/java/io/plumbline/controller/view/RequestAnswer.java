package io.plumbline.controller.view;

/** The answer to a request for a guaranteed flow. */
public sealed interface RequestAnswer {
    /**
     * It is booked, and where the answer was waited for, ACTIVE or SCHEDULED.
     *
     * @param repeated whether this is the first answer given again to a repeated Idempotency-Key
     */
    record Accepted(FlowView flow, boolean repeated) implements RequestAnswer {}

    /** It does not fit, or cannot be. Nothing was changed. */
    record Refused(Refusal refusal) implements RequestAnswer {}

    /** It was booked, but the switches did not confirm it; everything was taken back. */
    record Failed(FlowView flow, String reason) implements RequestAnswer {}

    /** The Idempotency-Key was used before with another request. */
    record KeyReused(String key) implements RequestAnswer {}

    /** The controller cannot decide now: too much is waiting, or the journal does not write. Nothing was changed. */
    record Unavailable(String reason, int retryAfterSeconds) implements RequestAnswer {}
}
