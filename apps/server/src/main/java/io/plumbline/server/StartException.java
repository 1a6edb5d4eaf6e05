package io.plumbline.server;

import io.plumbline.controller.inventory.InventoryException;
import io.plumbline.controller.journal.JournalException;
import io.plumbline.rest.RestException;
import io.plumbline.southbound.api.SouthboundException;

/** The controller cannot start: what failed, told by the settings that a person can change. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** It names file, line and field itself. */
    static StartException of(InventoryException wrong) {
        return new StartException(String.valueOf(wrong.getMessage()), wrong);
    }

    static StartException of(Configuration configuration, JournalException failed) {
        String what = switch (failed.code()) {
            case LOCKED -> "another controller uses this folder; stop it, or name another with --data: ";
            case DAMAGED, NEWER_FORMAT, IO -> "";
        };
        return new StartException(configuration.named(Setting.DATA) + ": " + what + failed.getMessage(), failed);
    }

    static StartException of(Configuration configuration, SouthboundException failed) {
        return switch (failed.code()) {
            case ADDRESS_IN_USE, IO -> listening(configuration, Setting.OPENFLOW_HOST, Setting.OPENFLOW_PORT, failed);
            case TLS_CONFIGURATION -> new StartException("openflow.tls: " + failed.getMessage(), failed);
        };
    }

    static StartException of(Configuration configuration, RestException failed) {
        return switch (failed.code()) {
            case ADDRESS_IN_USE -> listening(configuration, Setting.REST_HOST, Setting.REST_PORT, failed);
            case NOT_LOOPBACK, IO ->
                new StartException(configuration.named(Setting.REST_HOST) + ": " + failed.getMessage(), failed);
        };
    }

    private static StartException listening(Configuration configuration, Setting host, Setting port, Exception failed) {
        return new StartException(
                "%s, %s: %s. Where the port is in use, stop who uses it or choose another with %s (0: any free one)"
                        .formatted(
                                configuration.named(port), configuration.named(host), failed.getMessage(), port.flag()),
                failed);
    }
}
