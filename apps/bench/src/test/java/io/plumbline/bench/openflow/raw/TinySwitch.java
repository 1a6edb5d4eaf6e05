package io.plumbline.bench.openflow.raw;

import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Consumer;

/** The least switch that there can be: says who it is, answers barriers, tells what it gets. */
final class TinySwitch implements AutoCloseable {

    private final Socket socket;
    private final long datapathId;
    private final Consumer<String> heard;

    private TinySwitch(Socket socket, long datapathId, Consumer<String> heard) {
        this.socket = socket;
        this.datapathId = datapathId;
        this.heard = heard;
    }

    static TinySwitch connect(int port, long datapathId, Consumer<String> heard) throws IOException {
        TinySwitch made = new TinySwitch(new Socket(InetAddress.getLoopbackAddress(), port), datapathId, heard);
        Thread.ofVirtual().start(made::serve);
        return made;
    }

    private void serve() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            out.write(OpenFlow13.hello());
            out.write(OpenFlow13.message(OpenFlow13.ECHO_REQUEST, 5, 0).array());
            while (true) {
                take(Message.read(in), out);
            }
        } catch (IOException e) {
            // The controller has gone.
        }
    }

    private void take(Message message, OutputStream out) throws IOException {
        switch (message.type()) {
            case OpenFlow13.FEATURES_REQUEST ->
                out.write(OpenFlow13.message(OpenFlow13.FEATURES_REPLY, message.transaction(), 24)
                        .putLong(datapathId)
                        .array());
            case OpenFlow13.FLOW_MOD -> heard.accept("rule at " + datapathId);
            case OpenFlow13.METER_MOD -> {
                heard.accept("meter at " + datapathId);
                out.write(OpenFlow13.message(OpenFlow13.ERROR, message.transaction(), 4)
                        .putShort((short) 12)
                        .putShort((short) 2)
                        .array());
            }
            case OpenFlow13.BARRIER_REQUEST -> {
                heard.accept("barrier at " + datapathId);
                out.write(message.echoedAs(OpenFlow13.BARRIER_REPLY));
            }
            default -> {
                // Nothing to say.
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
