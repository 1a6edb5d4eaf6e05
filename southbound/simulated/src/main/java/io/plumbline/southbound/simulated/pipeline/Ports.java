package io.plumbline.southbound.simulated.pipeline;

import java.util.List;
import org.onosproject.net.PortNumber;

/** The ports of a switch as its pipeline sees them. */
public interface Ports {
    /** All of them, in order of their number. */
    List<PortNumber> numbers();

    /** Whether a frame can be sent there: the port exists, is enabled and has a link. */
    boolean isUp(PortNumber port);
}
