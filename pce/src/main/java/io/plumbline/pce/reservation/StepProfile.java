package io.plumbline.pce.reservation;

import java.util.Arrays;

/**
 * Sums over time: a few numbers ("slots") that are constant between breakpoints. What lies before the horizon is forgotten: the first
 * step stands for everything up to its end.
 */
final class StepProfile {
    /** As many steps without a rise as are compared at once. */
    private static final byte[] NO_RISES = new byte[256];

    private int slots;
    private int size = 1;
    private long[] starts = new long[4];
    private long[] values;
    private long horizon = Long.MIN_VALUE;

    /** For each step, whether something is more than in the step before: 1 or 0. A booking changes it at its two ends alone. */
    private byte[] rises = new byte[4];

    StepProfile(int slots) {
        this.slots = slots;
        values = new long[4 * slots];
        starts[0] = Long.MIN_VALUE;
    }

    /** A copy that goes its own way. */
    StepProfile(StepProfile other) {
        slots = other.slots;
        size = other.size;
        starts = other.starts.clone();
        values = other.values.clone();
        rises = other.rises.clone();
        horizon = other.horizon;
    }

    int slots() {
        return slots;
    }

    /** Makes room for more slots; new ones are zero everywhere. */
    void widen(int newSlots) {
        long[] wider = new long[starts.length * newSlots];
        for (int i = 0; i < size; i++) {
            System.arraycopy(values, i * slots, wider, i * newSlots, slots);
        }
        values = wider;
        slots = newSlots;
    }

    int size() {
        return size;
    }

    /** First instant of a step; {@link Long#MIN_VALUE} for the first one. */
    long start(int step) {
        return starts[step];
    }

    /** First instant after a step; {@link Long#MAX_VALUE} for the last one. */
    long end(int step) {
        return step + 1 < size ? starts[step + 1] : Long.MAX_VALUE;
    }

    long value(int step, int slot) {
        return values[step * slots + slot];
    }

    /** The step that contains an instant. */
    int stepAt(long instant) {
        if (instant >= starts[size - 1]) {
            return size - 1;
        }
        int found = Arrays.binarySearch(starts, 0, size, instant);
        return found >= 0 ? found : -found - 2;
    }

    /** The last step that begins before an instant. */
    int stepBefore(long instant) {
        return instant == Long.MAX_VALUE ? size - 1 : stepAt(instant - 1);
    }

    /**
     * The first step after one, and at most a last one, in which something is more than in the step before; -1 when there is none. Where
     * more of anything is never better, and the first of several is taken, no other step needs to be looked at beside the first one.
     */
    int nextRise(int step, int last) {
        for (int at = step + 1; at <= last; at += NO_RISES.length) {
            int count = Math.min(NO_RISES.length, last + 1 - at);
            int found = Arrays.mismatch(rises, at, at + count, NO_RISES, 0, count);
            if (found >= 0) {
                return at + found;
            }
        }
        return -1;
    }

    private void noteRise(int step) {
        if (step > 0 && step < size) {
            rises[step] = (byte) (isRise(step) ? 1 : 0);
        }
    }

    private boolean isRise(int step) {
        int at = step * slots;
        for (int i = at; i < at + slots; i++) {
            if (values[i] > values[i - slots]) {
                return true;
            }
        }
        return false;
    }

    /** Largest value of a slot in [from, until). */
    long peak(long from, long until, int slot) {
        long peak = 0;
        int last = stepBefore(until);
        for (int step = stepAt(from); step >= 0; step = nextRise(step, last)) {
            peak = Math.max(peak, value(step, slot));
        }
        return peak;
    }

    /** Adds to two neighbouring slots in [from, until); {@link Long#MAX_VALUE} is for ever. */
    void add(long from, long until, int slot, long first, long second) {
        if (until <= Math.max(from, horizon)) {
            return;
        }
        int low = from <= horizon ? 0 : split(from);
        int high = until == Long.MAX_VALUE ? size : split(until);
        for (int i = low; i < high; i++) {
            int at = i * slots + slot;
            values[at] = Math.addExact(values[at], first);
            values[at + 1] = Math.addExact(values[at + 1], second);
        }
        noteRise(low);
        noteRise(high);
        // Only the two ends can have become equal to their neighbours.
        merge(high);
        merge(low);
    }

    /** Forgets every step that is over; whether there was one. */
    boolean forget(long nowNanos) {
        horizon = Math.max(horizon, nowNanos);
        int over = stepAt(horizon);
        if (over > 0) {
            System.arraycopy(starts, over, starts, 0, size - over);
            System.arraycopy(values, over * slots, values, 0, (size - over) * slots);
            System.arraycopy(rises, over, rises, 0, size - over);
            size -= over;
        }
        starts[0] = Long.MIN_VALUE;
        return over > 0;
    }

    /** The step that starts at an instant, made by cutting the one that contains it. */
    private int split(long instant) {
        int step = stepAt(instant);
        if (starts[step] == instant) {
            return step;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            values = Arrays.copyOf(values, 2 * size * slots);
            rises = Arrays.copyOf(rises, 2 * size);
        }
        System.arraycopy(starts, step, starts, step + 1, size - step);
        System.arraycopy(values, step * slots, values, (step + 1) * slots, (size - step) * slots);
        System.arraycopy(rises, step, rises, step + 1, size - step);
        starts[step + 1] = instant;
        rises[step + 1] = 0;
        size++;
        return step + 1;
    }

    /** Joins a step with the one before it when nothing changes between them. */
    private void merge(int step) {
        if (step <= 0 || step >= size) {
            return;
        }
        if (Arrays.equals(values, (step - 1) * slots, step * slots, values, step * slots, (step + 1) * slots)) {
            System.arraycopy(starts, step + 1, starts, step, size - step - 1);
            System.arraycopy(values, (step + 1) * slots, values, step * slots, (size - step - 1) * slots);
            System.arraycopy(rises, step + 1, rises, step, size - step - 1);
            size--;
        }
    }
}
