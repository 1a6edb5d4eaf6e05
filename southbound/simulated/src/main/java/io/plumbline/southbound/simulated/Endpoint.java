package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.frame.Frame;

/** One end of a link: a port of a switch, or a host. */
sealed interface Endpoint permits SimulatedPort, SimulatedHost {
    /** As it is written everywhere: {@code s1/2} or {@code h1}. */
    String name();

    /** A frame has come over the link. */
    void arrive(Frame frame, Flight flight);

    /** The link came up or went down. */
    void carrierChanged();

    /** Whether it lets the link be up. */
    boolean powered();
}
