package io.plumbline.bench.pce.instance;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.plumbline.controller.inventory.NetworkMap;
import io.plumbline.pce.topology.LinkTemplate;
import io.plumbline.pce.topology.NodeTemplate;
import io.plumbline.pce.topology.ServiceClass;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import io.plumbline.pce.topology.generator.Blueprint;
import io.plumbline.pce.topology.generator.FatTree;
import io.plumbline.pce.topology.generator.GeometricRandom;

/** Generated topologies of the bars: 10 Gbit/s links; other constants do not matter here. */
public final class GeneratedTopologies {
    private static final long CAPACITY = 10_000_000_000L;
    private static final long MICRO = 1_000;
    private static final int PLENTY = 1_000_000;
    private static final int MEAN_DEGREE = 6;

    /** Of a square whose area grows with the number of nodes, so that links are as long at any size. */
    private static final double KM_PER_ROOT_OF_NODES = 50;

    private static final LinkTemplate LINK =
            LinkTemplate.ethernet(ImmutableList.of(new ServiceClass("gold", 100 * MICRO, 1_000_000)));
    private static final Blueprint BLUEPRINT = new Blueprint(
            new NodeTemplate(0, 0, PLENTY, PLENTY), LINK, LINK.access(), CAPACITY, MICRO, TeNode.Kind.SWITCH);

    private GeneratedTopologies() {}

    /** Points in a square, linked where they are near; always the same for a number of nodes. */
    public static TeTopology geometric(int nodes) {
        int side = (int) Math.ceil(KM_PER_ROOT_OF_NODES * Math.sqrt(nodes));
        return new GeometricRandom(nodes, MEAN_DEGREE, side, nodes).topology(BLUEPRINT);
    }

    /** The same as an instance for races. */
    public static Instance geometricInstance(int nodes) {
        return Instance.of("geometric " + nodes, geometric(nodes));
    }

    /** Links of 1 us; hosts are switches themselves, linked both ways. */
    public static TeTopology fatTree(int ports) {
        return new FatTree(ports).topology(BLUEPRINT);
    }

    /** The hosts of a fat-tree. */
    public static ImmutableSet<String> hosts(TeTopology fatTree) {
        return named("host", fatTree);
    }

    /** The switches of a fat-tree that hosts are at. */
    public static ImmutableSet<String> edgeSwitches(TeTopology fatTree) {
        return named("edge", fatTree);
    }

    private static ImmutableSet<String> named(String kind, TeTopology fatTree) {
        return fatTree.nodes().keySet().stream().filter(id -> id.contains(kind)).collect(ImmutableSet.toImmutableSet());
    }

    /** A network from a file, with the same constants; distances and parallel links are its own. */
    public static TeTopology of(NetworkMap map) {
        return TeTopology.EMPTY.with(map.changes(BLUEPRINT.node(), LINK));
    }
}
