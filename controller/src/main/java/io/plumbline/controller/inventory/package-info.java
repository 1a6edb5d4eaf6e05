/** What the operator says of the network in {@code network.yaml}: values for discovery and for the path computation engine. */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.inventory;
