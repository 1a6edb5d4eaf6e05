/** Certificates and ledgers as JSON, written and read by one codec, and proven again: what an app shows and what `plumb verify` reads. */
@org.jspecify.annotations.NullMarked
package io.plumbline.proofs;
