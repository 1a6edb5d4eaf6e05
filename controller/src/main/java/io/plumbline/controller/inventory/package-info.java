/**
 * What the operator says of the network in {@code network.yaml}, and networks as research publishes them (GraphML, norm): values for
 * discovery and for the path computation engine.
 */
@org.jspecify.annotations.NullMarked
package io.plumbline.controller.inventory;
