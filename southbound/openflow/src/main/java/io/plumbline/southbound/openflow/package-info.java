/** OpenFlow 1.3 to 1.5 over Netty: switches that connect, as {@link io.plumbline.southbound.api.Switch}. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.openflow;
