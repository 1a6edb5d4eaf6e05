package io.plumbline.bench.lab;

/** The environment does not allow the measurement: a program is missing, a process died, something did not come in time. */
public final class LabException extends Exception {

    private static final long serialVersionUID = 1;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
