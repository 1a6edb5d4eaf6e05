package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.wire.Header;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Echo, both ways. Ours must be answered in time, whatever else comes in: a switch that talks and does not read is as dead as a silent
 * one. Theirs is answered, unless so many answers wait that the switch evidently does not read them.
 */
final class Liveness {
    private static final int MAX_WAITING_ANSWER_BYTES = 256 << 10;

    private final SwitchConnection connection;
    private final OpenFlowSettings.Timing timing;
    private final Map<Integer, CompletableFuture<Boolean>> asked = new HashMap<>();
    private @Nullable ScheduledFuture<?> next;
    private int waitingAnswerBytes;

    Liveness(SwitchConnection connection, OpenFlowSettings.Timing timing) {
        this.connection = connection;
        this.timing = timing;
    }

    void start() {
        next = connection
                .channel()
                .eventLoop()
                .schedule(this::check, timing.echoInterval().toNanos(), TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
        asked.values().forEach(alive -> alive.complete(false));
        asked.clear();
    }

    private void check() {
        CompletableFuture<Boolean> alive = new CompletableFuture<>();
        alive.thenAccept(answered -> {
            if (answered) {
                start();
            } else if (connection.channel().isActive()) {
                connection.fail("no answer to an echo request within "
                        + timing.echoTimeout().toMillis() + " ms");
            }
        });
        probe(alive, timing.echoTimeout());
    }

    /** Asks once; completes on the event loop. */
    void probe(CompletableFuture<Boolean> alive, Duration limit) {
        if (!connection.channel().isActive()) {
            alive.complete(false);
            return;
        }
        int xid = connection.xids(1);
        asked.put(xid, alive);
        ByteBuf request = connection.allocator().buffer(Header.BYTES, Header.BYTES);
        connection.send(Header.write(request, connection.version(), Header.ECHO_REQUEST, Header.BYTES, xid));
        connection
                .channel()
                .eventLoop()
                .schedule(
                        () -> {
                            asked.remove(xid);
                            alive.complete(false);
                        },
                        limit.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    void answered(int xid) {
        CompletableFuture<Boolean> alive = asked.remove(xid);
        if (alive != null) {
            alive.complete(true);
        }
    }

    void answer(Header request, ByteBuf frame) {
        int length = request.length();
        waitingAnswerBytes += length;
        if (waitingAnswerBytes > MAX_WAITING_ANSWER_BYTES) {
            connection.fail("it asks for echoes and does not read the answers");
            return;
        }
        ByteBuf answer = connection.allocator().buffer(length, length);
        Header.write(answer, request.version(), Header.ECHO_REPLY, length, request.xid());
        answer.writeBytes(frame, frame.readerIndex() + Header.BYTES, length - Header.BYTES);
        connection.send(answer).addListener(sent -> waitingAnswerBytes -= length);
    }
}
