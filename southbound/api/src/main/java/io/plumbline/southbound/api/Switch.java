package io.plumbline.southbound.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/**
 * One connected switch. Lives as long as its connection; a switch that comes back is a new {@code Switch}. All methods return at once;
 * stages complete on any thread, always with a value, never exceptionally.
 */
public interface Switch {
    DeviceId id();

    /** What it says of itself. */
    SwitchDescription description();

    /** What its meters, queues, tables and buffers really do. */
    SwitchLimits limits();

    /** Its ports as last reported. */
    List<SwitchPort> ports();

    /**
     * Sends the changes in order, pipelined, with one barrier at the end, and answers when the switch has carried all of them out or
     * refused some.
     */
    CompletionStage<ApplyOutcome> apply(ProgramUpdate update);

    /** Reads back what the switch holds. */
    CompletionStage<ReadOutcome> read(ReadScope scope);

    /**
     * Sends a frame out of a port.
     *
     * @return false when it was dropped here because the switch does not read fast enough or is gone
     */
    boolean packetOut(PortNumber port, byte[] frame);

    /** Ends the connection, saying why in the log and in the {@link SwitchEvent.Disconnected} event. */
    void disconnect(String reason);
}
