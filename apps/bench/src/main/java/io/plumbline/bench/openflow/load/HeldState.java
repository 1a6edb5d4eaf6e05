package io.plumbline.bench.openflow.load;

import static io.plumbline.bench.openflow.wire.OpenFlow13.padded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What controllers wrote into an emulated switch, kept so that reading it back gives what was written: rules, meters and groups.
 * Nothing is forwarded by it. A delete that is not strict selects the rules that carry each of its match fields with the same
 * value; masks that overlap without being equal are not worked out.
 */
final class HeldState {

    private static final int ALL_TABLES = 0xff;
    private static final int ALL_METERS_OR_GROUPS = 0xffff0000;
    private static final int MATCH_AT = 48;
    private static final int BODY_AT = 16;

    private final Map<RuleKey, Rule> rules = new LinkedHashMap<>();
    private final Map<Integer, byte[]> meters = new TreeMap<>();
    private final Map<Integer, byte[]> groups = new TreeMap<>();

    private record RuleKey(int table, int priority, ByteBuffer match) {}

    private record Rule(RuleKey key, short idle, short hard, short flags, long cookie, ByteBuffer instructions) {}

    int ruleCount() {
        return rules.size();
    }

    /** Carries out a FLOW_MOD. */
    void flowMod(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        int matchBytes = padded(Short.toUnsignedInt(message.getShort(MATCH_AT + 2)));
        int table = Byte.toUnsignedInt(message.get(24));
        RuleKey key =
                new RuleKey(table, Short.toUnsignedInt(message.getShort(30)), message.slice(MATCH_AT, matchBytes));
        int instructionsAt = MATCH_AT + matchBytes;
        Rule rule = new Rule(
                key,
                message.getShort(26),
                message.getShort(28),
                message.getShort(44),
                message.getLong(8),
                message.slice(instructionsAt, bytes.length - instructionsAt));
        switch (message.get(25)) {
            case 0 -> rules.put(key, rule);
            case 1 -> change(message, table, key.match(), rule);
            case 2 -> rules.computeIfPresent(key, (same, old) -> withInstructions(old, rule));
            case 4 -> rules.remove(key);
            default -> rules.values().removeIf(held -> selects(message, 8, table, key.match(), held));
        }
    }

    private void change(ByteBuffer message, int table, ByteBuffer match, Rule change) {
        rules.replaceAll(
                (key, held) -> selects(message, 8, table, match, held) ? withInstructions(held, change) : held);
    }

    private static Rule withInstructions(Rule held, Rule change) {
        return new Rule(held.key(), held.idle(), held.hard(), held.flags(), held.cookie(), change.instructions());
    }

    private static boolean selects(ByteBuffer message, int cookieAt, int table, ByteBuffer match, Rule held) {
        long mask = message.getLong(cookieAt + 8);
        return (table == ALL_TABLES || table == held.key().table())
                && (held.cookie() & mask) == (message.getLong(cookieAt) & mask)
                && fields(held.key().match()).containsAll(fields(match));
    }

    /** The fields of a match, each as its bytes. */
    private static Set<ByteBuffer> fields(ByteBuffer match) {
        Set<ByteBuffer> fields = new LinkedHashSet<>();
        int end = Short.toUnsignedInt(match.getShort(2));
        for (int at = 4; at + 4 <= end; ) {
            int length = 4 + Byte.toUnsignedInt(match.get(at + 3));
            fields.add(match.slice(at, length));
            at += length;
        }
        return fields;
    }

    /** Carries out a METER_MOD: add, modify, delete. */
    void meterMod(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        put(meters, message.getShort(8), message.getInt(12), () -> meterConfig(message));
    }

    private static byte[] meterConfig(ByteBuffer message) {
        int bands = message.capacity() - BODY_AT;
        return ByteBuffer.allocate(8 + bands)
                .putShort((short) (8 + bands))
                .putShort(message.getShort(10))
                .putInt(message.getInt(12))
                .put(message.slice(BODY_AT, bands))
                .array();
    }

    /** Carries out a GROUP_MOD: add, modify, delete. */
    void groupMod(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        put(groups, message.getShort(8), message.getInt(12), () -> groupDescription(message));
    }

    private static byte[] groupDescription(ByteBuffer message) {
        int buckets = message.capacity() - BODY_AT;
        return ByteBuffer.allocate(8 + buckets)
                .putShort((short) (8 + buckets))
                .put(message.get(10))
                .put((byte) 0)
                .putInt(message.getInt(12))
                .put(message.slice(BODY_AT, buckets))
                .array();
    }

    private static void put(
            Map<Integer, byte[]> held, short command, int number, java.util.function.Supplier<byte[]> made) {
        if (command != 2) {
            held.put(number, made.get());
        } else if (Integer.compareUnsigned(number, ALL_METERS_OR_GROUPS) >= 0) {
            held.clear();
        } else {
            held.remove(number);
        }
    }

    /** Entries of a flow statistics reply for what the request (a whole message) selects. */
    List<byte[]> flowStatistics(ByteBuffer request) {
        List<byte[]> entries = new ArrayList<>();
        for (Rule rule : selected(request)) {
            int length =
                    48 + rule.key().match().capacity() + rule.instructions().capacity();
            ByteBuffer entry = ByteBuffer.allocate(length).putShort((short) length);
            entry.put((byte) rule.key().table()).put((byte) 0).putInt(1).putInt(0);
            entry.putShort((short) rule.key().priority()).putShort(rule.idle()).putShort(rule.hard());
            entry.putShort(rule.flags())
                    .putInt(0)
                    .putLong(rule.cookie())
                    .putLong(0)
                    .putLong(0);
            entry.put(rule.key().match().duplicate()).put(rule.instructions().duplicate());
            entries.add(entry.array());
        }
        return entries;
    }

    /** How many rules a flow or aggregate request (a whole message) selects. */
    int selectedCount(ByteBuffer request) {
        return selected(request).size();
    }

    private List<Rule> selected(ByteBuffer request) {
        int table = Byte.toUnsignedInt(request.get(16));
        int matchBytes = padded(Short.toUnsignedInt(request.getShort(MATCH_AT + 2)));
        ByteBuffer match = request.slice(MATCH_AT, matchBytes);
        return rules.values().stream()
                .filter(held -> selects(request, 32, table, match, held))
                .toList();
    }

    /** How many rules a table holds. */
    int ruleCount(int table) {
        return (int) rules.keySet().stream().filter(key -> key.table() == table).count();
    }

    List<byte[]> meterConfigs(int number) {
        return number < 0 ? List.copyOf(meters.values()) : one(meters, number);
    }

    /** Counters of meters: all zero, for nothing is forwarded. */
    List<byte[]> meterStatistics(int number) {
        List<byte[]> entries = new ArrayList<>();
        for (Map.Entry<Integer, byte[]> meter : meters.entrySet()) {
            if (number < 0 || meter.getKey() == number) {
                int bands = (meter.getValue().length - 8) / 16;
                entries.add(ByteBuffer.allocate(40 + 16 * bands)
                        .putInt(meter.getKey())
                        .putShort((short) (40 + 16 * bands))
                        .array());
            }
        }
        return entries;
    }

    List<byte[]> groupDescriptions() {
        return List.copyOf(groups.values());
    }

    private static List<byte[]> one(Map<Integer, byte[]> held, int number) {
        byte[] found = held.get(number);
        return found == null ? List.of() : List.of(found);
    }
}
