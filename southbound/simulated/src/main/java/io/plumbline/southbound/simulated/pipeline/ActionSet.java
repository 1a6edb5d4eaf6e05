package io.plumbline.southbound.simulated.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction;

/**
 * Deferred actions, one of a kind, carried out in a fixed order whatever order they were written in; a group makes an output void.
 * OpenFlow 1.3.5, section 5.10.
 */
final class ActionSet {
    private enum Place {
        POP,
        PUSH,
        SET,
        QUEUE,
        GROUP,
        OUTPUT
    }

    private record Slot(Place place, String field) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byPlace = place.compareTo(other.place);
            return byPlace != 0 ? byPlace : field.compareTo(other.field);
        }
    }

    private final TreeMap<Slot, Instruction> slots = new TreeMap<>();

    void write(List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            if (instruction.type() != Instruction.Type.NOACTION) {
                slots.put(slot(instruction), instruction);
            }
        }
    }

    void clear() {
        slots.clear();
    }

    /** In the order in which they are carried out. */
    List<Instruction> inOrder() {
        boolean grouped = slots.keySet().stream().anyMatch(slot -> slot.place == Place.GROUP);
        List<Instruction> ordered = new ArrayList<>(slots.values());
        if (grouped) {
            ordered.removeIf(OutputInstruction.class::isInstance);
        }
        return ordered;
    }

    private static Slot slot(Instruction instruction) {
        return switch (instruction.type()) {
            case OUTPUT -> new Slot(Place.OUTPUT, "");
            case GROUP -> new Slot(Place.GROUP, "");
            case QUEUE -> new Slot(Place.QUEUE, "");
            default -> {
                if (instruction instanceof L2ModificationInstruction change) {
                    yield switch (change.subtype()) {
                        case VLAN_POP -> new Slot(Place.POP, "");
                        case VLAN_PUSH -> new Slot(Place.PUSH, "");
                        default -> new Slot(Place.SET, change.subtype().name());
                    };
                }
                yield new Slot(Place.SET, instruction.type().name());
            }
        };
    }
}
