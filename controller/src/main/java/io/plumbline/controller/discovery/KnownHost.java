package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/**
 * A host, discovered or named in network.yaml.
 *
 * @param name of network.yaml
 * @param ips in order
 * @param location empty while it was never seen
 * @param seen how it is known
 */
public record KnownHost(
        Optional<String> name,
        MacAddress mac,
        ImmutableList<IpAddress> ips,
        Optional<ConnectPoint> location,
        Seen seen) {

    /** How a host came to be known. */
    public enum Seen {
        NETWORK_YAML("network.yaml"),
        ARP("arp"),
        NDP("ndp"),
        TRAFFIC("traffic");

        private final String word;

        Seen(String word) {
            this.word = word;
        }

        /** As it is shown. */
        public String word() {
            return word;
        }
    }
}
