package io.plumbline.controller.journal;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One log file of RocksDB, looked at byte by byte before the database opens it: the database alone either fails at a record that was
 * being written when the power went, or silently drops everything behind a damaged one.
 *
 * <p>A file is a sequence of blocks of 32 KiB. A record lies in a block: checksum (4 bytes, CRC-32C, masked), length (2, little endian),
 * type (1), for some types the number of the log (4), then the bytes. One batch is one record, or a first, middle ones and a last one.
 * Source: RocksDB, "Write Ahead Log File Format".
 */
final class WriteAheadLog {
    /**
     * What is wrong in a file.
     *
     * @param offset where the batch begins that cannot be read
     * @param bytes from there to the end of the file
     * @param torn whether the file ends within the batch, as a write does that never returned; else its bytes are not what was written
     * @param last whether nothing that can be read follows
     * @param flows numbers of flows that seem to be spoken of in what cannot be read, or behind it
     */
    record Damage(long offset, long bytes, boolean torn, boolean last, ImmutableSortedSet<Long> flows) {}

    private static final int BLOCK = 32 * 1024;
    private static final int HEADER = 7;
    private static final int RECYCLED_HEADER = 11;
    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    private static final int ZERO = 0;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int RECYCLED = 4;
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int MASK_SHIFT = 15;
    private static final Pattern FLOW = Pattern.compile("\"flow\":(\\d{1,18})");

    private final ByteBuffer bytes;
    private final int size;

    private WriteAheadLog(byte[] content) {
        bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        size = content.length;
    }

    /** The first thing that is wrong in a file; empty when every byte is as it was written. */
    static Optional<Damage> damage(Path file) throws IOException {
        return new WriteAheadLog(Files.readAllBytes(file)).damage();
    }

    private Optional<Damage> damage() {
        int batch = -1; // where the batch begins whose last part has not come yet
        int at = 0;
        while (at < size) {
            int left = BLOCK - at % BLOCK;
            if (left < HEADER) {
                at += left; // too short for a header: padding
                continue;
            }
            if (!isWhole(at)) {
                return Optional.of(damage(batch < 0 ? at : batch, at));
            }
            int kind = kind(at);
            boolean begins = kind == FULL || kind == FIRST;
            if (kind <= LAST && begins == batch >= 0) {
                return Optional.of(damage(batch < 0 ? at : batch, at));
            }
            batch = kind == FIRST ? at : kind == FULL || kind == LAST ? -1 : batch;
            at += header(at) + length(at);
        }
        return batch < 0 ? Optional.empty() : Optional.of(damage(batch, size));
    }

    private Damage damage(int offset, int unreadable) {
        boolean last = !beginsBehind(unreadable);
        boolean torn = last && (isCutOff(unreadable) || isZeroFrom(unreadable));
        String rest = new String(bytes.array(), offset, size - offset, StandardCharsets.ISO_8859_1);
        Matcher flows = FLOW.matcher(rest);
        ImmutableSortedSet.Builder<Long> seen = ImmutableSortedSet.naturalOrder();
        while (flows.find()) {
            seen.add(Long.parseLong(flows.group(1)));
        }
        return new Damage(offset, size - offset, torn, last, seen.build());
    }

    /** Whether the file ends before the record does, unless only its header is wrong: then the bytes up to the end have its checksum. */
    private boolean isCutOff(int at) {
        if (size - at < HEADER) {
            return true;
        }
        int rest = size - at - HEADER;
        for (int type = FULL; type <= LAST; type++) {
            if (bytes.getInt(at) == checksum(type, at + HEADER, rest)) {
                return false;
            }
        }
        return size - at < header(at) + length(at);
    }

    private boolean isZeroFrom(int from) {
        for (int at = from; at < size; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a batch that can be read begins somewhere behind a place. */
    private boolean beginsBehind(int place) {
        for (int at = place + 1; at <= size - HEADER; at++) {
            int type = bytes.get(at + TYPE_AT);
            if ((type == FULL || type == FIRST || type == FULL + RECYCLED || type == FIRST + RECYCLED) && isWhole(at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a record lies here, within its block, with the right checksum. */
    private boolean isWhole(int at) {
        int left = Math.min(BLOCK - at % BLOCK, size - at);
        if (left < HEADER || left < header(at) + length(at) || type(at) == ZERO) {
            return false;
        }
        return bytes.getInt(at) == checksum(type(at), at + HEADER, header(at) - HEADER + length(at));
    }

    private int checksum(int type, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(type);
        crc.update(bytes.array(), at, length);
        return Integer.rotateRight((int) crc.getValue(), MASK_SHIFT) + MASK_DELTA;
    }

    private int type(int at) {
        return bytes.get(at + TYPE_AT) & 0xFF;
    }

    /** The type, whether or not the file was used before. */
    private int kind(int at) {
        int type = type(at);
        return type > LAST && type <= LAST + RECYCLED ? type - RECYCLED : type;
    }

    private int header(int at) {
        return type(at) > LAST && type(at) <= LAST + RECYCLED ? RECYCLED_HEADER : HEADER;
    }

    private int length(int at) {
        return bytes.getShort(at + LENGTH_AT) & 0xFFFF;
    }
}
