/** ONOS vocabulary to OpenFlow messages and back; pure. */
@org.jspecify.annotations.NullMarked
package io.plumbline.southbound.openflow.translation;
