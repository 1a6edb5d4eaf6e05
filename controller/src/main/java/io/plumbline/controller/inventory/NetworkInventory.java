package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.PortNumber;

/**
 * What the operator says of the network, checked: the content of network.yaml with every default filled in.
 *
 * @param control the class of discovery and liveness
 * @param classes the guaranteed classes, highest first
 * @param labels VLAN ids that name paths
 * @param trustDiscoveredLinks whether a discovered link with a known speed carries guarantees
 * @param linkDefaults for links that are not declared
 * @param switchDefaults for switches that are not declared
 * @param switches by id
 * @param links in the file's order
 * @param accessPorts edge ports towards hosts, by port
 * @param hosts in the file's order
 */
public record NetworkInventory(
        ControlClass control,
        ImmutableList<ClassMark> classes,
        LabelRange labels,
        boolean trustDiscoveredLinks,
        LinkAttributes linkDefaults,
        SwitchAttributes switchDefaults,
        ImmutableMap<DeviceId, DeclaredSwitch> switches,
        ImmutableList<DeclaredLink> links,
        ImmutableMap<ConnectPoint, LinkAttributes> accessPorts,
        ImmutableList<DeclaredHost> hosts) {

    /** No file at all: the built-in defaults, and nothing that is trusted. */
    public static final NetworkInventory EMPTY = new NetworkInventory(
            new ControlClass(7, 64_000, 400, 200),
            ImmutableList.of(new ClassMark("gold", 5, 46, 1), new ClassMark("silver", 3, 26, 2)),
            new LabelRange(LabelRange.LEAST, LabelRange.GREATEST),
            false,
            LinkAttributes.BUILT_IN,
            SwitchAttributes.BUILT_IN,
            ImmutableMap.of(),
            ImmutableList.of(),
            ImmutableMap.of(),
            ImmutableList.of());

    /** How packets of a guaranteed class are marked. */
    public Optional<ClassMark> classMark(String className) {
        return classes.stream().filter(mark -> mark.name().equals(className)).findFirst();
    }

    /** The constants of a switch, declared or not. */
    public SwitchAttributes attributes(DeviceId device) {
        DeclaredSwitch declared = switches.get(device);
        return declared == null ? switchDefaults : declared.attributes();
    }

    public long softwareAllowanceNanos(DeviceId device) {
        return attributes(device).softwareAllowanceNanos();
    }

    public long stallAllowanceNanos(DeviceId device) {
        return attributes(device).stallAllowanceNanos();
    }

    /** The name that a person knows the switch by: the declared one, or its id. */
    public String switchName(DeviceId device) {
        DeclaredSwitch declared = switches.get(device);
        return declared == null ? device.toString() : declared.name().orElse(device.toString());
    }

    /** {@code s1/2}, or with the id where the switch has no name. */
    public String portName(ConnectPoint port) {
        return switchName(port.deviceId()) + "/" + port.port().toLong();
    }

    /** Reads {@code s1/2} or {@code of:0000000000000001/2}; empty when it is neither or the name is unknown. */
    public Optional<ConnectPoint> port(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Optional<DeviceId> device = device(text.substring(0, slash));
        Optional<PortNumber> port = PortText.number(text.substring(slash + 1));
        return device.flatMap(id -> port.map(number -> new ConnectPoint(id, number)));
    }

    /** Reads a switch's declared name, or any well-formed device id. */
    public Optional<DeviceId> device(String text) {
        return device(switches, text);
    }

    static Optional<DeviceId> device(ImmutableMap<DeviceId, DeclaredSwitch> switches, String text) {
        if (PortText.isDevice(text)) {
            return Optional.of(DeviceId.deviceId(text));
        }
        return switches.values().stream()
                .filter(declared -> declared.name().filter(text::equals).isPresent())
                .map(DeclaredSwitch::id)
                .findFirst();
    }
}
