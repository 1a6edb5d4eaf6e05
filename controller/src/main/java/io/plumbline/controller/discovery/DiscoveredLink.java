package io.plumbline.controller.discovery;

import org.onosproject.net.ConnectPoint;

/**
 * One direction of a link, as LLDP found it.
 *
 * @param id {@code of:..01/2->of:..02/1}
 * @param name the same with the names of network.yaml
 * @param up whether frames still arrive
 */
public record DiscoveredLink(String id, String name, ConnectPoint from, ConnectPoint to, boolean up) {

    static String id(ConnectPoint from, ConnectPoint to) {
        return text(from) + "->" + text(to);
    }

    static String text(ConnectPoint port) {
        return port.deviceId() + "/" + port.port().toLong();
    }
}
