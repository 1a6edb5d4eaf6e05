package io.plumbline.controller.inventory;

/**
 * One guaranteed class of the network and how its packets are told from others.
 *
 * @param name unique, e.g. {@code gold}
 * @param pcp VLAN priority between switches (IEEE 802.1Q), 1 to 7
 * @param dscp code point on the access link of the egress, where the tag is gone (RFC 2474), 1 to 63
 * @param queue number for {@code set_queue}
 */
public record ClassMark(String name, int pcp, int dscp, int queue) {}
