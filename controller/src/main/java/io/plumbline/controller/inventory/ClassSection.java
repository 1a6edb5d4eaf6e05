package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The sections {@code controlClass}, {@code classes} and {@code labels}. */
final class ClassSection {
    private static final Pattern CLASS_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Set<String> TAKEN_NAMES = Set.of("control", "best-effort");
    private static final int MAX_CLASSES = 6;
    private static final int MAX_PCP = 7;

    private ClassSection() {}

    static ControlClass control(YamlMapping root) throws InventoryException {
        ControlClass builtIn = NetworkInventory.EMPTY.control();
        Optional<YamlField> section = root.member("controlClass");
        if (section.isEmpty()) {
            return builtIn;
        }
        YamlMapping keys = section.get().mapping("pcp", "rateBitsPerSecond", "burstBytes", "maxPacketBytes");
        int maxPacket =
                (int) keys.integer("maxPacketBytes", ControlClass.LEAST_PACKET_BYTES, 1500, builtIn.maxPacketBytes());
        long burst = keys.integer("burstBytes", 1, 1_000_000, Math.max(builtIn.burstBytes(), 2L * maxPacket));
        if (burst < maxPacket) {
            throw keys.self()
                    .wrong("burstBytes is less than one packet", "at least maxPacketBytes " + maxPacket, "" + burst);
        }
        return new ControlClass(
                (int) keys.integer("pcp", 1, MAX_PCP, builtIn.pcp()),
                keys.integer(
                        "rateBitsPerSecond",
                        ControlClass.LEAST_RATE_BITS_PER_SECOND,
                        1_000_000_000,
                        builtIn.rateBitsPerSecond()),
                (int) burst,
                maxPacket);
    }

    static ImmutableList<ClassMark> classes(YamlMapping root, ControlClass control) throws InventoryException {
        Optional<YamlField> section = root.member("classes");
        if (section.isEmpty()) {
            return NetworkInventory.EMPTY.classes();
        }
        ImmutableList.Builder<ClassMark> classes = ImmutableList.builder();
        Set<Object> taken = new HashSet<>(Set.of("pcp " + control.pcp()));
        for (YamlField item : section.get().items(MAX_CLASSES)) {
            classes.add(classMark(item, taken));
        }
        return classes.build();
    }

    private static ClassMark classMark(YamlField item, Set<Object> taken) throws InventoryException {
        YamlMapping keys = item.mapping("name", "pcp", "dscp", "queue");
        ClassMark mark = new ClassMark(
                keys.required("name").text(CLASS_NAME, "a lower-case word of up to 32 letters, digits and '-'"),
                (int) keys.required("pcp").integer(1, MAX_PCP),
                (int) keys.required("dscp").integer(1, 63),
                (int) keys.required("queue").integer(1, 255));
        if (TAKEN_NAMES.contains(mark.name())) {
            throw keys.required("name").wrong("the name has a meaning of its own", "any but " + TAKEN_NAMES);
        }
        once(taken, keys.required("name"), "name " + mark.name());
        once(taken, keys.required("pcp"), "pcp " + mark.pcp());
        once(taken, keys.required("dscp"), "dscp " + mark.dscp());
        once(taken, keys.required("queue"), "queue " + mark.queue());
        return mark;
    }

    private static void once(Set<Object> taken, YamlField field, String what) throws InventoryException {
        if (!taken.add(what)) {
            throw field.wrong("another class has it already", "each name, pcp, dscp and queue once", what);
        }
    }

    static LabelRange labels(YamlMapping root) throws InventoryException {
        LabelRange builtIn = NetworkInventory.EMPTY.labels();
        Optional<YamlField> section = root.member("labels");
        if (section.isEmpty()) {
            return builtIn;
        }
        YamlMapping keys = section.get().mapping("first", "last");
        int first = (int) keys.integer("first", 0, 4095, builtIn.first());
        int last = (int) keys.integer("last", 0, 4095, builtIn.last());
        if (first < LabelRange.LEAST) {
            throw keys.required("first").wrong("customers' VLANs (1 to 2047) lie in the label range", "2048 to 4094");
        }
        if (last > LabelRange.GREATEST || last < first) {
            throw keys.self().wrong("not a range of labels", "2048 <= first <= last <= 4094", first + " to " + last);
        }
        return new LabelRange(first, last);
    }
}
