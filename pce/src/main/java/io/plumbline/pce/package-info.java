/** Deterministic path computation: pure values in, pure values out; no clock, thread, socket or file. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce;
