package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.pce.topology.TopologyChange;

/**
 * What follows from one event.
 *
 * @param packetOuts frames to send
 * @param topologyChanges for the path computation engine, in order
 * @param notices for whoever watches
 * @param programsChanged whether the base programs are no longer what they were
 */
public record Effects(
        ImmutableList<PacketOut> packetOuts,
        ImmutableList<TopologyChange> topologyChanges,
        ImmutableList<Notice> notices,
        boolean programsChanged) {

    /** Nothing follows. */
    public static final Effects NONE = new Effects(ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), false);

    public boolean isEmpty() {
        return packetOuts.isEmpty() && topologyChanges.isEmpty() && notices.isEmpty() && !programsChanged;
    }
}
