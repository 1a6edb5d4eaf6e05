package io.plumbline.southbound.openflow;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A switch that speaks just enough OpenFlow over a plain socket, and misbehaves as told. Written against the specification's byte
 * layouts, not with our code.
 */
final class FakeSwitch implements AutoCloseable {
    private final Socket socket;
    private final int version;
    private final long datapathId;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final List<Integer> unanswered = new CopyOnWriteArrayList<>();
    private volatile boolean answersEcho = true;
    private volatile boolean answersBarriers = true;
    private volatile boolean reads = true;
    private volatile int barriers;

    private FakeSwitch(int port, int version, long datapathId) throws IOException {
        this.socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        this.version = version;
        this.datapathId = datapathId;
    }

    /** Connected, nothing said. */
    static FakeSwitch mute(int port) throws IOException {
        return new FakeSwitch(port, 4, 0);
    }

    /** Speaks OpenFlow 1.3 and answers what it is asked. */
    static FakeSwitch connect(int port, long datapathId) throws IOException {
        FakeSwitch fake = new FakeSwitch(port, 4, datapathId);
        fake.start();
        return fake;
    }

    /** Says HELLO and answers. */
    void start() {
        send(message(
                0,
                1,
                ByteBuffer.allocate(8)
                        .putShort((short) 1)
                        .putShort((short) 8)
                        .putInt(1 << version)
                        .array()));
        listen();
    }

    /** Answers, and says nothing by itself. */
    void listen() {
        Thread.ofPlatform().daemon().name("fake switch").start(this::run);
    }

    FakeSwitch withoutEcho() {
        answersEcho = false;
        return this;
    }

    FakeSwitch withoutBarriers() {
        answersBarriers = false;
        return this;
    }

    FakeSwitch withoutFirstBarrier() {
        answersBarriers = false;
        barriers = 1;
        return this;
    }

    /** Reads nothing more. */
    void stopReading() {
        reads = false;
    }

    void resumeReading() {
        reads = true;
    }

    byte[] message(int type, int xid, byte... body) {
        return ByteBuffer.allocate(8 + body.length)
                .put((byte) version)
                .put((byte) type)
                .putShort((short) (8 + body.length))
                .putInt(xid)
                .put(body)
                .array();
    }

    void send(byte[] bytes) {
        try {
            synchronized (socket) {
                OutputStream out = socket.getOutputStream();
                out.write(bytes);
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame punted from port 1 by the rule with cookie 0. */
    byte[] packetIn(byte[] frame) {
        ByteBuffer body = ByteBuffer.allocate(34 + frame.length);
        body.putInt(-1)
                .putShort((short) frame.length)
                .put((byte) 0)
                .put((byte) 0)
                .putLong(0);
        body.putShort((short) 1)
                .putShort((short) 12)
                .putInt(0x8000_0004)
                .putInt(1)
                .putInt(0)
                .putShort((short) 0);
        return message(10, 0, body.put(frame).array());
    }

    /** The next message of this type that came in, and was answered if it is to be. */
    byte[] await(int type) {
        try {
            for (byte[] message = next(); message != null; message = next()) {
                if (message[1] == type) {
                    return message;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("no message of type " + type);
    }

    private byte @Nullable [] next() throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }

    int barriers() {
        return barriers;
    }

    /** Answers the barriers that were not answered so far. */
    void answerBarriers() {
        unanswered.forEach(xid -> send(message(21, xid)));
        unanswered.clear();
    }

    private void run() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                while (!reads) {
                    Thread.sleep(5);
                }
                byte[] header = in.readNBytes(8);
                if (header.length < 8) {
                    return;
                }
                int length = ByteBuffer.wrap(header).getShort(2) & 0xffff;
                byte[] message = new byte[length];
                System.arraycopy(header, 0, message, 0, 8);
                in.readFully(message, 8, length - 8);
                answer(message[1], ByteBuffer.wrap(message).getInt(4), message);
                received.add(message);
            }
        } catch (IOException | UncheckedIOException closed) {
            // the other side hung up
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(int type, int xid, byte[] message) {
        switch (type) {
            case 2 -> {
                if (answersEcho) {
                    send(message(3, xid));
                }
            }
            case 5 ->
                send(message(6, xid, ByteBuffer.allocate(24).putLong(datapathId).array()));
            case 18 -> multipart(xid, ByteBuffer.wrap(message).getShort(8));
            case 20 -> barrier(xid);
            default -> {}
        }
    }

    private void barrier(int xid) {
        barriers++;
        if (answersBarriers || barriers == 1) {
            send(message(21, xid));
        } else {
            unanswered.add(xid);
        }
    }

    private void multipart(int xid, int type) {
        switch (type) {
            case 0 -> sendPart(xid, type, false, new byte[1056]);
            case 13 -> sendPart(xid, type, false, port(1));
            default -> {}
        }
    }

    void sendPart(int xid, int type, boolean more, byte[] body) {
        send(message(
                19,
                xid,
                ByteBuffer.allocate(8 + body.length)
                        .putShort((short) type)
                        .putShort((short) (more ? 1 : 0))
                        .putInt(0)
                        .put(body)
                        .array()));
    }

    /** One port of a description in OpenFlow 1.3. */
    static byte[] port(int number) {
        return ByteBuffer.allocate(64)
                .putInt(number)
                .putInt(0)
                .put(new byte[] {2, 0, 0, 0, 0, (byte) number, 0, 0})
                .put(("p" + number).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .array();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
