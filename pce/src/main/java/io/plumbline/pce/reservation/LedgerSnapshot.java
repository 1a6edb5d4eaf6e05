package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * Everything that is booked, with the exact interval of every entry.
 *
 * @param version counts every change of the ledger
 * @param entries by link id, in order of start and reservation id
 */
public record LedgerSnapshot(long version, ImmutableSortedMap<String, ImmutableList<Entry>> entries) {

    /**
     * One booking at one link.
     *
     * @param fromNanos start, since the epoch
     * @param untilNanos end of the booking, linger included; exclusive
     */
    public record Entry(
            String reservationId,
            int classIndex,
            long rateBitsPerSecond,
            long burstBits,
            int label,
            long fromNanos,
            long untilNanos) {}
}
