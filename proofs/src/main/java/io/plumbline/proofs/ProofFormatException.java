package io.plumbline.proofs;

/** A file is not what it has to be: where, what is wrong, what would be right and what stands there. Nothing of it counts. */
public final class ProofFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    /**
     * @param pointer JSON pointer (RFC 6901); empty for the whole document
     * @param problem what is wrong
     * @param limit what would be right; may be empty
     * @param value what stands there; shortened, may be empty
     */
    ProofFormatException(String pointer, String problem, String limit, String value) {
        super((pointer.isEmpty() ? "" : pointer + ": ")
                + problem
                + (limit.isEmpty() ? "" : "; allowed: " + limit)
                + (value.isEmpty() ? "" : "; found: " + printable(value)));
        this.pointer = pointer;
    }

    private static String printable(String value) {
        String cut = value.length() > 80 ? value.substring(0, 80) + "..." : value;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    public String pointer() {
        return pointer;
    }
}
