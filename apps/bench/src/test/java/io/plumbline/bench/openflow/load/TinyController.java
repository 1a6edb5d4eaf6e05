package io.plumbline.bench.openflow.load;

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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The least controller that there can be: greets switches, asks what a test wants to know, and answers packet-ins as told. */
final class TinyController implements AutoCloseable {

    private final ServerSocket listening;
    private final List<byte[]> questions;
    private final Function<ByteBuffer, byte[]> answer;
    private final List<Message> received = new CopyOnWriteArrayList<>();

    private TinyController(ServerSocket listening, List<byte[]> questions, Function<ByteBuffer, byte[]> answer) {
        this.listening = listening;
        this.questions = questions;
        this.answer = answer;
    }

    /**
     * Starts on a free port of loopback.
     *
     * @param questions said to each switch after the greeting
     * @param answer a packet-out for a packet-in's frame, or nothing at all
     */
    static TinyController start(List<byte[]> questions, Function<ByteBuffer, byte[]> answer) throws IOException {
        TinyController controller =
                new TinyController(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), questions, answer);
        Thread.ofVirtual().start(controller::accept);
        return controller;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    /** All that switches said, packet-ins left out. */
    List<Message> received() {
        return received;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            out.write(OpenFlow13.hello());
            out.write(OpenFlow13.message(OpenFlow13.FEATURES_REQUEST, 7, 0).array());
            for (byte[] question : questions) {
                out.write(question);
            }
            while (true) {
                take(Message.read(in), out);
            }
        } catch (IOException e) {
            // The switch has gone.
        }
    }

    private void take(Message message, OutputStream out) throws IOException {
        if (message.type() != OpenFlow13.PACKET_IN) {
            received.add(message);
            return;
        }
        out.write(answer.apply(message.body().position(42).slice()));
    }

    /** A packet-out of a frame by one port. */
    static byte[] packetOut(int port, ByteBuffer frame) {
        return OpenFlow13.message(OpenFlow13.PACKET_OUT, 0, 32 + frame.remaining())
                .putInt(-1)
                .putInt(-3)
                .putShort((short) 16)
                .putShort((short) 0)
                .putInt(0)
                .putShort((short) 0)
                .putShort((short) 16)
                .putInt(port)
                .putShort((short) 0)
                .putInt(0)
                .putShort((short) 0)
                .put(frame.duplicate())
                .array();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
