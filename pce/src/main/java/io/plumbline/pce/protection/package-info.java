/** Ways out of failures that are admitted beforehand, and what becomes of reservations when something fails or is drained. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.protection;
