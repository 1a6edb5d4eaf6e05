package io.plumbline.controller.discovery;

/** What a port is taken for. */
public enum PortRole {
    /** Down, or not there. */
    DOWN,
    /** Up, and not yet known to lead to a switch or to hosts: nothing passes but LLDP to the controller. */
    UNDETERMINED,
    /** Towards hosts: what enters is checked, scrubbed and limited. */
    EDGE,
    /** Towards a switch, proven by an LLDP frame of ours. */
    LINK
}
