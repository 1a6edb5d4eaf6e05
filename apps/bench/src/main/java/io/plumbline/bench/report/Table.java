package io.plumbline.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns of text: the first to the left, figures to the right. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a line; numbers are shown with as many digits as a person reads. */
    public Table line(Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(cell instanceof Double number ? figure(number) : String.valueOf(cell));
        }
        rows.add(texts);
        return this;
    }

    static String figure(double number) {
        double size = Math.abs(number);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, number);
    }

    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < row.size(); column++) {
                String format = "%" + (column == 0 ? "-" : "") + Math.max(1, widths[column]) + "s  ";
                line.append(format.formatted(row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
