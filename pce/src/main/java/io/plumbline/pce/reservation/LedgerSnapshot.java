package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.Failure;

/**
 * Everything that is booked, with the exact interval of every entry.
 *
 * @param version counts every change of the ledger
 * @param entries by link id, in order of start and reservation id
 * @param nowNanos up to when the ledger was told that time has advanced; {@link Long#MIN_VALUE} when never
 * @param stops by reservation id: when its ingress was confirmed to have stopped. A reservation that is not in here and whose end has
 *     passed is booked for ever, until its stop is confirmed
 */
public record LedgerSnapshot(
        long version,
        ImmutableSortedMap<String, ImmutableList<Entry>> entries,
        long nowNanos,
        ImmutableSortedMap<String, Long> stops) {

    /** Nothing was stopped yet. */
    public LedgerSnapshot(long version, ImmutableSortedMap<String, ImmutableList<Entry>> entries) {
        this(version, entries, Long.MIN_VALUE, ImmutableSortedMap.of());
    }

    /** The entries of one link; none when nothing is booked there. */
    public ImmutableList<Entry> at(String linkId) {
        ImmutableList<Entry> booked = entries.get(linkId);
        return booked == null ? ImmutableList.of() : booked;
    }

    /**
     * One booking at one link.
     *
     * @param label that it holds; 0 for none
     * @param fromNanos start, since the epoch
     * @param untilNanos end of the booking, linger included; exclusive
     * @param failures in which it is used; empty when it is always used
     */
    public record Entry(
            String reservationId,
            int classIndex,
            long rateBitsPerSecond,
            long burstBits,
            int label,
            long fromNanos,
            long untilNanos,
            ImmutableSortedSet<Failure> failures) {

        /** Always used. */
        public Entry(
                String reservationId,
                int classIndex,
                long rateBitsPerSecond,
                long burstBits,
                int label,
                long fromNanos,
                long untilNanos) {
            this(
                    reservationId,
                    classIndex,
                    rateBitsPerSecond,
                    burstBits,
                    label,
                    fromNanos,
                    untilNanos,
                    ImmutableSortedSet.of());
        }

        public Entry withUntil(long newUntilNanos) {
            return new Entry(
                    reservationId, classIndex, rateBitsPerSecond, burstBits, label, fromNanos, newUntilNanos, failures);
        }
    }
}
