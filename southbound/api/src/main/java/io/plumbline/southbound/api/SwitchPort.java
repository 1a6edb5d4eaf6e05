package io.plumbline.southbound.api;

import org.onosproject.net.PortNumber;

/**
 * One port of a switch.
 *
 * @param speedBitsPerSecond current speed; 0 when the switch does not say
 * @param up administratively enabled and with a link
 */
public record SwitchPort(PortNumber number, String name, String macAddress, long speedBitsPerSecond, boolean up) {}
