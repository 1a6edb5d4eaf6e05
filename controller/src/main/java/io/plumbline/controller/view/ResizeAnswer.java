package io.plumbline.controller.view;

/** The answer to asking for other traffic of a guaranteed flow. */
public sealed interface ResizeAnswer {
    /** It is as asked for. */
    record Done(FlowView flow) implements ResizeAnswer {}

    /** No such flow. */
    record Unknown(String id) implements ResizeAnswer {}

    /** It is in a state in which this cannot be done. */
    record Conflict(FlowView flow, String reason) implements ResizeAnswer {}

    /** It does not fit, or cannot be. Nothing was changed. */
    record Refused(Refusal refusal) implements ResizeAnswer {}

    /** The switches did not confirm it. The flow says what is promised now; what was not confirmed in a direction was taken back there. */
    record Failed(FlowView flow, String reason) implements ResizeAnswer {}
}
