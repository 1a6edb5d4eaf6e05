package io.plumbline.southbound.simulated.pipeline;

import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.Headers;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.PortNumber;

/**
 * One frame on its way through the tables of one switch.
 *
 * <p>As in Open vSwitch, tags beyond the VLAN limit stay invisible until they are on the outside of a frame that enters a switch: popping
 * a tag does not look again behind it. And a meter counts the frame as it was last sent or received: rewriting is carried out when the
 * frame leaves, so a tag pushed in the same pass is not metered.
 */
final class Packet {
    /** Open vSwitch's flow key has room for so many tags. */
    static final int MOST_VISIBLE_TAGS = 2;

    private final PortNumber inPort;
    private Frame frame;
    private int visibleTags;
    private @Nullable Headers headers;
    private int meteredBytes;
    private long metadata;
    private long queueId;

    Packet(PortNumber inPort, Frame frame, int vlanLimit) {
        this.inPort = inPort;
        this.frame = frame;
        this.visibleTags = Math.min(vlanLimit, frame.tagCount());
        this.meteredBytes = frame.length();
    }

    /** One that is as {@code other} is now, for a group bucket to change. */
    Packet(Packet other) {
        this.inPort = other.inPort;
        this.frame = other.frame;
        this.visibleTags = other.visibleTags;
        this.headers = other.headers;
        this.meteredBytes = other.meteredBytes;
        this.metadata = other.metadata;
        this.queueId = other.queueId;
    }

    PortNumber inPort() {
        return inPort;
    }

    Frame frame() {
        return frame;
    }

    Headers headers() {
        Headers seen = headers;
        if (seen == null) {
            seen = frame.headers(visibleTags);
            headers = seen;
        }
        return seen;
    }

    int meteredBytes() {
        return meteredBytes;
    }

    /** Marks that all rewriting so far has been carried out. */
    void left() {
        meteredBytes = frame.length();
    }

    long metadata() {
        return metadata;
    }

    void writeMetadata(long value, long mask) {
        metadata = metadata & ~mask | value & mask;
    }

    long queueId() {
        return queueId;
    }

    void queueId(long id) {
        queueId = id;
    }

    /** A third tag pushes the innermost visible one out: it is gone. */
    void pushVlan(int tpid) {
        Frame room = visibleTags == MOST_VISIBLE_TAGS ? frame.withoutTag(MOST_VISIBLE_TAGS - 1) : frame;
        rewrite(room.pushVlan(tpid), Math.min(visibleTags + 1, MOST_VISIBLE_TAGS));
    }

    void popVlan() {
        if (visibleTags > 0) {
            rewrite(frame.popVlan(), visibleTags - 1);
        }
    }

    void vlanId(int id) {
        if (visibleTags > 0) {
            rewrite(frame.withVlanId(id), visibleTags);
        }
    }

    void vlanPcp(int pcp) {
        if (visibleTags > 0) {
            rewrite(frame.withVlanPcp(pcp), visibleTags);
        }
    }

    void dscp(int dscp) {
        rewrite(frame.withDscp(dscp, visibleTags), visibleTags);
    }

    void ethSrc(long mac) {
        rewrite(frame.withEthSrc(mac), visibleTags);
    }

    void ethDst(long mac) {
        rewrite(frame.withEthDst(mac), visibleTags);
    }

    private void rewrite(Frame changed, int nowVisible) {
        frame = changed;
        visibleTags = nowVisible;
        headers = null;
    }
}
