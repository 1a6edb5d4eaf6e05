package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the byte stream into messages by the length in their header. A length has 16 bits, so what is kept of an unfinished message is
 * bounded; a length below that of the header ends the connection, since nothing after it can be found. So does a stream that does not
 * begin with HELLO (or the error of one who does not like ours): it is no OpenFlow, and its lengths mean nothing.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
    private boolean lost;
    private boolean begun;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws MalformedMessage {
        if (lost) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Header.BYTES) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex() + 2);
        if (length < Header.BYTES) {
            lost = true;
            throw new MalformedMessage("a message says that it is " + length + " bytes long; its header alone is 8");
        }
        int type = in.getUnsignedByte(in.readerIndex() + 1);
        if (!begun && type != Header.HELLO && type != Header.ERROR) {
            lost = true;
            throw new MalformedMessage("the first message is of type " + type + ", not HELLO");
        }
        begun = true;
        if (in.readableBytes() >= length) {
            out.add(in.readRetainedSlice(length));
        }
    }
}
