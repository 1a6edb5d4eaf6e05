package io.plumbline.southbound.simulated;

import com.google.common.collect.ImmutableList;
import io.plumbline.southbound.simulated.Walk.Delivered;
import io.plumbline.southbound.simulated.frame.Frame;
import io.plumbline.southbound.simulated.frame.FrameBuilder;
import io.plumbline.southbound.simulated.frame.Headers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/** A host on an edge port: it answers ARP and neighbour solicitations for its addresses and keeps what it receives. */
public final class SimulatedHost implements Endpoint {
    private static final int ARP_REQUEST = 1;
    private static final int ARP_REPLY = 2;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;

    private final SimulatedNetwork network;
    private final String name;
    private final MacAddress mac;
    private final ImmutableList<IpAddress> addresses;
    private final List<Delivered> received = new ArrayList<>();
    private boolean answers = true;
    private @Nullable SimulatedLink link;

    SimulatedHost(SimulatedNetwork network, String name, MacAddress mac, ImmutableList<IpAddress> addresses) {
        this.network = network;
        this.name = name;
        this.mac = mac;
        this.addresses = addresses;
    }

    void attach(SimulatedLink cable) {
        link = cable;
    }

    @Override
    public String name() {
        return name;
    }

    public MacAddress mac() {
        return mac;
    }

    /** Its first address. */
    public IpAddress ip() {
        return addresses.get(0);
    }

    /** Whether it answers ARP and neighbour solicitations; it does unless told otherwise. */
    public SimulatedHost answers(boolean on) {
        network.change(name + (on ? " answers" : " is silent"), () -> answers = on);
        return this;
    }

    /** Everything that it has received, in order. */
    public ImmutableList<Delivered> received() {
        return network.time().call(() -> ImmutableList.copyOf(received));
    }

    /** Forgets what it has received. */
    public void forget() {
        network.time().run(received::clear);
    }

    /** A frame from here to there, addresses filled in. */
    public FrameBuilder frameTo(SimulatedHost other) {
        return Frame.builder().from(mac).to(other.mac).ip(ip(), other.ip());
    }

    /** An ARP request of this host; for its own address it announces itself. */
    public Frame arpFor(IpAddress target) {
        return Frame.builder()
                .from(mac)
                .to(MacAddress.BROADCAST)
                .arp(ARP_REQUEST, mac, ip(), MacAddress.ZERO, target)
                .build();
    }

    /** Sends a frame now; {@link Walk#finished} tells when all its copies have landed. */
    public Walk send(Frame frame) {
        return network.send(frame).from(name);
    }

    @Override
    public void arrive(Frame frame, Flight flight) {
        Delivered delivered = new Delivered(name, frame, network.time().nowNanos());
        flight.walk().add(delivered);
        if (!flight.isImagined()) {
            network.log(() -> name + " receives " + frame);
            received.add(delivered);
            Frame answer = answers ? answer(frame.headers()) : null;
            if (answer != null) {
                leave(answer, Flight.real(new Walk()));
            }
        }
    }

    private @Nullable Frame answer(Headers headers) {
        if (headers.tagged()) {
            return null;
        }
        IpAddress source = headers.source();
        IpAddress target = headers.destination();
        if (headers.arpOperation() == ARP_REQUEST && source != null && target != null && addresses.contains(target)) {
            MacAddress asker = MacAddress.valueOf(headers.arpSourceMac());
            return Frame.builder()
                    .from(mac)
                    .to(asker)
                    .arp(ARP_REPLY, mac, target, asker, source)
                    .build();
        }
        IpAddress solicited = headers.ndTarget();
        if (headers.icmpType() == SOLICITATION
                && source != null
                && solicited != null
                && addresses.contains(solicited)) {
            return Frame.builder()
                    .from(mac)
                    .to(MacAddress.valueOf(headers.ethSrc()))
                    .ip(solicited, source)
                    .icmpv6(advertisement(solicited))
                    .build();
        }
        return null;
    }

    /** RFC 4861 section 4.4: solicited, override, with the target link-layer address. */
    private byte[] advertisement(IpAddress target) {
        byte[] message = new byte[32];
        message[0] = (byte) ADVERTISEMENT;
        message[4] = 0x60;
        System.arraycopy(target.toOctets(), 0, message, 8, 16);
        message[24] = 2;
        message[25] = 1;
        System.arraycopy(mac.toBytes(), 0, message, 26, 6);
        return message;
    }

    void leave(Frame frame, Flight flight) {
        SimulatedLink cable = link;
        if (cable == null) {
            throw new IllegalStateException(name + " has no link");
        }
        cable.carry(this, frame, flight);
    }

    @Override
    public void carrierChanged() {
        // a host does not react
    }

    @Override
    public boolean powered() {
        return true;
    }
}
