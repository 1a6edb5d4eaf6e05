package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.frame.Frame;

/** A frame that is about to be sent from somewhere. */
public final class Sending {
    private final SimulatedNetwork network;
    private final Frame frame;
    private final Manner manner;

    /** How it is sent. */
    enum Manner {
        /** At this instant and without a trace. */
        IMAGINED,
        /** For real; time passes when it is made to. */
        REAL,
        /** For real, and waiting for the end of it. */
        WAITING
    }

    Sending(SimulatedNetwork network, Frame frame, Manner manner) {
        this.network = network;
        this.frame = frame;
        this.manner = manner;
    }

    /**
     * Sends it.
     *
     * @param place a host, or a port {@code s1/2} that it comes in by whatever is attached there
     */
    public Walk from(String place) {
        Walk walk = new Walk();
        network.time().run(() -> {
            Flight flight = manner == Manner.IMAGINED ? Flight.imagined(walk) : Flight.real(walk);
            switch (network.endpoint(place)) {
                case SimulatedHost host -> host.leave(frame, flight);
                case SimulatedPort port -> port.arrive(frame, flight);
            }
            if (flight.isImagined()) {
                flight.land();
            }
        });
        if (manner == Manner.WAITING && !network.time().await(SimulatedNetwork.LONGEST_WALK_NANOS, walk::finished)) {
            throw new AssertionError("still under way:\n" + walk);
        }
        return walk;
    }
}
