package io.plumbline.southbound.openflow.fuzz;

import com.sun.management.ThreadMXBean;
import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.openflow.wire.Codecs;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * Connections that shake hands and answer like a switch, and then less and less so. For every piece that is fed: nothing escapes the
 * pipeline, it takes bounded time and memory; a connection that was ended says why, and one that was not still answers.
 *
 * <pre>
 * mvn -o -q -pl southbound/openflow -am test -Dtest=DecoderFuzzTest -Dplumbline.fuzz.seconds=600 -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
final class DecoderFuzz {
    /** Allocated for one piece: a constant for exceptions, events and logs, and a multiple of its bytes. */
    private static final long ALLOWED_BYTES = 1 << 20;

    private static final long ALLOWED_BYTES_PER_BYTE = 200;
    private static final long ALLOWED_NANOS = 5_000_000_000L;
    /** Connections that only load classes. */
    private static final int WARM_UP = 100;

    private static final int PIECES = 60;
    private static final OFVersion[] VERSIONS = {OFVersion.OF_13, OFVersion.OF_14, OFVersion.OF_15};

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Codecs codecs = new Codecs();
    private final List<Corpus> corpora = new ArrayList<>();
    private final long seed;

    private boolean warm;
    private long connections;
    private long pieces;
    private long bytes;
    private long ended;
    private long described;
    private long mostBytes;
    private long longestNanos;
    private long costlyOnce;

    DecoderFuzz(long seed) {
        this.seed = seed;
        for (OFVersion version : VERSIONS) {
            corpora.add(new Corpus(version));
            codecs.of(version).toCompletableFuture().join();
        }
    }

    /** Runs for this long, from one seed after the other. */
    void run(long nanos) {
        for (long number = 0; number < WARM_UP; number++) {
            one(number);
        }
        mostBytes = 0;
        longestNanos = 0;
        warm = true;
        long end = System.nanoTime() + nanos;
        for (long number = 0; System.nanoTime() - end < 0; number++) {
            one(seed + number);
        }
    }

    /**
     * One connection; the same seed is the same connection. Once more when it cost too much: the first to reach a corner of the
     * vocabulary pays for loading its classes.
     */
    void one(long number) {
        try {
            connection(new Random(number));
        } catch (TooCostly first) {
            again(number, first);
        } catch (RuntimeException | Error failed) {
            throw new AssertionError("seed " + number, failed);
        }
    }

    private void again(long number, TooCostly first) {
        try {
            connection(new Random(number));
            costlyOnce++;
        } catch (RuntimeException | Error failed) {
            failed.addSuppressed(first);
            throw new AssertionError("seed " + number, failed);
        }
    }

    private static final class TooCostly extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostly(byte[] piece, String cost) {
            super(piece.length + " bytes " + cost + ": " + HexFormat.of().formatHex(piece));
        }
    }

    private void connection(Random random) {
        int which = random.nextInt(VERSIONS.length);
        Corpus corpus = corpora.get(which);
        Mutator mutator = new Mutator(random);
        FuzzedConnection connection = new FuzzedConnection(VERSIONS[which], codecs);
        connections++;
        boolean damageHandshake = random.nextInt(4) == 0;
        List<byte[]> notices = corpus.notices();
        feed(
                connection,
                damageHandshake && random.nextInt(4) == 0
                        ? mutator.mutate(corpus.hello(), notices.get(0))
                        : corpus.hello());
        for (int piece = 0; piece < PIECES && connection.open(); piece++) {
            Optional<FuzzedConnection.Request> request = connection.nextRequest();
            boolean connected = connection.target().isPresent();
            boolean damage = connected ? random.nextInt(10) != 0 : damageHandshake && random.nextInt(5) == 0;
            byte[] valid = request.map(asked -> answer(corpus, asked))
                    .orElseGet(() -> notices.get(random.nextInt(notices.size())));
            byte[] other = notices.get(random.nextInt(notices.size()));
            feed(connection, damage ? mutator.mutate(valid, other) : valid);
            if (connected && request.isEmpty()) {
                connection.target().filter(target -> random.nextInt(3) == 0).ifPresent(connection::ask);
            }
        }
        check(connection);
        connection.close();
    }

    private static byte[] answer(Corpus corpus, FuzzedConnection.Request asked) {
        return asked.type() == 5
                ? corpus.features(asked.xid(), 1)
                : corpus.answer(asked.type(), asked.xid(), asked.multipartType());
    }

    private void feed(FuzzedConnection connection, byte[] piece) {
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        connection.feed(piece);
        long took = System.nanoTime() - start;
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        pieces++;
        bytes += piece.length;
        if (warm && allocated > ALLOWED_BYTES + ALLOWED_BYTES_PER_BYTE * piece.length) {
            throw new TooCostly(piece, "made it allocate " + allocated);
        }
        if (warm && took > ALLOWED_NANOS) {
            throw new TooCostly(piece, "took " + took / 1_000_000 + " ms");
        }
        mostBytes = Math.max(mostBytes, allocated);
        longestNanos = Math.max(longestNanos, took);
    }

    private void check(FuzzedConnection connection) {
        Optional<Switch> target = connection.target();
        described += target.isPresent() ? 1 : 0;
        if (!connection.bugs().isEmpty()) {
            throw new AssertionError(connection.bugs());
        }
        if (!connection.open()) {
            ended++;
            if (connection.reason().orElse("").isEmpty()) {
                throw new AssertionError("ended without a reason");
            }
        }
    }

    String figures() {
        return connections + " connections (" + described + " became switches, " + ended
                + " were ended with a reason), "
                + pieces + " pieces of " + bytes + " bytes; most allocated for one piece " + mostBytes / 1024
                + " KiB, longest " + longestNanos / 1_000 + " us; " + costlyOnce + " were costly once; first seed "
                + seed;
    }

    long pieces() {
        return pieces;
    }

    long described() {
        return described;
    }

    long ended() {
        return ended;
    }
}
