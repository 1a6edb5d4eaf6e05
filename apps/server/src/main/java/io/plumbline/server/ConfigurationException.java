package io.plumbline.server;

/** A setting that cannot be; the message names it, where it was set, what it may be and what it was. */
final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }
}
