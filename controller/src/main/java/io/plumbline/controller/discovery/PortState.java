package io.plumbline.controller.discovery;

import io.plumbline.southbound.api.SwitchPort;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.ConnectPoint;

/** What is known of one port. Changed by {@link Fabric}, {@link LinkTracker} and {@link HostTracker} alone, on the core thread. */
final class PortState {

    /** What network.yaml says that the port is. */
    enum Declared {
        NOTHING,
        ACCESS_PORT,
        LINK_END
    }

    private static final int PROBES_REMEMBERED = 4;

    /** A frame that was sent and has not arrived. */
    private record Probe(long nonce, long sentNanos) {}

    final ConnectPoint point;
    final SwitchState owner;
    final Declared declared;
    final Budget learn;
    final Budget copies;
    final Budget deliveries;
    final Budget complaints;

    SwitchPort description;
    /** Its own hardware address, or the controller's where it tells none. */
    byte[] address = ControllerAddress.MAC.toBytes();

    PortRole role = PortRole.DOWN;

    /** When an undetermined port becomes an edge port. */
    long undeterminedUntilNanos;
    /** Traffic of a host was seen since the port came up. */
    boolean hostSeen;
    /** Hosts learned here. */
    int hosts;

    /** Where frames sent out of this port arrive; stays when the link goes down, until another takes its place. */
    @Nullable
    PortState peer;
    /** Whether they still do. */
    boolean linkUp;
    /** The port whose frames last arrived here. */
    @Nullable
    PortState heard;

    /** A port whose frames arrived here though hosts are here or there. */
    @Nullable
    PortState refusedPeer;

    long upSinceNanos;
    int probesSent;
    long nextProbeNanos;
    int missed;
    boolean answered;
    private final ArrayDeque<Probe> probes = new ArrayDeque<>(PROBES_REMEMBERED);

    PortState(
            ConnectPoint point,
            SwitchState owner,
            Declared declared,
            SwitchPort description,
            DiscoverySettings settings) {
        this.point = point;
        this.owner = owner;
        this.declared = declared;
        this.description = description;
        this.learn = new Budget(settings.learn());
        this.copies = new Budget(settings.copies());
        this.deliveries = new Budget(settings.deliveries());
        this.complaints = new Budget(DiscoverySettings.Allowance.COMPLAINTS);
    }

    /** Whether what is known of it still holds: the port is up and its switch has not been away for long. */
    boolean reachable() {
        return role != PortRole.DOWN && !owner.lost;
    }

    /** Whether a link begins or ends here now. */
    boolean carriesLink() {
        return linkUp || (heard != null && heard.linkUp && heard.peer == this);
    }

    void remember(long nonce, long sentNanos) {
        if (probes.size() == PROBES_REMEMBERED) {
            probes.removeFirst();
        }
        probes.addLast(new Probe(nonce, sentNanos));
    }

    /** Takes a frame that was sent with that nonce at that time off the list; false when it is not there: never sent, or used. */
    boolean consume(long nonce, long sentNanos) {
        for (Iterator<Probe> all = probes.iterator(); all.hasNext(); ) {
            Probe probe = all.next();
            if (probe.nonce == nonce && probe.sentNanos == sentNanos) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    /** The next frame is due now, and nothing that was sent before counts. */
    void restartProbing(long nowNanos) {
        upSinceNanos = nowNanos;
        nextProbeNanos = nowNanos;
        probesSent = 0;
        missed = 0;
        answered = false;
        probes.clear();
    }

    @Override
    public String toString() {
        return DiscoveredLink.text(point);
    }
}
