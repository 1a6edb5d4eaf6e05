package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A run of bytes that is read from the front and never past its end. Everything that a switch says is read through one of these: lists
 * are runs of their own, cut to the length that they claim after that length was checked against what is there, so that no claim can
 * make us loop, allocate or read beyond the message. It reads a buffer that it does not own.
 */
public final class Span {
    private final ByteBuf bytes;
    private final int end;
    private int at;

    private Span(ByteBuf bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** All that is readable; the buffer's indices stay as they are. */
    public static Span of(ByteBuf bytes) {
        return new Span(bytes, bytes.readerIndex(), bytes.writerIndex());
    }

    /** A message without its header. */
    public static Span body(ByteBuf frame) throws MalformedMessage {
        return of(frame).skip(Header.BYTES);
    }

    public int remaining() {
        return end - at;
    }

    public boolean isEmpty() {
        return at == end;
    }

    private int advance(int count) throws MalformedMessage {
        if (count < 0 || count > end - at) {
            throw new MalformedMessage((end - at) + " bytes where " + count + " are needed");
        }
        int from = at;
        at += count;
        return from;
    }

    public Span skip(int count) throws MalformedMessage {
        advance(count);
        return this;
    }

    public int u8() throws MalformedMessage {
        return bytes.getUnsignedByte(advance(1));
    }

    public int u16() throws MalformedMessage {
        return bytes.getUnsignedShort(advance(2));
    }

    public long u32() throws MalformedMessage {
        return bytes.getUnsignedInt(advance(4));
    }

    public int i32() throws MalformedMessage {
        return bytes.getInt(advance(4));
    }

    public long i64() throws MalformedMessage {
        return bytes.getLong(advance(8));
    }

    /** Copies. */
    public byte[] bytes(int count) throws MalformedMessage {
        int from = advance(count);
        byte[] copy = new byte[count];
        bytes.getBytes(from, copy);
        return copy;
    }

    /** Text in a field of fixed size, up to its first zero byte. */
    public String text(int size) throws MalformedMessage {
        int from = advance(size);
        int length = bytes.bytesBefore(from, size, (byte) 0);
        return bytes.toString(from, length < 0 ? size : length, StandardCharsets.ISO_8859_1);
    }

    /** The next bytes as a run of their own. */
    public Span take(int count) throws MalformedMessage {
        int from = advance(count);
        return new Span(bytes, from, at);
    }

    /** The rest as a run of its own; this one is then empty. */
    public Span rest() {
        Span rest = new Span(bytes, at, end);
        at = end;
        return rest;
    }

    /** The same bytes again, from here on. */
    public Span again() {
        return new Span(bytes, at, end);
    }

    /**
     * The next structure of a list, whose length stands in 16 bits at this offset of it.
     *
     * @param least bytes that such a structure has
     */
    public Span structure(int lengthAt, int least, String what) throws MalformedMessage {
        if (remaining() < lengthAt + 2) {
            throw new MalformedMessage(what + " ends after " + remaining() + " bytes");
        }
        int length = bytes.getUnsignedShort(at + lengthAt);
        if (length < least || length > remaining()) {
            throw new MalformedMessage(what + " says that it has " + length + " of " + remaining() + " bytes");
        }
        return take(length);
    }

    /**
     * The fields of an OXM match or the counters of an OXS list: a type, a length that leaves out the padding behind, then the list.
     */
    public Span padded(String what) throws MalformedMessage {
        int claimed = remaining() < 4 ? 0 : bytes.getUnsignedShort(at + 2);
        int occupied = (claimed + 7) / 8 * 8;
        if (claimed < 4 || occupied > remaining()) {
            throw new MalformedMessage(what + " says that it has " + claimed + " of " + remaining() + " bytes");
        }
        Span whole = take(occupied);
        return whole.skip(4).take(claimed - 4);
    }

    /** For logs and for what we have no word for. */
    public String hex(int most) {
        int count = Math.min(most, remaining());
        StringBuilder text = new StringBuilder(2 * count);
        for (int i = 0; i < count; i++) {
            int b = bytes.getUnsignedByte(at + i);
            text.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
