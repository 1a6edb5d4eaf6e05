package io.plumbline.southbound.simulated;

import io.plumbline.southbound.simulated.frame.Frame;
import java.util.Random;

/**
 * A cable: two directions, one propagation delay, no bandwidth of its own. Down, both ends see it; as a black hole it stays up and carries
 * nothing, in both directions or in one.
 */
public final class SimulatedLink {
    private final SimulatedNetwork network;
    private final Endpoint a;
    private final Endpoint b;
    private final Random random;
    private long delayNanos;
    private boolean plugged = true;
    private boolean swallowsFromA;
    private boolean swallowsFromB;
    private double loss;

    SimulatedLink(SimulatedNetwork network, Endpoint a, Endpoint b, long delayNanos) {
        this.network = network;
        this.a = a;
        this.b = b;
        this.delayNanos = delayNanos;
        this.random = network.random(a.name() + " " + b.name());
    }

    /** Both ends: {@code s1/2 s2/1}. */
    public String name() {
        return a.name() + " " + b.name();
    }

    public SimulatedLink delay(long nanos) {
        network.change(name() + " takes " + nanos + " ns", () -> delayNanos = nanos);
        return this;
    }

    /** Unplugs it: both ends see their port go down, frames under way are lost. */
    public SimulatedLink down() {
        return plug(false);
    }

    /** Plugs it in again. */
    public SimulatedLink up() {
        return plug(true);
    }

    private SimulatedLink plug(boolean in) {
        network.change(name() + (in ? " up" : " down"), () -> {
            plugged = in;
            a.carrierChanged();
            b.carrierChanged();
        });
        return this;
    }

    /** Carries nothing from now on, and nobody is told. */
    public SimulatedLink blackHole(boolean on) {
        return blackHole(on, on);
    }

    /** Carries nothing from the end at that port or host, and nobody is told. */
    public SimulatedLink blackHoleFrom(String end) {
        network.endpoint(end);
        return blackHole(a.name().equals(end), b.name().equals(end));
    }

    private SimulatedLink blackHole(boolean fromA, boolean fromB) {
        network.change(name() + " black hole " + fromA + " " + fromB, () -> {
            swallowsFromA = fromA;
            swallowsFromB = fromB;
        });
        return this;
    }

    /** Loses each frame with this probability. */
    public SimulatedLink loss(double probability) {
        network.change(name() + " loses " + probability, () -> loss = probability);
        return this;
    }

    /** Whether both ends see a signal. */
    public boolean isUp() {
        return network.time().call(this::hasCarrier);
    }

    boolean hasCarrier() {
        return plugged && a.powered() && b.powered();
    }

    Endpoint other(Endpoint end) {
        return end == a ? b : a;
    }

    boolean joins(String first, String second) {
        return a.name().equals(first) && b.name().equals(second)
                || a.name().equals(second) && b.name().equals(first);
    }

    /** Carries a frame from one end to the other. */
    void carry(Endpoint from, Frame frame, Flight flight) {
        boolean lost = !flight.isImagined() && loss > 0 && random.nextDouble() < loss;
        if (!hasCarrier()) {
            lose("the link is down", frame, flight);
        } else if (from == a ? swallowsFromA : swallowsFromB) {
            lose("black hole", frame, flight);
        } else if (lost) {
            lose("loss", frame, flight);
        } else {
            flight.next(network, delayNanos, () -> arrive(other(from), frame, flight));
        }
    }

    private void arrive(Endpoint to, Frame frame, Flight flight) {
        if (hasCarrier()) {
            to.arrive(frame, flight);
        } else {
            lose("the link went down", frame, flight);
        }
    }

    private void lose(String reason, Frame frame, Flight flight) {
        flight.walk().add(new Walk.Lost(name(), reason, frame, network.time().nowNanos()));
    }
}
