package io.plumbline.southbound.api;

/** The environment does not let a southbound work: an address in use, a key that cannot be read. */
public final class SouthboundException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Code {
        ADDRESS_IN_USE,
        TLS_CONFIGURATION,
        IO
    }

    private final Code code;

    public SouthboundException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
