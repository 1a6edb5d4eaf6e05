package io.plumbline.pce.topology.generator;

import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.TeLink;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.TopologyChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A topology in the making. */
final class Drawing {
    private final Blueprint blueprint;
    private final List<TeNode> nodes = new ArrayList<>();
    private final List<TeLink> links = new ArrayList<>();
    private final Map<String, Integer> parallel = new HashMap<>();

    Drawing(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    /** A number of a range [0, count) with as many digits as the largest one. */
    static String number(int number, int count) {
        int digits = Integer.toString(count - 1).length();
        String text = Integer.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }

    void node(String id) {
        nodes.add(blueprint.node().node(id));
    }

    void host(String id, String switchId) {
        boolean forwards = blueprint.hostKind() == TeNode.Kind.SWITCH;
        nodes.add(forwards ? blueprint.node().node(id) : NodeTemplate.terminationPoint(id));
        access(switchId, id);
        if (forwards) {
            access(id, switchId);
        }
    }

    private void access(String from, String to) {
        links.add(blueprint
                .access()
                .link(linkId(from, to), from, to, blueprint.capacityBitsPerSecond(), blueprint.propagationNanos()));
    }

    void link(String a, String b) {
        link(a, b, blueprint.propagationNanos());
    }

    /** One link each way. */
    void link(String a, String b, long propagationNanos) {
        links.add(blueprint.link().link(linkId(a, b), a, b, blueprint.capacityBitsPerSecond(), propagationNanos));
        links.add(blueprint.link().link(linkId(b, a), b, a, blueprint.capacityBitsPerSecond(), propagationNanos));
    }

    /** {@code a->b}; {@code a->b#2} for the second of parallel links. */
    private String linkId(String from, String to) {
        String id = from + "->" + to;
        int count = parallel.merge(id, 1, Integer::sum);
        return count == 1 ? id : id + "#" + count;
    }

    TeTopology topology() {
        return TeTopology.EMPTY.with(TopologyChange.All.put(nodes, links));
    }
}
