package io.plumbline.southbound.api;

import java.util.function.Consumer;

/** One way of reaching switches: it listens, and reports every switch that it can program. */
public interface Southbound extends AutoCloseable {
    /**
     * Starts listening. Events of one switch arrive in order, from any thread; the sink must return at once.
     *
     * @throws SouthboundException when it cannot listen
     */
    void start(Consumer<SwitchEvent> sink) throws SouthboundException;

    /** Ends every connection and releases what was opened. */
    @Override
    void close();
}
