package io.plumbline.pce.reservation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.calculus.Exact;
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
        DETOUR,
        /** What is left of the way on which it went before, until that is confirmed to have stopped. Always used. */
        OLD_WAY
    }

    /**
     * @param role what it is
     * @param of id of the reservation that it belongs to
     * @param sharedHops how many hops of that one's path come before its own hops
     * @param failures in which it is used; none for an old way, which is always used
     */
    public record Relation(Role role, String of, int sharedHops, ImmutableSortedSet<Failure> failures) {
        public Relation {
            if (failures.isEmpty() != (role == Role.OLD_WAY) || sharedHops < 0) {
                throw new IllegalArgumentException(
                        role + " of " + of + ": " + failures.size() + " failures, " + sharedHops + " shared hops");
            }
        }
    }

    /** Whether it is a way that is used in some failures only. (Not named like a property: what is written in a journal is what is given.) */
    public boolean onlyOnFailure() {
        return !failures().isEmpty();
    }

    /**
     * @param linkId the link
     * @param from node that sends, for the record when the topology is gone
     * @param to node that receives
     * @param classIndex class on that link
     * @param className its name
     * @param label value that the frame carries on this link; 0 on an access link (no label), and where it {@link #joins}
     * @param rateBitsPerSecond rho booked, wire bits of this link, probe included; 0 where it {@link #joins}
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
            if (classIndex < 0 || label < 0 || rateBitsPerSecond < 0 || burstBits < 0 || lingerNanos < 0) {
                throw new IllegalArgumentException("booked at " + linkId + ": class " + classIndex + ", label " + label
                        + ", " + rateBitsPerSecond + " bit/s, " + burstBits + " bit, linger " + lingerNanos
                        + " ns; none may be negative");
            }
        }

        /** Whether it only adds to the burst of the reservation that it belongs to, whose rate and label it uses here. */
        public boolean joins() {
            return rateBitsPerSecond == 0;
        }

        BookedHop with(int newLabel, long newRate, long newBurst, long newLinger) {
            return new BookedHop(linkId, from, to, classIndex, className, newLabel, newRate, newBurst, newLinger);
        }

        public BookedHop withLabel(int newLabel) {
            return with(newLabel, rateBitsPerSecond, burstBits, lingerNanos);
        }

        public BookedHop withLinger(long newLingerNanos) {
            return with(label, rateBitsPerSecond, burstBits, newLingerNanos);
        }

        /** This hop and one that joins it, as one. */
        public BookedHop joinedBy(BookedHop other) {
            return with(
                    label,
                    rateBitsPerSecond,
                    Exact.addCapped(burstBits, other.burstBits),
                    Math.max(lingerNanos, other.lingerNanos));
        }
    }
}
