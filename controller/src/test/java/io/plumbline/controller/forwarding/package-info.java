/** Base programs, by themselves and on switches that really forward. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.forwarding;
