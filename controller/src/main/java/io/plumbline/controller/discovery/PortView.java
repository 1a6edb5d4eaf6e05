package io.plumbline.controller.discovery;

import org.onosproject.net.ConnectPoint;

/**
 * One port as forwarding sees it.
 *
 * @param trusted for a link: whether it is the one of network.yaml, or found links are trusted; what comes over any other is treated
 *     as if it came from a host
 */
public record PortView(ConnectPoint point, PortRole role, boolean trusted) {}
