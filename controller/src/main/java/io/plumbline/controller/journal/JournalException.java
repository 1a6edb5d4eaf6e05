package io.plumbline.controller.journal;

/** The journal cannot be opened or read. */
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Code {
        LOCKED,
        DAMAGED,
        NEWER_FORMAT,
        IO
    }

    private final Code code;

    public JournalException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public JournalException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
