package io.plumbline.bench.pce.peer;

import io.plumbline.bench.pce.instance.DelayRequests;
import io.plumbline.bench.pce.instance.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opendaylight.graph.ConnectedEdge;
import org.opendaylight.graph.ConnectedEdgeTrigger;
import org.opendaylight.graph.ConnectedGraph;
import org.opendaylight.graph.ConnectedGraphTrigger;
import org.opendaylight.graph.ConnectedVertex;
import org.opendaylight.graph.ConnectedVertexTrigger;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpAddress;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpPrefix;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv4Address;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv6Address;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.DecimalBandwidth;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.Delay;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.edge.EdgeAttributes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.edge.EdgeAttributesBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.edge.attributes.UnreservedBandwidth;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.edge.attributes.UnreservedBandwidthBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.Graph;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.Edge;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.EdgeBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.EdgeKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.Prefix;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.Vertex;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.VertexBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.graph.rev220720.graph.topology.graph.VertexKey;
import org.opendaylight.yang.gen.v1.urn.tbd.params.xml.ns.yang.network.topology.rev131021.network.topology.TopologyKey;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;

/**
 * A network as OpenDaylight's path computation (bgpcep) wants it, as little of it as its algorithms ask for: vertices from 1 on, edges with
 * TE metric, delay in microseconds and unreserved bandwidth, told apart by their remote addresses. (OpenDaylight's own graph needs its data
 * broker.) Bandwidth is in bits instead of bytes a second on both sides of every comparison.
 */
final class OdlGraph implements ConnectedGraph {
    private static final Uint8 CLASS_TYPE = Uint8.ZERO;
    private static final int SCALE = 2;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Ipv4Address, Integer> arcs = new HashMap<>();

    OdlGraph(Instance instance, DelayRequests requests) {
        for (int number = 0; number < instance.nodeCount(); number++) {
            nodes.add(new Node(number));
        }
        long[] cost = requests.cost();
        long[] delay = requests.delay();
        for (int number = 0; number < cost.length; number++) {
            Instance.Arc arc = instance.arcs().get(number);
            Ipv4Address remote =
                    new Ipv4Address("10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255));
            arcs.put(remote, number);
            DecimalBandwidth all = bandwidth(arc.capacityBitsPerSecond());
            EdgeAttributes attributes = new EdgeAttributesBuilder()
                    .setRemoteAddress(remote)
                    .setTeMetric(Uint32.valueOf(cost[number]))
                    .setDelay(new Delay(Uint32.valueOf(delay[number])))
                    .setMaxLinkBandwidth(all)
                    .setMaxResvLinkBandwidth(all)
                    .setUnreservedBandwidth(List.of(unreserved(requests.leftBitsPerSecond(number))))
                    .build();
            Edge edge = new EdgeBuilder()
                    .setEdgeId(Uint64.valueOf(number + 1))
                    .setEdgeAttributes(attributes)
                    .build();
            nodes.get(arc.from()).leaving.add(new Link(edge, nodes.get(arc.from()), nodes.get(arc.to())));
        }
    }

    private static UnreservedBandwidth unreserved(long bitsPerSecond) {
        return new UnreservedBandwidthBuilder()
                .setClassType(CLASS_TYPE)
                .setBandwidth(bandwidth(bitsPerSecond))
                .build();
    }

    static DecimalBandwidth bandwidth(long bitsPerSecond) {
        return new DecimalBandwidth(Decimal64.valueOf(SCALE, bitsPerSecond));
    }

    static VertexKey key(int node) {
        return new VertexKey(Uint64.valueOf(node + 1));
    }

    /** The arc with that remote address. */
    int arc(Ipv4Address remote) {
        return arcs.getOrDefault(remote, -1);
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("no algorithm asks for it");
    }

    @Override
    public @Nullable ConnectedVertex getConnectedVertex(Long key) {
        return key < 1 || key > nodes.size() ? null : nodes.get(key.intValue() - 1);
    }

    @Override
    public int getVerticesSize() {
        return nodes.size();
    }

    private static final class Node implements ConnectedVertex {
        private final Long key;
        private final Vertex vertex;
        private final List<ConnectedEdge> leaving = new ArrayList<>();

        Node(int number) {
            key = number + 1L;
            vertex = new VertexBuilder().setVertexId(Uint64.valueOf(key)).build();
        }

        @Override
        public Long getKey() {
            return key;
        }

        @Override
        public Vertex getVertex() {
            return vertex;
        }

        @Override
        public List<ConnectedEdge> getOutputConnectedEdges() {
            return leaving;
        }

        @Override
        public List<Prefix> getPrefixes() {
            return List.of();
        }

        @Override
        public List<ConnectedEdge> getEdgeTo(Long node) {
            throw unused();
        }

        @Override
        public List<Edge> getInputEdges() {
            throw unused();
        }

        @Override
        public List<ConnectedEdge> getInputConnectedEdges() {
            throw unused();
        }

        @Override
        public List<Edge> getOutputEdges() {
            throw unused();
        }

        @Override
        public boolean registerTrigger(ConnectedVertexTrigger trigger, String id) {
            throw unused();
        }

        @Override
        public boolean unRegisterTrigger(ConnectedVertexTrigger trigger, String id) {
            throw unused();
        }
    }

    /** Nothing is reserved on it beside what its unreserved bandwidth says. */
    private record Link(Edge edge, Node source, Node destination) implements ConnectedEdge {

        @Override
        public Edge getEdge() {
            return edge;
        }

        @Override
        public ConnectedVertex getSource() {
            return source;
        }

        @Override
        public ConnectedVertex getDestination() {
            return destination;
        }

        @Override
        public Long getGlobalResvBandwidth() {
            return 0L;
        }

        @Override
        public Long getCosResvBandwidth(int classType) {
            return 0L;
        }

        @Override
        public Long getKey() {
            throw unused();
        }

        @Override
        public void addBandwidth(Long bandwidth, int classType) {
            throw unused();
        }

        @Override
        public void delBandwidth(Long bandwidth, int classType) {
            throw unused();
        }

        @Override
        public boolean registerTrigger(ConnectedEdgeTrigger trigger, String id) {
            throw unused();
        }

        @Override
        public boolean unRegisterTrigger(ConnectedEdgeTrigger trigger, String id) {
            throw unused();
        }
    }

    @Override
    public Graph getGraph() {
        throw unused();
    }

    @Override
    public List<ConnectedVertex> getVertices() {
        throw unused();
    }

    @Override
    public ConnectedVertex getConnectedVertex(IpAddress address) {
        throw unused();
    }

    @Override
    public ConnectedVertex addVertex(Vertex vertex) {
        throw unused();
    }

    @Override
    public void deleteVertex(VertexKey vertex) {
        throw unused();
    }

    @Override
    public List<ConnectedEdge> getEdges() {
        throw unused();
    }

    @Override
    public ConnectedEdge getConnectedEdge(Long key) {
        throw unused();
    }

    @Override
    public ConnectedEdge getConnectedEdge(Ipv4Address address) {
        throw unused();
    }

    @Override
    public ConnectedEdge getConnectedEdge(Ipv6Address address) {
        throw unused();
    }

    @Override
    public ConnectedEdge getConnectedEdge(IpAddress address) {
        throw unused();
    }

    @Override
    public ConnectedEdge addEdge(Edge edge) {
        throw unused();
    }

    @Override
    public void deleteEdge(EdgeKey edge) {
        throw unused();
    }

    @Override
    public int getEdgesSize() {
        throw unused();
    }

    @Override
    public List<Prefix> getPrefixes() {
        throw unused();
    }

    @Override
    public Prefix getPrefix(IpPrefix prefix) {
        throw unused();
    }

    @Override
    public void addPrefix(Prefix prefix) {
        throw unused();
    }

    @Override
    public void deletePrefix(IpPrefix prefix) {
        throw unused();
    }

    @Override
    public void clear() {
        throw unused();
    }

    @Override
    public String getSummary() {
        throw unused();
    }

    @Override
    public boolean registerTrigger(ConnectedGraphTrigger trigger, TopologyKey key) {
        throw unused();
    }

    @Override
    public boolean unRegisterTrigger(ConnectedGraphTrigger trigger, TopologyKey key) {
        throw unused();
    }
}
