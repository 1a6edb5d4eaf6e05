package io.plumbline.southbound.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries the control channel of one switch out of its private network: from a unix socket to the controller's TCP port, byte by
 * byte. Either side that closes closes the other; a controller that refuses is a switch that is hung up on.
 */
final class ControlRelay implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path socket;
    private final ServerSocketChannel listener;
    private final InetSocketAddress controller;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private ControlRelay(Path socket, ServerSocketChannel listener, InetSocketAddress controller) {
        this.socket = socket;
        this.listener = listener;
        this.controller = controller;
    }

    static ControlRelay open(Path socket, InetSocketAddress controller) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            ControlRelay relay = new ControlRelay(socket, listener, controller);
            Thread.ofPlatform().daemon().name("relay " + socket.getFileName()).start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            SocketChannel fromSwitch;
            try {
                fromSwitch = listener.accept();
            } catch (IOException closed) {
                return;
            }
            open.add(fromSwitch);
            try {
                SocketChannel toController = SocketChannel.open();
                open.add(toController);
                toController.connect(controller);
                pump(fromSwitch, toController);
                pump(toController, fromSwitch);
            } catch (IOException refused) {
                hangUp(fromSwitch);
            }
            if (!listener.isOpen()) {
                open.forEach(this::hangUp);
            }
        }
    }

    private void pump(SocketChannel from, SocketChannel to) {
        Thread.ofPlatform().daemon().name("relay " + socket.getFileName()).start(() -> {
            ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);
            try {
                while (from.read(bytes) >= 0) {
                    bytes.flip();
                    while (bytes.hasRemaining()) {
                        to.write(bytes);
                    }
                    bytes.clear();
                }
            } catch (IOException ended) {
                // Either side is gone: below, so is the other.
            }
            hangUp(from);
            hangUp(to);
        });
    }

    private void hangUp(SocketChannel channel) {
        open.remove(channel);
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is closed for us.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(this::hangUp);
        Files.deleteIfExists(socket);
    }
}
