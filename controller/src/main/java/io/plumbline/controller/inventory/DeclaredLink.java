package io.plumbline.controller.inventory;

import org.onosproject.net.ConnectPoint;

/** A link that network.yaml names, both directions alike. */
public record DeclaredLink(ConnectPoint one, ConnectPoint other, LinkAttributes attributes) {

    /** Whether it joins these two ports, in either order. */
    public boolean joins(ConnectPoint from, ConnectPoint to) {
        return one.equals(from) && other.equals(to) || one.equals(to) && other.equals(from);
    }

    /** The far end of one of its ports. */
    public ConnectPoint opposite(ConnectPoint end) {
        return one.equals(end) ? other : one;
    }
}
