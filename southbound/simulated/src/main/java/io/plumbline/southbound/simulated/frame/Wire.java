package io.plumbline.southbound.simulated.frame;

/** Big-endian numbers in bytes. Reading past the end gives -1: hostile frames are short. */
final class Wire {
    private Wire() {}

    static int u8(byte[] bytes, int at) {
        return at >= 0 && at < bytes.length ? bytes[at] & 0xff : -1;
    }

    static int u16(byte[] bytes, int at) {
        return at >= 0 && at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff : -1;
    }

    static long u48(byte[] bytes, int at) {
        return at >= 0 && at + 5 < bytes.length ? number(bytes, at, 6) : -1;
    }

    private static long number(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    static void putU16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    static void putU48(byte[] bytes, int at, long value) {
        for (int i = 0; i < 6; i++) {
            bytes[at + i] = (byte) (value >> (40 - 8 * i));
        }
    }
}
