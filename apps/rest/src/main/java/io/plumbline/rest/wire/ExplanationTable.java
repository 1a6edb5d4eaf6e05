package io.plumbline.rest.wire;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An explanation as a person reads it in a terminal: one table a direction, one row a hop, times in microseconds. */
public final class ExplanationTable {
    private static final ImmutableList<String> HEADER = ImmutableList.of(
            "hop", "class", "label", "queue", "(now)", "propagation", "processing", "software", "sum", "so far");

    private ExplanationTable() {}

    public static String of(ExplanationJson explanation, SwitchNames names) {
        StringBuilder text = new StringBuilder(explanation.summary()).append('\n');
        for (ExplanationJson.Direction direction : explanation.directions()) {
            append(text, direction, names);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ExplanationJson.Direction direction, SwitchNames names) {
        text.append(String.format(
                Locale.ROOT,
                "\n%s: %s -> %s, microseconds%n",
                direction.direction(),
                names.of(direction.from()),
                names.of(direction.to())));
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        String ingress = number(direction.ingressMicroseconds());
        rows.add(List.of("into " + names.of(direction.ingress()), "", "", "", "", "", "", "", ingress, ingress));
        direction.hops().forEach(hop -> rows.add(row(hop)));
        appendTable(text, rows);
        text.append(String.format(
                Locale.ROOT,
                "bound %,d of %,d us asked, %,d us to spare%n",
                direction.bound().totalMicroseconds(),
                direction.deadlineMicroseconds(),
                direction.slackMicroseconds()));
        text.append(direction.text()).append('\n');
        for (ExplanationJson.Hop hop : direction.hops()) {
            if (hop.tightest() != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s: least room in %s, %,d <= %,d %s%n",
                        hop.name(),
                        hop.tightest().name(),
                        hop.tightest().left(),
                        hop.tightest().right(),
                        hop.tightest().unit()));
            }
        }
    }

    private static List<String> row(ExplanationJson.Hop hop) {
        return List.of(
                hop.name(),
                hop.className(),
                hop.label() == null ? "-" : hop.label().toString(),
                number(hop.queueMicroseconds()),
                "(" + number(hop.calculatedMicroseconds()) + ")",
                number(hop.propagationMicroseconds()),
                number(hop.processingMicroseconds()),
                number(hop.softwareAllowanceMicroseconds()),
                number(hop.boundMicroseconds()),
                number(hop.soFarMicroseconds()));
    }

    /** The first three columns to the left, numbers to the right. */
    private static void appendTable(StringBuilder text, List<List<String>> rows) {
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String space = " ".repeat(widths[i] - cell.length());
                line.append(' ').append(i < 3 ? cell + space : space + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
