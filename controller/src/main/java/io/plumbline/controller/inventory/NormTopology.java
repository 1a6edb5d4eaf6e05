package io.plumbline.controller.inventory;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the normalised text format of topologies, one item a line:
 *
 * <pre>
 * N id latitude longitude name
 * L id a b capacity_mbps delay_us length_km capacity_assumed
 * </pre>
 *
 * A cable holds its capacity each way. Lines that begin with # are comments.
 */
public final class NormTopology {
    private static final long MEGA = 1_000_000;
    private static final long MICRO = 1_000;
    private static final long MAX_MICROS = 1_000_000_000;
    private static final BigDecimal MAX_KM = BigDecimal.valueOf(100_000);

    private final MapBuilder map;
    private int links;

    private NormTopology(String fileName, Assumptions assumptions) {
        map = new MapBuilder(fileName, assumptions);
    }

    /** Reads a file. */
    public static NetworkMap load(Path path, Assumptions assumptions) throws InventoryException {
        TextFile file = TextFile.read(path, NormLine.MAX_BYTES);
        return parse(file.name(), file.utf8(), assumptions);
    }

    /** Reads text; {@code fileName} is for messages and the name of the map. */
    public static NetworkMap parse(String fileName, String text, Assumptions assumptions) throws InventoryException {
        NormTopology topology = new NormTopology(fileName, assumptions);
        for (NormLine line : NormLine.all(fileName, text)) {
            switch (line.kind()) {
                case "N" -> topology.node(line);
                case "L" -> topology.link(line);
                default -> throw line.wrong("line", "unknown kind", "N, L or #", line.kind());
            }
        }
        return topology.map.build();
    }

    private void node(NormLine line) throws InventoryException {
        List<String> words = line.words(4, Integer.MAX_VALUE, "N id latitude longitude name");
        Position position = map.position(line.number(), words.get(2), words.get(3));
        String name = String.join(" ", words.subList(4, words.size()));
        map.site(line.number(), words.get(1), name.isEmpty() ? words.get(1) : name, Optional.of(position));
    }

    private void link(NormLine line) throws InventoryException {
        List<String> words = line.words(8, 8, "L id a b capacity_mbps delay_us length_km capacity_assumed");
        int at = line.number();
        if (!words.get(1).equals(Integer.toString(links))) {
            throw line.wrong("link id", "not the number of the link in the file", "" + links, words.get(1));
        }
        links++;
        long capacity = map.capacity(at, "capacity_mbps", words.get(4), MEGA);
        long micros = map.whole(at, "delay_us", words.get(5), MAX_MICROS);
        map.decimal(at, "length_km", words.get(6), BigDecimal.ZERO, MAX_KM);
        boolean assumed = map.whole(at, "capacity_assumed", words.get(7), 1) == 1;
        map.cable(
                at,
                words.get(2),
                words.get(3),
                false,
                OptionalLong.of(capacity),
                assumed,
                OptionalLong.of(micros * MICRO));
    }
}
