package io.plumbline.pce.graph.jgrapht;

import com.google.common.collect.ImmutableSet;
import io.plumbline.pce.graph.ArcPath;
import io.plumbline.pce.graph.CsrGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jgrapht.GraphPath;
import org.jgrapht.GraphType;
import org.jgrapht.graph.AbstractGraph;
import org.jgrapht.graph.DefaultGraphType;
import org.jgrapht.graph.GraphWalk;
import org.jgrapht.util.SupplierUtil;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CsrGraph} with weights as a JGraphT graph: a directed multigraph, loops allowed, that nobody can modify. Its vertices are the
 * numbers of the nodes, its edges those of the arcs. An arc that cannot be used ({@link CsrGraph#UNUSABLE}) is no edge.
 *
 * <p>JGraphT calculates in double: weights, and sums of them, are exact up to 2^53. Sets are in order of number.
 */
public final class WeightedGraph extends AbstractGraph<Integer, Integer> {
    private static final GraphType TYPE = new DefaultGraphType.Builder()
            .directed()
            .weighted(true)
            .allowMultipleEdges(true)
            .allowSelfLoops(true)
            .modifiable(false)
            .build();

    private final CsrGraph graph;
    private final long[] weights;
    private final ImmutableSet<Integer> vertices;
    private final ImmutableSet<Integer> edges;
    private final Supplier<Integer> newVertices;
    private final Supplier<Integer> newEdges;

    /** @param weights by arc; not negative */
    public WeightedGraph(CsrGraph graph, long[] weights) {
        graph.checkWeights("weights", weights);
        this.graph = graph;
        this.weights = weights.clone();
        vertices = IntStream.range(0, graph.nodeCount()).boxed().collect(ImmutableSet.toImmutableSet());
        newVertices = SupplierUtil.createIntegerSupplier(graph.nodeCount());
        newEdges = SupplierUtil.createIntegerSupplier(graph.arcCount());
        ImmutableSet.Builder<Integer> usable = ImmutableSet.builder();
        for (int arc = 0; arc < weights.length; arc++) {
            if (weights[arc] < CsrGraph.UNUSABLE) {
                usable.add(arc);
            }
        }
        edges = usable.build();
    }

    CsrGraph graph() {
        return graph;
    }

    /** Not to be changed. */
    long[] weights() {
        return weights;
    }

    /** The number of a node that has to be one. */
    int node(Integer vertex) {
        assertVertexExist(vertex);
        return vertex;
    }

    /** A path that a search found. */
    GraphPath<Integer, Integer> path(int source, int target, ArcPath path) {
        if (path.length() == 0) {
            return GraphWalk.singletonWalk(this, source, 0);
        }
        List<Integer> arcs = new ArrayList<>(path.length());
        for (int i = 0; i < path.length(); i++) {
            arcs.add(path.arc(i));
        }
        return new GraphWalk<>(this, source, target, arcs, path.weightIn(weights));
    }

    @Override
    public Set<Integer> vertexSet() {
        return vertices;
    }

    @Override
    public Set<Integer> edgeSet() {
        return edges;
    }

    @Override
    public boolean containsVertex(@Nullable Integer vertex) {
        return vertex != null && vertex >= 0 && vertex < graph.nodeCount();
    }

    @Override
    public boolean containsEdge(@Nullable Integer edge) {
        return edge != null && edge >= 0 && edge < weights.length && weights[edge] < CsrGraph.UNUSABLE;
    }

    @Override
    public @Nullable Set<Integer> getAllEdges(Integer source, Integer target) {
        if (!containsVertex(source) || !containsVertex(target)) {
            return null;
        }
        ImmutableSet.Builder<Integer> all = ImmutableSet.builder();
        for (int i = graph.outBegin(source); i < graph.outEnd(source); i++) {
            int arc = graph.outArc(i);
            if (graph.head(arc) == target && containsEdge(arc)) {
                all.add(arc);
            }
        }
        return all.build();
    }

    @Override
    public @Nullable Integer getEdge(Integer source, Integer target) {
        Set<Integer> all = getAllEdges(source, target);
        return all == null || all.isEmpty() ? null : all.iterator().next();
    }

    @Override
    public Set<Integer> outgoingEdgesOf(Integer vertex) {
        int node = node(vertex);
        ImmutableSet.Builder<Integer> leaving = ImmutableSet.builder();
        for (int i = graph.outBegin(node); i < graph.outEnd(node); i++) {
            addUsable(graph.outArc(i), leaving);
        }
        return leaving.build();
    }

    @Override
    public Set<Integer> incomingEdgesOf(Integer vertex) {
        int node = node(vertex);
        ImmutableSet.Builder<Integer> entering = ImmutableSet.builder();
        for (int i = graph.inBegin(node); i < graph.inEnd(node); i++) {
            addUsable(graph.inArc(i), entering);
        }
        return entering.build();
    }

    private void addUsable(int arc, ImmutableSet.Builder<Integer> edgesOf) {
        if (weights[arc] < CsrGraph.UNUSABLE) {
            edgesOf.add(arc);
        }
    }

    @Override
    public Set<Integer> edgesOf(Integer vertex) {
        return ImmutableSet.<Integer>builder()
                .addAll(incomingEdgesOf(vertex))
                .addAll(outgoingEdgesOf(vertex))
                .build();
    }

    /** A loop counts twice. */
    @Override
    public int degreeOf(Integer vertex) {
        return inDegreeOf(vertex) + outDegreeOf(vertex);
    }

    @Override
    public int inDegreeOf(Integer vertex) {
        return incomingEdgesOf(vertex).size();
    }

    @Override
    public int outDegreeOf(Integer vertex) {
        return outgoingEdgesOf(vertex).size();
    }

    @Override
    public Integer getEdgeSource(Integer edge) {
        return graph.tail(arc(edge));
    }

    @Override
    public Integer getEdgeTarget(Integer edge) {
        return graph.head(arc(edge));
    }

    @Override
    public double getEdgeWeight(Integer edge) {
        return weights[arc(edge)];
    }

    private int arc(Integer edge) {
        if (!containsEdge(edge)) {
            throw new IllegalArgumentException("no such edge in graph: " + edge);
        }
        return edge;
    }

    @Override
    public GraphType getType() {
        return TYPE;
    }

    /** For copies, which algorithms make and add to: numbers that no node has. */
    @Override
    public Supplier<Integer> getVertexSupplier() {
        return newVertices;
    }

    /** The same of arcs. */
    @Override
    public Supplier<Integer> getEdgeSupplier() {
        return newEdges;
    }

    @Override
    public Integer addEdge(Integer source, Integer target) {
        throw unmodifiable();
    }

    @Override
    public boolean addEdge(Integer source, Integer target, Integer edge) {
        throw unmodifiable();
    }

    @Override
    public Integer addVertex() {
        throw unmodifiable();
    }

    @Override
    public boolean addVertex(Integer vertex) {
        throw unmodifiable();
    }

    @Override
    public boolean removeAllEdges(Collection<? extends Integer> some) {
        throw unmodifiable();
    }

    @Override
    public Set<Integer> removeAllEdges(Integer source, Integer target) {
        throw unmodifiable();
    }

    @Override
    public boolean removeAllVertices(Collection<? extends Integer> some) {
        throw unmodifiable();
    }

    @Override
    public Integer removeEdge(Integer source, Integer target) {
        throw unmodifiable();
    }

    @Override
    public boolean removeEdge(Integer edge) {
        throw unmodifiable();
    }

    @Override
    public boolean removeVertex(Integer vertex) {
        throw unmodifiable();
    }

    @Override
    public void setEdgeWeight(Integer edge, double weight) {
        throw unmodifiable();
    }

    private static UnsupportedOperationException unmodifiable() {
        return new UnsupportedOperationException("a graph of the path engine cannot be modified");
    }
}
