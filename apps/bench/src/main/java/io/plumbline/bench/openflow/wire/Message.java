package io.plumbline.bench.openflow.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One OpenFlow message as its bytes, header included. Not copied: whoever makes one leaves the bytes alone. */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for; a copy for each message would be measured
public record Message(byte[] bytes) {

    public int type() {
        return bytes[1];
    }

    public int transaction() {
        return body().getInt(4);
    }

    /** Of a FEATURES_REPLY. */
    public long datapathId() {
        return body().getLong(OpenFlow13.HEADER_BYTES);
    }

    /** The same bytes as a buffer that starts at the header. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(bytes);
    }

    /** An answer of the given type that carries the same body and transaction. */
    public byte[] echoedAs(int type) {
        byte[] answer = bytes.clone();
        answer[1] = (byte) type;
        return answer;
    }

    /** Reads the next one; the end of the stream is an error. */
    public static Message read(DataInputStream in) throws IOException {
        byte[] header = new byte[OpenFlow13.HEADER_BYTES];
        in.readFully(header);
        int length = Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(2));
        if (length < OpenFlow13.HEADER_BYTES) {
            throw new EOFException("a message of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        System.arraycopy(header, 0, bytes, 0, header.length);
        in.readFully(bytes, header.length, length - header.length);
        return new Message(bytes);
    }
}
