package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.NetworkMap.Site;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads demands: {@code D source destination value} a line, in the units of their source; ids are those of the topology's sites. */
public final class NormDemands {
    private static final long MAX_VALUE = 1_000_000_000_000L;

    /** So much from one site to another; whether it is wanted the other way too is for the user of the matrix to say. */
    public record Demand(String from, String to, long value) {}

    private NormDemands() {}

    /** Reads a file. */
    public static ImmutableList<Demand> load(Path path, NetworkMap map) throws InventoryException {
        TextFile file = TextFile.read(path, NormLine.MAX_BYTES);
        return parse(file.name(), file.utf8(), map);
    }

    /** Reads text; {@code fileName} is for messages only. */
    public static ImmutableList<Demand> parse(String fileName, String text, NetworkMap map) throws InventoryException {
        Set<String> known = map.sites().stream().map(Site::id).collect(Collectors.toSet());
        Set<List<String>> pairs = new HashSet<>();
        ImmutableList.Builder<Demand> demands = ImmutableList.builder();
        for (NormLine line : NormLine.all(fileName, text)) {
            if (!line.kind().equals("D")) {
                throw line.wrong("line", "unknown kind", "D or #", line.kind());
            }
            List<String> words = line.words(4, 4, "D source destination value");
            for (String end : words.subList(1, 3)) {
                if (!known.contains(end)) {
                    throw line.wrong("demand", "no node has this id", "ids of nodes of " + map.name(), end);
                }
            }
            if (words.get(1).equals(words.get(2))) {
                throw line.wrong("demand", "from a node to itself", "two different ends", words.get(1));
            }
            if (!pairs.add(words.subList(1, 3))) {
                String pair = words.get(1) + " " + words.get(2);
                throw line.wrong("demand", "this pair stands above", "each ordered pair once", pair);
            }
            demands.add(new Demand(words.get(1), words.get(2), value(line, words.get(3))));
        }
        return demands.build();
    }

    private static long value(NormLine line, String text) throws InventoryException {
        String limit = "a whole number from 0 to " + MAX_VALUE;
        if (!text.matches("[0-9]{1,13}") || Long.parseLong(text) > MAX_VALUE) {
            throw line.wrong("value", "not a number that is allowed", limit, text);
        }
        return Long.parseLong(text);
    }
}
