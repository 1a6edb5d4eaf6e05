/** Values that show the controller's state to apps. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.view;
