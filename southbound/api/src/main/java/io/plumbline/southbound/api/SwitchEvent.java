package io.plumbline.southbound.api;

import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;

/** What a southbound reports. Events of one switch arrive in order. */
public sealed interface SwitchEvent {
    DeviceId device();

    /** A switch is connected, described and ready to be programmed. */
    record Connected(Switch target) implements SwitchEvent {
        @Override
        public DeviceId device() {
            return target.id();
        }
    }

    /** Its connection ended; {@code target} tells which one, should it be back already. */
    record Disconnected(DeviceId device, Switch target, String reason) implements SwitchEvent {}

    /** A port appeared, changed, or (up = false, removed = true) went away. */
    record PortChanged(DeviceId device, SwitchPort port, boolean removed) implements SwitchEvent {}

    /**
     * A frame was punted to the controller.
     *
     * @param table where
     * @param cookie of the rule that punted it
     * @param receivedNanos {@link System#nanoTime()} when it was decoded
     */
    record PacketArrived(DeviceId device, PortNumber port, int table, long cookie, byte[] frame, long receivedNanos)
            implements SwitchEvent {}

    /** A rule ended by itself or was removed by somebody. */
    record RuleRemoved(DeviceId device, FlowRule rule, long cookie, Reason reason, long packets, long bytes)
            implements SwitchEvent {
        /** Why a rule ended. */
        public enum Reason {
            HARD_TIMEOUT,
            IDLE_TIMEOUT,
            DELETED,
            OTHER
        }
    }

    /** The switch reported an error that answers no pending change. */
    record ErrorReported(DeviceId device, String detail) implements SwitchEvent {}

    /** A connection was refused before it became a switch: a duplicate id, an old protocol, garbage. */
    record ConnectionRefused(DeviceId device, String remoteAddress, String reason) implements SwitchEvent {}
}
