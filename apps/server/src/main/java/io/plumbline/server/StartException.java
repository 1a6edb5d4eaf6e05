package io.plumbline.server;

/** The controller cannot start; the message says why and what to change. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
