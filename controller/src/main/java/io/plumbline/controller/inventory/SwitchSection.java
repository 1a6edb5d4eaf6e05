package io.plumbline.controller.inventory;

import com.google.common.collect.ImmutableMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.DeviceId;

/** The section {@code switches}, and the attributes of a switch as they stand in {@code defaults.switch}. */
final class SwitchSection {
    private static final int MAX_SWITCHES = 10_000;
    private static final long MICROSECOND = 1_000;
    private static final Pattern DEVICE = Pattern.compile("of:[0-9a-f]{16}");

    private SwitchSection() {}

    static ImmutableMap<DeviceId, DeclaredSwitch> switches(YamlMapping root, SwitchAttributes defaults)
            throws InventoryException {
        Optional<YamlField> section = root.member("switches");
        if (section.isEmpty()) {
            return ImmutableMap.of();
        }
        Map<DeviceId, DeclaredSwitch> switches = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (YamlField item : section.get().items(MAX_SWITCHES)) {
            YamlMapping keys = item.mapping(
                    "id", "name", "labels", "country", "softwareAllowanceMicroseconds", "stallAllowanceMicroseconds");
            DeviceId id = DeviceId.deviceId(keys.required("id").text(DEVICE, PortText.DEVICE_FORM));
            @Nullable YamlField name = keys.members().get("name");
            DeclaredSwitch declared = new DeclaredSwitch(
                    id,
                    name == null ? Optional.empty() : Optional.of(name.text(TextForms.NAME, TextForms.NAME_FORM)),
                    attributes(keys, defaults));
            if (switches.put(id, declared) != null) {
                throw keys.required("id").wrong("another switch has this id already", "each id once");
            }
            if (name != null && !names.add(declared.name().orElseThrow())) {
                throw name.wrong("another switch has this name already", "each name once");
            }
        }
        return ImmutableMap.copyOf(switches);
    }

    static SwitchAttributes attributes(YamlMapping keys, SwitchAttributes otherwise) throws InventoryException {
        return new SwitchAttributes(
                micros(keys, "softwareAllowanceMicroseconds", 10_000_000, otherwise.softwareAllowanceNanos()),
                micros(keys, "stallAllowanceMicroseconds", 1_000_000, otherwise.stallAllowanceNanos()),
                TextForms.tags(keys, "labels", otherwise.labels()),
                TextForms.country(keys, otherwise.country()));
    }

    private static long micros(YamlMapping keys, String key, long most, long otherwiseNanos) throws InventoryException {
        return keys.integer(key, 0, most, otherwiseNanos / MICROSECOND) * MICROSECOND;
    }
}
