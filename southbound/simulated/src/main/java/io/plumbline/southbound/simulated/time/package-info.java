/** The time in which a simulated network lives: virtual, on one thread, or real. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.simulated.time;
