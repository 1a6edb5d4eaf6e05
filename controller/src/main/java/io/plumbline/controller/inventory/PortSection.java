package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;

/** The sections {@code links}, {@code accessPorts} and the ports of {@code hosts}: each port has one use. */
final class PortSection {
    private static final int MAX_LINKS = 50_000;
    private static final Pattern PORT = Pattern.compile("[A-Za-z0-9_.:-]+/[0-9]+");

    private final ImmutableMap<DeviceId, DeclaredSwitch> switches;
    private final LinkSection linkSection;
    private final LinkAttributes defaults;
    private final Map<ConnectPoint, String> uses = new HashMap<>();

    PortSection(ImmutableMap<DeviceId, DeclaredSwitch> switches, LinkSection linkSection, LinkAttributes defaults) {
        this.switches = switches;
        this.linkSection = linkSection;
        this.defaults = defaults;
    }

    ImmutableList<DeclaredLink> links(YamlMapping root) throws InventoryException {
        Optional<YamlField> section = root.member("links");
        ImmutableList.Builder<DeclaredLink> links = ImmutableList.builder();
        for (YamlField item : section.isPresent() ? section.get().items(MAX_LINKS) : List.<YamlField>of()) {
            YamlMapping keys = item.mapping(LinkSection.keysAnd("between"));
            List<YamlField> ends = keys.required("between").items(2);
            if (ends.size() != 2) {
                throw keys.required("between").wrong("a link has two ends", "two ports", ends.size() + " items");
            }
            ConnectPoint one = used(ends.get(0), item.path());
            ConnectPoint other = used(ends.get(1), item.path());
            links.add(new DeclaredLink(one, other, linkSection.attributes(keys, defaults)));
        }
        return links.build();
    }

    ImmutableMap<ConnectPoint, LinkAttributes> accessPorts(YamlMapping root) throws InventoryException {
        Optional<YamlField> section = root.member("accessPorts");
        Map<ConnectPoint, LinkAttributes> ports = new LinkedHashMap<>();
        for (YamlField item : section.isPresent() ? section.get().items(MAX_LINKS) : List.<YamlField>of()) {
            YamlMapping keys = item.mapping(LinkSection.keysAnd("port"));
            ports.put(used(keys.required("port"), item.path()), linkSection.attributes(keys, defaults));
        }
        return ImmutableMap.copyOf(ports);
    }

    /** The port of a host: any number of hosts may share it, but it is no end of a link. */
    ConnectPoint hostPort(YamlField field) throws InventoryException {
        ConnectPoint port = port(field);
        @Nullable String use = uses.get(port);
        if (use != null && use.startsWith("links")) {
            throw field.wrong("the port is an end of " + use, "an access port");
        }
        return port;
    }

    private ConnectPoint used(YamlField field, String use) throws InventoryException {
        ConnectPoint port = port(field);
        @Nullable String before = uses.putIfAbsent(port, use);
        if (before != null) {
            throw field.wrong("the port is used by " + before + " already", "each port once");
        }
        return port;
    }

    private ConnectPoint port(YamlField field) throws InventoryException {
        String text = field.text(PORT, PortText.PORT_FORM);
        String device = text.substring(0, text.lastIndexOf('/'));
        Optional<DeviceId> id = NetworkInventory.device(switches, device);
        if (id.isEmpty()) {
            throw field.wrong("no switch has the name " + device, "a name of switches, or " + PortText.DEVICE_FORM);
        }
        return PortText.number(text.substring(text.lastIndexOf('/') + 1))
                .map(number -> new ConnectPoint(id.get(), number))
                .orElseThrow(() -> field.wrong("not a port number", "1 to 4294967040"));
    }
}
