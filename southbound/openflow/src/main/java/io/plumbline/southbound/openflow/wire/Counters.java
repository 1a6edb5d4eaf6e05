package io.plumbline.southbound.openflow.wire;

/**
 * The counters of a rule. From OpenFlow 1.5 on they are a list of optional fields (1.5.1, section 7.2.4).
 *
 * @param packets 0 when not told
 * @param bytes 0 when not told
 * @param ageNanos 0 when not told
 */
public record Counters(long packets, long bytes, long ageNanos) {
    private static final int BASIC_CLASS = 0x8002;
    private static final int DURATION = 0;
    private static final int PACKET_COUNT = 4;
    private static final int BYTE_COUNT = 5;
    private static final long NANOS = 1_000_000_000L;

    static long nanos(long seconds, long nanos) {
        return seconds * NANOS + nanos;
    }

    /** Reads an OXS list. openflowj numbers its fields otherwise than the specification and Open vSwitch do. */
    static Counters read(Span fields) throws MalformedMessage {
        long packets = 0;
        long bytes = 0;
        long age = 0;
        while (!fields.isEmpty()) {
            int oxsClass = fields.u16();
            int field = fields.u8() >> 1;
            Span value = fields.take(fields.u8());
            if (oxsClass == BASIC_CLASS && value.remaining() == 8) {
                switch (field) {
                    case DURATION -> age = nanos(value.u32(), value.u32());
                    case PACKET_COUNT -> packets = value.i64();
                    case BYTE_COUNT -> bytes = value.i64();
                    default -> {}
                }
            }
        }
        return new Counters(packets, bytes, age);
    }
}
