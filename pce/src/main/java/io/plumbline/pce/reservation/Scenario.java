package io.plumbline.pce.reservation;

import io.plumbline.pce.calculus.LinkCalculus;
import io.plumbline.pce.calculus.LinkLoad;
import io.plumbline.pce.topology.Failure;
import java.util.Optional;

/**
 * What is booked at one link while nothing has failed, or while one thing has: what is always used, and what is used in that failure. In
 * steps of constant load.
 */
public final class Scenario {
    private final Optional<Failure> failure;
    private final StepProfile sums;
    private int entries;

    /** Nothing has failed, and nothing is booked. */
    Scenario() {
        failure = Optional.empty();
        sums = new StepProfile(2);
    }

    /** Something has failed, and nothing is booked for it yet. */
    Scenario(Failure failure, Scenario always) {
        this.failure = Optional.of(failure);
        sums = new StepProfile(always.sums);
    }

    /** Empty while nothing has failed. */
    public Optional<Failure> failure() {
        return failure;
    }

    /** How many steps of constant load there are. */
    public int steps() {
        return sums.size();
    }

    /** The step that contains an instant. */
    public int stepAt(long instant) {
        return sums.stepAt(instant);
    }

    /** The last step that begins before an instant. */
    public int stepBefore(long instant) {
        return sums.stepBefore(instant);
    }

    /**
     * The next step after one, and at most a last one, in which some class has more rate or burst than in the step before; -1 when there is
     * none. What is no better with more load has nothing to look for in the others.
     */
    public int nextRise(int step, int last) {
        return sums.nextRise(step, last);
    }

    /** When a step begins; {@link Long#MIN_VALUE} for the first. */
    public long stepStart(int step) {
        return sums.start(step);
    }

    /**
     * The load during a step, control frames included. An entry whose class the link no longer has (its constants changed) counts in
     * class 0, which hurts every class.
     */
    public void load(int step, LinkCalculus link, LinkLoad load) {
        link.startWithControl(load);
        for (int slot = 0; slot < sums.slots(); slot += 2) {
            int classIndex = slot / 2 < load.classes() ? slot / 2 : 0;
            load.add(classIndex, sums.value(step, slot), sums.value(step, slot + 1));
        }
    }

    /** Adds an entry (1) or takes it away (-1). */
    void add(LedgerSnapshot.Entry entry, int sign) {
        int slot = 2 * entry.classIndex();
        if (slot >= sums.slots()) {
            sums.widen(slot + 2);
        }
        sums.add(
                entry.fromNanos(),
                entry.untilNanos(),
                slot,
                sign * entry.rateBitsPerSecond(),
                sign * entry.burstBits());
    }

    /** Adds an entry that is used in this failure alone, or takes it away; true when none is left. */
    boolean addOwn(LedgerSnapshot.Entry entry, int sign) {
        add(entry, sign);
        entries += sign;
        return entries == 0;
    }

    /** Forgets every step that is over; whether there was one. */
    boolean forget(long nowNanos) {
        return sums.forget(nowNanos);
    }
}
