/** Changes of what is admitted: other traffic, another way, after a failure, before maintenance; nothing promised is lost on the way. */
@org.jspecify.annotations.NullMarked
package io.plumbline.pce.change;
