package io.plumbline.bench.openflow.raw;

import com.google.common.collect.ImmutableList;
import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Stands between switches and a controller, passes every message on, and remembers what the controller writes into switches. */
public final class RecordingRelay implements AutoCloseable {

    private final ServerSocket listening;
    private final InetSocketAddress controller;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Set<Long> known = ConcurrentHashMap.newKeySet();
    private final List<Recording.Write> writes = new ArrayList<>();

    private RecordingRelay(ServerSocket listening, InetSocketAddress controller) {
        this.listening = listening;
        this.controller = controller;
    }

    /** Listens on a free port of loopback for switches of that controller. */
    public static RecordingRelay to(InetSocketAddress controller) throws IOException {
        RecordingRelay relay =
                new RecordingRelay(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), controller);
        Thread.ofVirtual().name("relay").start(relay::accept);
        return relay;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** What was written since the last call. */
    public Recording take() {
        synchronized (writes) {
            Recording recording = new Recording(ImmutableList.copyOf(writes));
            writes.clear();
            return recording;
        }
    }

    /** Waits until that many switches have said who they are through us. */
    public void awaitSwitches(int count, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (known.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new IOException("only %d of %d switches came to the relay".formatted(known.size(), count));
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket ofSwitch = listening.accept();
                Socket ofController = new Socket(controller.getAddress(), controller.getPort());
                join(ofSwitch, ofController);
            }
        } catch (IOException e) {
            close();
        }
    }

    private void join(Socket ofSwitch, Socket ofController) throws IOException {
        for (Socket socket : List.of(ofSwitch, ofController)) {
            socket.setTcpNoDelay(true);
            sockets.add(socket);
        }
        AtomicLong datapathId = new AtomicLong();
        Thread.ofVirtual()
                .start(() -> pass(ofSwitch, ofController, message -> {
                    if (message.type() == OpenFlow13.FEATURES_REPLY) {
                        datapathId.set(message.datapathId());
                        known.add(message.datapathId());
                    }
                }));
        Thread.ofVirtual()
                .start(() -> pass(ofController, ofSwitch, message -> {
                    if (OpenFlow13.changesState(message.type())) {
                        remember(new Recording.Write(datapathId.get(), message));
                    }
                }));
    }

    private void remember(Recording.Write write) {
        synchronized (writes) {
            writes.add(write);
        }
    }

    private static void pass(Socket from, Socket to, java.util.function.Consumer<Message> seen) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
            OutputStream out = to.getOutputStream();
            while (true) {
                Message message = Message.read(in);
                seen.accept(message);
                out.write(message.bytes());
            }
        } catch (IOException e) {
            // One side has gone, and with it the other.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
