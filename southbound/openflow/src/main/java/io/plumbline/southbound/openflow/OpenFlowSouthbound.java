package io.plumbline.southbound.openflow;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.plumbline.southbound.api.Southbound;
import io.plumbline.southbound.api.SouthboundException;
import io.plumbline.southbound.api.SwitchEvent;
import io.plumbline.southbound.openflow.connection.Listener;
import io.plumbline.southbound.openflow.connection.SwitchConnection;
import io.plumbline.southbound.openflow.wire.Codecs;
import io.plumbline.southbound.openflow.wire.FrameDecoder;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for switches that speak OpenFlow. Constructing one begins to load the codec, which takes most of a second. */
public final class OpenFlowSouthbound implements Southbound {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFlowSouthbound.class);
    /** Reads of one switch before the next has its turn: a flood is at most this many times 64 KiB ahead of the others. */
    private static final int READS_A_TURN = 4;

    private static final int READ_BYTES = 64 << 10;
    private static final int FLUSH_AFTER = 64;

    private final OpenFlowSettings settings;
    private final LongSupplier nanoTime;
    private final Codecs codecs = new Codecs();
    /** The server's channel and every connection; what comes in once it is closed is closed at once. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private @Nullable EventLoopGroup loops;
    private @Nullable Channel server;

    public OpenFlowSouthbound(OpenFlowSettings settings) {
        this(settings, System::nanoTime);
    }

    /**
     * With a clock of the caller's.
     *
     * @param nanoTime what stamps packets and refills the budgets of packet-ins
     */
    public OpenFlowSouthbound(OpenFlowSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        preload();
    }

    /**
     * Begins to load, in the background, what takes long: the native transport, which {@link #start} needs, then the codec of OpenFlow 1.3,
     * which the first switch needs. The codecs of other versions are loaded when a switch asks for them.
     */
    public void preload() {
        OFVersion first = settings.versions().contains(OFVersion.OF_13)
                ? OFVersion.OF_13
                : settings.versions().asList().get(0);
        Thread.ofPlatform().daemon().name("openflow-preload").start(() -> {
            LOG.debug("native transport: {}", Epoll.isAvailable());
            codecs.of(first);
        });
    }

    @Override
    public void start(Consumer<SwitchEvent> sink) throws SouthboundException {
        if (loops != null) {
            throw new IllegalStateException("started twice");
        }
        Optional<SslContext> tls = settings.tls().isPresent()
                ? Optional.of(MutualTls.context(settings.tls().get()))
                : Optional.empty();
        Listener listener = new Listener(settings, codecs, sink, nanoTime);
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(settings.eventLoops(), new DefaultThreadFactory("openflow", true), io);
        loops = group;
        Class<? extends ServerChannel> kind = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(kind)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(READS_A_TURN))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 1 << 20))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        pipeline(channel, tls, listener);
                    }
                });
        server = bind(bootstrap);
        LOG.info("listening for OpenFlow on {}:{}", settings.host(), boundPort());
    }

    private static void pipeline(Channel channel, Optional<SslContext> tls, Listener listener) {
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(context -> pipeline.addLast(context.newHandler(channel.alloc())));
        pipeline.addLast(new FlushConsolidationHandler(FLUSH_AFTER, true));
        pipeline.addLast(new FrameDecoder());
        pipeline.addLast(new SwitchConnection(listener, channel));
    }

    private Channel bind(ServerBootstrap bootstrap) throws SouthboundException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (bound.isSuccess()) {
            channels.add(bound.channel());
            return bound.channel();
        }
        close();
        Throwable cause = bound.cause();
        throw new SouthboundException(
                inUse(cause) ? SouthboundException.Code.ADDRESS_IN_USE : SouthboundException.Code.IO,
                "cannot listen for OpenFlow on " + settings.host() + ":" + settings.port() + ": " + cause.getMessage(),
                cause);
    }

    /** The native transport has an exception of its own for this, without a type of its own. */
    private static boolean inUse(Throwable cause) {
        return cause instanceof BindException
                || String.valueOf(cause.getMessage()).contains("Address already in use");
    }

    /** The port that it listens on; of use when any free one was asked for. */
    public int boundPort() {
        Channel bound = server;
        if (bound == null) {
            throw new IllegalStateException("not started");
        }
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    /**
     * Closes every connection, which ends what waits for an answer, then the event loops. In this order: an event loop without a quiet period
     * may end without having closed its channels, and nobody would ever be told.
     */
    @Override
    public void close() {
        EventLoopGroup group = loops;
        if (group != null) {
            channels.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        }
    }
}
