/** Certificates and whole ledgers as JSON, written and strictly read by one codec, and proven anew: what apps show and {@code plumb verify} reads. */
@org.jspecify.annotations.NullMarked
package io.plumbline.proofs;
