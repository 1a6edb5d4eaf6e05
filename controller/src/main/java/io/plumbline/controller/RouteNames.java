package io.plumbline.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.plumbline.controller.intent.InvalidField;
import io.plumbline.controller.intent.RouteForm;
import io.plumbline.controller.inventory.NetworkInventory;
import io.plumbline.pce.path.RoutePolicy;
import io.plumbline.pce.path.RoutePolicy.Field;
import io.plumbline.pce.topology.TeNode;
import io.plumbline.pce.topology.TeTopology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.onosproject.net.DeviceId;

/** What the names in a route stand for: ids of the topology that the engine knows. */
final class RouteNames {
    private static final ImmutableList<Field> NAMED =
            ImmutableList.of(Field.EXCLUDED_NODES, Field.EXCLUDED_LINKS, Field.WAYPOINTS);

    private final NetworkInventory inventory;
    private final TeTopology topology;
    private final Map<String, String> linkIds = new HashMap<>();

    /** @param linkNames by id, what a person calls each link */
    RouteNames(NetworkInventory inventory, TeTopology topology, ImmutableMap<String, String> linkNames) {
        this.inventory = inventory;
        this.topology = topology;
        linkNames.forEach((id, name) -> linkIds.put(name, id));
        linkNames.keySet().forEach(id -> linkIds.put(id, id));
    }

    /**
     * The first name that stands for nothing, or for what cannot be.
     *
     * @param ends ids of the switches to which source and destination are attached
     */
    Optional<InvalidField> invalidField(RoutePolicy asked, ImmutableSet<String> ends) {
        ImmutableSet<String> excluded = ids(Field.EXCLUDED_NODES, asked);
        Set<String> passed = new HashSet<>();
        for (Field field : NAMED) {
            ImmutableList<String> names = asked.entries(field).asList();
            for (int i = 0; i < names.size(); i++) {
                String limit = limit(field, id(field, names.get(i)), ends, excluded, passed);
                if (!limit.isEmpty()) {
                    return Optional.of(RouteForm.invalid(field, i, limit, names.get(i)));
                }
            }
        }
        return Optional.empty();
    }

    /** What the entry should have been; empty when it is. */
    private static String limit(
            Field field,
            Optional<String> id,
            ImmutableSet<String> ends,
            ImmutableSet<String> excluded,
            Set<String> passed) {
        if (id.isEmpty()) {
            return field == Field.EXCLUDED_LINKS
                    ? "a known link, as s1/2->s2/1 or by id"
                    : "a known switch, by name or id";
        }
        if (ends.contains(id.get())) {
            return "a switch at neither end";
        }
        if (field != Field.WAYPOINTS) {
            return "";
        }
        return excluded.contains(id.get())
                ? "a switch that is not excluded too"
                : passed.add(id.get()) ? "" : "passed once";
    }

    /** The same in ids. */
    RoutePolicy resolve(RoutePolicy asked) {
        return asked.allowsAll()
                ? asked
                : new RoutePolicy(
                        ImmutableSortedSet.copyOf(ids(Field.EXCLUDED_NODES, asked)),
                        ImmutableSortedSet.copyOf(ids(Field.EXCLUDED_LINKS, asked)),
                        asked.excludedRiskGroups(),
                        asked.excludedLabels(),
                        asked.excludedCountries(),
                        asked.allowedCountries(),
                        ids(Field.WAYPOINTS, asked).asList());
    }

    private ImmutableSet<String> ids(Field field, RoutePolicy asked) {
        return asked.entries(field).stream()
                .flatMap(name -> id(field, name).stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    private Optional<String> id(Field field, String name) {
        return field == Field.EXCLUDED_LINKS
                ? Optional.ofNullable(linkIds.get(name)).filter(topology.links()::containsKey)
                : inventory
                        .device(name)
                        .map(DeviceId::toString)
                        .filter(id -> topology.nodes().containsKey(id)
                                && Objects.requireNonNull(topology.nodes().get(id))
                                                .kind()
                                        == TeNode.Kind.SWITCH);
    }
}
