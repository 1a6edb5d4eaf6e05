package io.plumbline.pce.change;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.change.ChangeAnswer.Changed;
import io.plumbline.pce.reservation.ReservationLedger;
import java.util.Comparator;
import java.util.List;

/**
 * Moves a few reservations to ways that cost less load, those that gain most first, each make before break beside all that is booked, old ways included:
 * so every guarantee holds at every step, in whatever order the switches are programmed and however long it takes.
 */
public final class Reoptimisation {
    /** Who would gain less stays where he is. */
    private static final double LEAST_GAIN = 0.1;

    private final ReservationLedger ledger;
    private final ChangeControl changes;

    public Reoptimisation(ReservationLedger ledger, ChangeControl changes) {
        this.ledger = ledger;
        this.changes = changes;
    }

    private record Gain(String id, double part) {}

    /** What was moved, in that order. */
    public ImmutableList<Changed> run(int mostMoves, long nowNanos) {
        List<Gain> gains = ledger.reservations().stream()
                .filter(it -> it.relation().isEmpty() && !ledger.isStopped(it.id()))
                .map(it -> new Gain(it.id(), changes.gain(it.id(), nowNanos)))
                .filter(gain -> gain.part() >= LEAST_GAIN)
                .sorted(Comparator.comparingDouble(Gain::part).reversed().thenComparing(Gain::id))
                .toList();
        ImmutableList.Builder<Changed> moved = ImmutableList.builder();
        int moves = 0;
        for (Gain gain : gains) {
            if (moves == mostMoves) {
                break;
            }
            // What was moved before may have taken the room, or the reason.
            if (changes.gain(gain.id(), nowNanos) >= LEAST_GAIN
                    && changes.move(gain.id(), nowNanos) instanceof Changed changed) {
                moved.add(changed);
                moves++;
            }
        }
        return moved.build();
    }
}
