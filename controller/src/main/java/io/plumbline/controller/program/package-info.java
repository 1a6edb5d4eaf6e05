/** From a reservation to what each switch must hold. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.program;
