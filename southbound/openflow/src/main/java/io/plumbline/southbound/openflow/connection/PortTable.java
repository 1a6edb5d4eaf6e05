package io.plumbline.southbound.openflow.connection;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.openflow.wire.MalformedMessage;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The ports of a switch by number. Written on the event loop, read anywhere. */
final class PortTable {
    private final ConcurrentSkipListMap<Long, SwitchPort> byNumber;
    private final int most;

    PortTable(SortedMap<Long, SwitchPort> ports, int most) {
        this.byNumber = new ConcurrentSkipListMap<>(ports);
        this.most = most;
    }

    ImmutableList<SwitchPort> ports() {
        return ImmutableList.copyOf(byNumber.values());
    }

    /** Whether anything that we tell about the port is new. */
    boolean put(SwitchPort port) throws MalformedMessage {
        SwitchPort before = byNumber.put(port.number().toLong(), port);
        if (before == null && byNumber.size() > most) {
            throw new MalformedMessage("more than " + most + " ports");
        }
        return !port.equals(before);
    }

    boolean remove(SwitchPort port) {
        return byNumber.remove(port.number().toLong()) != null;
    }
}
