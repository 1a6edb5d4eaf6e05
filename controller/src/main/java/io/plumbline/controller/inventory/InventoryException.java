package io.plumbline.controller.inventory;

/** Something in network.yaml, or in a file of a topology, cannot be: where, what, the limit and the value. Nothing of the file is used. */
public final class InventoryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final String field;
    private final String limit;
    private final String value;

    /**
     * @param file name of the file
     * @param line from 1; 0 when it concerns the file as a whole
     * @param field path, as {@code links[2].between[0]}; empty for the whole document
     * @param problem what is wrong, without field and value
     * @param limit what would be right
     * @param value what stands there; shortened
     */
    public InventoryException(String file, int line, String field, String problem, String limit, String value) {
        super(sentence(file, line, field, problem, limit, printable(value)));
        this.file = file;
        this.line = line;
        this.field = field;
        this.limit = limit;
        this.value = printable(value);
    }

    private static String sentence(String file, int line, String field, String problem, String limit, String value) {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ");
        if (!field.isEmpty()) {
            text.append(field).append(": ");
        }
        text.append(problem);
        if (!limit.isEmpty()) {
            text.append("; allowed: ").append(limit);
        }
        if (!value.isEmpty()) {
            text.append("; found: ").append(value);
        }
        return text.toString();
    }

    /** A value of a hostile file, fit for a log line. */
    private static String printable(String value) {
        String cut = value.length() > 80 ? value.substring(0, 80) + "..." : value;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public String field() {
        return field;
    }

    public String limit() {
        return limit;
    }

    public String value() {
        return value;
    }
}
