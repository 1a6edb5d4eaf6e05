package io.plumbline.bench.openflow.load;

import io.plumbline.bench.openflow.wire.Message;
import io.plumbline.bench.openflow.wire.OpenFlow13;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an emulated switch answers to a controller: enough of OpenFlow 1.3 that one which sets up, writes and reads back is content.
 * Experimenter messages (bundles among them) are refused, as a plain 1.3 switch does.
 */
final class SwitchAgent {

    private static final int TABLES = 254;
    private static final int CAPABILITIES = 0x4f; // flow, table, port, group and queue statistics
    private static final int MOST_PART_BYTES = 60_000;
    private static final int MORE_PARTS = 1;
    private static final int BAD_REQUEST = 1;
    private static final int BAD_MULTIPART = 2;
    private static final int BAD_EXPERIMENTER = 3;
    private static final int PORT_SPEED_KILOBITS = 10_000_000;
    private static final int LIVE = 4;
    private static final int COPPER_10_GIGABIT_FULL_DUPLEX = (1 << 6) | (1 << 11);
    private static final int MASTER_OR_EQUAL_ALL = 0xff;

    private final long datapathId;
    private final int ports;
    private final Outbox outbox;
    private final HeldState held = new HeldState();

    private boolean known;
    private long flowMods;
    private long otherMods;
    private long errors;

    SwitchAgent(long datapathId, int ports, Outbox outbox) {
        this.datapathId = datapathId;
        this.ports = ports;
        this.outbox = outbox;
    }

    /** Whether a controller asked who we are. */
    boolean known() {
        return known;
    }

    long flowMods() {
        return flowMods;
    }

    long otherMods() {
        return otherMods;
    }

    /** How many errors the controller sent. */
    long errors() {
        return errors;
    }

    int rulesHeld() {
        return held.ruleCount();
    }

    /** Takes any message but a packet-out. */
    void take(Message message) {
        switch (message.type()) {
            case OpenFlow13.ECHO_REQUEST -> outbox.put(message.echoedAs(OpenFlow13.ECHO_REPLY));
            case OpenFlow13.FEATURES_REQUEST -> features(message);
            case OpenFlow13.GET_CONFIG_REQUEST ->
                outbox.put(reply(OpenFlow13.GET_CONFIG_REPLY, message, 4)
                        .putInt(0xffff)
                        .array());
            case OpenFlow13.BARRIER_REQUEST ->
                outbox.put(reply(OpenFlow13.BARRIER_REPLY, message, 0).array());
            case OpenFlow13.ROLE_REQUEST -> outbox.put(message.echoedAs(OpenFlow13.ROLE_REPLY));
            case OpenFlow13.QUEUE_GET_CONFIG_REQUEST ->
                outbox.put(reply(OpenFlow13.QUEUE_GET_CONFIG_REPLY, message, 8)
                        .putInt(message.body().getInt(8))
                        .array());
            case OpenFlow13.GET_ASYNC_REQUEST -> asynchronous(message);
            case OpenFlow13.FLOW_MOD -> {
                flowMods++;
                held.flowMod(message.bytes());
            }
            case OpenFlow13.METER_MOD -> {
                otherMods++;
                held.meterMod(message.bytes());
            }
            case OpenFlow13.GROUP_MOD -> {
                otherMods++;
                held.groupMod(message.bytes());
            }
            case OpenFlow13.MULTIPART_REQUEST -> multipart(message);
            case OpenFlow13.EXPERIMENTER -> error(message, BAD_EXPERIMENTER);
            case OpenFlow13.ERROR -> errors++;
            default -> {
                // HELLO, SET_CONFIG and what else needs no answer.
            }
        }
    }

    private static ByteBuffer reply(int type, Message request, int bodyBytes) {
        return OpenFlow13.message(type, request.transaction(), bodyBytes);
    }

    private void features(Message request) {
        known = true;
        outbox.put(reply(OpenFlow13.FEATURES_REPLY, request, 24)
                .putLong(datapathId)
                .putInt(0)
                .put((byte) TABLES)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(CAPABILITIES)
                .array());
    }

    private void asynchronous(Message request) {
        ByteBuffer reply = reply(OpenFlow13.GET_ASYNC_REPLY, request, 24);
        for (int mask = 0; mask < 6; mask++) {
            reply.putInt(MASTER_OR_EQUAL_ALL);
        }
        outbox.put(reply.flip());
    }

    private void error(Message request, int code) {
        outbox.put(reply(OpenFlow13.ERROR, request, 4 + OpenFlow13.HEADER_BYTES)
                .putShort((short) BAD_REQUEST)
                .putShort((short) code)
                .put(request.bytes(), 0, OpenFlow13.HEADER_BYTES)
                .array());
    }

    private void multipart(Message message) {
        ByteBuffer request = message.body();
        int kind = request.getShort(8);
        switch (kind) {
            case 0 -> parts(message, kind, List.of(description()));
            case 1 -> parts(message, kind, held.flowStatistics(request));
            case 2 -> parts(message, kind, List.of(aggregate(request)));
            case 3 -> parts(message, kind, tableStatistics());
            case 4 -> parts(message, kind, portStatistics(request.getInt(16)));
            case 5, 6, 12 -> parts(message, kind, List.of()); // queues, group counters, table features
            case 7 -> parts(message, kind, held.groupDescriptions());
            case 8 -> parts(message, kind, List.of(groupFeatures()));
            case 9 -> parts(message, kind, held.meterStatistics(request.getInt(16)));
            case 10 -> parts(message, kind, held.meterConfigs(request.getInt(16)));
            case 11 -> parts(message, kind, List.of(meterFeatures()));
            case 13 -> parts(message, kind, portDescriptions());
            default -> error(message, BAD_MULTIPART);
        }
    }

    /** Sends entries in as many messages as their length asks for. */
    private void parts(Message request, int kind, List<byte[]> entries) {
        List<byte[]> part = new ArrayList<>();
        int bytes = 0;
        for (byte[] entry : entries) {
            if (bytes + entry.length > MOST_PART_BYTES) {
                part(request, kind, MORE_PARTS, part, bytes);
                part.clear();
                bytes = 0;
            }
            part.add(entry);
            bytes += entry.length;
        }
        part(request, kind, 0, part, bytes);
    }

    private void part(Message request, int kind, int flags, List<byte[]> entries, int bytes) {
        ByteBuffer reply = reply(OpenFlow13.MULTIPART_REPLY, request, 8 + bytes)
                .putShort((short) kind)
                .putShort((short) flags)
                .putInt(0);
        entries.forEach(reply::put);
        outbox.put(reply.flip());
    }

    private static byte[] description() {
        ByteBuffer text = ByteBuffer.allocate(1056);
        text.put("Plumbline".getBytes(StandardCharsets.US_ASCII)).position(256);
        text.put("load generator".getBytes(StandardCharsets.US_ASCII)).position(512);
        text.put("1".getBytes(StandardCharsets.US_ASCII));
        return text.array();
    }

    private byte[] aggregate(ByteBuffer request) {
        return ByteBuffer.allocate(24)
                .putLong(0)
                .putLong(0)
                .putInt(held.selectedCount(request))
                .array();
    }

    private List<byte[]> tableStatistics() {
        List<byte[]> entries = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            entries.add(ByteBuffer.allocate(24)
                    .putInt(table << 24)
                    .putInt(held.ruleCount(table))
                    .array());
        }
        return entries;
    }

    private List<byte[]> portStatistics(int asked) {
        List<byte[]> entries = new ArrayList<>();
        for (int port = 1; port <= ports; port++) {
            if (asked == port || asked == -1) {
                entries.add(ByteBuffer.allocate(112).putInt(port).array());
            }
        }
        return entries;
    }

    private static byte[] groupFeatures() {
        return ByteBuffer.allocate(40)
                .putInt(0xf)
                .putInt(0)
                .putInt(1 << 16)
                .putInt(1 << 16)
                .putInt(1 << 16)
                .putInt(1 << 16)
                .array();
    }

    private static byte[] meterFeatures() {
        return ByteBuffer.allocate(16)
                .putInt(1 << 16)
                .putInt(1 << 1)
                .putInt(0xf)
                .put((byte) 1)
                .array();
    }

    private List<byte[]> portDescriptions() {
        List<byte[]> entries = new ArrayList<>();
        for (int port = 1; port <= ports; port++) {
            ByteBuffer entry = ByteBuffer.allocate(64).putInt(port).putInt(0);
            entry.putShort((short) 0x0200)
                    .putInt((int) (datapathId << 16 | port))
                    .putShort((short) 0);
            entry.put(("p" + port).getBytes(StandardCharsets.US_ASCII)).position(32);
            entry.putInt(0).putInt(LIVE);
            for (int features = 0; features < 4; features++) {
                entry.putInt(COPPER_10_GIGABIT_FULL_DUPLEX);
            }
            entries.add(entry.putInt(PORT_SPEED_KILOBITS)
                    .putInt(PORT_SPEED_KILOBITS)
                    .array());
        }
        return entries;
    }
}
