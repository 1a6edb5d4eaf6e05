package io.plumbline.pce.topology;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;

/**
 * One thing that can fail and, by failing, take links down: a link, a node with every link to and from it, or a shared-risk group (SRLG)
 * with every link in it. It stands for the event, not for the thing: capacity that is booked for one failure is shared with what is booked
 * for others, because two failures are assumed not to coincide.
 *
 * @param kind of what
 * @param id of the link or node, or name of the risk group
 */
public record Failure(Kind kind, String id) implements Comparable<Failure> {
    private static final Comparator<Failure> ORDER =
            Comparator.comparing(Failure::kind).thenComparing(Failure::id);

    /** What fails. */
    public enum Kind {
        LINK,
        NODE,
        RISK_GROUP
    }

    public Failure {
        if (id.isBlank()) {
            throw new IllegalArgumentException("failure id: blank");
        }
    }

    public static Failure ofLink(String linkId) {
        return new Failure(Kind.LINK, linkId);
    }

    public static Failure ofNode(String nodeId) {
        return new Failure(Kind.NODE, nodeId);
    }

    public static Failure ofRiskGroup(String riskGroup) {
        return new Failure(Kind.RISK_GROUP, riskGroup);
    }

    /** Whether it takes that link down. */
    public boolean hits(TeLink link) {
        return switch (kind) {
            case LINK -> link.id().equals(id);
            case NODE -> link.from().equals(id) || link.to().equals(id);
            case RISK_GROUP -> link.riskGroups().contains(id);
        };
    }

    /** What it does to a topology; empty when that knows nothing that it takes down. */
    public TopologyChange.All in(TeTopology topology) {
        return new TopologyChange.All(
                kind == Kind.NODE
                        ? topology.nodes().containsKey(id)
                                ? ImmutableList.of(new TopologyChange.SetNodeUp(id, false))
                                : ImmutableList.of()
                        : topology.links().values().stream()
                                .filter(this::hits)
                                .map(link -> new TopologyChange.SetLinkUp(link.id(), false))
                                .collect(ImmutableList.toImmutableList()));
    }

    @Override
    public int compareTo(Failure other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code link s1->s2}. */
    @Override
    public String toString() {
        return switch (kind) {
            case LINK -> "link " + id;
            case NODE -> "node " + id;
            case RISK_GROUP -> "risk group " + id;
        };
    }
}
