package io.plumbline.controller.program;

/**
 * Cookies of the rules that Plumbline puts into switches: 16 bits that say they are ours, 16 bits of kind, 32 bits of which one. Rules of
 * guaranteed flows carry the number of the flow and its direction.
 */
public final class Cookies {
    /** The bits that every cookie of ours has. */
    public static final long OURS = 0x504C_0000_0000_0000L;

    /** Under which {@link #OURS} is told from others. */
    public static final long OURS_MASK = 0xFFFF_0000_0000_0000L;

    private static final long FLOW = OURS | 0x0001_0000_0000L;
    private static final long KIND_MASK = 0xFFFF_FFFF_0000_0000L;

    private Cookies() {}

    /** Cookie of all rules of one direction of a guaranteed flow. */
    public static long ofFlow(long flow, int direction) {
        return FLOW | tag(flow, direction);
    }

    /** What tells the packets of one direction of a flow apart between two tables of its ingress (OpenFlow metadata). */
    public static long tag(long flow, int direction) {
        return (flow << 1 | direction) & 0xFFFF_FFFFL;
    }

    /** Whether a cookie is of a guaranteed flow. */
    public static boolean isOfFlow(long cookie) {
        return (cookie & KIND_MASK) == FLOW;
    }

    /** The number of the flow in a cookie of {@link #ofFlow}. */
    public static long flow(long cookie) {
        return (cookie & 0xFFFF_FFFFL) >>> 1;
    }

    /** Whether a cookie is one of ours. */
    public static boolean isOurs(long cookie) {
        return (cookie & OURS_MASK) == OURS;
    }
}
