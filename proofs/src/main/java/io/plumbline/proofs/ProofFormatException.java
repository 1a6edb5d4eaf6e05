package io.plumbline.proofs;

/** A file is not what it has to be: where, what is wrong, what would be right and what stands there. Nothing of it counts. */
public final class ProofFormatException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 80;

    private final String pointer;

    /**
     * @param pointer JSON pointer (RFC 6901); empty for the whole document
     * @param place line and column, for people; may be empty
     * @param problem what is wrong
     * @param limit what would be right; may be empty
     * @param value what stands there; shortened, may be empty
     */
    ProofFormatException(String pointer, String place, String problem, String limit, String value) {
        super((pointer.isEmpty() ? "document" : pointer)
                + (place.isEmpty() ? "" : " (" + place + ")")
                + ": "
                + problem
                + (limit.isEmpty() ? "" : "; allowed: " + limit)
                + (value.isEmpty() ? "" : "; found: " + cut(value)));
        this.pointer = pointer;
    }

    private static String cut(String value) {
        return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
    }

    /** Where; empty for the whole document. */
    public String pointer() {
        return pointer;
    }
}
