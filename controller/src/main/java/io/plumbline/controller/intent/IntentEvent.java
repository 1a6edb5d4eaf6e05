package io.plumbline.controller.intent;

/** What can happen to a guaranteed flow. */
public sealed interface IntentEvent {
    /** It is booked and durable; it starts now, or later. */
    record Booked(boolean later) implements IntentEvent {}

    /** Nothing fits. */
    record Refused() implements IntentEvent {}

    /** Its start has come. */
    record StartDue() implements IntentEvent {}

    /** Its start has come, but what was there before is not known to have stopped. */
    record Blocked() implements IntentEvent {}

    /** The data plane confirmed all of it. */
    record Verified() implements IntentEvent {}

    /** The data plane denies, or no longer confirms, some of it. */
    record Unconfirmed() implements IntentEvent {}

    /** It is to end: asked for, its end time, its lease, or a switch that refused. */
    record EndAsked() implements IntentEvent {}

    /** Nothing of it was ever let through and nothing is left of it. */
    record TakenBack() implements IntentEvent {}

    /** Its ingress has stopped, and its capacity has returned. */
    record Drained() implements IntentEvent {}
}
