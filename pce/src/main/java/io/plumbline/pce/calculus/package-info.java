/** Deterministic network calculus in exact integers: wire bits, nanoseconds, bits a second. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.calculus;
