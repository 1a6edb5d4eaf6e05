/** The decision: admitted with proof, or rejected with one reason. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.admission;
