package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.topology.TopologyChange;
import java.util.ArrayList;
import java.util.List;
import org.onosproject.net.ConnectPoint;

/** Effects while an event is being worked on. */
final class EffectsInMaking {
    private final List<PacketOut> packetOuts = new ArrayList<>(2);
    private final List<TopologyChange> topologyChanges = new ArrayList<>(0);
    private final List<Notice> notices = new ArrayList<>(0);
    private boolean topologyTouched;
    private boolean programsChanged;

    void send(ConnectPoint port, byte[] frame) {
        packetOuts.add(new PacketOut(port.deviceId(), port.port(), frame));
    }

    void change(TopologyChange change) {
        topologyChanges.add(change);
    }

    void notice(String kind, String subject, String detail) {
        notices.add(new Notice(kind, subject, detail));
    }

    /** A port, link or switch is not what it was: programs and the TE topology follow. */
    void touchTopology() {
        topologyTouched = true;
        programsChanged = true;
    }

    void changePrograms() {
        programsChanged = true;
    }

    boolean topologyTouched() {
        return topologyTouched;
    }

    Effects done() {
        if (packetOuts.isEmpty() && topologyChanges.isEmpty() && notices.isEmpty() && !programsChanged) {
            return Effects.NONE;
        }
        return new Effects(
                ImmutableList.copyOf(packetOuts),
                ImmutableList.copyOf(topologyChanges),
                ImmutableList.copyOf(notices),
                programsChanged);
    }
}
