/** Bytes: framing, and the messages that are read by hand because they come first, come often, or come from hostile peers. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.openflow.wire;
