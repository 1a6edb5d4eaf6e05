package io.plumbline.bench.openflow.raw;

import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A controller's side of one connection with a switch, over a plain socket. */
final class RawConnection implements AutoCloseable {

    private static final int FIRST_BARRIER = 0x40000000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final List<Message> errors = new ArrayList<>();

    private long datapathId;
    private int barrier = FIRST_BARRIER;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** Says HELLO and asks who it is. */
    static RawConnection greet(Socket socket, int answerMillis) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(answerMillis);
        RawConnection connection = new RawConnection(socket);
        connection.out.write(OpenFlow13.hello());
        connection.out.write(
                OpenFlow13.message(OpenFlow13.FEATURES_REQUEST, 1, 0).array());
        connection.datapathId = connection.await(OpenFlow13.FEATURES_REPLY, 1).datapathId();
        return connection;
    }

    long datapathId() {
        return datapathId;
    }

    List<Message> errors() {
        return errors;
    }

    /** Sends the messages and a barrier behind them, in one write. */
    void send(byte[] messages) throws IOException {
        byte[] request =
                OpenFlow13.message(OpenFlow13.BARRIER_REQUEST, ++barrier, 0).array();
        byte[] both = new byte[messages.length + request.length];
        System.arraycopy(messages, 0, both, 0, messages.length);
        System.arraycopy(request, 0, both, messages.length, request.length);
        out.write(both);
    }

    /** Waits until the switch has carried out what was sent last. */
    void awaitBarrier() throws IOException {
        await(OpenFlow13.BARRIER_REPLY, barrier);
    }

    private Message await(int type, int transaction) throws IOException {
        while (true) {
            Message message = Message.read(in);
            if (message.type() == type && message.transaction() == transaction) {
                return message;
            }
            if (message.type() == OpenFlow13.ECHO_REQUEST) {
                out.write(message.echoedAs(OpenFlow13.ECHO_REPLY));
            } else if (message.type() == OpenFlow13.ERROR) {
                errors.add(message);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
