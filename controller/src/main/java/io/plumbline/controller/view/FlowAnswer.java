package io.plumbline.controller.view;

/** The answer to an operation on an existing guaranteed flow. */
public sealed interface FlowAnswer {
    record Done(FlowView flow) implements FlowAnswer {}

    /** No such flow. */
    record Unknown(String id) implements FlowAnswer {}

    /** It is in a state in which this cannot be done, or it has no lease. */
    record Conflict(FlowView flow, String reason) implements FlowAnswer {}

    record Unavailable(String reason, int retryAfterSeconds) implements FlowAnswer {}
}
