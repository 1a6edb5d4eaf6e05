package io.plumbline.southbound.openflow.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Damages messages: bits, bytes, lengths, ends, pieces of others. Mostly the header's length is made right again, to reach the inside. */
public final class Mutator {
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 7, 8, 9, 12, 15, 16, 17, 24, 0x7fff, 0x8000, 0xfff8, 0xffff};
    private static final int MAX = 60_000;

    private final Random random;

    public Mutator(Random random) {
        this.random = random;
    }

    public byte[] mutate(byte[] message, byte[] other) {
        byte[] changed = message.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            changed = once(changed, other);
        }
        if (changed.length > MAX) {
            changed = Arrays.copyOf(changed, MAX);
        }
        if (changed.length >= 4 && random.nextInt(10) < 8) {
            ByteBuffer.wrap(changed).putShort(2, (short) changed.length);
        }
        if (changed.length >= 2 && random.nextInt(20) != 0) {
            changed[0] = message[0];
            changed[1] = random.nextInt(10) == 0 ? changed[1] : message[1];
        }
        return changed;
    }

    private byte[] once(byte[] bytes, byte[] other) {
        if (bytes.length < 9) {
            return Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
        }
        int at = 8 + random.nextInt(bytes.length - 8);
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = new byte[] {0, 1, 127, -128, -1}[random.nextInt(5)];
            case 3, 4 -> length(bytes, at & ~1);
            case 5 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 6 -> {
                return splice(bytes, at, bytes);
            }
            case 7 -> {
                return splice(bytes, at, other);
            }
            default -> {
                return cut(bytes, at);
            }
        }
        return bytes;
    }

    private void length(byte[] bytes, int at) {
        if (at + 2 <= bytes.length) {
            int value = random.nextBoolean()
                    ? LENGTHS[random.nextInt(LENGTHS.length)]
                    : bytes.length - at + random.nextInt(9) - 4;
            ByteBuffer.wrap(bytes).putShort(at, (short) value);
        }
    }

    private byte[] splice(byte[] bytes, int at, byte[] from) {
        int start = random.nextInt(from.length + 1);
        int count = Math.min(from.length - start, 1 + random.nextInt(200));
        byte[] longer = new byte[bytes.length + count];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(from, start, longer, at, count);
        System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
        return longer;
    }

    private byte[] cut(byte[] bytes, int at) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(32));
        byte[] shorter = new byte[bytes.length - count];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + count, shorter, at, bytes.length - at - count);
        return shorter;
    }
}
