package io.plumbline.bench.openflow.load;

import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One switch on one connection: cuts the stream into messages and hands each to whom it concerns. */
final class EmulatedSwitch implements AutoCloseable {

    private static final int RECEIVE_BYTES = 1 << 18;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Outbox outbox;
    private final SwitchAgent agent;
    private final Hosts hosts;
    private final ByteBuffer received = ByteBuffer.allocate(RECEIVE_BYTES);

    private long lastControlNanos = System.nanoTime();
    private long flowModsBefore;
    private long errorsBefore;

    private EmulatedSwitch(SocketChannel channel, SelectionKey key, Outbox outbox, SwitchAgent agent, Hosts hosts) {
        this.channel = channel;
        this.key = key;
        this.outbox = outbox;
        this.agent = agent;
        this.hosts = hosts;
    }

    static EmulatedSwitch connect(
            InetSocketAddress controller, Selector selector, long datapathId, int ports, Hosts hosts)
            throws IOException {
        SocketChannel channel = SocketChannel.open(controller);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Outbox outbox = new Outbox();
        outbox.put(OpenFlow13.hello());
        SwitchAgent agent = new SwitchAgent(datapathId, ports, outbox);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        EmulatedSwitch made = new EmulatedSwitch(channel, key, outbox, agent, hosts);
        key.attach(made);
        made.flush();
        return made;
    }

    Hosts hosts() {
        return hosts;
    }

    SwitchAgent agent() {
        return agent;
    }

    /** Whether the controller has greeted it and has left it alone for that long. */
    boolean settled(long quietNanos) {
        return agent.known() && System.nanoTime() - lastControlNanos > quietNanos;
    }

    void announce(int host) {
        outbox.put(hosts.announcement(host));
    }

    void ask(int window) {
        hosts.ask(window, outbox);
    }

    /** Takes all that has come. */
    void receive() throws IOException {
        while (true) {
            int count = channel.read(received);
            if (count < 0) {
                throw new EOFException("the controller closed the connection");
            }
            if (count == 0) {
                return;
            }
            received.flip();
            takeMessages();
            received.compact();
        }
    }

    private void takeMessages() {
        while (received.remaining() >= OpenFlow13.HEADER_BYTES) {
            int length = Short.toUnsignedInt(received.getShort(received.position() + 2));
            if (received.remaining() < length) {
                return;
            }
            byte[] bytes = new byte[length];
            received.get(bytes);
            if (bytes[1] == OpenFlow13.PACKET_OUT) {
                hosts.take(bytes);
            } else {
                lastControlNanos = System.nanoTime();
                agent.take(new Message(bytes));
            }
        }
    }

    /** Sends what waits, and asks to be told when the rest can go. */
    void flush() throws IOException {
        int wanted = outbox.flush(channel) ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    void startCounting() {
        hosts.startCounting();
        flowModsBefore = agent.flowMods();
        errorsBefore = agent.errors();
    }

    void addTo(LoadFigures figures) {
        hosts.addTo(figures);
        figures.addControl(agent.flowMods() - flowModsBefore, agent.errors() - errorsBefore);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
