/** What network.yaml may say and what it may not. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.inventory;
