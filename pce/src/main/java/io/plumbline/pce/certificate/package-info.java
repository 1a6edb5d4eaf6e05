/** Proofs, and a checker that shares no arithmetic with what made them. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.certificate;
