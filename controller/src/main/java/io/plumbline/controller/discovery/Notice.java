package io.plumbline.controller.discovery;

/**
 * Something that a watcher may want to know.
 *
 * @param kind one of the constants
 * @param subject link id, host name or address, or port
 * @param detail one sentence
 */
public record Notice(String kind, String subject, String detail) {
    public static final String LINK_UP = "link.up";
    public static final String LINK_DOWN = "link.down";
    public static final String LLDP_REJECTED = "lldp.rejected";
    public static final String HOST_SEEN = "host.seen";
    public static final String HOST_MOVED = "host.moved";
    public static final String HOST_FORGOTTEN = "host.forgotten";
    public static final String HOST_REJECTED = "host.rejected";
    public static final String DIFFERENCE = "difference";
    public static final String DIFFERENCE_SETTLED = "difference.settled";
}
