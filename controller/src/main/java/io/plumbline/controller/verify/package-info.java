/** Promised against measured: evidence from the data plane. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.verify;
