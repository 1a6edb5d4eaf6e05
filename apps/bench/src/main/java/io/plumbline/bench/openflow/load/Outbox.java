package io.plumbline.bench.openflow.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** What a switch has still to send. Grows with what a controller asks for at once, shrinks never. */
final class Outbox {

    private static final int FIRST_BYTES = 1 << 16;

    private ByteBuffer waiting = ByteBuffer.allocateDirect(FIRST_BYTES);

    void put(byte[] message) {
        if (waiting.remaining() < message.length) {
            ByteBuffer larger =
                    ByteBuffer.allocateDirect(Math.max(2 * waiting.capacity(), waiting.position() + message.length));
            larger.put(waiting.flip());
            waiting = larger;
        }
        waiting.put(message);
    }

    /** Takes what is between position and limit. */
    void put(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        put(bytes);
    }

    /**
     * Hands over as much as the channel takes.
     *
     * @return whether nothing is left
     */
    boolean flush(WritableByteChannel channel) throws IOException {
        if (waiting.position() == 0) {
            return true;
        }
        waiting.flip();
        channel.write(waiting);
        waiting.compact();
        return waiting.position() == 0;
    }
}
