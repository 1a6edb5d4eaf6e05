package io.plumbline.pce.graph;

/**
 * Which arcs fail together: shared-risk groups (RFC 4202). An arc may be in any number of them. The two directions of a link are a group,
 * where a link is to count as one.
 */
public final class RiskGroups {
    private final int[][] arcs;
    private final CsrGraph.Rows groups;

    /** @param arcs by group: those in it */
    public RiskGroups(CsrGraph graph, int[][] arcs) {
        this.arcs = new int[arcs.length][];
        IntPool members = new IntPool();
        IntPool groupOf = new IntPool();
        for (int group = 0; group < arcs.length; group++) {
            this.arcs[group] = arcs[group].clone();
            for (int arc : arcs[group]) {
                if (arc < 0 || arc >= graph.arcCount()) {
                    throw new IllegalArgumentException("arc of risk group " + group + ": " + arc
                            + " given, at least 0 and at most " + (graph.arcCount() - 1) + " allowed");
                }
                members.add(arc);
                groupOf.add(group);
            }
        }
        groups = CsrGraph.Rows.of(graph.arcCount(), members.toArray(), groupOf.toArray());
    }

    public static RiskGroups none(CsrGraph graph) {
        return new RiskGroups(graph, new int[0][]);
    }

    public int count() {
        return arcs.length;
    }

    /** The groups of an arc are {@code group(i)} for i from here ... */
    int begin(int arc) {
        return groups.offsets()[arc];
    }

    /** ... up to but not including here. */
    int end(int arc) {
        return groups.offsets()[arc + 1];
    }

    int group(int index) {
        return groups.ends()[groups.arcs()[index]];
    }

    void exclude(long[] excluded, int group) {
        for (int arc : arcs[group]) {
            RouteConstraints.exclude(excluded, arc);
        }
    }
}
