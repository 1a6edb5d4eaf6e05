package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.inventory.DeclaredHost;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;

/** What is known of one host. Changed by {@link HostTracker} alone. */
final class HostState {
    final MacAddress mac;
    final @Nullable DeclaredHost declared;
    final TreeSet<IpAddress> ips = new TreeSet<>();
    KnownHost.Seen seen;

    @Nullable
    PortState location;

    long lastSeenNanos;

    /** Where it appeared while its old place may still object. */
    @Nullable
    PortState claimedLocation;

    long claimedAtNanos;

    HostState(MacAddress mac, @Nullable DeclaredHost declared, KnownHost.Seen seen) {
        this.mac = mac;
        this.declared = declared;
        this.seen = seen;
        if (declared != null) {
            ips.addAll(declared.ips());
        }
    }

    /** Whether network.yaml says where it must be. */
    boolean pinned() {
        return declared != null && declared.port().isPresent();
    }

    /** Whether network.yaml says that the address is this host's. */
    boolean owns(IpAddress ip) {
        return declared != null && declared.ips().contains(ip);
    }

    /** Where frames reach it now; null when they do not. */
    @Nullable
    PortState reachableAt() {
        PortState at = location;
        return at != null && at.role == PortRole.EDGE && at.reachable() ? at : null;
    }

    KnownHost known() {
        return new KnownHost(
                declared == null ? Optional.empty() : Optional.of(declared.name()),
                mac,
                ImmutableList.copyOf(ips),
                Optional.ofNullable(location).map(port -> port.point),
                seen);
    }

    /** Its name, or its hardware address. */
    @Override
    public String toString() {
        return declared == null ? mac.toString() : declared.name();
    }
}
