package io.plumbline.southbound.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host at a port of an {@link OpenVSwitchLab}, played by the test. Frames are Ethernet frames without FCS; on the socket of a dummy
 * port each has two bytes of length before it, the larger first. After a crash of the switches they attach again by themselves.
 */
public final class LabHost implements AutoCloseable {

    private static final Duration ATTACH_LIMIT = Duration.ofSeconds(10);

    private final ServerSocketChannel listener;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private @Nullable SocketChannel cable;

    private LabHost(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static LabHost listen(Path socket) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            LabHost host = new LabHost(listener);
            Thread.ofPlatform().daemon().name("host " + socket.getFileName()).start(host::attach);
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands a frame to the switch, now. */
    public void send(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + frame.length);
        bytes.putShort((short) frame.length).put(frame).flip();
        SocketChannel channel = awaitAttached();
        try {
            synchronized (channel) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame that the switch sent here, in order; empty when none comes in this time. */
    public Optional<byte[]> receive(Duration limit) {
        try {
            return Optional.ofNullable(received.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Forgets what arrived so far. */
    public void clear() {
        received.clear();
    }

    synchronized SocketChannel awaitAttached() {
        long end = System.nanoTime() + ATTACH_LIMIT.toNanos();
        while (cable == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("the switch did not attach within " + ATTACH_LIMIT);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return cable;
    }

    private synchronized void attached(@Nullable SocketChannel channel) {
        cable = channel;
        notifyAll();
    }

    private void attach() {
        while (listener.isOpen()) {
            try (SocketChannel channel = listener.accept()) {
                attached(channel);
                readFrames(new DataInputStream(Channels.newInputStream(channel)));
            } catch (IOException detached) {
                // Accepts the next attachment, unless this host was closed.
            } finally {
                attached(null);
            }
        }
    }

    private void readFrames(DataInputStream in) throws IOException {
        try {
            while (true) {
                byte[] frame = new byte[in.readUnsignedShort()];
                in.readFully(frame);
                received.add(frame);
            }
        } catch (EOFException end) {
            // The switch hung up.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        SocketChannel channel;
        synchronized (this) {
            channel = cable;
        }
        if (channel != null) {
            channel.close();
        }
    }
}
