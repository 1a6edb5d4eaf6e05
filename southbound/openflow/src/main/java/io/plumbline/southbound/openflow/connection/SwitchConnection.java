package io.plumbline.southbound.openflow.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.openflow.OpenFlowSettings;
import io.plumbline.southbound.openflow.translation.PrintableText;
import io.plumbline.southbound.openflow.wire.ErrorMessage;
import io.plumbline.southbound.openflow.wire.Header;
import io.plumbline.southbound.openflow.wire.Hello;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection: hands each message to the phase that it is in, answers echo requests, and ends with one reason. Whatever is wrong
 * with what comes in ends this connection and no other.
 */
public final class SwitchConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchConnection.class);
    private static final String PEER_CLOSED = "the switch closed the connection";
    private static final int NOT_AGREED = -1;

    private final Listener listener;
    private final Channel channel;
    private final String remote;
    private final AtomicInteger xids = new AtomicInteger(16);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Liveness liveness;
    private Phase phase;
    private int version = NOT_AGREED;
    private boolean greeting;
    private @Nullable String failure;

    public SwitchConnection(Listener listener, Channel channel) {
        this.listener = listener;
        this.channel = channel;
        this.remote = RemoteAddress.of(channel);
        this.phase = new Greeting(this);
        this.liveness = new Liveness(this, listener.settings().timing());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long limit = settings().timing().handshake().toNanos();
        greeting = true;
        channel.eventLoop().schedule(this::handshakeDue, limit, TimeUnit.NANOSECONDS);
        if (listener.greets()) {
            phase.begin();
        } else {
            fail("too many connections that are no switches yet");
        }
    }

    private void handshakeDue() {
        if (!(phase instanceof ConnectedSwitch) && channel.isActive()) {
            fail("no complete handshake within "
                    + settings().timing().handshake().toMillis() + " ms");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        if (failure != null) {
            return;
        }
        Header header = Header.peek(frame);
        try {
            if (version != NOT_AGREED && header.version() != version) {
                throw new MalformedMessage("a message in OpenFlow " + Hello.name(header.version()) + " where "
                        + Hello.name(version) + " is spoken");
            }
            receive(header, frame);
        } catch (MalformedMessage malformed) {
            LOG.debug("{}: malformed", remote, malformed);
            reject(header, frame, malformed);
        }
    }

    private void receive(Header header, ByteBuf frame) throws MalformedMessage {
        switch (header.type()) {
            case Header.ECHO_REQUEST -> liveness.answer(header, frame);
            case Header.ECHO_REPLY -> liveness.answered(header.xid());
            default -> phase.receive(header, frame);
        }
    }

    private void reject(Header header, ByteBuf frame, MalformedMessage malformed) {
        if (version != NOT_AGREED && header.type() != Header.ERROR) {
            send(ErrorMessage.answer(allocator(), version, ErrorMessage.BAD_REQUEST, ErrorMessage.BAD_LENGTH, frame));
        }
        fail("malformed: " + malformed.getMessage());
    }

    /** The version is settled: nothing more is read until its codec is loaded. */
    void agreed(OFVersion agreed) {
        version = agreed.getWireVersion();
        channel.config().setAutoRead(false);
        listener.codecs()
                .of(agreed)
                .whenComplete((codec, error) -> run(() -> {
                    channel.config().setAutoRead(true);
                    if (codec == null) {
                        fail("no codec for " + agreed + ": " + error);
                    } else if (channel.isActive()) {
                        describe(codec);
                    }
                }));
    }

    private void describe(OFFactory codec) {
        become(new Describing(this, codec));
    }

    void become(Phase next) {
        phase = next;
        next.begin();
        if (next instanceof ConnectedSwitch) {
            greeted();
            liveness.start();
        }
    }

    private void greeted() {
        if (greeting) {
            greeting = false;
            listener.greeted();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        LOG.debug("{}", remote, root);
        fail(
                switch (root) {
                    case MalformedMessage malformed -> "malformed: " + malformed.getMessage();
                    case SSLException tls -> "TLS: " + tls.getMessage();
                    default -> root.getClass().getSimpleName() + ": " + root.getMessage();
                });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        greeted();
        liveness.stop();
        phase.ended(failure == null ? PEER_CLOSED : failure);
        listener.ended(this);
        closed.complete(null);
    }

    /** Ends the connection, once what was written before is sent or a second has passed. The first reason counts. */
    void fail(String reason) {
        if (failure != null) {
            return;
        }
        failure = PrintableText.cut(reason);
        LOG.info("{}: closing: {}", remote, failure);
        channel.config().setAutoRead(false);
        ChannelFuture last = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        last.addListener(ChannelFutureListener.CLOSE);
        channel.eventLoop().schedule(() -> channel.close(), 1, TimeUnit.SECONDS);
    }

    boolean failed() {
        return failure != null;
    }

    /** Whether the switch answers an echo in time. */
    CompletableFuture<Boolean> probe() {
        CompletableFuture<Boolean> alive = new CompletableFuture<>();
        closed.thenRun(() -> alive.complete(false));
        run(() -> liveness.probe(alive, settings().timing().duplicateProbe()));
        return alive;
    }

    /** Completes when the connection is closed and its end has been reported. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Runs on the event loop of this connection; never, when that is gone. */
    void run(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    ChannelFuture send(ByteBuf bytes) {
        return channel.writeAndFlush(bytes);
    }

    /** The first of this many transaction numbers. */
    int xids(int count) {
        return xids.getAndAdd(count);
    }

    int version() {
        return version;
    }

    Channel channel() {
        return channel;
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    OpenFlowSettings settings() {
        return listener.settings();
    }

    Listener listener() {
        return listener;
    }

    String remote() {
        return remote;
    }

    void emit(SwitchEvent event) {
        listener.emit(event);
    }

    void refused(DeviceId device, String reason) {
        emit(new SwitchEvent.ConnectionRefused(device, remote, reason));
    }

    /** Ends the connection from any thread. */
    public void disconnect(String reason) {
        if (channel.isActive()) {
            run(() -> fail(reason));
        }
    }
}
