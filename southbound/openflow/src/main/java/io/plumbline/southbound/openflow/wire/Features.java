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
    private static final int LENGTH = 32;

    public static Features read(ByteBuf frame) throws MalformedMessage {
        int length = Header.peek(frame).length();
        if (length < LENGTH) {
            throw new MalformedMessage("a features reply of " + length + " bytes, not " + LENGTH);
        }
        int at = frame.readerIndex();
        return new Features(frame.getLong(at + 8), frame.getUnsignedByte(at + 20), frame.getUnsignedByte(at + 21));
    }
}
