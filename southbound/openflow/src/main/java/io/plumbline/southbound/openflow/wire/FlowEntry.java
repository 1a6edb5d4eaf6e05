package io.plumbline.southbound.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFVersion;

/**
 * One rule of a flow description (OpenFlow 1.3.5, section 7.3.5.2; 1.5.1, section 7.3.5.2).
 *
 * @param match OXM fields
 * @param instructions the list
 */
public record FlowEntry(
        int table,
        int priority,
        int idleSeconds,
        int hardSeconds,
        long cookie,
        Counters counters,
        Span match,
        Span instructions) {
    private static final int LEAST = 32;

    /** The rules of one part of an answer. */
    public static List<FlowEntry> list(Span body, int version) throws MalformedMessage {
        List<FlowEntry> entries = new ArrayList<>();
        while (!body.isEmpty()) {
            Span entry = body.structure(0, LEAST, "a rule").skip(2);
            entries.add(
                    version >= OFVersion.OF_15.getWireVersion() ? withOptionalCounters(entry) : withCounters(entry));
        }
        return entries;
    }

    private static FlowEntry withCounters(Span entry) throws MalformedMessage {
        int table = entry.u8();
        entry.skip(1);
        long age = Counters.nanos(entry.u32(), entry.u32());
        int priority = entry.u16();
        int idle = entry.u16();
        int hard = entry.u16();
        entry.skip(6);
        long cookie = entry.i64();
        Counters counters = new Counters(entry.i64(), entry.i64(), age);
        return new FlowEntry(
                table, priority, idle, hard, cookie, counters, entry.padded("the match of a rule"), entry.rest());
    }

    private static FlowEntry withOptionalCounters(Span entry) throws MalformedMessage {
        entry.skip(2);
        int table = entry.u8();
        entry.skip(1);
        int priority = entry.u16();
        int idle = entry.u16();
        int hard = entry.u16();
        entry.skip(4);
        long cookie = entry.i64();
        Span match = entry.padded("the match of a rule");
        Counters counters = Counters.read(entry.padded("the counters of a rule"));
        return new FlowEntry(table, priority, idle, hard, cookie, counters, match, entry.rest());
    }
}
