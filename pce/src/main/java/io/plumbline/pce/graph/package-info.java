/**
 * Path search on numbers: an immutable directed multigraph in arrays, weights by arc beside it, and exact searches whose workspaces are
 * used again, so that a query costs what it touches and allocates nothing. A workspace belongs to one thread; what it found is valid until
 * its next query.
 */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.graph;
