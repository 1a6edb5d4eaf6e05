package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;

/** The codec of openflowj, kept from doing harm: whatever goes wrong inside it is one checked exception. */
public final class Codec {
    private Codec() {}

    /**
     * Decodes one frame as a message of the expected kind. The frame's indices stay as they are.
     *
     * @throws MalformedMessage when it is not such a message
     */
    public static <M extends OFMessage> M decode(OFFactory factory, ByteBuf frame, Class<M> kind)
            throws MalformedMessage {
        OFMessage message;
        try {
            message = factory.getReader().readFrom(frame.duplicate());
        } catch (OFParseError | RuntimeException refused) {
            throw new MalformedMessage(describe(frame) + ": " + refused.getMessage(), refused);
        }
        if (!kind.isInstance(message)) {
            throw new MalformedMessage(describe(frame) + " is no " + kind.getSimpleName());
        }
        return kind.cast(message);
    }

    private static String describe(ByteBuf frame) {
        Header header = Header.peek(frame);
        return "message type " + header.type() + " of " + header.length() + " bytes";
    }
}
