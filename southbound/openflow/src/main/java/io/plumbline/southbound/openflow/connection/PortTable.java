package io.plumbline.southbound.openflow.connection;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import java.util.SortedMap;
import java.util.TreeMap;

/** The ports of a switch by number. Written on the event loop, read anywhere. */
final class PortTable {
    private final SortedMap<Long, SwitchPort> byNumber;
    private final int most;
    private volatile ImmutableList<SwitchPort> snapshot;

    PortTable(SortedMap<Long, SwitchPort> ports, int most) {
        this.byNumber = new TreeMap<>(ports);
        this.most = most;
        this.snapshot = ImmutableList.copyOf(byNumber.values());
    }

    ImmutableList<SwitchPort> ports() {
        return snapshot;
    }

    /** Whether anything that we tell about the port is new. */
    boolean put(SwitchPort port) throws MalformedMessage {
        SwitchPort before = byNumber.put(port.number().toLong(), port);
        if (byNumber.size() > most) {
            throw new MalformedMessage("more than " + most + " ports");
        }
        snapshot = ImmutableList.copyOf(byNumber.values());
        return !port.equals(before);
    }

    boolean remove(SwitchPort port) {
        boolean known = byNumber.remove(port.number().toLong()) != null;
        snapshot = ImmutableList.copyOf(byNumber.values());
        return known;
    }
}
