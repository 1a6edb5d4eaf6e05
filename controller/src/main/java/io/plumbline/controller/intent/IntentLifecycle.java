package io.plumbline.controller.intent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a guaranteed flow as one exhaustive state machine.
 *
 * <pre>
 * REQUESTED -> SCHEDULED -> INSTALLING -> ACTIVE &lt;-> DEGRADED -> RELEASING -> ENDED
 *          \-> REJECTED   (HELD before INSTALLING while what was there before is not known to have stopped)
 * </pre>
 */
public final class IntentLifecycle {
    private IntentLifecycle() {}

    /** The next state; empty when the event cannot happen in this state, which is a defect of the caller. */
    public static Optional<IntentState> step(IntentState state, IntentEvent event) {
        return Optional.ofNullable(
                switch (state) {
                    case REQUESTED -> requested(event);
                    case HELD, SCHEDULED -> waiting(event);
                    case INSTALLING -> installing(event);
                    case ACTIVE, DEGRADED -> running(event);
                    case RELEASING -> releasing(event);
                    case ENDED, REJECTED -> null;
                });
    }

    private static @Nullable IntentState requested(IntentEvent event) {
        return switch (event) {
            case IntentEvent.Booked booked -> booked.later() ? IntentState.SCHEDULED : IntentState.INSTALLING;
            case IntentEvent.Refused ignored -> IntentState.REJECTED;
            case IntentEvent.StartDue ignored -> null;
            case IntentEvent.Blocked ignored -> null;
            case IntentEvent.Verified ignored -> null;
            case IntentEvent.Unconfirmed ignored -> null;
            case IntentEvent.EndAsked ignored -> null;
            case IntentEvent.TakenBack ignored -> null;
            case IntentEvent.Drained ignored -> null;
        };
    }

    private static @Nullable IntentState waiting(IntentEvent event) {
        return switch (event) {
            case IntentEvent.StartDue ignored -> IntentState.INSTALLING;
            case IntentEvent.Blocked ignored -> IntentState.HELD;
            case IntentEvent.TakenBack ignored -> IntentState.ENDED;
            case IntentEvent.EndAsked ignored -> IntentState.RELEASING;
            case IntentEvent.Booked ignored -> null;
            case IntentEvent.Refused ignored -> null;
            case IntentEvent.Verified ignored -> null;
            case IntentEvent.Unconfirmed ignored -> null;
            case IntentEvent.Drained ignored -> null;
        };
    }

    private static @Nullable IntentState installing(IntentEvent event) {
        return switch (event) {
            case IntentEvent.Verified ignored -> IntentState.ACTIVE;
            case IntentEvent.Unconfirmed ignored -> IntentState.DEGRADED;
            case IntentEvent.EndAsked ignored -> IntentState.RELEASING;
            case IntentEvent.TakenBack ignored -> IntentState.ENDED;
            case IntentEvent.Booked ignored -> null;
            case IntentEvent.Refused ignored -> null;
            case IntentEvent.StartDue ignored -> null;
            case IntentEvent.Blocked ignored -> null;
            case IntentEvent.Drained ignored -> null;
        };
    }

    private static @Nullable IntentState running(IntentEvent event) {
        return switch (event) {
            case IntentEvent.Verified ignored -> IntentState.ACTIVE;
            case IntentEvent.Unconfirmed ignored -> IntentState.DEGRADED;
            case IntentEvent.EndAsked ignored -> IntentState.RELEASING;
            case IntentEvent.Booked ignored -> null;
            case IntentEvent.Refused ignored -> null;
            case IntentEvent.StartDue ignored -> null;
            case IntentEvent.Blocked ignored -> null;
            case IntentEvent.TakenBack ignored -> null;
            case IntentEvent.Drained ignored -> null;
        };
    }

    private static @Nullable IntentState releasing(IntentEvent event) {
        return switch (event) {
            case IntentEvent.Drained ignored -> IntentState.ENDED;
            case IntentEvent.TakenBack ignored -> IntentState.ENDED;
            case IntentEvent.EndAsked ignored -> IntentState.RELEASING;
            case IntentEvent.Verified ignored -> null;
            case IntentEvent.Unconfirmed ignored -> null;
            case IntentEvent.Booked ignored -> null;
            case IntentEvent.Refused ignored -> null;
            case IntentEvent.StartDue ignored -> null;
            case IntentEvent.Blocked ignored -> null;
        };
    }
}
