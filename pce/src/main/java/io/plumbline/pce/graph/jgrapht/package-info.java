/**
 * The face of the graph package towards JGraphT: our graph as one of theirs, so that their algorithms run on it, and our searches behind
 * their interfaces. Nodes and arcs are their numbers. Nothing in the engine uses it, and JGraphT is not in what is shipped: whoever uses
 * it brings JGraphT along (docs/decisions/0006).
 */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.graph.jgrapht;
