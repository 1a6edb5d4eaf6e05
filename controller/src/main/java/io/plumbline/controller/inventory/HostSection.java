package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.IpAddress;
import org.onlab.packet.MacAddress;
import org.onosproject.net.ConnectPoint;

/** The section {@code hosts}. */
final class HostSection {
    private static final int MAX_HOSTS = 100_000;
    private static final int MAX_ADDRESSES = 16;
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");
    private static final Pattern IP = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private final PortSection ports;
    private final Set<Object> taken = new HashSet<>();

    HostSection(PortSection ports) {
        this.ports = ports;
    }

    ImmutableList<DeclaredHost> hosts(YamlMapping root) throws InventoryException {
        Optional<YamlField> section = root.member("hosts");
        ImmutableList.Builder<DeclaredHost> hosts = ImmutableList.builder();
        for (YamlField item : section.isPresent() ? section.get().items(MAX_HOSTS) : List.<YamlField>of()) {
            hosts.add(host(item.mapping("name", "mac", "ips", "port")));
        }
        return hosts.build();
    }

    private DeclaredHost host(YamlMapping keys) throws InventoryException {
        YamlField nameField = keys.required("name");
        String name = nameField.text(TextForms.NAME, TextForms.NAME_FORM);
        once(nameField, name, "name");
        MacAddress mac = mac(keys.required("mac"));
        once(keys.required("mac"), mac, "MAC address");
        ImmutableList.Builder<IpAddress> ips = ImmutableList.builder();
        Optional<YamlField> list = keys.member("ips");
        for (YamlField item : list.isPresent() ? list.get().items(MAX_ADDRESSES) : List.<YamlField>of()) {
            IpAddress ip = ip(item);
            once(item, ip, "IP address");
            ips.add(ip);
        }
        @Nullable YamlField port = keys.members().get("port");
        Optional<ConnectPoint> place = port == null ? Optional.empty() : Optional.of(ports.hostPort(port));
        return new DeclaredHost(name, mac, ips.build(), place);
    }

    private void once(YamlField field, Object value, String what) throws InventoryException {
        if (!taken.add(value)) {
            throw field.wrong("another host has this " + what + " already", "each once");
        }
    }

    private static MacAddress mac(YamlField field) throws InventoryException {
        MacAddress mac = MacAddress.valueOf(field.text(MAC, "six pairs of hexadecimal digits with colons"));
        if (mac.isMulticast() || mac.isBroadcast() || mac.equals(MacAddress.ZERO)) {
            throw field.wrong("no host can have this address", "a unicast MAC address");
        }
        return mac;
    }

    private static IpAddress ip(YamlField field) throws InventoryException {
        String text = field.text(IP, "an IPv4 or IPv6 address");
        try {
            IpAddress ip = IpAddress.valueOf(text);
            if (ip.isZero() || ip.isMulticast() || text.equals("255.255.255.255")) {
                throw field.wrong("no host can have this address", "a unicast IP address");
            }
            return ip;
        } catch (IllegalArgumentException e) {
            throw field.wrong("not an IP address", "an IPv4 or IPv6 address");
        }
    }
}
