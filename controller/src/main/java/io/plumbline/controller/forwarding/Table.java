package io.plumbline.controller.forwarding;

/** The tables of a switch. What no rule of a table matches is dropped. */
public final class Table {
    /** By port: control frames, labels, guaranteed flows; the rest goes on by the role of the port. */
    public static final int CLASSIFY = 0;
    /** At edges: is this host known here? */
    public static final int SOURCE = 1;
    /** DSCP and PCP become 0. */
    public static final int SCRUB = 2;
    /** By destination. */
    public static final int FORWARD = 3;
    /** Second meter and label of guaranteed flows at their ingress. */
    public static final int LABEL = 4;

    private Table() {}
}
