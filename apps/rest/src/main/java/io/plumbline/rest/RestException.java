package io.plumbline.rest;

/** The environment does not let REST listen. */
public final class RestException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Code {
        ADDRESS_IN_USE,
        NOT_LOOPBACK,
        IO
    }

    private final Code code;

    public RestException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public RestException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
