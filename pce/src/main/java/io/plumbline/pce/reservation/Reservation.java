package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.path.PathRequest;

/**
 * Admitted capacity with start and end: what the ledger books and what the switches will be programmed from. Holds every value that
 * was booked, so that it can be restored from a journal without any topology.
 *
 * @param request what was asked
 * @param hops what is booked at each link of the path, in path order
 */
public record Reservation(PathRequest request, ImmutableList<BookedHop> hops) {

    public Reservation {
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("reservation " + request.id() + ": no hops");
        }
    }

    public String id() {
        return request.id();
    }

    /**
     * @param linkId the link
     * @param from node that sends, for the record when the topology is gone
     * @param to node that receives
     * @param classIndex class on that link
     * @param className its name
     * @param label value that the frame carries on this link; 0 on an access link (no label)
     * @param rateBitsPerSecond rho booked, wire bits of this link, probe included
     * @param burstBits sigma booked at this hop, wire bits, growth and probe included
     * @param lingerNanos how long after the confirmed stop the entry stays booked, at most (guarantee.md, change)
     */
    public record BookedHop(
            String linkId,
            String from,
            String to,
            int classIndex,
            String className,
            int label,
            long rateBitsPerSecond,
            long burstBits,
            long lingerNanos) {
        public BookedHop {
            if (classIndex < 0 || label < 0 || rateBitsPerSecond < 1 || burstBits < 0 || lingerNanos < 0) {
                throw new IllegalArgumentException("booked at " + linkId + ": class " + classIndex + ", label " + label
                        + ", " + rateBitsPerSecond + " bit/s, " + burstBits + " bit, linger " + lingerNanos
                        + " ns; none may be negative, and the rate not zero");
            }
        }
    }
}
