package io.plumbline.controller.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntentLifecycleTest {
    private static final List<IntentEvent> EVENTS = List.of(
            new IntentEvent.Booked(false),
            new IntentEvent.Booked(true),
            new IntentEvent.Refused(),
            new IntentEvent.StartDue(),
            new IntentEvent.Blocked(),
            new IntentEvent.Verified(),
            new IntentEvent.Unconfirmed(),
            new IntentEvent.EndAsked(),
            new IntentEvent.TakenBack(),
            new IntentEvent.Drained());

    /** One row a state, one column an event of {@link #EVENTS}; "-" cannot happen. */
    private static final String TABLE = """
            REQUESTED  INSTALLING SCHEDULED REJECTED -          -    -      -        -         -     -
            HELD       -          -         -        INSTALLING HELD -      -        RELEASING ENDED -
            SCHEDULED  -          -         -        INSTALLING HELD -      -        RELEASING ENDED -
            INSTALLING -          -         -        -          -    ACTIVE DEGRADED RELEASING ENDED -
            ACTIVE     -          -         -        -          -    ACTIVE DEGRADED RELEASING -     -
            DEGRADED   -          -         -        -          -    ACTIVE DEGRADED RELEASING -     -
            RELEASING  -          -         -        -          -    -      -        RELEASING ENDED ENDED
            ENDED      -          -         -        -          -    -      -        -         -     -
            REJECTED   -          -         -        -          -    -      -        -         -     -
            """;

    @Test
    void everyPairOfStateAndEvent_hasItsAnswer() {
        List<String> rows = TABLE.lines().toList();
        assertThat(rows).hasSize(IntentState.values().length);
        for (String row : rows) {
            String[] cells = row.split(" +");
            IntentState state = IntentState.valueOf(cells[0]);
            for (int i = 0; i < EVENTS.size(); i++) {
                Optional<IntentState> next =
                        cells[i + 1].equals("-") ? Optional.empty() : Optional.of(IntentState.valueOf(cells[i + 1]));
                assertThat(IntentLifecycle.step(state, EVENTS.get(i)))
                        .as("%s in %s", EVENTS.get(i), state)
                        .isEqualTo(next);
            }
        }
    }
}
