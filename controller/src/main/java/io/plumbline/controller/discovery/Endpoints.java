package io.plumbline.controller.discovery;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/** Finds what a person means by the name of an endpoint, and names links for persons. */
final class Endpoints {
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final Pattern IP = Pattern.compile("[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*");

    private final Fabric fabric;
    private final HostTracker hosts;

    Endpoints(Fabric fabric, HostTracker hosts) {
        this.fabric = fabric;
        this.hosts = hosts;
    }

    Optional<Attachment> resolve(String endpoint) {
        String lower = endpoint.toLowerCase(Locale.ROOT);
        if (endpoint.length() > 128) {
            return Optional.empty();
        }
        if (endpoint.contains("/")) {
            return fabric.inventory().port(endpoint).flatMap(this::port);
        }
        if (MAC.matcher(lower).matches()) {
            return host(hosts.find(MacAddress.valueOf(lower)));
        }
        if (IP.matcher(endpoint).matches()) {
            return ip(endpoint).flatMap(address -> host(hosts.find(address)));
        }
        return named(endpoint);
    }

    private static Optional<IpAddress> ip(String text) {
        try {
            return Optional.of(IpAddress.valueOf(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Attachment> named(String name) {
        return hosts.hosts().stream()
                .filter(host -> host.declared != null && host.declared.name().equals(name))
                .findFirst()
                .flatMap(this::host);
    }

    private Optional<Attachment> host(@Nullable HostState host) {
        PortState at = host == null ? null : host.location;
        if (host == null || at == null || at.role != PortRole.EDGE) {
            return Optional.empty();
        }
        return Optional.of(new Attachment(at.point, Optional.of(host.mac), ImmutableList.copyOf(host.ips), name(host)));
    }

    private static String name(HostState host) {
        return host.declared == null && !host.ips.isEmpty() ? host.ips.first().toString() : host.toString();
    }

    private Optional<Attachment> port(ConnectPoint point) {
        @Nullable PortState port = fabric.find(point.deviceId(), point.port());
        if (port == null || port.role != PortRole.EDGE) {
            return Optional.empty();
        }
        List<HostState> there =
                hosts.hosts().stream().filter(host -> host.location == port).toList();
        boolean one = there.size() == 1;
        return Optional.of(new Attachment(
                point,
                one ? Optional.of(there.get(0).mac) : Optional.empty(),
                one ? ImmutableList.copyOf(there.get(0).ips) : ImmutableList.of(),
                fabric.inventory().portName(point)));
    }

    /** {@code s1/2->s2/1}, and {@code s1/10->h1} where one host of that name is alone at the port, else {@code s1/10->host}. */
    ImmutableMap<String, String> linkNames() {
        TreeMap<String, String> names = new TreeMap<>();
        for (SwitchState owner : fabric.switches()) {
            for (PortState port : owner.ports()) {
                String from = fabric.inventory().portName(port.point);
                names.put(LinkConstants.accessId(port), from + "->host");
                if (port.peer != null) {
                    String to = fabric.inventory().portName(port.peer.point);
                    names.put(DiscoveredLink.id(port.point, port.peer.point), from + "->" + to);
                }
            }
        }
        nameDeclared(names);
        nameHosts(names);
        return ImmutableMap.copyOf(names);
    }

    private void nameDeclared(TreeMap<String, String> names) {
        fabric.inventory().links().forEach(link -> {
            String one = fabric.inventory().portName(link.one());
            String other = fabric.inventory().portName(link.other());
            names.put(DiscoveredLink.id(link.one(), link.other()), one + "->" + other);
            names.put(DiscoveredLink.id(link.other(), link.one()), other + "->" + one);
        });
    }

    private void nameHosts(TreeMap<String, String> names) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (HostState host : hosts.hosts()) {
            if (host.location != null) {
                counts.merge(LinkConstants.accessId(host.location), 1, Integer::sum);
            }
        }
        for (HostState host : hosts.hosts()) {
            PortState at = host.location;
            if (at != null && host.declared != null && counts.getOrDefault(LinkConstants.accessId(at), 0) == 1) {
                String port = fabric.inventory().portName(at.point);
                names.put(LinkConstants.accessId(at), port + "->" + host.declared.name());
            }
        }
    }
}
