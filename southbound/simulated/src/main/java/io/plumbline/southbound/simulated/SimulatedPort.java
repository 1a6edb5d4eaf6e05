package io.plumbline.southbound.simulated;

import io.plumbline.southbound.api.SwitchPort;
import io.plumbline.southbound.simulated.frame.Frame;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.MacAddress;
import org.onosproject.net.PortNumber;

/** A port of a switch. */
final class SimulatedPort implements Endpoint {
    private final SimulatedSwitch owner;
    private final PortNumber number;
    private long speedBitsPerSecond;
    private boolean enabled = true;
    private @Nullable SimulatedLink link;

    SimulatedPort(SimulatedSwitch owner, long number, long speedBitsPerSecond) {
        this.owner = owner;
        this.number = PortNumber.portNumber(number);
        this.speedBitsPerSecond = speedBitsPerSecond;
    }

    @Override
    public String name() {
        return owner.name() + "/" + number.toLong();
    }

    PortNumber number() {
        return number;
    }

    void speed(long bitsPerSecond) {
        speedBitsPerSecond = bitsPerSecond;
        owner.portChanged(this);
    }

    void enable(boolean on) {
        enabled = on;
        owner.portChanged(this);
        tellOtherEnd();
    }

    /** Whether the link has a signal may have changed here. */
    void tellOtherEnd() {
        SimulatedLink cable = link;
        if (cable != null) {
            cable.other(this).carrierChanged();
        }
    }

    /** Takes it out of the switch: nothing passes any more. */
    void remove() {
        enabled = false;
        tellOtherEnd();
    }

    void attach(SimulatedLink cable) {
        if (link != null) {
            throw new IllegalArgumentException(name() + " is taken by " + link.name());
        }
        link = cable;
    }

    /** Whether frames can leave. */
    boolean isUp() {
        return enabled && (link == null || link.hasCarrier());
    }

    SwitchPort described() {
        long mac = 0x02L << 40 | (owner.datapathId() & 0xffffff) << 16 | number.toLong() & 0xffff;
        return new SwitchPort(
                number,
                owner.name() + "-eth" + number.toLong(),
                MacAddress.valueOf(mac).toString(),
                speedBitsPerSecond,
                isUp());
    }

    /** Sends a frame; where nothing is attached it comes out of the network. */
    void send(Frame frame, Flight flight) {
        SimulatedLink cable = link;
        if (cable == null) {
            flight.walk().add(new Walk.Delivered(name(), frame, owner.nowNanos()));
        } else {
            cable.carry(this, frame, flight);
        }
    }

    @Override
    public void arrive(Frame frame, Flight flight) {
        owner.arrive(this, frame, flight);
    }

    @Override
    public void carrierChanged() {
        owner.portChanged(this);
    }

    @Override
    public boolean powered() {
        return enabled && owner.powered();
    }
}
