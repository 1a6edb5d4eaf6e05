/** Switches, links and hosts that exist only in memory: what is programmed really forwards frames, and every fault can be had. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.simulated;
