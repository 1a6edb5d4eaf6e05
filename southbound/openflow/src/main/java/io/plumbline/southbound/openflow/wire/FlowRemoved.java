package io.plumbline.southbound.openflow.wire;

import io.netty.buffer.ByteBuf;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * OFPT_FLOW_REMOVED (OpenFlow 1.3.5, section 7.4.2; 1.5.1, section 7.4.2).
 *
 * @param reason OFPRR_
 * @param match OXM fields
 */
public record FlowRemoved(
        int table,
        int priority,
        int reason,
        int idleSeconds,
        int hardSeconds,
        long cookie,
        Counters counters,
        Span match) {
    public static final int IDLE_TIMEOUT = 0;
    public static final int HARD_TIMEOUT = 1;
    public static final int DELETE = 2;
    public static final int GROUP_DELETE = 3;
    public static final int METER_DELETE = 4;

    public static FlowRemoved read(ByteBuf frame) throws MalformedMessage {
        Span body = Span.body(frame);
        boolean optionalCounters = Header.peek(frame).version() >= OFVersion.OF_15.getWireVersion();
        return optionalCounters ? withOptionalCounters(body) : withCounters(body);
    }

    private static FlowRemoved withCounters(Span body) throws MalformedMessage {
        long cookie = body.i64();
        int priority = body.u16();
        int reason = body.u8();
        int table = body.u8();
        long age = Counters.nanos(body.u32(), body.u32());
        int idle = body.u16();
        int hard = body.u16();
        Counters counters = new Counters(body.i64(), body.i64(), age);
        return new FlowRemoved(
                table, priority, reason, idle, hard, cookie, counters, body.padded("the match of a removed rule"));
    }

    private static FlowRemoved withOptionalCounters(Span body) throws MalformedMessage {
        int table = body.u8();
        int reason = body.u8();
        int priority = body.u16();
        int idle = body.u16();
        int hard = body.u16();
        long cookie = body.i64();
        Span match = body.padded("the match of a removed rule");
        Counters counters = Counters.read(body.padded("the counters of a removed rule"));
        return new FlowRemoved(table, priority, reason, idle, hard, cookie, counters, match);
    }
}
