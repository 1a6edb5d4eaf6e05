package io.plumbline.pce.reservation;

import io.plumbline.pce.topology.TeNode;
import java.util.function.LongConsumer;

/**
 * Meters and table entries that guaranteed flows hold in one switch, over time.
 *
 * <p>Counted per reservation, pessimistically: at the ingress two meters (bits and packets); one entry for each link that it is sent
 * out on, one more at the ingress (classifier beside the entry that pushes the label) and one more at the switch before the egress
 * (punt of the path probe).
 */
public final class NodeLedger {
    /** Meters of one reservation at its ingress. */
    public static final int METERS = 2;

    /** Entries of a hop, more at both ends. */
    public static int entries(boolean ingress, boolean lastHop) {
        return 1 + (ingress ? 1 : 0) + (lastHop ? 1 : 0);
    }

    private final StepProfile sums = new StepProfile(2);

    /** Of all bookings, whatever their time. */
    private long meters;

    private long entries;

    /** Most meters held at once in [from, until). */
    public long peakMeters(long from, long until) {
        return sums.peak(from, until, 0);
    }

    /** Most entries held at once in [from, until). */
    public long peakEntries(long from, long until) {
        return sums.peak(from, until, 1);
    }

    /** Whether there is room for so many meters and entries more for the whole of [from, until). At once where all bookings together leave it. */
    public boolean admits(int moreMeters, int moreEntries, TeNode node, long from, long until) {
        return hasRoom(entries, moreEntries, node.entryCapacity(), 1, from, until)
                && (moreMeters == 0 || hasRoom(meters, moreMeters, node.meterCapacity(), 0, from, until));
    }

    private boolean hasRoom(long inAll, int more, long capacity, int slot, long from, long until) {
        return inAll + more <= capacity || sums.peak(from, until, slot) + more <= capacity;
    }

    /** Tells every instant within (after, atMost] at which less is held than before. */
    void ends(long after, long atMost, LongConsumer sink) {
        for (int step = sums.stepAt(after) + 1; step < sums.size() && sums.start(step) <= atMost; step++) {
            if (sums.value(step, 0) < sums.value(step - 1, 0) || sums.value(step, 1) < sums.value(step - 1, 1)) {
                sink.accept(sums.start(step));
            }
        }
    }

    void add(long from, long until, int moreMeters, int moreEntries) {
        sums.add(from, until, 0, moreMeters, moreEntries);
        meters += moreMeters;
        entries += moreEntries;
    }

    void forget(long nowNanos) {
        sums.forget(nowNanos);
    }
}
