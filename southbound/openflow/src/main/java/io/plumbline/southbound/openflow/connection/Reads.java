package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.api.ReadOutcome;
import io.plumbline.southbound.api.ReadScope;
import io.plumbline.southbound.openflow.translation.Dialect;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import io.plumbline.southbound.openflow.wire.Multipart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/** The read-backs of one switch; what they may hold together is bounded. Event loop only, but for decoding. */
final class Reads {
    /** Up to this size decoding is quicker than handing it to another thread. */
    private static final int INLINE_BYTES = 16 << 10;

    private static final long ALL_METERS = 0xffff_ffffL;

    private final SwitchConnection connection;
    private final Dialect dialect;
    private final boolean meters;
    private final boolean groups;
    private final List<PendingRead> waiting = new ArrayList<>();
    /** Of all answers that are incomplete or being decoded. */
    private final AtomicLong heldBytes = new AtomicLong();

    Reads(SwitchConnection connection, Dialect dialect, boolean meters, boolean groups) {
        this.connection = connection;
        this.dialect = dialect;
        this.meters = meters;
        this.groups = groups;
    }

    void ask(ReadScope scope, CompletableFuture<ReadOutcome> outcome) {
        PendingRead read = new PendingRead(dialect, outcome);
        ByteBuf out = connection.allocator().buffer(256);
        if (scope.rules()) {
            rules(scope, xid(read), out);
        }
        if (scope.meters() && meters) {
            meters(read, out);
        }
        if (scope.groups() && groups) {
            dialect.factory()
                    .buildGroupDescStatsRequest()
                    .setXid(xid(read))
                    .build()
                    .writeTo(out);
        }
        waiting.add(read);
        if (read.complete()) {
            out.release();
            finish(read);
            return;
        }
        long limit = connection.settings().timing().request().toNanos();
        read.expiresBy(connection
                .channel()
                .eventLoop()
                .schedule(
                        () -> fail(read, "no complete answer within " + limit / 1_000_000 + " ms"),
                        limit,
                        TimeUnit.NANOSECONDS));
        connection.send(out);
    }

    private void rules(ReadScope scope, long xid, ByteBuf out) {
        OFFactory factory = dialect.factory();
        factory.buildFlowStatsRequest()
                .setXid(xid)
                .setTableId(TableId.ALL)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setCookie(U64.of(scope.cookie() & scope.cookieMask()))
                .setCookieMask(U64.of(scope.cookieMask()))
                .setMatch(factory.matchWildcardAll())
                .build()
                .writeTo(out);
    }

    private void meters(PendingRead read, ByteBuf out) {
        OFFactory factory = dialect.factory();
        factory.buildMeterConfigStatsRequest()
                .setXid(xid(read))
                .setMeterId(ALL_METERS)
                .build()
                .writeTo(out);
        factory.buildMeterStatsRequest()
                .setXid(xid(read))
                .setMeterId(ALL_METERS)
                .build()
                .writeTo(out);
    }

    private long xid(PendingRead read) {
        int xid = connection.xids(1);
        read.asks(xid);
        return Integer.toUnsignedLong(xid);
    }

    /** One part of an answer; what was not asked for is dropped. */
    void part(int xid, ByteBuf frame) throws MalformedMessage {
        Optional<PendingRead> found = find(xid);
        if (found.isEmpty()) {
            return;
        }
        PendingRead read = found.get();
        int limit = connection.settings().limits().readBytes();
        if (heldBytes.addAndGet(frame.readableBytes()) > limit) {
            heldBytes.addAndGet(-frame.readableBytes());
            fail(read, "the answer is larger than " + limit + " bytes");
            return;
        }
        read.part(xid, !Multipart.read(frame).more(), frame);
        if (read.complete()) {
            finish(read);
        }
    }

    private void finish(PendingRead read) {
        waiting.remove(read);
        if (read.bytes() <= INLINE_BYTES) {
            decode(read);
        } else {
            Thread.ofVirtual().name("openflow-read").start(() -> decode(read));
        }
    }

    private void decode(PendingRead read) {
        ReadOutcome outcome;
        try {
            outcome = read.decode();
        } catch (MalformedMessage malformed) {
            connection.disconnect("malformed: " + malformed.getMessage());
            outcome = new ReadOutcome.Failed("malformed: " + malformed.getMessage());
        } catch (RuntimeException unreadable) {
            outcome = new ReadOutcome.Failed("unreadable: " + unreadable);
        } finally {
            heldBytes.addAndGet(-read.bytes());
        }
        read.end(outcome);
    }

    /** Fails the read that this error answers; false when there is none. */
    boolean error(ErrorMessage error) {
        Optional<PendingRead> read = find(error.xid());
        read.ifPresent(pending -> fail(pending, error.text()));
        return read.isPresent();
    }

    private void fail(PendingRead read, String reason) {
        if (waiting.remove(read)) {
            heldBytes.addAndGet(-read.bytes());
            read.end(new ReadOutcome.Failed(reason));
        }
    }

    void failAll(String reason) {
        for (PendingRead read : List.copyOf(waiting)) {
            fail(read, reason);
        }
    }

    private Optional<PendingRead> find(int xid) {
        return waiting.stream().filter(read -> read.has(xid)).findFirst();
    }
}
