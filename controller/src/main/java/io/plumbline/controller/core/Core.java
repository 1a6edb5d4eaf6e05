package io.plumbline.controller.core;

/** The one thread that decides. Everything that happens is handed to it as a step; steps run one at a time, in order. */
public interface Core extends AutoCloseable {
    /** Nanoseconds since the epoch; never goes back. */
    long nowNanos();

    /** Runs a step after those that wait already. From any thread. */
    void execute(Runnable step);

    /** Runs a step after a time, unless the handle is cancelled first. From any thread. */
    Timer schedule(long delayNanos, Runnable step);

    /** Steps that wait now; what admission sheds load by. */
    int waiting();

    @Override
    void close();

    /** A step that is still to come. */
    interface Timer {
        /** It will not run. Does nothing when it has run. */
        void cancel();
    }
}
