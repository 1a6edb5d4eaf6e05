/** Decisions, durable before they are acknowledged. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.journal;
