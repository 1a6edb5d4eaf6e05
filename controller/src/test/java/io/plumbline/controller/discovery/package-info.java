/** Discovery by itself: events in, effects out. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.discovery;
