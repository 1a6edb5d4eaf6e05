/** A seeded mutator over valid messages, against the whole inbound pipeline. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.openflow.fuzz;
