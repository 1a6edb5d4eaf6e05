/** Ethernet frames as bytes: what a switch sees of them and how it rewrites them. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.simulated.frame;
