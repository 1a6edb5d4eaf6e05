package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * A directed link of the TE topology, with the constants that every proof over it uses (RFC 8795). Links of a multigraph are told
 * apart by id. Classes are in strict priority, highest first; class 0 is the control class where {@link #control} is present; best
 * effort, below all of them, is not listed.
 *
 * @param id unique, e.g. {@code of:..01/2->of:..02/1}
 * @param from id of the node that sends
 * @param to id of the node that receives
 * @param capacityBitsPerSecond C, on the wire
 * @param propagationNanos constant
 * @param framingOverheadBytes what each frame occupies beyond its own bytes: Ethernet 24 (FCS 4, preamble 8, gap 12), an
 *     HTB-emulated link 0
 * @param tagBytes bytes that the label adds to each guaranteed frame on this link: 4 between switches, 0 on an access link
 * @param mtuBytes port MTU; the largest lower-class frame is mtu + 14 + 4 + framing overhead
 * @param bestEffortFloorBitsPerSecond never reserved
 * @param classes highest priority first
 * @param control what is booked for control frames (discovery, liveness) in class 0 from the start; absent: none
 * @param firstLabel smallest label that may be used on the link; 0 when the link carries no label (access link)
 * @param lastLabel largest label
 * @param riskGroups SRLGs
 * @param labels free administrative tags
 * @param country ISO 3166 code
 * @param trusted whether guarantees may use it at all; an untrusted link carries best effort only
 * @param up whether it forwards now
 * @param drained whether new reservations keep off it
 */
public record TeLink(
        String id,
        String from,
        String to,
        long capacityBitsPerSecond,
        long propagationNanos,
        int framingOverheadBytes,
        int tagBytes,
        int mtuBytes,
        long bestEffortFloorBitsPerSecond,
        ImmutableList<ServiceClass> classes,
        Optional<ControlBooking> control,
        int firstLabel,
        int lastLabel,
        ImmutableSortedSet<String> riskGroups,
        ImmutableSortedSet<String> labels,
        Optional<String> country,
        boolean trusted,
        boolean up,
        boolean drained) {

    /** Ethernet header and one tag: what the largest frame has beyond the MTU, FCS and framing apart. */
    private static final int HEADER_AND_TAG_BYTES = 14 + 4;

    public TeLink {
        if (id.isBlank()) {
            throw new IllegalArgumentException("link id: blank");
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("to of " + id + ": " + to + " given, which the link leads from too");
        }
        Limits.check("capacityBitsPerSecond of " + id, capacityBitsPerSecond, 0, Limits.MAX_CAPACITY_BITS_PER_SECOND);
        Limits.check("propagationNanos of " + id, propagationNanos, 0, Limits.MAX_NANOS);
        Limits.check("framingOverheadBytes of " + id, framingOverheadBytes, 0, Limits.MAX_OVERHEAD_BYTES);
        Limits.check("tagBytes of " + id, tagBytes, 0, Limits.MAX_OVERHEAD_BYTES);
        Limits.check("mtuBytes of " + id, mtuBytes, 0, Limits.MAX_FRAME_BYTES);
        Limits.check("bestEffortFloorBitsPerSecond of " + id, bestEffortFloorBitsPerSecond, 0, Long.MAX_VALUE);
        Limits.check("firstLabel of " + id, firstLabel, 0, Integer.MAX_VALUE);
        if (firstLabel > 0) {
            Limits.check("lastLabel of " + id, lastLabel, firstLabel, Integer.MAX_VALUE);
        }
        if (classes.stream().map(ServiceClass::name).distinct().count() != classes.size()) {
            throw new IllegalArgumentException("classes of " + id + ": two with one name");
        }
        if (control.isPresent() && classes.isEmpty()) {
            throw new IllegalArgumentException("control of " + id + ": there is no class 0 to book it in");
        }
    }

    /** Bytes that a guaranteed frame occupies here beyond what its ingress meter counted. */
    public int overheadBytes() {
        return framingOverheadBytes + tagBytes;
    }

    /** L: the largest frame, in wire bits, that any lower class may have begun to send. */
    public long lowerFrameBits() {
        return 8L * (mtuBytes + HEADER_AND_TAG_BYTES + framingOverheadBytes);
    }

    /** The highest class that a guaranteed flow may use: class 0 is kept for control frames where these are booked. */
    public int firstGuaranteedClass() {
        return control.isPresent() ? 1 : 0;
    }

    public boolean hasLabels() {
        return firstLabel > 0;
    }

    /** Whether it leads to or from that node. */
    public boolean touches(String nodeId) {
        return from.equals(nodeId) || to.equals(nodeId);
    }

    public TeLink withUp(boolean nowUp) {
        return withState(nowUp, drained);
    }

    public TeLink withDrained(boolean nowDrained) {
        return withState(up, nowDrained);
    }

    private TeLink withState(boolean nowUp, boolean nowDrained) {
        return new TeLink(
                id,
                from,
                to,
                capacityBitsPerSecond,
                propagationNanos,
                framingOverheadBytes,
                tagBytes,
                mtuBytes,
                bestEffortFloorBitsPerSecond,
                classes,
                control,
                firstLabel,
                lastLabel,
                riskGroups,
                labels,
                country,
                trusted,
                nowUp,
                nowDrained);
    }

    /** Wire bits of rate and burst that control frames may use on a link, policed where they are made. */
    public record ControlBooking(long rateBitsPerSecond, long burstBits) {
        public ControlBooking {
            Limits.check("control rateBitsPerSecond", rateBitsPerSecond, 0, Limits.MAX_CAPACITY_BITS_PER_SECOND);
            Limits.check("control burstBits", burstBits, 0, 8 * Limits.MAX_BUFFER_BYTES);
        }
    }
}
