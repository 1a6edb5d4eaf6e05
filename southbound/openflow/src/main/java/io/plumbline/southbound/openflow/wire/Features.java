package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;

/**
 * OFPT_FEATURES_REPLY (OpenFlow 1.3.5, section 7.3.1; the same in 1.4 and 1.5).
 *
 * @param datapathId 64 bits that name the switch
 * @param tables how many it has
 * @param auxiliary 0 on the main connection
 */
public record Features(long datapathId, int tables, int auxiliary) {
    private static final int BODY_BYTES = 24;

    public static Features read(ByteBuf frame) throws MalformedMessage {
        Span body = Span.body(frame).take(BODY_BYTES);
        return new Features(body.i64(), body.skip(4).u8(), body.u8());
    }
}
