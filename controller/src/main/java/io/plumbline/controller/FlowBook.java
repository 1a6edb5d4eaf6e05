package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.program.BookedDirection;
import io.plumbline.controller.program.Classifier;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every guaranteed flow that the controller knows, live or lately ended. Touched by the core thread only. */
final class FlowBook {
    private static final int MOST_ENDED = 10_000;
    private static final long REMEMBERED_NANOS = 900_000_000_000L;
    private static final String PREFIX = "gf-";

    private record Ended(long number, long atNanos) {}

    private final TreeMap<Long, LiveFlow> flows = new TreeMap<>();
    private final Map<String, LiveFlow> byKey = new HashMap<>();
    private final ArrayDeque<Ended> ended = new ArrayDeque<>();
    private long lastNumber;

    /** Numbers up to this were given before. */
    void startAfter(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    long nextNumber() {
        return lastNumber + 1;
    }

    void add(LiveFlow flow) {
        startAfter(flow.number);
        flows.put(flow.number, flow);
        flow.idempotencyKey.ifPresent(key -> byKey.put(key, flow));
    }

    /** It was never decided: as if it had not been asked. */
    void remove(LiveFlow flow) {
        flows.remove(flow.number);
        flow.idempotencyKey.ifPresent(key -> byKey.remove(key, flow));
    }

    /** It ended; it is remembered for a while. */
    void ended(LiveFlow flow, long nowNanos) {
        ended.add(new Ended(flow.number, nowNanos));
        Iterator<Ended> oldest = ended.iterator();
        while (oldest.hasNext()) {
            Ended candidate = oldest.next();
            if (ended.size() <= MOST_ENDED && nowNanos - candidate.atNanos < REMEMBERED_NANOS) {
                return;
            }
            oldest.remove();
            LiveFlow old = flows.get(candidate.number);
            if (old != null) {
                remove(old);
            }
        }
    }

    Optional<LiveFlow> find(String id) {
        if (!id.startsWith(PREFIX) || id.length() > PREFIX.length() + 18) {
            return Optional.empty();
        }
        try {
            return find(Long.parseLong(id.substring(PREFIX.length())));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    Optional<LiveFlow> find(long number) {
        return Optional.ofNullable(flows.get(number));
    }

    Optional<LiveFlow> withKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    int size() {
        return flows.size();
    }

    ImmutableList<LiveFlow> all() {
        return ImmutableList.copyOf(flows.values());
    }

    /** A live flow whose classifier shares a packet with this one at some time of the interval. */
    Optional<LiveFlow> overlapping(Classifier classifier, long startNanos, long endNanos) {
        for (LiveFlow flow : flows.values()) {
            if (!flow.isOver() && flow.startNanos < endNanos && startNanos < flow.endNanos) {
                for (BookedDirection direction : flow.directions) {
                    if (direction.classifier().overlaps(classifier)) {
                        return Optional.of(flow);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
