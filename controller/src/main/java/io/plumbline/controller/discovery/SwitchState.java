package io.plumbline.controller.discovery;

import io.plumbline.southbound.api.Switch;
import io.plumbline.southbound.api.SwitchLimits;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/** What is known of one switch: its connection, if any, and its ports in order of number. */
final class SwitchState {
    final DeviceId id;
    private final TreeMap<Long, PortState> ports = new TreeMap<>();
    private SwitchLimits limits;
    private @Nullable Switch connection;

    /** When the connection ended. */
    long disconnectedAtNanos;
    /** Gone for so long that nothing is said of it any more. */
    boolean lost;

    SwitchState(DeviceId id, SwitchLimits limits) {
        this.id = id;
        this.limits = limits;
    }

    SwitchLimits limits() {
        return limits;
    }

    boolean connected() {
        return connection != null;
    }

    boolean isConnection(Switch candidate) {
        return connection == candidate;
    }

    void connect(Switch target) {
        connection = target;
        limits = target.limits();
        lost = false;
    }

    void disconnect(long nowNanos) {
        connection = null;
        disconnectedAtNanos = nowNanos;
    }

    @Nullable
    PortState port(PortNumber number) {
        return ports.get(number.toLong());
    }

    void put(PortState port) {
        ports.put(port.point.port().toLong(), port);
    }

    Collection<PortState> ports() {
        return Collections.unmodifiableCollection(ports.values());
    }
}
