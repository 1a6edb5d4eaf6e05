package io.plumbline.controller.program;

import java.util.Optional;
import org.onosproject.net.ConnectPoint;

/**
 * The ports of a TE link, which its id names: {@code of:..01/2->of:..02/1} between switches, {@code of:..01/10->host} for an access link.
 *
 * @param from the port that sends
 * @param to the port that receives; absent on an access link
 */
public record LinkEnds(ConnectPoint from, Optional<ConnectPoint> to) {
    private static final String ARROW = "->";

    /** Reads the id of a TE link. */
    public static LinkEnds of(String linkId) {
        int arrow = linkId.indexOf(ARROW);
        if (arrow < 0) {
            throw new IllegalStateException("not the id of a link: " + linkId);
        }
        String to = linkId.substring(arrow + ARROW.length());
        return new LinkEnds(
                ConnectPoint.deviceConnectPoint(linkId.substring(0, arrow)),
                to.contains("/") ? Optional.of(ConnectPoint.deviceConnectPoint(to)) : Optional.empty());
    }
}
