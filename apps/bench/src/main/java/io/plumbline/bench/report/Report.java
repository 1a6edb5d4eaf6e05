package io.plumbline.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what a run found and says it twice: to a person at once, to a program at the end. */
public final class Report {

    private final PrintStream out;
    private final Machine machine;
    private final List<Row> rows = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();
    private final long startNanos = System.nanoTime();

    public Report(PrintStream out, Machine machine) {
        this.out = out;
        this.machine = machine;
    }

    /** The JSON file: the machine, every row, every goal. */
    private record Document(Machine machine, List<Row> rows, List<Goal> goals) {}

    public void heading(String text) {
        out.printf("%n== %s%n", text);
    }

    /** Something that a reader of the figures must know. */
    public void say(String text) {
        out.println("  " + text);
    }

    /** What goes on now, with the seconds since the start. */
    public void progress(String text) {
        out.printf("  [%4.0f s] %s%n", (System.nanoTime() - startNanos) / 1e9, text);
        out.flush();
    }

    public void table(Table table) {
        out.println();
        out.println(table);
    }

    public void add(Row row) {
        rows.add(row);
    }

    public void add(String block, String instance, String engine, String metric, double value, String unit) {
        rows.add(new Row(block, instance, engine, metric, value, unit));
    }

    public void add(Goal goal) {
        goals.add(goal);
        out.println("  " + goal);
    }

    public void count(String block, String instance, String engine, String metric, long count) {
        rows.add(new Row(block, instance, engine, metric, (double) count, "count"));
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public void machine() {
        heading("measured on");
        machine.lines().forEach(this::say);
    }

    /** Every goal again, in one place. */
    public void summary() {
        heading("goals (nothing is asserted; ratios are of figures from this run)");
        goals.forEach(goal -> say(goal.toString()));
    }

    /** Writes the document, whole or not at all. */
    public void writeJson(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        mapper.writeValue(beside.toFile(), new Document(machine, rows, goals));
        Files.move(beside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
