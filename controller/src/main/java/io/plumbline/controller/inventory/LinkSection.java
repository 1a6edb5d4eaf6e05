package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.inventory.LinkAttributes.ClassQueue;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The attributes of a link, as they stand in {@code defaults.link}, in {@code links} and in {@code accessPorts}. */
final class LinkSection {
    static final ImmutableSortedSet<String> KEYS = ImmutableSortedSet.of(
            "capacityBitsPerSecond",
            "propagationMicroseconds",
            "mtuBytes",
            "framingOverheadBytes",
            "bestEffortFloorBitsPerSecond",
            "controlBudgetMicroseconds",
            "controlBufferBytes",
            "classes",
            "riskGroups",
            "labels",
            "country");

    private static final long MICROSECOND = 1_000;
    private static final long MAX_BUDGET_MICROS = 60_000_000;
    private static final long LEAST_CAPACITY = 1_000;
    private static final long MAX_CAPACITY = 10_000_000_000_000L;
    private static final long MAX_BUFFER_BYTES = 10_000_000_000L;

    private final ImmutableList<ClassMark> classes;
    private final ControlClass control;

    LinkSection(ImmutableList<ClassMark> classes, ControlClass control) {
        this.classes = classes;
        this.control = control;
    }

    LinkAttributes attributes(YamlMapping keys, LinkAttributes otherwise) throws InventoryException {
        Optional<YamlField> capacity = keys.member("capacityBitsPerSecond");
        LinkAttributes attributes = new LinkAttributes(
                capacity.isPresent()
                        ? OptionalLong.of(capacity.get().integer(LEAST_CAPACITY, MAX_CAPACITY))
                        : otherwise.capacityBitsPerSecond(),
                micros(keys, "propagationMicroseconds", 0, 10_000_000, otherwise.propagationNanos()),
                (int) keys.integer("mtuBytes", 68, 65_535, otherwise.mtuBytes()),
                (int) keys.integer("framingOverheadBytes", 0, 64, otherwise.framingOverheadBytes()),
                keys.integer("bestEffortFloorBitsPerSecond", 0, MAX_CAPACITY, otherwise.bestEffortFloorBitsPerSecond()),
                micros(keys, "controlBudgetMicroseconds", 1, MAX_BUDGET_MICROS, otherwise.controlBudgetNanos()),
                keys.integer("controlBufferBytes", 1, MAX_BUFFER_BYTES, otherwise.controlBufferBytes()),
                queues(keys, otherwise.classes()),
                TextForms.tags(keys, "riskGroups", otherwise.riskGroups()),
                TextForms.tags(keys, "labels", otherwise.labels()),
                TextForms.country(keys, otherwise.country()));
        checkCapacity(keys, attributes);
        return attributes;
    }

    private static long micros(YamlMapping keys, String key, long least, long most, long otherwiseNanos)
            throws InventoryException {
        @Nullable YamlField member = keys.members().get(key);
        return member == null ? otherwiseNanos : member.integer(least, most) * MICROSECOND;
    }

    private ImmutableMap<String, ClassQueue> queues(YamlMapping keys, ImmutableMap<String, ClassQueue> otherwise)
            throws InventoryException {
        Optional<YamlField> section = keys.member("classes");
        ImmutableSortedSet<String> names = classes.stream()
                .map(ClassMark::name)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        YamlMapping given =
                section.isPresent() ? section.get().mapping(names) : new YamlMapping(keys.self(), ImmutableMap.of());
        ImmutableMap.Builder<String, ClassQueue> queues = ImmutableMap.builder();
        for (ClassMark mark : classes) {
            @Nullable ClassQueue inherited = otherwise.get(mark.name());
            Optional<YamlField> item = given.member(mark.name());
            if (item.isPresent()) {
                queues.put(mark.name(), queue(item.get(), inherited));
            } else if (inherited != null) {
                queues.put(mark.name(), inherited);
            } else {
                throw keys.self()
                        .wrong(
                                "class " + mark.name() + " has neither budget nor buffer",
                                "classes." + mark.name() + " with budgetMicroseconds and bufferBytes",
                                "nothing");
            }
        }
        return queues.build();
    }

    private static ClassQueue queue(YamlField item, @Nullable ClassQueue inherited) throws InventoryException {
        YamlMapping keys = item.mapping("budgetMicroseconds", "bufferBytes");
        if (inherited == null) {
            keys.required("budgetMicroseconds");
            keys.required("bufferBytes");
        }
        return new ClassQueue(
                micros(
                        keys,
                        "budgetMicroseconds",
                        1,
                        MAX_BUDGET_MICROS,
                        inherited == null ? 0 : inherited.budgetNanos()),
                keys.integer("bufferBytes", 1, MAX_BUFFER_BYTES, inherited == null ? 0 : inherited.bufferBytes()));
    }

    /** Best-effort floor and control class must leave something of the capacity. */
    private void checkCapacity(YamlMapping keys, LinkAttributes attributes) throws InventoryException {
        if (attributes.capacityBitsPerSecond().isEmpty()) {
            return;
        }
        long capacity = attributes.capacityBitsPerSecond().getAsLong();
        long booked = control.booking(attributes.framingOverheadBytes()).rateBitsPerSecond();
        if (booked + attributes.bestEffortFloorBitsPerSecond() >= capacity) {
            throw keys.self()
                    .wrong(
                            "the control class (%d bit/s) and bestEffortFloorBitsPerSecond (%d) leave nothing to guarantee"
                                    .formatted(booked, attributes.bestEffortFloorBitsPerSecond()),
                            "together less than capacityBitsPerSecond",
                            Long.toString(capacity));
        }
    }

    /** The keys of {@link #KEYS} and one more. */
    static ImmutableSortedSet<String> keysAnd(String key) {
        return ImmutableSortedSet.<String>naturalOrder().addAll(KEYS).add(key).build();
    }
}
