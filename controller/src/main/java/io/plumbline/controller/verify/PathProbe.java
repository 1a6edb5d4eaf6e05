package io.plumbline.controller.verify;

import io.plumbline.controller.program.ProgramCompiler;
import io.plumbline.pce.path.PolicedTraffic;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A probe that walks the labelled path of a guaranteed flow: sent by packet-out behind the ingress meter with the path's label and
 * priority, and punted by a rule of its own at the egress. It proves the labelled path, not the classifier or the meter. Its small bucket
 * is booked beside the flow's.
 *
 * <p>Frame: destination, source, 0x8100, priority and label, 0x88b5, then {@code PLPP}, tag (8), nonce (8), zeros up to 60 bytes.
 */
public record PathProbe(long tag, long nonce) {
    /** Bytes of a probe without its label tag. */
    public static final int FRAME_BYTES = 60;

    /** The shortest time between two probes of one path. */
    public static final long SPACING_NANOS = 50_000_000L;

    private static final int BURST_FRAMES = 2;
    private static final int FRAMES_PER_SECOND = (int) (1_000_000_000L / SPACING_NANOS);

    /** What probes of one path can send at most: sent by us, so policed by {@link #SPACING_NANOS}. */
    public static final PolicedTraffic TRAFFIC = new PolicedTraffic(
            (long) FRAMES_PER_SECOND * FRAME_BYTES * 8,
            (long) BURST_FRAMES * FRAME_BYTES * 8,
            0,
            FRAMES_PER_SECOND,
            BURST_FRAMES,
            0,
            FRAME_BYTES);

    private static final byte[] ADDRESSES = {0x02, 0x50, 0x4c, 0, 0, 1, 0x02, 0x50, 0x4c, 0, 0, 2};
    private static final short TAG_PROTOCOL = (short) 0x8100;
    private static final int MAGIC = 0x504c5050;
    private static final int TAG_BYTES = 4;
    private static final int PCP_SHIFT = 13;

    /** The frame as it leaves the ingress. */
    public byte[] frame(int label, int pcp) {
        ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES + TAG_BYTES);
        out.put(ADDRESSES).putShort(TAG_PROTOCOL).putShort((short) (pcp << PCP_SHIFT | label));
        out.putShort(ProgramCompiler.PROBE_ETHERTYPE);
        out.putInt(MAGIC).putLong(tag).putLong(nonce);
        return out.array();
    }

    /** Reads a punted frame, with or without its label tag; empty when it is no probe. */
    public static Optional<PathProbe> parse(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        if (frame.length < FRAME_BYTES) {
            return Optional.empty();
        }
        in.position(ADDRESSES.length);
        short type = in.getShort();
        if (type == TAG_PROTOCOL) {
            in.getShort();
            type = in.getShort();
        }
        if (type != ProgramCompiler.PROBE_ETHERTYPE || in.getInt() != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new PathProbe(in.getLong(), in.getLong()));
    }
}
