package io.plumbline.bench.pce.instance;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.InventoryException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Requests from a file, one a line, instead of drawn ones. Two forms, told apart line by line; empty lines and lines that begin with
 * {@code #} are skipped:
 *
 * <ul>
 *   <li>{@code D source target value}: a demand as the {@code *.dem} files of SNDlib networks have it; it is asked for both ways, and
 *       the value, which has no unit, is not used here;
 *   <li>{@code source,target[,rate Mbit/s[,deadline us]]}: one way.
 * </ul>
 *
 * @param file for what is said about a line
 */
public record RequestFile(Path file, ImmutableList<Line> lines) {
    private static final Splitter BLANKS = Splitter.on(Pattern.compile("\\s+"));
    private static final Splitter COMMAS = Splitter.on(',').trimResults();
    private static final long MOST = 1_000_000_000;
    private static final long BITS_PER_MEGABIT = 1_000_000;

    /**
     * One request.
     *
     * @param number of the line, from 1
     * @param rateBitsPerSecond empty when the file does not say
     * @param deadlineMicroseconds likewise
     */
    public record Line(
            int number,
            String source,
            String target,
            OptionalLong rateBitsPerSecond,
            OptionalLong deadlineMicroseconds) {}

    public static RequestFile read(Path file) throws InventoryException, IOException {
        ImmutableList.Builder<Line> lines = ImmutableList.builder();
        int number = 0;
        for (String text : text(file)) {
            number++;
            String line = text.strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                lines.addAll(line.contains(",") ? comma(file, number, line) : demand(file, number, line));
            }
        }
        ImmutableList<Line> all = lines.build();
        if (all.isEmpty()) {
            throw new InventoryException(file.toString(), 0, "", "no request in it", "one at least", "");
        }
        return new RequestFile(file, all);
    }

    private static List<String> text(Path file) throws InventoryException, IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new InventoryException(file.toString(), 0, "", "is not text in UTF-8", "UTF-8", "");
        }
    }

    /** The line of a query; from the first again after the last. */
    public Line line(int query) {
        return lines.get(query % lines.size());
    }

    /** Checks that the file's nodes are an instance's; says which line names another. */
    public void require(String instance, Predicate<String> known) throws InventoryException {
        for (Line line : lines) {
            for (String node : List.of(line.source(), line.target())) {
                if (!known.test(node)) {
                    throw bad(file, line.number(), "node", "is not in " + instance, "a node's id", node);
                }
            }
        }
    }

    private static List<Line> demand(Path file, int number, String text) throws InventoryException {
        List<String> words = BLANKS.splitToList(text);
        if (words.size() != 4 || !words.getFirst().equals("D")) {
            throw bad(
                    file,
                    number,
                    "line",
                    "is no request",
                    "D source target value, or source,target,rate,deadline",
                    text);
        }
        String source = words.get(1);
        String target = words.get(2);
        differ(file, number, source, target);
        return List.of(
                new Line(number, source, target, OptionalLong.empty(), OptionalLong.empty()),
                new Line(number, target, source, OptionalLong.empty(), OptionalLong.empty()));
    }

    private static List<Line> comma(Path file, int number, String text) throws InventoryException {
        List<String> cells = COMMAS.splitToList(text);
        if (cells.size() > 4) {
            throw bad(file, number, "line", "has too many cells", "source,target,rate,deadline", text);
        }
        differ(file, number, cells.get(0), cells.get(1));
        OptionalLong rate = cells.size() > 2
                ? OptionalLong.of(whole(file, number, "rate in Mbit/s", cells.get(2)) * BITS_PER_MEGABIT)
                : OptionalLong.empty();
        OptionalLong deadline = cells.size() > 3
                ? OptionalLong.of(whole(file, number, "deadline in us", cells.get(3)))
                : OptionalLong.empty();
        return List.of(new Line(number, cells.get(0), cells.get(1), rate, deadline));
    }

    private static void differ(Path file, int number, String source, String target) throws InventoryException {
        if (source.isEmpty() || target.isEmpty() || source.equals(target)) {
            throw bad(file, number, "source and target", "are no two nodes", "two that differ", source + "," + target);
        }
    }

    private static long whole(Path file, int number, String field, String text) throws InventoryException {
        try {
            long value = Long.parseLong(text);
            if (value >= 1 && value <= MOST) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for any other value that cannot be
        }
        throw bad(file, number, field, "is no such number", "whole, 1 to " + MOST, text);
    }

    private static InventoryException bad(
            Path file, int number, String field, String problem, String limit, String value) {
        return new InventoryException(file.toString(), number, field, problem, limit, value);
    }
}
