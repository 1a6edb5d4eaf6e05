/** Best effort and what every port is held to: the programs that switches have before any guaranteed flow is asked for. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.forwarding;
