package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Multimaps;

/**
 * The single failures of a topology by what they may take down.
 *
 * <p>The two directions of a cable are two links that are not declared to belong together. So the failure of a link is taken to be able to
 * take down every link between the same two nodes in the other direction, too: what is booked for one direction is not shared with
 * what is booked for the other. (Parallel links of one direction are independent, unless they share a risk group.)
 */
public final class SingleFailures {
    private final ImmutableListMultimap<String, TeLink> bySender;

    public SingleFailures(TeTopology topology) {
        bySender = Multimaps.index(topology.links().values(), TeLink::from);
    }

    /** Every single failure by which a link may be down. */
    public ImmutableSortedSet<Failure> hitting(TeLink link) {
        ImmutableSortedSet.Builder<Failure> failures = ImmutableSortedSet.naturalOrder();
        failures.add(Failure.ofLink(link.id()), Failure.ofNode(link.from()), Failure.ofNode(link.to()));
        link.riskGroups().forEach(group -> failures.add(Failure.ofRiskGroup(group)));
        for (TeLink other : bySender.get(link.to())) {
            if (other.to().equals(link.from())) {
                failures.add(Failure.ofLink(other.id()));
            }
        }
        return failures.build();
    }
}
