/** The thread that decides, and the time it goes by. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.core;
