package io.plumbline.controller.inventory;

import java.util.ArrayList;
import java.util.List;

/** A line of a norm file that is neither blank nor a comment. */
record NormLine(String file, int number, List<String> words) {
    static final int MAX_BYTES = 64 << 20;

    static List<NormLine> all(String file, String text) {
        List<NormLine> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                lines.add(new NormLine(file, number, List.of(content.split("\\s+", -1))));
            }
        }
        return lines;
    }

    String kind() {
        return words.getFirst();
    }

    List<String> words(int least, int most, String form) throws InventoryException {
        if (words.size() < least || words.size() > most) {
            throw wrong("line", words.size() + " words", form, String.join(" ", words));
        }
        return words;
    }

    InventoryException wrong(String field, String problem, String limit, String value) {
        return new InventoryException(file, number, field, problem, limit, value);
    }
}
