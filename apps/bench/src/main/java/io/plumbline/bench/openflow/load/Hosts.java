package io.plumbline.bench.openflow.load;

import io.plumbline.bench.openflow.wire.OpenFlow13;
import io.plumbline.bench.report.Latencies;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * The hosts behind one emulated switch: each asks by ARP for the next one, and has at most one question open.
 *
 * <p>A host's number stands in its MAC address (02:00 and four bytes), so an answer names its question: a reply by proxy goes to
 * that address, a forwarded request comes from it.
 */
final class Hosts {

    private static final int FRAME_BYTES = 60;
    private static final int PACKET_IN_FRAME_AT = 42;
    private static final int PACKET_OUT_ACTIONS_AT = 24;
    private static final int ARP = 0x0806;
    private static final int LLDP = 0x88cc;
    private static final byte NO_MATCH = 0; // the only reason that ovs-testcontroller listens to
    private static final short MAC_PREFIX = 0x0200;
    private static final int NETWORK = 10 << 24;

    private final int first;
    private final int ports;
    private final byte[][] questions;
    private final long[] askedAtNanos;
    private final BitSet answered = new BitSet();
    private final Latencies latencies = new Latencies();

    private int next;
    private int open;
    private long asked;
    private long replies;
    private long forwards;
    private long wrong;
    private long unasked;
    private long discovery;
    private long lost;

    /** Hosts numbered from {@code first}, spread evenly over the ports 1 to {@code ports}. */
    Hosts(int first, int count, int ports) {
        this.first = first;
        this.ports = ports;
        this.questions = new byte[count][];
        this.askedAtNanos = new long[count];
        for (int host = 0; host < count; host++) {
            questions[host] = question(host, address((host + 1) % count));
        }
    }

    private int port(int host) {
        return 1 + host % ports;
    }

    private int address(int host) {
        return NETWORK + first + host + 1;
    }

    @SuppressWarnings("ByteBufferBackingArray") // the buffer is all of its array
    private byte[] question(int host, int target) {
        ByteBuffer message =
                OpenFlow13.message(OpenFlow13.PACKET_IN, 0, PACKET_IN_FRAME_AT - OpenFlow13.HEADER_BYTES + FRAME_BYTES);
        message.putInt(-1)
                .putShort((short) FRAME_BYTES)
                .put(NO_MATCH)
                .put((byte) 0)
                .putLong(0);
        message.putShort((short) 1)
                .putShort((short) 12)
                .putInt(0x80000004)
                .putInt(port(host))
                .putInt(0);
        message.putShort((short) 0);
        message.putInt(-1)
                .putShort((short) -1)
                .putShort(MAC_PREFIX)
                .putInt(first + host)
                .putShort((short) ARP);
        message.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        message.putShort(MAC_PREFIX).putInt(first + host).putInt(address(host));
        return message.putInt(0).putShort((short) 0).putInt(target).array();
    }

    int count() {
        return questions.length;
    }

    /** What host number {@code host} says when it comes up: an ARP request for its own address. */
    byte[] announcement(int host) {
        return question(host, address(host));
    }

    /** Lets hosts ask, in turn, until {@code window} questions are open. */
    void ask(int window, Outbox outbox) {
        long now = System.nanoTime();
        for (int tried = 0; open < window && tried < questions.length; tried++) {
            if (askedAtNanos[next] == 0) {
                askedAtNanos[next] = now;
                open++;
                asked++;
                outbox.put(questions[next]);
            }
            next = (next + 1) % questions.length;
        }
    }

    /** Takes a packet-out: the answer to a question, or something of the controller's own. */
    void take(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        int frame = PACKET_OUT_ACTIONS_AT + Short.toUnsignedInt(message.getShort(16));
        int type = bytes.length < frame + 42 ? 0 : Short.toUnsignedInt(message.getShort(frame + 12));
        if (type == ARP) {
            arp(message, frame);
        } else if (type == LLDP) {
            discovery++;
        } else {
            unasked++;
        }
    }

    private void arp(ByteBuffer message, int frame) {
        boolean reply = message.getShort(frame + 20) == 2;
        int host = message.getInt(reply ? frame + 2 : frame + 8) - first;
        if (host < 0 || host >= questions.length || askedAtNanos[host] == 0) {
            unasked++;
            return;
        }
        latencies.record(System.nanoTime() - askedAtNanos[host]);
        answered.set(host);
        askedAtNanos[host] = 0;
        open--;
        if (reply) {
            replies++;
            if (!answers(message, frame, host)) {
                wrong++;
            }
        } else {
            forwards++;
        }
    }

    /** Whether a reply goes out of the port of the host that asked, and is about the address that was asked for. */
    private boolean answers(ByteBuffer message, int frame, int host) {
        return message.getShort(PACKET_OUT_ACTIONS_AT) == 0
                && message.getInt(PACKET_OUT_ACTIONS_AT + 4) == port(host)
                && message.getInt(frame + 28) == address((host + 1) % questions.length);
    }

    /** Gives up questions that have been open for too long. */
    void giveUp(long patienceNanos) {
        long oldest = System.nanoTime() - patienceNanos;
        for (int host = 0; host < askedAtNanos.length; host++) {
            if (askedAtNanos[host] != 0 && askedAtNanos[host] - oldest < 0) {
                askedAtNanos[host] = 0;
                open--;
                lost++;
            }
        }
    }

    /** Forgets the figures; open questions stay open. */
    void startCounting() {
        latencies.clear();
        asked = replies = forwards = wrong = unasked = discovery = lost = 0;
    }

    /** Whether each has had an answer at least once. */
    boolean allAnswered() {
        return answered.cardinality() == questions.length;
    }

    void addTo(LoadFigures figures) {
        figures.add(asked, replies, forwards, wrong, unasked, discovery, lost, latencies);
    }
}
