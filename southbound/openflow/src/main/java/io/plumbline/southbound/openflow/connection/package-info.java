/** One connection: HELLO, description, then a switch that is programmed, read and watched. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.openflow.connection;
