package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.pce.topology.TeLink.ControlBooking;
import java.util.Optional;

/**
 * The constants that all links of an imported or generated topology share; see {@link TeLink} for each. What a file or a generator knows of
 * a link is its ends, capacity and propagation; a promise needs these too.
 */
public record LinkTemplate(
        int framingOverheadBytes,
        int tagBytes,
        int mtuBytes,
        long bestEffortFloorBitsPerSecond,
        ImmutableList<ServiceClass> classes,
        Optional<ControlBooking> control,
        int firstLabel,
        int lastLabel) {

    /** Ethernet with a 1500-byte MTU, a VLAN label, and these classes; nothing is kept for best effort or control frames. */
    public static LinkTemplate ethernet(ImmutableList<ServiceClass> classes) {
        return new LinkTemplate(24, 4, 1500, 0, classes, Optional.empty(), 1, 4094);
    }

    /** The same without a label, as on the link to a host. */
    public LinkTemplate access() {
        return new LinkTemplate(
                framingOverheadBytes, 0, mtuBytes, bestEffortFloorBitsPerSecond, classes, control, 0, 0);
    }

    /** A trusted link that is up. */
    public TeLink link(String id, String from, String to, long capacityBitsPerSecond, long propagationNanos) {
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
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                Optional.empty(),
                true,
                true,
                false);
    }
}
