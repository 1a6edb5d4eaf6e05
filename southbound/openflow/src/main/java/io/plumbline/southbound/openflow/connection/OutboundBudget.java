package io.plumbline.southbound.openflow.connection;

import io.plumbline.southbound.openflow.OpenFlowSettings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for one switch, bounded: a switch that does not read cannot grow our heap. Bytes count from encoding until the operating
 * system has them, requests from sending until the answer. Any thread.
 */
final class OutboundBudget {
    /** Packet-outs may take this part of the bytes, so that they never crowd out what programs the switch. */
    private static final int PACKET_OUT_SHARE = 4;

    private final int maxBytes;
    private final int maxRequests;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();

    OutboundBudget(OpenFlowSettings.Limits limits) {
        this.maxBytes = limits.pendingBytes();
        this.maxRequests = limits.pendingRequests();
    }

    boolean takeRequest() {
        if (requests.incrementAndGet() <= maxRequests) {
            return true;
        }
        requests.decrementAndGet();
        return false;
    }

    void giveRequest() {
        requests.decrementAndGet();
    }

    int waitingRequests() {
        return requests.get();
    }

    /** An update that is larger than the whole budget goes when nothing else waits. */
    boolean takeBytes(int count) {
        return take(count, maxBytes);
    }

    boolean takePacketOut(int count) {
        return take(count, maxBytes / PACKET_OUT_SHARE);
    }

    private boolean take(int count, int limit) {
        long now = bytes.addAndGet(count);
        if (now <= limit || now == count) {
            return true;
        }
        bytes.addAndGet(-count);
        return false;
    }

    void giveBytes(int count) {
        bytes.addAndGet(-count);
    }

    long waitingBytes() {
        return bytes.get();
    }
}
