package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.path.PathRequest;
import io.plumbline.pce.topology.Failure;
import java.util.Optional;

/**
 * Admitted capacity with start and end: what the ledger books and what the switches will be programmed from. Holds every value that
 * was booked, so that it can be restored from a journal without any topology.
 *
 * @param request what was asked
 * @param hops what is booked at each link of the path, in path order
 * @param relation what it is to another reservation; empty when it stands for itself
 */
public record Reservation(PathRequest request, ImmutableList<BookedHop> hops, Optional<Relation> relation) {

    public Reservation {
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("reservation " + request.id() + ": no hops");
        }
    }

    /** One that stands for itself. */
    public Reservation(PathRequest request, ImmutableList<BookedHop> hops) {
        this(request, hops, Optional.empty());
    }

    public String id() {
        return request.id();
    }

    /** The failures in which it is used; empty when it is always used. */
    public ImmutableSortedSet<Failure> failures() {
        return relation.map(Relation::failures).orElse(ImmutableSortedSet.of());
    }

    /** What a reservation is to another one. */
    public enum Role {
        /** The way on which the ingress sends after a failure on the first one. */
        BACKUP,
        /** The way on which a switch of the first one sends when the next link of it is down. */
        DETOUR
    }

    /**
     * @param role what it is
     * @param of id of the reservation that it belongs to
     * @param sharedHops how many hops of that one's path come before its own hops
     * @param failures in which it is used; never empty
     */
    public record Relation(Role role, String of, int sharedHops, ImmutableSortedSet<Failure> failures) {
        public Relation {
            if (failures.isEmpty() || sharedHops < 0) {
                throw new IllegalArgumentException(
                        role + " of " + of + ": " + failures.size() + " failures, " + sharedHops + " shared hops");
            }
        }
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
