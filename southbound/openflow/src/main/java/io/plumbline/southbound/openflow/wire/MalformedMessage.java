package io.plumbline.southbound.openflow.wire;

/** Bytes that are no OpenFlow message. Its text says what is wrong and goes into the reason for closing the connection. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessage(String message) {
        super(message, null, false, false);
    }

    public MalformedMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
