/** The TE topology (RFC 8795): an immutable snapshot of nodes, links and the constants that proofs rest on. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.topology;
