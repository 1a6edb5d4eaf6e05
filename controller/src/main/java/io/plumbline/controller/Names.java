package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.discovery.Discovery;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.pce.reservation.Reservation;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.onosproject.net.DeviceId;

/** What a person calls links and switches, for sentences in which the engine names them by id. Core thread only. */
final class Names {
    private final NetworkInventory inventory;
    private final Discovery discovery;
    private final Supplier<TeTopology> topology;

    /** @param topology what the engine knows now */
    Names(NetworkInventory inventory, Discovery discovery, Supplier<TeTopology> topology) {
        this.inventory = inventory;
        this.discovery = discovery;
        this.topology = topology;
    }

    /** By id, links only. */
    Map<String, String> links() {
        return discovery.linkNames();
    }

    /** Of the links of a path, in order. */
    ImmutableList<String> ofPath(Reservation reservation) {
        Map<String, String> links = links();
        return reservation.hops().stream()
                .map(hop -> links.getOrDefault(hop.linkId(), hop.linkId()))
                .collect(ImmutableList.toImmutableList());
    }

    /** By id, links first: their ids contain those of switches. */
    Map<String, String> all() {
        Map<String, String> names = new LinkedHashMap<>(links());
        for (TeNode node : topology.get().nodes().values()) {
            if (node.kind() == TeNode.Kind.SWITCH) {
                names.put(node.id(), inventory.switchName(DeviceId.deviceId(node.id())));
            }
        }
        return names;
    }

    /** A sentence with names in the place of ids. */
    String in(String sentence) {
        String text = sentence;
        for (Map.Entry<String, String> name : all().entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text;
    }
}
