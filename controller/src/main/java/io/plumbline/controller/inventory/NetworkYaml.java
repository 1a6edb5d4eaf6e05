package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Optional;
import org.onosproject.net.DeviceId;

/** Reads network.yaml. Strict: what it does not understand is an error with file, line and field, and nothing is used. */
public final class NetworkYaml {
    private static final int MAX_BYTES = 4 << 20;

    private NetworkYaml() {}

    /** Reads a file. */
    public static NetworkInventory load(Path path) throws InventoryException {
        TextFile file = TextFile.read(path, MAX_BYTES);
        return parse(file.name(), file.utf8());
    }

    /** Reads text; {@code fileName} is for messages only. */
    public static NetworkInventory parse(String fileName, String text) throws InventoryException {
        if (text.length() > MAX_BYTES) {
            throw new InventoryException(fileName, 0, "", "too large", MAX_BYTES + " characters", "" + text.length());
        }
        YamlMapping root = YamlField.document(fileName, text)
                .mapping(
                        "version",
                        "controlClass",
                        "classes",
                        "labels",
                        "trustDiscoveredLinks",
                        "defaults",
                        "switches",
                        "links",
                        "accessPorts",
                        "hosts");
        root.required("version").integer(1, 1);
        return inventory(root);
    }

    private static NetworkInventory inventory(YamlMapping root) throws InventoryException {
        ControlClass control = ClassSection.control(root);
        ImmutableList<ClassMark> classes = ClassSection.classes(root, control);
        LinkSection linkSection = new LinkSection(classes, control);
        YamlMapping defaults = section(root, "defaults", "link", "switch");
        LinkAttributes linkDefaults = linkSection.attributes(linkDefaults(defaults), LinkAttributes.BUILT_IN);
        SwitchAttributes switchDefaults = SwitchSection.attributes(
                section(defaults, "switch", "softwareAllowanceMicroseconds", "stallAllowanceMicroseconds"),
                SwitchAttributes.BUILT_IN);
        ImmutableMap<DeviceId, DeclaredSwitch> switches = SwitchSection.switches(root, switchDefaults);
        PortSection ports = new PortSection(switches, linkSection, linkDefaults);
        return new NetworkInventory(
                control,
                classes,
                ClassSection.labels(root),
                root.flag("trustDiscoveredLinks", false),
                linkDefaults,
                switchDefaults,
                switches,
                ports.links(root),
                ports.accessPorts(root),
                new HostSection(ports).hosts(root));
    }

    /** A mapping that may be absent: then it is empty, and errors point at what holds it. */
    private static YamlMapping section(YamlMapping parent, String key, String... known) throws InventoryException {
        Optional<YamlField> member = parent.member(key);
        return member.isPresent() ? member.get().mapping(known) : new YamlMapping(parent.self(), ImmutableMap.of());
    }

    private static YamlMapping linkDefaults(YamlMapping defaults) throws InventoryException {
        Optional<YamlField> member = defaults.member("link");
        return member.isPresent()
                ? member.get().mapping(LinkSection.KEYS)
                : new YamlMapping(defaults.self(), ImmutableMap.of());
    }
}
