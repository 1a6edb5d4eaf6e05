package io.plumbline.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** DISCOVERY */
class TamperingTest {
    record Leaf(String pointer, long value) {}

    static void leaves(JsonNode node, String pointer, List<Leaf> into) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(m -> leaves(m.getValue(), RecordJson.child(pointer, m.getKey()), into));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                leaves(array.get(i), pointer + "/" + i, into);
            }
        } else if (node.isNumber()) {
            into.add(new Leaf(pointer, node.longValue()));
        }
    }

    static void set(ObjectNode root, String pointer, long value) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, cut));
        String name = pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), JsonNodeFactory.instance.numberNode(value));
        } else {
            ((ObjectNode) parent).put(name, value);
        }
    }

    static String field(String pointer) {
        return pointer.replaceAll("/ledger/(entries|stops)/[^/]*", "/ledger/$1/*").replaceAll("/[0-9]+(?=/|$)", "/*");
    }

    @Test
    void discover() throws Exception {
        for (ProofFile file : List.of(Ledgers.file(Ledgers.busy(4)), Ledgers.certificates(Ledgers.busy(4)))) {
            ObjectNode json = file.json();
            List<Leaf> leaves = new ArrayList<>();
            leaves(json, "", leaves);
            Map<String, TreeMap<String, Integer>> seen = new TreeMap<>();
            Random random = new Random(1);
            for (Leaf leaf : leaves) {
                if (random.nextInt(6) != 0) continue;
                Map<String, Long> values = new HashMap<>();
                values.put("0", 0L);
                values.put("-1", leaf.value - 1);
                values.put("+1", leaf.value + 1);
                values.put("half", leaf.value / 2);
                values.put("double", 2 * leaf.value + 1);
                values.put("max", Long.MAX_VALUE - 1);
                values.put("maxint", Integer.MAX_VALUE - 1L);
                values.put("neg", -leaf.value - 1);
                for (var v : values.entrySet()) {
                    if (v.getValue() == leaf.value) continue;
                    set(json, leaf.pointer, v.getValue());
                    String what;
                    try {
                        what = ProofFileTest.read(json).verify().isProven() ? "pass" : "NOTICED";
                    } catch (ProofFormatException e) {
                        what = "format";
                    }
                    seen.computeIfAbsent(field(leaf.pointer), k -> new TreeMap<>()).merge(v.getKey() + " " + what, 1, Integer::sum);
                    set(json, leaf.pointer, leaf.value);
                }
            }
            seen.forEach((k, v) -> System.out.println("DISC " + k + " " + v));
        }
    }
}
