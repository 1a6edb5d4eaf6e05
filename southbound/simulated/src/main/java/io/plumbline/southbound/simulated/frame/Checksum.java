package io.plumbline.southbound.simulated.frame;

/** The internet checksum (RFC 1071). */
final class Checksum {
    private Checksum() {}

    /** Writes the header checksum of the IPv4 header at {@code at}, which must be whole. */
    static void fixIpv4(byte[] bytes, int at) {
        int length = (bytes[at] & 0x0f) * 4;
        Wire.putU16(bytes, at + 10, 0);
        Wire.putU16(bytes, at + 10, fold(sum(bytes, at, length)));
    }

    /** The checksum after one 16-bit word changed: RFC 1624, equation 3. A wrong one stays wrong by as much. */
    static int changed(int checksum, int oldWord, int newWord) {
        return fold((~checksum & 0xffffL) + (~oldWord & 0xffffL) + newWord);
    }

    static long sum(byte[] bytes, int at, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += Wire.u16(bytes, at + i);
        }
        return length % 2 == 0 ? sum : sum + ((bytes[at + length - 1] & 0xff) << 8);
    }

    static int fold(long sum) {
        long folded = sum;
        while (folded >> 16 != 0) {
            folded = (folded & 0xffff) + (folded >> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
