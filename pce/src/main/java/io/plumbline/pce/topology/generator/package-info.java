/** Topologies of a known shape and any size: for tests, benchmarks and planning. Pure; what is random comes from the seed passed in. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.topology.generator;
